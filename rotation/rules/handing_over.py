"""When a handover begins, who may do what in it, and when power passes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence

BREAK = timedelta(days=31)
"""A seat empty for longer hands nothing over: nobody is there to hand it."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """A handover as its rules read it: both people by member number, the days, and what is signed."""

    outgoing: int
    incoming: int
    from_on: date
    """The first day of whoever comes."""
    is_given: bool
    is_accepted: bool


def opens_on(*, incoming_from: date, overlap_days: int) -> date:
    """The first day of the handover: so many days of overlap before whoever comes begins."""
    return incoming_from - timedelta(days=overlap_days)


def hands_over(*, outgoing_until: date, incoming_from: date) -> bool:
    """Whether one mandate hands over to another: it ended, or will, at most `BREAK` before the other begins."""
    return outgoing_until <= incoming_from <= outgoing_until + BREAK


def why_not_write(sides: Sides, *, by: int) -> Sentence | None:
    """Why somebody cannot add to the list or write the notes; None where they can."""
    if by != sides.outgoing:
        return _("Only whoever hands the post over writes this.")
    if sides.is_given:
        return _("You signed it already: what you handed over stays as it is.")
    return None


def why_not_receive(sides: Sides, *, by: int) -> Sentence | None:
    """Why somebody cannot tick a thing as received, or answer; None where they can."""
    if by != sides.incoming:
        return _("Only whoever takes the post over says what they received.")
    if sides.is_accepted:
        return _("You signed it already: what you received stays as it is.")
    return None


def why_not_accept(sides: Sides, *, by: int) -> Sentence | None:
    """Why somebody cannot sign as the one who takes over; None where they can."""
    if by != sides.incoming:
        return _("Only whoever takes the post over says what they received.")
    if not sides.is_given:
        return _("Whoever hands it over signs first.")
    return None


def power_passes_early(*, incoming_from: date, on: date) -> bool:
    """Whether both signatures pass the power on now: before the day on which it would pass by itself."""
    return on < incoming_from
