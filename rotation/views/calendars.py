"""The address a calendar reads, and the page on which one makes and ends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.gate import member_of, open_page
from members.models import Cooperative, Member
from record.models import Act
from record.rules import Refused
from record.shared import shared
from rotation.actions import end_calendar, make_calendar
from rotation.actions.calendars import WALL_POWER, hash_of
from rotation.calendars import to_ics
from rotation.models import CalendarFeed
from rotation.reports.calendars import events_of, feed_with


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """My calendar's private address; the wall's, for whoever hands out duties."""
    me, now = member_of(request), timezone.now()
    for_wall = request.POST.get("wall") == "1"
    address = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "end":
                end_calendar(for_wall=for_wall, actor=me, now=now)
                messages.success(
                    request, _("The address has ended. Calendars that read it find nothing now.")
                )
                return redirect("rotation:calendar")
            secret = make_calendar(for_wall=for_wall, actor=me, now=now)
            address = request.build_absolute_uri(f"/calendar/{secret}.ics")
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("rotation:calendar")
    running = CalendarFeed.objects.filter(ended_at=None)
    context = {
        "address": address,
        "is_wall": for_wall,
        "mine": running.filter(member=me).first(),
        "may_wall": me.has_perm(WALL_POWER, now),
        "wall": running.filter(member=None).first(),
    }
    return render(request, "rotation/calendar_page.html", context)


@open_page
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of that address, without signing in; nothing where it has ended or its member left."""
    found, now = feed_with(hash_of(secret)), timezone.now()
    if found is None:
        raise Http404
    coop = Cooperative.objects.here()
    if (
        found.member is not None
        and not Member.objects.here(on=coop.day_of(now)).filter(pk=found.member.pk).exists()
    ):
        raise Http404
    with translation.override((found.member.language if found.member else "") or coop.language):
        body = to_ics(
            events_of(found.member, now=now),
            name=coop.name,
            house=shared("house", _house),
            site=request.build_absolute_uri("/")[:-1],
            now=now,
        )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _house() -> str:
    """What tells our ids from another co-operative's: the beginning of the hash of act 1."""
    first = Act.objects.order_by("seq").values_list("hash", flat=True).first()
    return f"{(first or '0' * 12)[:12]}.coop"
