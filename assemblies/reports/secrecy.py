"""Whether a vote is secret, and whether so few vote in it that the totals tell who voted what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.house_rules import SECRET_ASKED, SECRET_KINDS, in_force
from assemblies.models import AssemblyState, Motion, MotionState, Presence
from assemblies.reports.law import law_here
from assemblies.rules.agenda import LEGAL
from assemblies.rules.decision import Comparison, Quorum, quorum_needed
from assemblies.rules.voting import totals_may_tell
from members.models import Cooperative, Member
from record.models import Act

ASKED = "assemblies.secret_vote.asked"
"""The act by which a member asks, by name, that a motion be voted in secret."""


def will_be_secret(motion: Motion, *, on: date, by_rule: tuple[str, ...] | None = None) -> bool:
    """Whether a motion is voted in secret: by its proposer, by its kind, or by our rules that day.

    `by_rule` are the kinds that our rules vote in secret, where they are known already.
    """
    if motion.opened_at is not None or motion.is_secret or kinds.kind_of(motion).is_secret:
        return motion.is_secret or motion.opened_at is None
    return motion.kind in (in_force(SECRET_KINDS, on=on) if by_rule is None else by_rule)


def totals_will_tell(
    motion: Motion, *, voters: int, on: date, by_rule: tuple[str, ...] | None = None
) -> bool:
    """Whether it is a secret vote of so few (`voters`) that its totals reveal: said before it opens."""
    return totals_may_tell(voters) and will_be_secret(motion, on=on, by_rule=by_rule)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How many of those present with a vote ask that a motion be voted in secret, and how many it takes."""

    asked: int
    needed: int
    i_asked: bool
    may_ask: bool
    article: str

    @property
    def is_reached(self) -> bool:
        return self.asked >= self.needed


def asking_of(motion: Motion, *, reader: Member | None, now: datetime) -> Asking | None:
    """None where nobody needs to ask, or can: it is secret anyway, does not wait for its vote, or no rule says so.

    `motion` was fetched with `assembly`. `reader` None: a vote is being opened. Those are counted who are present
    now, vote, and are not excluded.
    """
    assembly, day = motion.assembly, Cooperative.objects.here().day_of(now)
    if (
        motion.state != MotionState.ON_AGENDA
        or assembly is None
        or assembly.state not in (AssemblyState.OPEN, AssemblyState.RECESS)
        or will_be_secret(motion, on=day)
    ):
        return None
    acts = Act.objects.filter(subject=f"assemblies.motion:{motion.pk}", verb=ASKED)
    askers = set(acts.values_list("actor_number", flat=True))
    if reader is None and not askers:
        return None  # opening a vote looks through the hall only where somebody asked
    share, article = _share_that_asks(assembly.kind, on=day)
    if share is None:
        return None
    excluded = kinds.kind_of(motion).excluded(motion, on=day)
    declared = motion.declared_interests.values("member_id")
    able = Member.objects.with_vote(on=day).exclude(pk__in=list(excluded)).exclude(pk__in=declared)
    here = Presence.objects.at(now).filter(assembly=assembly, member__in=able)
    numbers = set(here.values_list("member__number", flat=True))
    return Asking(
        asked=len(askers & numbers),
        needed=max(1, quorum_needed(len(numbers), share)),
        i_asked=reader is not None and reader.number in askers,
        may_ask=reader is not None and reader.number in numbers,
        article=article,
    )


def _share_that_asks(assembly_kind: str, *, on: date) -> tuple[Quorum | None, str]:
    """Ours, or that of the law in an assembly by law where it lets fewer ask; with the article, where it is law."""
    percent, pack = in_force(SECRET_ASKED, on=on), law_here()
    ours = Quorum(share=Fraction(percent, 100), comparison=Comparison.AT_LEAST) if percent else None
    by_law = pack.secret_asked if assembly_kind in LEGAL else None
    if by_law is not None and (ours is None or by_law.share <= ours.share):
        return by_law, pack.secret_article
    return ours, ""


def why_not_copy() -> str | None:
    """Two copies made while a secret vote is open tell by their difference whose ballot came between them.

    A vote whose time is over and that is not counted yet is still open: its ballots are not shuffled.
    """
    closes_at = (
        Motion.objects.voting()
        .filter(is_secret=True)
        .order_by("-closes_at")
        .values_list("closes_at", flat=True)
    )
    latest = closes_at.first()
    if latest is None:
        return None
    return _(
        "A secret vote is open until %(at)s, and a copy made now could tell in which order its votes came. "
        "Try again once it is closed and counted."
    ) % {"at": date_format(latest.astimezone(Cooperative.objects.here().zone), "SHORT_DATETIME_FORMAT")}
