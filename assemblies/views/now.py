"""The assembly: now, the ones before and to come, and what its chair and its door do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies import actions, kinds
from assemblies.actions.notices import write_notice_seen
from assemblies.forms import ArrivalForm, ConvokeForm, DoorForm, ItemForm, PlaceForm, first_error
from assemblies.models import AgendaItem, Assembly, AssemblyState, Minutes
from assemblies.reports import AssemblyNow, assembly_now, assembly_page
from assemblies.reports.convoking import before_calling, convoking_of
from assemblies.reports.seconding import seeking_seconders
from assemblies.rules.states import CONVOKE, may
from assemblies.views.answering import done
from members.gate import NotYours, address_of, member_of
from record.rules import Refused

ASSEMBLIES_A_PAGE = 20

STEPS: dict[str, Callable[..., Any]] = {
    "open": actions.open_assembly,
    "second-call": actions.open_second_call,
    "recess": actions.recess_assembly,
    "resume": actions.resume_assembly,
    "close": actions.close_assembly,
    "cancel": actions.cancel_assembly,
}


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """What are we deciding now, and what is mine to do?"""
    reader, moment = member_of(request), timezone.now()
    page = assembly_now(reader, now=moment)
    if page is not None:
        _told_by_looking(request, page)
    return _now_page(request, page)


@require_POST
def arrive(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """I am here, or I join from home."""
    assembly = get_object_or_404(Assembly, pk=assembly_id)
    reader, form = member_of(request), ArrivalForm(request.POST)
    problem = "" if form.is_valid() else _("Say how you arrive.")
    if not problem:
        try:
            actions.arrive(
                assembly_id=assembly.pk,
                member=reader,
                channel=form.cleaned_data["channel"],
                code=form.cleaned_data["code"],
                address=address_of(request),
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            problem = refusal.sentence
        else:
            return redirect("assemblies:now")
    page = assembly_page(assembly, reader=reader, now=timezone.now())
    return _now_page(request, page, problem=problem, code=request.POST.get("code", "")[:40])


@require_POST
def depart(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """I leave; I can come back."""
    reader = member_of(request)
    return done(
        request,
        lambda: actions.depart(assembly_id=assembly_id, member=reader, now=timezone.now(), actor=reader),
        then="assemblies:now",
    )


@require_safe
def assemblies(request: HttpRequest) -> HttpResponse:
    """Every assembly, latest first."""
    latest = Assembly.objects.select_related("minutes__folio").order_by("-starts_at", "-pk")
    page = Paginator(latest, ASSEMBLIES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "assemblies/assemblies_page.html", {"page": page})


@require_safe
def assembly(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """One assembly: its agenda, who was there, what came out. Whoever looks before it begins was told of it."""
    return _assembly_page(request, assembly_id)


@require_http_methods(["GET", "HEAD", "POST"])
def convoke(request: HttpRequest) -> HttpResponse:
    """Call an assembly. Whoever lost the power since they opened the page is told so, with what they typed."""
    reader = member_of(request)
    if request.method != "POST" and not may(reader, CONVOKE, timezone.now()):
        raise NotYours(CONVOKE)
    form = ConvokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            called = actions.convoke(**form.cleaned_data, actor=reader, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is convoked, and everybody is told."))
            return redirect("assemblies:assembly", assembly_id=called.pk)
    before = before_calling(language=request.LANGUAGE_CODE, now=timezone.now())
    return render(request, "assemblies/convoke_page.html", {"form": form, "before": before})


@require_POST
def step(request: HttpRequest, assembly_id: int, to: str) -> HttpResponse:
    """Open, second call, recess, go on, close or cancel."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    if to not in STEPS:
        raise Http404
    return done(
        request,
        lambda: STEPS[to](assembly_id=found.pk, actor=member_of(request), now=timezone.now()),
        then=f"/assemblies/{found.pk}/",
    )


