"""The voting screen: choose, confirm, receipt. And hands counted by name."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies import kinds
from assemblies.actions import Cast, cast_ballot, count_hands, take_back_hand
from assemblies.forms import BallotForm, HandsForm, WrongHandForm
from assemblies.listening import live_address
from assemblies.models import Choice, Motion, MotionState, Participation, RollEntry
from assemblies.models.ballots import Channel
from assemblies.reports import live_counts
from assemblies.reports.leaving import file_of
from assemblies.rules.states import COUNT_HANDS, may
from assemblies.rules.voting import totals_may_tell
from assemblies.views.naming import naming, naming_typed, read_names
from members.gate import NotYours, is_fragment, member_of
from record.rules import Refused
from record.shared import shared

SHOWN_BY_NAME = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Vote yes, no, or abstain; say it twice; get a receipt."""
    if request.method == "POST":
        return _cast(request, motion_id)
    motion = _visible(request, motion_id)
    if motion.state not in (MotionState.VOTING,):
        return redirect("assemblies:motion", motion_id=motion.pk)
    file = file_of(motion, reader=member_of(request), now=timezone.now())
    return render(
        request, "assemblies/ballot_page.html", _before_voting(request, motion) | {"exclusion": file}
    )


@never_cache
@require_safe
def receipt(request: HttpRequest, motion_id: int) -> HttpResponse:
    """My vote as it is written down; of open votes only."""
    motion = _visible(request, motion_id)
    mine = None if motion.is_secret else motion.ballots.filter(member=member_of(request)).first()
    if mine is None:
        return redirect("assemblies:motion", motion_id=motion.pk)
    cast = Cast(receipt=mine.receipt, choice=mine.choice, preferences=tuple(mine.preferences), is_new=False)
    context = _receipt(motion, cast)
    return render(request, "assemblies/receipt_page.html", context | {"at": mine.cast_at})


@require_safe
def count(request: HttpRequest, motion_id: int) -> HttpResponse:
    """How many have voted, as a piece of a page; 204 where nothing changed since `v`."""
    motion = _visible(request, motion_id)
    shown = live_counts([motion.pk]).get(motion.pk)
    if shown is None or request.GET.get("v") == str(shown.version):
        return HttpResponse(status=204)
    html = shown.html.get(get_language() or "es-ar") or next(iter(shown.html.values()))
    return HttpResponse(html, headers={"ETag": f'"{shown.version}"'})


