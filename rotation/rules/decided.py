"""Tasks that decisions leave: who may give them, until when, and when they come back to the assembly."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence

ASSIGN = "rotation.assign_duties"
LONGEST_TASK = 200
FURTHEST_DUE = timedelta(days=5 * 366)


def why_not_task(
    *, motion_state: str, is_amendment: bool, is_binding: bool, may_give: bool
) -> Sentence | None:
    """What was adopted becomes a task by whoever chairs or hands out duties; a poll binds nobody."""
    if not may_give:
        return _("Only whoever chairs or hands out duties can make a task of it.")
    if motion_state != "adopted" or is_amendment:
        return _("Only what was adopted becomes a task.")
    if not is_binding:
        return _("It says what we think. It binds nobody.")
    return None


def why_not_due(due_on: date, *, today: date) -> Sentence | None:
    """A task has a day from today on, and not beyond what anybody would remember."""
    if due_on < today:
        return _("Say until when: today or later.")
    if due_on > today + FURTHEST_DUE:
        return _("Choose a day within the next five years.")
    return None


def due_day(named: date | None, *, days: int, today: date) -> date:
    """Until when what is adopted today is to be done: by the day it names, or within so many days."""
    return max(named, today) if named is not None else today + timedelta(days=days)


def comes_back(*, due_on: date, is_done: bool, is_contested: bool, is_void: bool, today: date) -> bool:
    """A task comes back to each weekly agenda once its day has passed, until somebody says that it is done.

    While the decision is contested nobody is pressed for it; where the contest was right it is nobody's task.
    """
    return due_on < today and not (is_done or is_contested or is_void)


def title_on_agenda(template: str, *, what: str, longest: int) -> str:
    """The title of a task on an agenda: what is to be done is cut so that where it comes from still fits.

    `template` has `%(what)s`, everything else being written in it already.
    """
    room = max(longest - len(template % {"what": ""}), 1)
    short = what if len(what) <= room else f"{what[: room - 1]}…"
    return (template % {"what": short})[:longest]
