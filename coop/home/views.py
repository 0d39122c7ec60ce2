"""The roof's pages for a member: home, me, how I read, the record."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assemblies.actions.notices import write_notice_seen
from coop.home import reports
from coop.home.told import said
from coop.record_words import in_words
from coop.verifying import faults
from members.actions import prefer, read_notice
from members.gate import belongs, member_of
from members.models import Cooperative
from members.reports import person
from record.models import Act
from record.reports import head
from rotation.power_words import in_words as powers_in_words
from rotation.reports import mandates_of, powers_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now."""
    reader, now = member_of(request), timezone.now()
    page = reports.home(reader, now=now)
    for called in (page.coming, *page.called):
        if called is not None and request.method == "GET" and not getattr(called, "was_told", True):
            write_notice_seen(assembly=called, member=reader, now=now)
    told = [(notice, said(notice)) for notice in page.notices]
    return render(
        request,
        "coop/home_page.html",
        {"page": page, "told": told, "head_seq": page.head_seq, "head_hash": page.head_hash},
    )


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: standing, posts, how I read, and the way out."""
    member, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    return render(
        request,
        "coop/me_page.html",
        {
            "person": person(member, on=today),
            "belongs": belongs(member, now=now),
            "mandates": mandates_of(member.pk, now),
            "powers": powers_in_words(powers_of(member.pk, now)),
        },
    )


@require_POST
def how(request: HttpRequest) -> HttpResponse:
    """How I like to read: larger text, light or dark."""
    if "text_size" in request.POST:
        prefer(member_id=member_of(request).pk, text_size=request.POST["text_size"])
    response = redirect("me")
    theme = request.POST.get("theme")
    if theme in ("light", "dark", ""):
        response.set_cookie("theme", theme, max_age=365 * 86400, samesite="Lax")
    return response


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take a notice off the home page."""
    read_notice(notice_id=min(notice_id, 2**62), member=member_of(request), now=timezone.now())
    return redirect("home")


@require_GET
def the_record(request: HttpRequest) -> HttpResponse:
    """Every act, the newest first, and where the record stands."""
    page = Paginator(Act.objects.order_by("-seq"), 40).get_page(request.GET.get("page"))
    seq, last = head()
    acts = [(act, in_words(act.verb)) for act in page]
    return render(
        request, "coop/record_page.html", {"page": page, "acts": acts, "head_seq": seq, "head_hash": last}
    )


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Work everything out again, and say what does not hold."""
    found = faults()
    for fault in found[:20]:
        messages.error(request, fault)
    if not found:
        messages.success(request, _("Everything holds: the record, the tallies, the books and the payslips."))
    return redirect("record")