@require_http_methods(["GET", "HEAD", "POST"])
def hands(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Hands counted by name, by whoever has that task."""
    motion = _visible(request, motion_id)
    reader = member_of(request)
    if not may(reader, COUNT_HANDS, timezone.now()):
        raise NotYours(COUNT_HANDS)
    form = HandsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            counted = count_hands(
                motion_id=motion.pk, choices=form.cleaned_data["choices"], actor=reader, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = ngettext("%(n)s hand was counted.", "%(n)s hands were counted.", counted)
            messages.success(request, said % {"n": counted})
            return redirect("assemblies:motion", motion_id=motion.pk)
    return _hands_page(request, motion, form=form)


@require_POST
def take_back(request: HttpRequest, motion_id: int) -> HttpResponse:
    """A hand was counted under a wrong name."""
    motion, form = _visible(request, motion_id), WrongHandForm(request.POST)
    reader = member_of(request)
    if not may(reader, COUNT_HANDS, timezone.now()):
        raise NotYours(COUNT_HANDS)
    if form.is_valid():
        try:
            take_back_hand(
                motion_id=motion.pk, number=form.cleaned_data["number"], actor=reader, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("number", refusal.sentence)
        else:
            messages.success(request, _("That hand is taken back. The record keeps both."))
            return redirect("assemblies:hands", motion_id=motion.pk)
    return _hands_page(request, motion, wrong_form=form)


def _hands_page(request: HttpRequest, motion: Motion, **more: Any) -> HttpResponse:
    counted = motion.ballots.filter(channel=Channel.HANDS).select_related("member").order_by("member__number")
    context = {
        "motion": motion,
        "form": HandsForm(),
        "wrong_form": WrongHandForm(auto_id="wrong_%s"),
        "counted": counted[:SHOWN_BY_NAME],
    }
    return render(request, "assemblies/hands_page.html", context | more)


def _cast(request: HttpRequest, motion_id: int) -> HttpResponse:
    """1. A choice that was not confirmed is asked about. 2. A confirmed one is cast. 3. The receipt.

    After an open vote a plain form goes on to a page which reads the member's own ballot. A secret one is
    answered on the spot: its receipt and its choice stand nowhere but in that answer.
    """
    form = BallotForm(request.POST)
    if not form.is_valid():
        return _refused(request, _visible(request, motion_id), _("Choose Yes, No or I abstain."), status=200)
    said = form.cleaned_data
    if not said["confirmed"]:
        return _confirm(request, _visible(request, motion_id), said)
    try:
        cast = cast_ballot(
            motion_id=motion_id,
            member=member_of(request),
            choice=said["choice"],
            key=said["key"],
            previous_receipt=said["previous_receipt"],
            preferences=request.POST.getlist("preferences"),
            now=timezone.now(),
        )
    except Motion.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        return _refused(request, _visible(request, motion_id), refusal.sentence, status=409)
    motion = shared(("motion", motion_id), lambda: Motion.objects.get(pk=motion_id))
    context = _receipt(motion, cast) | {"at": timezone.now()}
    if is_fragment(request):
        return HttpResponse(render_to_string("assemblies/_ballot.html", context))
    if motion.is_secret:
        return render(request, "assemblies/receipt_page.html", context)
    return redirect("assemblies:receipt", motion_id=motion.pk)


def _confirm(request: HttpRequest, motion: Motion, said: dict[str, Any]) -> HttpResponse:
    """What one is about to vote. Where options are named and cannot be read, the ballot as it was typed."""
    kind, named = kinds.by_preference(motion), list[str]()
    if kind is not None and said["choice"] != "abstain":
        named, problem = read_names(kind, motion, request.POST)
        if problem:
            context = _before_voting(request, motion, wants_change=True) | {"key": said["key"]}
            context["previous_receipt"] = said["previous_receipt"]
            context["naming"] = naming_typed(kind, motion, request.POST, problem=problem)
            return render(request, "assemblies/ballot_page.html", context)
    context = {"motion": motion, "choice": said["choice"], "key": said["key"]}
    more = {
        "word": Choice(said["choice"]).label,
        "previous_receipt": said["previous_receipt"],
        "has_voted": _has_voted(request, motion),
        "preferences": named,
        **_names(motion, named),
    }
    return render(request, "assemblies/confirm_page.html", context | more)


def _names(motion: Motion, codes: Sequence[str]) -> dict[str, Any]:
    """What a ballot names, in words; nothing where it is yes, no, or an abstention."""
    kind = kinds.by_preference(motion)
    if kind is None or not codes:
        return {}
    return {"names": kind.named(motion, codes), "is_ordered": kind.is_ordered}


def _refused(request: HttpRequest, motion: Motion, sentence: str, *, status: int) -> HttpResponse:
    template = "assemblies/_ballot.html" if is_fragment(request) else "assemblies/late_page.html"
    is_late = motion.is_decided or (motion.closes_at is not None and motion.closes_at <= timezone.now())
    has_voted = _has_voted(request, motion)
    context = {"motion": motion, "sentence": sentence, "is_late": is_late, "has_voted": has_voted}
    return render(request, template, context, status=status)


def _has_voted(request: HttpRequest, motion: Motion) -> bool:
    took = motion.participations if motion.is_secret else motion.ballots
    return took.filter(member=member_of(request)).exists()


def _before_voting(request: HttpRequest, motion: Motion, *, wants_change: bool = False) -> dict[str, Any]:
    reader = member_of(request)
    entry = RollEntry.objects.filter(motion=motion, member=reader).first()
    mine = None if motion.is_secret else motion.ballots.filter(member=reader).first()
    took_part = motion.is_secret and Participation.objects.filter(motion=motion, member=reader).exists()
    has_voted = took_part or mine is not None
    is_here = (
        motion.assembly is not None and motion.assembly.presences.filter(member=reader, left_at=None).exists()
    )
    why_not = ""
    if motion.closes_at is not None and motion.closes_at <= timezone.now():
        why_not = _("Voting on this is over.")
    elif entry is None:
        why_not = _("You were not on the roll when this vote opened, so you cannot vote on it.")
    elif entry.excluded_because:
        why_not = _("You do not vote on this: %(reason)s.") % {"reason": _(entry.excluded_because)}
    elif motion.paper_voters.filter(member=reader).exists():
        why_not = _("You were given paper for this vote. What you put in the box counts.")
    elif not is_here and not has_voted:
        why_not = _("Say first that you are here, then vote.")
    wants_change = wants_change or "change" in request.GET
    kind = kinds.by_preference(motion)
    named = mine.preferences if mine else []
    shown = live_counts([motion.pk]).get(motion.pk)
    language = get_language() or "es-ar"
    return {
        "motion": motion,
        "key": uuid.uuid4(),
        "mine": mine,
        "has_voted": has_voted,
        "why_not": why_not,
        "may_choose": not why_not and (not has_voted or (motion.changeable and wants_change)),
        "may_change": not why_not and has_voted and motion.changeable and not wants_change,
        "word": Choice(mine.choice).label if mine else "",
        "is_here": is_here,
        "totals_may_tell": motion.is_secret and totals_may_tell(motion.roll_count or 0),
        "live": live_address(motion.pk, language),
        "shown": shown,
        "choices": _choices(),
        "naming": naming(kind, motion, named=named) if kind else None,
        **_names(motion, named),
    }


def _choices() -> list[tuple[str, Promise, str]]:
    return [
        ("for", Choice.FOR.label, _("I want it to be done")),
        ("against", Choice.AGAINST.label, _("I do not want it")),
        ("abstain", Choice.ABSTAIN.label, _("I am here, and take no side")),
    ]


def _receipt(motion: Motion, cast: Cast) -> dict[str, Any]:
    words = {"word": Choice(cast.choice).label, **_names(motion, cast.preferences)}
    return {"motion": motion, "cast": cast} | words


def _visible(request: HttpRequest, motion_id: int) -> Motion:
    return get_object_or_404(
        Motion.objects.visible_to(member_of(request)).select_related("assembly"), pk=motion_id
    )
