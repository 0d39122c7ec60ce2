"""Votes on paper: who hands it out, who counts the box, and when two counts agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import COUNT_HANDS, Actor, Sentence, may


@dataclass(frozen=True, kw_only=True)
class Box:
    """What somebody found in the box. A blank paper is an abstention."""

    in_favour: int
    against: int
    blank: int

    @property
    def papers(self) -> int:
        return self.in_favour + self.against + self.blank


def why_not_hand_paper(
    *,
    motion_state: str,
    is_yes_or_no: bool,
    closes_at: datetime | None,
    is_counted: bool,
    counters: int,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """Whoever counts hands gives out paper while the vote is open, until the box is being counted."""
    if not may(actor, COUNT_HANDS, now):
        return _("Only whoever counts hands can give out paper.")
    if not is_yes_or_no:
        return _("On this one votes by order of preference: there is no paper for it.")
    if motion_state != "voting" or closes_at is None or now >= closes_at:
        return _("Voting on this is not open.")
    if counters < 2:
        return _("Two people count the box, and only one of us has that task. Give it to another first.")
    if is_counted:
        return _("The box is being counted: no more paper is given out.")
    return None


def why_not_count_box(
    *, motion_state: str, handed: int, box: Box, actor: Actor, now: datetime
) -> Sentence | None:
    """A scrutineer counts the box, also after the phones are done. It never holds more than was given out."""
    if not may(actor, COUNT_HANDS, now):
        return _("Only whoever counts hands can count the box.")
    if motion_state != "voting":
        return _("Voting on this is not open.")
    if not handed:
        return _("No paper was given out for this vote.")
    if min(box.in_favour, box.against, box.blank) < 0:
        return _("A count is zero or more.")
    if box.papers > handed:
        return _("You counted %(counted)s papers, and only %(handed)s were given out. Count again.") % {
            "counted": box.papers,
            "handed": handed,
        }
    return None


def agreed(counts: Iterable[tuple[int, Box]]) -> Box | None:
    """What the box holds: the last counts of the two people who counted last, where they are the same.

    `counts` are (scrutineer, what they found), the latest first. Whoever counts again takes back what they
    found before.
    """
    last: dict[int, Box] = {}
    for scrutineer, box in counts:
        last.setdefault(scrutineer, box)
        if len(last) == 2:
            one, other = last.values()
            return one if one == other else None
    return None


def why_not_close_the_box(*, handed: int, box: Box | None) -> Sentence | None:
    """While paper is out, a vote closes only once two people found the same in the box."""
    if handed and box is None:
        return _("It waits for the count of the box: two people must find the same.")
    return None
