"""The floor on a member's phone: ask for it in one tap, see who speaks and where one stands in line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assemblies import actions
from assemblies.forms import FloorForm, GuestForm, first_error
from assemblies.models import Assembly, FloorRequest, Guest
from assemblies.reports.floor import floor_of, guests_in_line
from assemblies.rules.presence import UNDER_WAY
from assemblies.views.answering import done
from members.gate import member_of
from record.rules import Refused


@never_cache
@require_safe
def floor(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Who speaks and who waits, as a piece of a page; 204 where nothing changed since `v`."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    shown = floor_of(found, now=timezone.now())
    if request.GET.get("v") == shown.version:
        return HttpResponse(status=204)
    reader = member_of(request)
    is_here = found.presences.filter(member=reader, left_at=None).exists()
    context = {"assembly": found, "floor": shown, "is_here": is_here, "mine": shown.place_of(reader.pk)}
    return render(request, "assemblies/_floor.html", context)


@require_POST
def ask(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """I want to speak."""
    form = FloorForm(request.POST)
    kind = form.cleaned_data["kind"] or "turn" if form.is_valid() else "?"
    return _do(
        request,
        assembly_id,
        lambda found: actions.ask_for_the_floor(
            assembly_id=found.pk, kind=kind, actor=member_of(request), now=timezone.now()
        ),
    )


@require_POST
def take_back(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """I do not want to speak any more."""
    return _do(
        request,
        assembly_id,
        lambda found: actions.take_back(assembly_id=found.pk, actor=member_of(request), now=timezone.now()),
    )


@require_POST
def give(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The next one speaks, or the one named."""
    form = FloorForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return _back(request, assembly_id)
    return _do(
        request,
        assembly_id,
        lambda found: actions.give_the_floor(
            assembly_id=found.pk,
            turn_id=form.cleaned_data["turn"],
            instead_of=form.cleaned_data["instead_of"],
            actor=member_of(request),
            now=timezone.now(),
        ),
    )


@require_POST
def end(request: HttpRequest, turn_id: int) -> HttpResponse:
    """I have finished; or, for whoever chairs, they have."""
    turn = get_object_or_404(FloorRequest, pk=turn_id)
    return _do(
        request,
        turn.assembly_id,
        lambda _found: actions.end_turn(turn_id=turn.pk, actor=member_of(request), now=timezone.now()),
    )


@require_POST
def let_in(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """An adviser or a guest comes in."""
    found, form = get_object_or_404(Assembly, pk=assembly_id), GuestForm(request.POST)
    if form.is_valid():
        try:
            actions.let_in_guest(
                assembly_id=found.pk,
                **form.cleaned_data,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is written down. They have a voice and no vote."))
            return redirect("assemblies:guests", assembly_id=found.pk)
    return _guests_page(request, found, form)


@require_safe
def guests(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Advisers and guests of an assembly."""
    return _guests_page(request, get_object_or_404(Assembly, pk=assembly_id), GuestForm())


@require_POST
def ask_for_guest(request: HttpRequest, guest_id: int) -> HttpResponse:
    """A guest wants to speak."""
    guest = get_object_or_404(Guest, pk=guest_id)
    return done(
        request,
        lambda: actions.ask_for_guest(guest_id=guest.pk, actor=member_of(request), now=timezone.now()),
        then=_after_guest(request, guest),
    )


@require_POST
def take_guest_back(request: HttpRequest, guest_id: int) -> HttpResponse:
    """A guest does not want to speak any more."""
    guest = get_object_or_404(Guest, pk=guest_id)
    return done(
        request,
        lambda: actions.take_guest_back(guest_id=guest.pk, actor=member_of(request), now=timezone.now()),
        then=_after_guest(request, guest),
    )


def _after_guest(request: HttpRequest, guest: Guest) -> str:
    """To the chair's page where it was pressed there, else to the list of guests."""
    return f"/assemblies/{guest.assembly_id}/{'chair' if 'chair' in request.POST else 'guests'}/"


@require_POST
def guest_left(request: HttpRequest, guest_id: int) -> HttpResponse:
    """A guest leaves."""
    guest = get_object_or_404(Guest, pk=guest_id)
    return done(
        request,
        lambda: actions.guest_left(guest_id=guest.pk, actor=member_of(request), now=timezone.now()),
        then=f"/assemblies/{guest.assembly_id}/guests/",
    )


def _guests_page(request: HttpRequest, found: Assembly, form: GuestForm) -> HttpResponse:
    guests = guests_in_line(found.guests.order_by("arrived_at", "pk"), floor_of(found, now=timezone.now()))
    context = {"assembly": found, "guests": guests, "form": form, "is_under_way": found.state in UNDER_WAY}
    return render(request, "assemblies/guests_page.html", context)


def _do(request: HttpRequest, assembly_id: int, act: Any) -> HttpResponse:
    found = get_object_or_404(Assembly, pk=assembly_id)
    try:
        act(found)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return _back(request, found.pk)


def _back(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """To the chair's page where it was pressed there, else to the assembly as every member sees it."""
    if "chair" in request.POST:
        return redirect("assemblies:chair", assembly_id=assembly_id)
    return redirect("assemblies:now")
