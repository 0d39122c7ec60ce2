"""Several votes in one go: the chair opens them together, a member votes on all of them with one confirmation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assemblies import kinds
from assemblies.actions import cast_ballot
from assemblies.actions.batch import open_batch
from assemblies.forms import BatchForm
from assemblies.models import Assembly, Choice, Motion, MotionState
from assemblies.reports import assembly_now
from assemblies.reports.secrecy import totals_will_tell
from assemblies.rules.states import CHAIR, may
from assemblies.rules.voting import totals_may_tell
from members.gate import NotYours, member_of
from members.models import Cooperative, Member
from record.rules import Refused

MOST = 200
"""How many votes one form may name."""


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """For whoever chairs: open several votes of the agenda together."""
    assembly = get_object_or_404(Assembly, pk=assembly_id)
    reader, now = member_of(request), timezone.now()
    if not may(reader, CHAIR, now):
        raise NotYours(CHAIR)
    motions = [
        motion
        for motion in Motion.objects.filter(assembly=assembly, state=MotionState.ON_AGENDA).order_by("number")
        if kinds.by_preference(motion) is None
    ]
    form = BatchForm(request.POST if request.method == "POST" else None, motions=motions)
    if form.is_valid():
        try:
            opened = open_batch(
                motion_ids=form.cleaned_data["motions"],
                closes_at=now + timedelta(minutes=form.cleaned_data["minutes"]),
                actor=reader,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = ngettext("%(n)s vote is open.", "%(n)s votes are open.", len(opened))
            messages.success(request, said % {"n": len(opened)})
            return redirect("assemblies:assembly", assembly_id=assembly.pk)
    day = Cooperative.objects.here().day_of(now)
    voters = Member.objects.with_vote(on=day).count()
    context = {
        "assembly": assembly,
        "form": form,
        "totals_may_tell": any(totals_will_tell(motion, voters=voters, on=day) for motion in motions),
    }
    return render(request, "assemblies/batch_page.html", context)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One vote on the page of all: what was chosen for it, and the key that it is sent with."""

    motion: Motion
    key: uuid.UUID
    choice: str

    @property
    def word(self) -> str:
        return str(Choice(self.choice).label) if self.choice else ""

    @property
    def is_secret(self) -> bool:
        return self.motion.is_secret


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one of them: the receipt, or why it was not taken."""

    line: Line
    receipt: str
    choice: str
    sentence: str

    @property
    def word(self) -> str:
        return str(Choice(self.choice).label) if self.choice else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def votes(request: HttpRequest) -> HttpResponse:
    """Every vote that waits for me on one page: choose, confirm once, and a receipt for each."""
    reader, now = member_of(request), timezone.now()
    page = assembly_now(reader, now=now)
    open_now = page.votes if page is not None else []
    waiting = [vote.motion for vote in open_now if vote.waits_for_me]
    lines = [
        _line(request, motion)
        for motion in [*waiting, *_sent(request, but_not=waiting)]
        if kinds.by_preference(motion) is None
    ]
    chosen = [line for line in lines if line.choice]
    context: dict[str, Any] = {
        "lines": lines,
        "chosen": chosen,
        "am_here": page is not None and page.my_presence is not None,
        "totals_may_tell": any(
            line.is_secret and totals_may_tell(line.motion.roll_count or 0) for line in lines
        ),
        "any_secret": any(line.is_secret for line in lines),
    }
    if request.method != "POST":
        return render(request, "assemblies/several_page.html", context)
    if not chosen:
        context["problem"] = _("Choose something for one of them at least.")
        return render(request, "assemblies/several_page.html", context)
    if "back" in request.POST:
        return render(request, "assemblies/several_page.html", context)
    if "confirmed" not in request.POST:
        return render(request, "assemblies/several_confirm_page.html", context)
    answers = [_cast(request, line) for line in chosen]
    context |= {
        "taken": [answer for answer in answers if not answer.sentence],
        "refused": [answer for answer in answers if answer.sentence],
        "at": now,
    }
    return render(request, "assemblies/several_receipts_page.html", context)


def _sent(request: HttpRequest, *, but_not: list[Motion]) -> list[Motion]:
    """What the form names and does not wait any more: taken already, or closed meanwhile. Nothing is lost."""
    known = {motion.pk for motion in but_not}
    named = [name.removeprefix("choice-") for name in request.POST if name.startswith("choice-")][:MOST]
    numbers = {int(pk) for pk in named if pk.isascii() and pk.isdigit() and len(pk) < 19} - known
    if not numbers:
        return []
    seen = Motion.objects.visible_to(member_of(request)).filter(pk__in=numbers, opened_at__isnull=False)
    return list(seen.order_by("number"))


def _line(request: HttpRequest, motion: Motion) -> Line:
    choice = request.POST.get(f"choice-{motion.pk}", "")
    try:
        key = uuid.UUID(request.POST.get(f"key-{motion.pk}", ""))
    except ValueError:
        key = uuid.uuid4()
    return Line(motion=motion, key=key, choice=choice if choice in Choice.values else "")


def _cast(request: HttpRequest, line: Line) -> Answer:
    try:
        cast = cast_ballot(
            motion_id=line.motion.pk,
            member=member_of(request),
            choice=line.choice,
            key=line.key,
            now=timezone.now(),
        )
    except Refused as refusal:
        return Answer(line=line, receipt="", choice="", sentence=refusal.sentence)
    return Answer(line=line, receipt=cast.receipt, choice=cast.choice, sentence="")
