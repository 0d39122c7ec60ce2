"""What our bylaws say about months: open one at a time, closed in order, and then they take nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import CLOSE_PERIOD, Actor, Sentence, is_plain, may


def month_span(day: date) -> tuple[str, date, date]:
    """The calendar month of a day: ("2026-03", its first day, the first day of the next)."""
    first = day.replace(day=1)
    return f"{first:%Y-%m}", first, (first + timedelta(days=32)).replace(day=1)


def why_not_open_period(
    *, name: str, from_on: date, until_on: date, overlaps: str | None, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Periods last a day at least and no two of them share a day."""
    if not may(actor, CLOSE_PERIOD, now):
        return _("Only whoever closes the months can do this.")
    if not name.strip() or not is_plain(name, 20):
        return _("Give the period a short name.")
    if until_on <= from_on:
        return _("A period ends after it begins.")
    if overlaps:
        return gettext("Those days belong to %(period)s already.") % {"period": overlaps}
    return None


def why_not_close_period(
    *,
    name: str,
    is_closed: bool,
    until_on: date,
    earlier_open: str | None,
    waiting: int = 0,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """A month is closed when it is over, after the months before it, when no movement of the bank waits, and once."""
    if not may(actor, CLOSE_PERIOD, now):
        return _("Only whoever closes the months can do this.")
    if is_closed:
        return gettext("%(period)s is closed.") % {"period": name}
    if today < until_on:
        return gettext("%(period)s is not over yet.") % {"period": name}
    if earlier_open:
        return gettext("Close %(period)s first.") % {"period": earlier_open}
    if waiting:
        return ngettext(
            "%(n)s movement of the bank waits for its account.",
            "%(n)s movements of the bank wait for their account.",
            waiting,
        ) % {"n": waiting}
    return None


def why_not_without(*, name: str, missing: Sequence[str], looked_at: bool) -> Sentence | None:
    """A month is closed for good: with things not done, whoever closes it says that they looked at each."""
    if looked_at or not missing:
        return None
    said = ", ".join(f"“{each}”" for each in missing)
    return gettext(
        "%(period)s is not closed yet, and nothing changed. Not done: %(things)s. Tick that you looked at them."
    ) % {"period": name, "things": said}


def why_not_in_period(*, name: str, is_closed: bool) -> Sentence | None:
    """A closed month takes nothing more: what was forgotten is entered in an open one."""
    if is_closed:
        return gettext("%(period)s is closed. Enter it with a day of an open month.") % {"period": name}
    return None


def why_not_reopen(*, name: str, is_closed: bool, later_closed: str | None, because: str) -> Sentence | None:
    """Only the assembly opens a closed month again, the last one first."""
    if not because:
        return _("Only a motion opens a closed month again.")
    if not is_closed:
        return gettext("%(period)s is open.") % {"period": name}
    if later_closed:
        return gettext("%(period)s is closed and comes after it: open it first.") % {"period": later_closed}
    return None
