"""What our bylaws say about belonging and signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

LEAST_DIGITS, MOST_DIGITS = 6, 12
CARD_DAYS = 30
LONGEST_NAME = 120
FREE_TRIES = 5
WINDOW = timedelta(minutes=15)
ADDRESS_TRIES = 300
"""A hall of five hundred shares one address: this only stops a machine that tries thousands."""

WRONG_GUESSES = 10
"""Of a code of six digits, by one member from one address, within `WINDOW`: a slip of the finger or several."""

NEXT: dict[str, frozenset[str]] = {
    "probation": frozenset({"member", "left", "on_leave", "suspended"}),
    "member": frozenset({"on_leave", "suspended", "left"}),
    "on_leave": frozenset({"member", "suspended", "left"}),
    "suspended": frozenset({"member", "probation", "on_leave", "left"}),
    "left": frozenset({"probation", "member"}),
}
"""Which standing may follow which."""


def why_not_pin(pin: str, *, number: int) -> Sentence | None:
    """Why this PIN will not do: six digits or more, and not the first that anyone would try."""
    if not (pin.isascii() and pin.isdigit() and LEAST_DIGITS <= len(pin) <= MOST_DIGITS):
        return _("A PIN has from 6 to 12 digits.")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        return _("That PIN is the first anyone would try. Choose another.")
    half = len(pin) // 2
    if str(number).zfill(len(pin)) == pin or pin[:half] * 2 == pin:
        return _("That PIN is the first anyone would try. Choose another.")
    return None


def why_not_try(wrong: Sequence[datetime], *, from_known_address: bool, now: datetime) -> Sentence | None:
    """Why a PIN is not even looked at now: too many wrong ones for this account lately.

    Tries from an address where this member signed in before are counted apart from strangers': guesses from
    elsewhere cannot shut a member out on assembly day. Waiting grows with each wrong PIN after the fifth.
    """
    recent = [moment for moment in wrong if moment > now - WINDOW]
    if len(recent) < FREE_TRIES:
        return None
    doublings = min(len(recent) - FREE_TRIES, 5)  # five pass the window already; fifty would pass any clock
    wait = min(WINDOW, timedelta(seconds=30 * 2**doublings))
    if now >= max(recent) + wait:
        return None
    if from_known_address:
        return _("Too many wrong PINs from here. Wait a minute and try again, or ask for a new card.")
    return _("Too many wrong PINs. Wait a few minutes and try again, or ask for a new card.")


def why_not_guess(wrong: int) -> Sentence | None:
    """A code that hangs on a wall is read, not guessed: after so many wrong ones one waits, and only oneself."""
    if wrong < WRONG_GUESSES:
        return None
    return _("Too many wrong codes. Wait a quarter of an hour, or tell the door that you are here.")


def why_not_standing(current: str | None, to: str) -> Sentence | None:
    """Why somebody cannot go from one standing to another; whoever comes new may come in any there is."""
    allowed = NEXT if current is None else NEXT[current]
    return None if to in allowed else _("That standing does not follow from the one they have.")


def why_not_enter(number: int, name: str) -> Sentence | None:
    """Why nobody can be entered with this number and name: above zero, and one that the tables can keep."""
    if not 0 < number < 2**31:
        return _("The number “%(number)s” is not a whole number above zero.") % {"number": number}
    if not name.strip() or len(name.strip()) > LONGEST_NAME or "\x00" in name:
        return _("Write a name of at most 120 letters.")
    return None


MOST_HOURS = 168
"""In a week."""
FURTHEST_SHARE = timedelta(days=731)


def why_not_share(
    part: int, whole: int, from_on: date, *, today: date, joined_on: date, is_first: bool, is_mine: bool
) -> Sentence | None:
    """Why somebody's share of time cannot be written down: by somebody else, from today on, a part of a whole week.

    The first one may say since when it has been so, as far back as the day they came.
    """
    if is_mine:
        return _("Somebody else who keeps the register writes down your own share of time.")
    if not 1 <= part <= whole <= MOST_HOURS:
        return _("Say how many hours of how many in a whole week: from 1 of them to all of them.")
    if from_on < (joined_on if is_first else today):
        return _("It counts from today, or a later day: what was stays as it was.")
    if from_on > today + FURTHEST_SHARE:
        return _("Choose a day within the next two years.")
    return None


LONGEST_ABSENCE = timedelta(days=366)
FURTHEST_ABSENCE = timedelta(days=731)
LATEST_ABSENCE = timedelta(days=31)
"""How far back an absence can begin that is written down when somebody is already away."""


def why_not_absent(
    from_on: date, until_on: date, *, today: date, is_mine: bool, may_keep: bool
) -> Sentence | None:
    """Why days away cannot be entered: one's own, or anybody's by whoever keeps the register; [from_on, until_on)."""
    if not (is_mine or may_keep):
        return _("Only they themselves, or whoever keeps the register, enter their days away.")
    if until_on <= from_on:
        return _("The last day comes after the first.")
    if until_on <= today or from_on < today - LATEST_ABSENCE:
        return _("Those days are over.")
    if until_on - from_on > LONGEST_ABSENCE or from_on > today + FURTHEST_ABSENCE:
        return _("Choose at most a year, within the next two years.")
    return None


def why_not_take_back(until_on: date, *, today: date, is_mine: bool, may_keep: bool) -> Sentence | None:
    """Why days away cannot be taken back: they are somebody else's, or over."""
    if not (is_mine or may_keep):
        return _("Only they themselves, or whoever keeps the register, enter their days away.")
    return _("Those days are over.") if until_on <= today else None