@require_POST
def door(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Arrivals by number, all or none."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    form = DoorForm(request.POST)
    if form.is_valid():
        try:
            came = actions.arrive_at_door(
                assembly_id=found.pk,
                numbers=form.cleaned_data["numbers"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            return _assembly_page(request, found.pk, door_form=form, problem=refusal.sentence)
        else:
            said = ngettext("%(n)s arrival was written down.", "%(n)s arrivals were written down.", came)
            messages.success(request, said % {"n": came})
            return redirect("assemblies:assembly", assembly_id=found.pk)
    return _assembly_page(request, found.pk, door_form=form)


@require_POST
def add_item(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Put a matter without a motion on the agenda."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    form = ItemForm(request.POST)
    if form.is_valid():
        try:
            actions.add_item(
                assembly_id=found.pk, **form.cleaned_data, actor=member_of(request), now=timezone.now()
            )
        except Refused as refusal:
            return _assembly_page(request, found.pk, item_form=form, problem=refusal.sentence)
        return redirect("assemblies:assembly", assembly_id=found.pk)
    return _assembly_page(request, found.pk, item_form=form)


@require_POST
def move_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Move an item to another place."""
    item = get_object_or_404(AgendaItem, pk=item_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return done(request, lambda: _refuse(first_error(form)), then=f"/assemblies/{item.assembly_id}/")
    return done(
        request,
        lambda: actions.move_item(
            item_id=item.pk,
            position=form.cleaned_data["position"],
            actor=member_of(request),
            now=timezone.now(),
        ),
        then=f"/assemblies/{item.assembly_id}/?order#order",
    )


def _refuse(sentence: str) -> None:
    raise Refused(sentence)


def _now_page(request: HttpRequest, page: AssemblyNow | None, **more: Any) -> HttpResponse:
    reader = member_of(request)
    vote = None
    if page is not None:
        vote = next((vote for vote in page.votes if vote.waits_for_me), page.votes[0] if page.votes else None)
    seconding = seeking_seconders(reader)
    context = {
        "page": page,
        "vote": vote,
        "others": [each for each in page.votes if each is not vote] if page else [],
        "seconding": seconding,
        "several": _wait_together(page),
        "mine": page.floor.place_of(reader.pk) if page else None,
    }
    return render(request, "assemblies/now_page.html", context | more)


def _wait_together(page: AssemblyNow | None) -> int:
    """How many votes wait for the reader that are yes or no; 0 where there are not two of them."""
    if page is None or page.my_presence is None:
        return 0
    waiting = sum(1 for vote in page.votes if vote.waits_for_me and kinds.by_preference(vote.motion) is None)
    return waiting if waiting > 1 else 0


def _told_by_looking(request: HttpRequest, page: AssemblyNow) -> None:
    """Whoever looks at an assembly before it begins was told of it: written once, and not asked again."""
    if request.method == "GET" and page.assembly.state == AssemblyState.CONVOKED and not page.was_told:
        write_notice_seen(assembly=page.assembly, member=member_of(request), now=timezone.now())


def _assembly_page(request: HttpRequest, assembly_id: int, **more: Any) -> HttpResponse:
    found = get_object_or_404(Assembly, pk=assembly_id)
    reader, moment = member_of(request), timezone.now()
    page = assembly_page(found, reader=reader, now=moment)
    waits_for_call = (
        found.second_call_due_at is not None
        and found.second_call_at is None
        and found.second_call_due_at <= moment
    )
    _told_by_looking(request, page)
    is_over = found.state == AssemblyState.CLOSED
    context = {
        "page": page,
        "convoking": convoking_of(page, now=moment),
        "minutes": Minutes.objects.filter(assembly=found).only("pk", "approved_at").first()
        if is_over
        else None,
        "may_open": found.state == "convoked" and found.starts_at <= moment,
        "may_call_again": found.state == "open" and waits_for_call,
        "ordering": "order" in request.GET,
        "is_soon": found.starts_at - moment < timedelta(days=1),
        "door_form": DoorForm(),
        "item_form": ItemForm(),
    }
    return render(request, "assemblies/assembly_page.html", context | more)
