"""What was decided and holds, and what is contested of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear

from assemblies import kinds
from assemblies.models import Contest, Motion, MotionState
from assemblies.reports.motions import MotionPage
from assemblies.rules.contesting import why_not_contest
from assemblies.rules.states import Sentence
from members.models import Cooperative, Member

DECISIONS_A_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Contests:
    """The contests of one decision as one reader sees them."""

    until: date | None
    all: list[Contest]
    why_not: Sentence | None
    """Why the reader cannot contest it; None where they can."""

    @property
    def is_contested(self) -> bool:
        return any(contest.settled_at is None for contest in self.all)

    @property
    def still_open(self) -> bool:
        """There is time, so that whoever cannot is told why."""
        return self.until is not None


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision as the register shows it."""

    motion: Motion
    kind: Sentence
    is_carried_out: bool
    is_contested: bool
    replaced_by: Motion | None
    """What was decided later about the same thing."""


def contests_of(page: MotionPage, *, reader: Member, now: datetime) -> Contests | None:
    """The contests of a motion on its page; None where no law lets it be contested. One question."""
    motion = page.motion
    if motion.contestable_until is None:
        return None
    contests = list(motion.contests.select_related("member"))
    return Contests(
        until=motion.contestable_until,
        all=contests,
        why_not=why_not_contest(
            until=motion.contestable_until,
            today=Cooperative.objects.here().day_of(now),
            was_on_roll=page.on_roll or bool(page.my_exclusion),
            voted_for=page.my_choice == "for",
            has_contested=any(contest.member_id == reader.pk for contest in contests),
        ),
    )


def contested_now() -> set[int]:
    """The motions (by primary key) that somebody contests and nobody has settled."""
    return set(Contest.objects.filter(settled_at__isnull=True).values_list("motion", flat=True))


def years_of_decisions() -> list[int]:
    """The years in which something was adopted, latest first."""
    years = Motion.objects.filter(state=MotionState.ADOPTED, amends__isnull=True)
    found = years.order_by().values_list(ExtractYear("closed_at"), flat=True).distinct()
    return sorted((year for year in found if year), reverse=True)


def adopted(*, year: int | None = None) -> QuerySet[Motion]:
    """What was adopted, latest first, with `is_contested`."""
    standing = Contest.objects.filter(motion=OuterRef("pk"), settled_at__isnull=True)
    found = (
        Motion.objects.filter(state=MotionState.ADOPTED, amends__isnull=True)
        .select_related("proposer", "assembly")
        .annotate(is_contested=Exists(standing))
        .order_by("-closed_at", "-number")
    )
    return found if year is None else found.filter(closed_at__year=year)


def decisions(*, year: int | None = None, page: str | None = None) -> Page[Decided]:
    """A page of what was adopted. Three questions, however many there are."""
    motions = Paginator(adopted(year=year), DECISIONS_A_PAGE).get_page(page)
    found: Page[Decided] = motions  # type: ignore[assignment]
    found.object_list = as_decided(motions.object_list)
    return found


def as_decided(motions: Iterable[Motion]) -> list[Decided]:
    """Motions of `adopted` as the register shows them. One question more."""
    rows = list(motions)
    later = {
        motion.follows_id: motion
        for motion in Motion.objects.filter(follows__in=rows, state=MotionState.ADOPTED).order_by("number")
    }
    return [
        Decided(
            motion=motion,
            kind=kinds.kind_of(motion).label,
            is_carried_out=motion.enacted_at is not None or not kinds.kind_of(motion).is_binding,
            is_contested=getattr(motion, "is_contested", False),
            replaced_by=later.get(motion.pk),
        )
        for motion in rows
    ]
