"""The chair's page: the next step is one button, the next speaker is one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assemblies import actions
from assemblies.forms import NextStepForm
from assemblies.hall_address import hall_address
from assemblies.models import AgendaItem, Assembly, Guest
from assemblies.reports.chairing import MINUTES_OF_A_VOTE, chairs_next, closing_of_vote
from assemblies.reports.floor import guests_in_line, with_guests
from assemblies.rules.chairing import Step
from assemblies.rules.states import CHAIR
from members.gate import NotYours, member_of
from members.models import Cooperative
from record.rules import Refused

OF_THE_ASSEMBLY: dict[str, Callable[..., Any]] = {
    Step.OPEN: actions.open_assembly,
    Step.RESUME: actions.resume_assembly,
    Step.SECOND_CALL: actions.open_second_call,
    Step.CLOSE: actions.close_assembly,
}


@never_cache
@require_safe
def chair(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """What comes next, who speaks, and the hall's screen."""
    found, guests = _chaired(request, assembly_id)
    context = _context(found, guests) | {
        "hall": request.build_absolute_uri(hall_address(found.pk, Cooperative.objects.here().language))
    }
    return render(request, "assemblies/chair_page.html", context)


@never_cache
@require_safe
def part(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The part of the chair's page that others change."""
    return render(request, "assemblies/_chairing.html", _context(*_chaired(request, assembly_id)))


@require_POST
def take_step(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Take the step that stood on the button; never another one that has become the next meanwhile."""
    (found, _guests), form = _chaired(request, assembly_id), NextStepForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a step."))
        _take(request, found, form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("assemblies:chair", assembly_id=found.pk)


def _take(request: HttpRequest, found: Assembly, said: dict[str, Any]) -> None:
    reader, now, step = member_of(request), timezone.now(), Step(said["step"])
    if step in OF_THE_ASSEMBLY:
        OF_THE_ASSEMBLY[step](assembly_id=found.pk, actor=reader, now=now)
        return
    item = AgendaItem.objects.filter(assembly=found, pk=said["item"]).first()
    if item is None:
        raise Refused(_("That is not on this agenda."))
    if step is Step.BEGIN_ITEM:
        actions.begin_item(item_id=item.pk, actor=reader, now=now)
    elif item.motion_id is None:
        raise Refused(_("Nothing is decided under this item."))
    elif step is Step.OPEN_VOTE:
        closes_at = closing_of_vote(found, minutes=said["minutes"] or MINUTES_OF_A_VOTE, now=now)
        actions.open_voting(motion_id=item.motion_id, closes_at=closes_at, actor=reader, now=now)
    else:
        actions.close_voting(motion_id=item.motion_id, actor=reader, now=now)


def _context(found: Assembly, guests: list[Guest]) -> dict[str, Any]:
    coming = chairs_next(found, now=timezone.now())
    floor = coming.common.floor
    return {
        "assembly": found,
        "coming": coming,
        "floor": floor,
        "page": coming.common,
        "guests": guests_in_line(guests, floor),
    }


def _chaired(request: HttpRequest, assembly_id: int) -> tuple[Assembly, list[Guest]]:
    """An assembly with its guests, for whoever chairs. Each action asks again, at its own moment."""
    found, guests = with_guests(assembly_id)
    if found is None:
        raise Http404
    if not member_of(request).has_perm(CHAIR):
        raise NotYours(CHAIR)
    return found, guests
