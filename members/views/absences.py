"""Pages of days away: my own, and who is away, for those who need to know."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members import reports
from members.actions import enter_absence, take_back_absence
from members.actions.register import KEEP_REGISTER
from members.forms import AbsenceForm, AbsenceOfForm
from members.gate import NotYours, member_of
from members.models import Absence, Cooperative, Member
from record.rules import Refused

DAY = timedelta(days=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_absences(request: HttpRequest) -> HttpResponse:
    """My days away: today, tomorrow or this week in one tap; other days with two more."""
    me, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    asked = _soon(request.POST.get("when", ""), today=today)
    form = AbsenceForm(request.POST if request.method == "POST" and asked is None else None)
    if request.method == "POST" and (asked is not None or form.is_valid()):
        first, last = asked or (form.cleaned_data["first"], form.cleaned_data["last"])
        if _enter(form if asked is None else None, request, me, first=first, last=last):
            return redirect("members:my-absences")
    context = {"form": form, "absences": reports.absences_of(me, on=today), "today": today}
    return render(request, "members/my_absences_page.html", context)


@require_POST
def take_back(request: HttpRequest, absence_id: int) -> HttpResponse:
    """I am there after all."""
    absence, me = get_object_or_404(Absence, pk=absence_id), member_of(request)
    try:
        take_back_absence(absence_id=absence.pk, actor=me, now=timezone.now())
        messages.success(request, _("It is taken back."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("members:my-absences" if absence.member_id == me.pk else "members:away")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Who is away now and soon. Whoever keeps the register enters it for somebody, and reads why."""
    asker, now = member_of(request), timezone.now()
    powers = asker.get_all_permissions(now)
    keeps = KEEP_REGISTER in powers
    if request.method == "POST" and not keeps:
        raise NotYours(KEEP_REGISTER)
    if not powers & reports.READ_ABSENCES:
        raise NotYours(*sorted(reports.READ_ABSENCES))
    today = Cooperative.objects.here().day_of(now)
    form = AbsenceOfForm(request.POST or None) if keeps else None
    if request.method == "POST" and form is not None and form.is_valid():
        whose = Member.objects.filter(number=form.cleaned_data["number"]).first()
        if whose is None:
            form.add_error("number", _("Nobody of us has that number."))
        elif _enter(form, request, whose, first=form.cleaned_data["first"], last=form.cleaned_data["last"]):
            return redirect("members:away")
    context = {"form": form, "away": reports.away(on=today), "today": today, "keeps": keeps}
    return render(request, "members/away_page.html", context)


def _enter(form: forms.Form | None, request: HttpRequest, whose: Member, *, first: date, last: date) -> bool:
    said = form.cleaned_data if form is not None else {}
    more = {name: said[name] for name in ("kind", "reason") if said.get(name)}
    try:
        enter_absence(
            member_id=whose.pk,
            from_on=first,
            until_on=last + DAY,
            actor=member_of(request),
            now=timezone.now(),
            **more,
        )
    except Refused as refusal:
        if form is not None:
            form.add_error(None, refusal.sentence)
        else:
            messages.error(request, refusal.sentence)
        return False
    messages.success(request, _("It is written down. Nobody plans a turn for those days."))
    return True


def _soon(word: str, *, today: date) -> tuple[date, date] | None:
    """The first and the last day of what one tap says; None where it says nothing."""
    if word == "today":
        return today, today
    if word == "tomorrow":
        return today + DAY, today + DAY
    if word == "week":
        return today, today + timedelta(days=6 - today.weekday())
    return None
