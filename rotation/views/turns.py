"""Pages about turns at the table: who has them, I cannot come, swaps, and what to make up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assemblies.rules.states import CHAIR, may
from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused
from rotation.actions.covers import accept_cover, ask_cover, decline_cover, take_back_cover
from rotation.actions.missed import move_make_up, take_make_up, write_missed
from rotation.actions.swaps import agree_swap, end_swap, propose_swap
from rotation.actions.ticks import tick_step
from rotation.forms.turns import SwapForm, said
from rotation.models import Cover, Duty, DutyKind, Swap
from rotation.reports.changing import days_of, table_of_turns, table_turn, turns_told
from rotation.reports.swapping import swaps_of_mine
from rotation.rules.decided import ASSIGN


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Who sits at the table of each assembly, to come and of the last weeks."""
    me, now = member_of(request), timezone.now()
    days = days_of(table_of_turns(now=now))
    today = Cooperative.objects.here().day_of(now)
    context = {
        "coming": [day for day in days if day.day >= today],
        "past": [day for day in reversed(days) if day.day < today],
        "may_say": may(me, CHAIR, now) or may(me, ASSIGN, now),
    }
    return render(request, "rotation/turns_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Propose a swap of a turn of mine: with whom, and with which of their turns. `?other=`: a swap of three."""
    me, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    turns = list(turns_told(from_on=today))
    duty = next((row for row in turns if row.pk == duty_id and row.member_id == me.pk), None)
    if duty is None:
        rows = Duty.objects.select_related("post", "member")
        duty = get_object_or_404(rows, pk=duty_id, member=me, kind=DutyKind.TURN)
    offered = swaps_of_mine(duty, turns, on=today)
    asked = request.GET.get("other", "")
    first = next((pk for pk in offered.three if str(pk) == asked), None)
    form = SwapForm(request.POST or None, offered=offered, first=first)
    if request.method == "POST" and form.is_valid():
        swapped = [duty.pk, form.cleaned_data["other"], form.cleaned_data.get("third")]
        try:
            propose_swap(duty_ids=[pk for pk in swapped if pk is not None], actor=me, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Proposed. It is done when everybody in it agrees on their phone."))
            return redirect("rotation:duties")
    context = {
        "form": form,
        "mine": said(table_turn(duty, today=today)),
        "is_of_three": first is not None,
        "can_two": bool(offered.two),
        "takers": [(turn.id, said(turn)) for turn in offered.only(offered.three)],
        "stopped": [(said(one.turn), one.name, one.why_not) for one in offered.stopped.values()],
    }
    return render(request, "rotation/swap_page.html", context)


def _do(request: HttpRequest, act: Callable[..., Any], told: str, **about: Any) -> HttpResponse:
    try:
        act(actor=member_of(request), now=timezone.now(), **about)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if told:
            messages.success(request, told)
    return redirect("rotation:duties")


@require_POST
def tick(request: HttpRequest, duty_id: int, step: int) -> HttpResponse:
    """Tick one line of a check-list, or take the tick back."""
    get_object_or_404(Duty, pk=duty_id)
    return _do(request, tick_step, "", duty_id=duty_id, step=step, done=request.POST.get("done") != "0")


@require_POST
def cannot_come(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Say that I cannot come to a turn of mine."""
    get_object_or_404(Duty, pk=duty_id)
    told = _("Said. Those who can are asked now; you are told when somebody comes instead of you.")
    return _do(request, ask_cover, told, duty_id=duty_id, reason=request.POST.get("reason", ""))


COVER_STEPS: dict[str, Callable[..., Any]] = {
    "accept": accept_cover,
    "decline": decline_cover,
    "take-back": take_back_cover,
}


@require_POST
def cover(request: HttpRequest, cover_id: int, step: str) -> HttpResponse:
    """Come instead of somebody, say no, or come after all oneself."""
    get_object_or_404(Cover, pk=cover_id)
    if step not in COVER_STEPS:
        raise Http404
    told = {
        "accept": _("Thank you: the turn is yours, and everybody is told."),
        "decline": _("That is fine. Somebody else is asked."),
        "take-back": _("Good: the turn is yours as before."),
    }
    return _do(request, COVER_STEPS[step], told[step], cover_id=cover_id)


@require_POST
def agree(request: HttpRequest, swap_id: int) -> HttpResponse:
    """Say yes to a swap."""
    get_object_or_404(Swap, pk=swap_id)
    return _do(request, agree_swap, _("You agreed."), swap_id=swap_id)


@require_POST
def end(request: HttpRequest, swap_id: int) -> HttpResponse:
    """Say no to a swap, or take mine back."""
    get_object_or_404(Swap, pk=swap_id)
    return _do(request, end_swap, _("Every turn stays whose it was."), swap_id=swap_id)


@require_POST
def missed(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Write down that nobody came to a turn."""
    get_object_or_404(Duty, pk=duty_id)
    told = _("Written down. Talk it over with them: perhaps the day did not suit.")
    _do(request, write_missed, told, duty_id=duty_id)
    return redirect("rotation:turns")


@require_POST
def take(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Take the free seat proposed to make a turn up."""
    get_object_or_404(Duty, pk=duty_id)
    return _do(request, take_make_up, _("The turn is yours. Thank you."), duty_id=duty_id)


@require_POST
def move(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Ask for another day to make a turn up."""
    get_object_or_404(Duty, pk=duty_id)
    return _do(request, move_make_up, _("Another day is proposed."), duty_id=duty_id)
