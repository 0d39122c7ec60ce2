"""Which step may follow which, and who may take it: the life of an assembly and of a motion as tables.

Every `why_not_…` answers None where the step is allowed, else one sentence for members. `actor` None is the
clock. Rules know states by their stored words; nothing here asks the database, except that an actor knows
their own powers (`has_perm(code, moment)`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

CONVOKE = "assemblies.convoke"
CHAIR = "assemblies.chair"
KEEP_MINUTES = "assemblies.keep_minutes"
KEEP_DOOR = "assemblies.keep_door"
COUNT_HANDS = "assemblies.count_hands"


class Actor(Protocol):
    """Whoever acts: they know which powers they hold at a moment."""

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


ASSEMBLY_STEPS: Mapping[str, frozenset[str]] = {
    "convoked": frozenset({"open", "cancelled"}),
    "open": frozenset({"recess", "closed"}),
    "recess": frozenset({"open", "closed"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
"""convoked → open ↔ recess → closed, or cancelled before it opens. The second call is only a moment."""

MOTION_STEPS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"tabled", "withdrawn"}),
    "tabled": frozenset({"on_agenda", "withdrawn"}),
    "on_agenda": frozenset({"voting", "withdrawn"}),
    "voting": frozenset({"adopted", "rejected", "no_quorum", "tied"}),
    "adopted": frozenset(),
    "rejected": frozenset(),
    "no_quorum": frozenset(),
    "tied": frozenset(),
    "withdrawn": frozenset(),
}
"""draft → tabled → on the agenda → voting → decided; withdrawn by whoever proposed it, until voting opens."""

_ASSEMBLY_IS: Mapping[str, Sentence] = {
    "convoked": _("The assembly has not begun yet."),
    "open": _("The assembly is open already."),
    "recess": _("The assembly is in recess."),
    "closed": _("The assembly is closed."),
    "cancelled": _("The assembly was cancelled."),
}
_MOTION_IS: Mapping[str, Sentence] = {
    "draft": _("It is still a draft: table it first."),
    "tabled": _("It is not on an agenda yet."),
    "on_agenda": _("It is on the agenda already."),
    "voting": _("It is being voted now."),
    "adopted": _("It was decided already."),
    "rejected": _("It was decided already."),
    "no_quorum": _("It was decided already. Propose it again as a new motion."),
    "tied": _("It was decided already. Propose it again as a new motion."),
    "withdrawn": _("It was withdrawn."),
}


def may(actor: Actor | None, power: str, now: datetime) -> bool:
    """The clock may; a person may with a mandate that gives them the power at that moment."""
    return actor is None or actor.has_perm(power, now)


def why_not_step(state: str, to: str) -> Sentence | None:
    """Why an assembly cannot go from one state to another."""
    return None if to in ASSEMBLY_STEPS[state] else _ASSEMBLY_IS[state]


def why_not_motion_step(state: str, to: str) -> Sentence | None:
    """Why a motion cannot go from one state to another."""
    return None if to in MOTION_STEPS[state] else _MOTION_IS[state]


def why_not_convoke(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    notice: timedelta,
    from_home: bool,
    home_allowed: bool,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """An assembly is called by whom we gave that task, in time for everyone to know.

    `notice` is what the house rules ask for this kind: days for one by law, hours for an emergency.
    """
    if kind not in ("weekly", "emergency", "legal_ordinary", "legal_extraordinary"):
        return _("There is no such kind of assembly.")
    if not may(actor, CONVOKE, now):
        return _("Only whoever has the task of convoking can call an assembly.")
    if ends_at <= starts_at:
        return _("The assembly ends after it starts.")
    if starts_at <= now:
        return _("The assembly starts later than now.")
    if starts_at - now > timedelta(days=366):
        return _("An assembly is called within the year.")
    if ends_at - starts_at > timedelta(days=3):
        return _("An assembly lasts three days at most.")
    if starts_at - now < notice:
        if notice >= timedelta(days=1):
            return _("It needs %(days)s days of notice.") % {"days": notice.days}
        return _("It needs %(hours)s hours of notice.") % {"hours": notice // timedelta(hours=1)}
    if from_home and kind == "weekly" and not home_allowed:
        return _("Our rules do not allow taking part from home.")
    return None


def why_not_open(*, state: str, starts_at: datetime, actor: Actor | None, now: datetime) -> Sentence | None:
    """An assembly opens at its hour, by the chair or by itself."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can open the assembly.")
    if state == "recess":
        return _ASSEMBLY_IS[state]
    if now < starts_at and state == "convoked":
        return _("It is too early: the assembly opens at its hour.")
    return why_not_step(state, "open")


def why_not_second_call(
    *, state: str, due_at: datetime | None, called_at: datetime | None, actor: Actor | None, now: datetime
) -> Sentence | None:
    """The second call opens once its hour has come, when there were not enough of us at the first."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can open the second call.")
    if state not in ("open", "recess"):
        return _ASSEMBLY_IS[state]
    if called_at is not None:
        return _("The second call is open already.")
    if due_at is None:
        return _("There were enough of us: no second call is needed.")
    if now < due_at:
        return _("It is too early for the second call.")
    return None


def why_not_rehearse(*, is_waiting: bool, actor: Actor | None, now: datetime) -> Sentence | None:
    """Whoever chairs rehearses a vote, before it opens."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can rehearse a vote.")
    return None if is_waiting else _("Only a vote that waits on an agenda is rehearsed.")


def why_not_recess(*, state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """The chair may stop for a while. Votes that are open stay open."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can call a recess.")
    return why_not_step(state, "recess")


def why_not_resume(*, state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """The chair goes on after a recess."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can go on with the assembly.")
    if state != "recess":
        return _ASSEMBLY_IS[state]
    return None


def why_not_close(
    *, state: str, ends_at: datetime, open_votes: int, actor: Actor | None, now: datetime
) -> Sentence | None:
    """The chair closes the assembly, or the clock at the end of its window; never with a vote open."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can close the assembly.")
    if actor is None and now < ends_at:
        return _("Its window has not ended yet.")
    reason = why_not_step(state, "closed")
    if reason is None and open_votes:
        return _("A vote is still open. Close it first.")
    return reason


def why_not_cancel(*, state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """An assembly can be cancelled until it opens."""
    if not may(actor, CONVOKE, now):
        return _("Only whoever has the task of convoking can cancel an assembly.")
    return why_not_step(state, "cancelled")


def why_not_approve_minutes(*, is_approved: bool, actor: Actor | None, now: datetime) -> Sentence | None:
    """Minutes are approved once, by whoever keeps them or chairs, and never change after."""
    if actor is None or not (actor.has_perm(KEEP_MINUTES, now) or actor.has_perm(CHAIR, now)):
        return _("Only whoever keeps the minutes or chairs can approve them.")
    if is_approved:
        return _("These minutes are approved already.")
    return None
