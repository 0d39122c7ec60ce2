"""Check-lists of duties: when something can be ticked, and when it is done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence


def why_not_done(
    *, is_of_a_day: bool, due_on: date, is_missed: bool, is_cancelled: bool, today: date
) -> Sentence | None:
    """A duty is done while it stands; what is of one day (a turn, or what makes one up) from that day on."""
    if is_cancelled:
        return _("This was called off.")
    if is_missed:
        return _("It was written down that nobody came. Talk with whoever chairs.")
    if is_of_a_day and due_on > today:
        return _("Its day has not come yet.")
    return None


def why_not_tick(
    *, step: int, steps: int, is_done: bool, is_cancelled: bool, is_missed: bool
) -> Sentence | None:
    """A line of the list is ticked, or the tick taken back, until the duty is done."""
    if is_done:
        return _("It was done.")
    if is_cancelled or is_missed:
        return _("This was called off.")
    if not 0 <= step < steps:
        return _("There is no such line.")
    return None


def is_all_ticked(ticked: Collection[int], *, steps: int) -> bool:
    """Whether every line of a check-list is ticked; never where there are none."""
    return steps > 0 and set(ticked) >= set(range(steps))
