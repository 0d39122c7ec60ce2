"""The box of a vote on paper: how many were handed out, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from assemblies.models import Motion, MotionState
from assemblies.rules.papers import Box, agreed
from assemblies.rules.voting import totals_may_tell
from members.models import Member


@dataclass(frozen=True, kw_only=True)
class CountOfTheBox:
    """One count, by whom."""

    number: int
    name: str
    box: Box


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """The papers of a vote, for whoever hands them out and counts them.

    `counts` are everybody's last ones, latest first, and empty for a reader who has not counted yet: two
    people count by themselves.
    """

    handed: int
    holders: list[tuple[int, str]]
    how_many_counted: int
    counts: list[CountOfTheBox]
    box: Box | None
    may_tell: bool
    """A secret vote with so few papers that the box alone tells who voted what: said before any is given out."""

    @property
    def is_waiting(self) -> bool:
        return self.handed > 0 and self.box is None

    @property
    def differ(self) -> bool:
        return self.how_many_counted > 1 and self.box is None

    @property
    def not_returned(self) -> int:
        return self.handed - self.box.papers if self.box is not None else 0


def handed_out(motion: Motion) -> int:
    """How many members were handed paper."""
    return motion.paper_voters.count()


def box_of(motion: Motion) -> Box | None:
    """What the box holds, where two people found the same; None where no two did."""
    rows = motion.paper_counts.order_by("-counted_at", "-pk").values_list(
        "scrutineer_id", "in_favour", "against", "blank"
    )
    return agreed((who, Box(in_favour=yes, against=no, blank=blank)) for who, yes, no, blank in rows)


def paper_page(motion: Motion, *, reader: Member) -> PaperPage:
    """Who holds paper, and the counts of the box as the reader may see them."""
    holders = list(
        motion.paper_voters.order_by("member__number").values_list("member__number", "member__name")
    )
    return _page(motion, reader, handed=len(holders), holders=holders)


def the_box(motion: Motion, *, reader: Member, handed: int) -> PaperPage | None:
    """The same without who holds paper, where so many were given out; None where there is none."""
    return _page(motion, reader, handed=handed, holders=[]) if handed else None


def _page(motion: Motion, reader: Member, *, handed: int, holders: list[tuple[int, str]]) -> PaperPage:
    last: dict[int, CountOfTheBox] = {}
    found: list[tuple[int, Box]] = []
    counts = motion.paper_counts.order_by("-counted_at", "-pk").select_related("scrutineer")
    for count in counts if handed else ():
        box = Box(in_favour=count.in_favour, against=count.against, blank=count.blank)
        found.append((count.scrutineer_id, box))
        who = count.scrutineer
        last.setdefault(who.pk, CountOfTheBox(number=who.number, name=who.name, box=box))
    may_see = reader.pk in last or motion.state != MotionState.VOTING
    return PaperPage(
        handed=handed,
        holders=holders,
        how_many_counted=len(last),
        counts=list(last.values()) if may_see else [],
        box=agreed(found),
        may_tell=motion.is_secret and totals_may_tell(handed),
    )
