"""Leaving: by one's own notice, or excluded by the assembly after being heard.

Nobody is excluded without having been told of what and by which rule, with days to answer (model statute of worker
co-operatives, AR: a prior file), and every exclusion can be appealed to the assembly before it is final (Ley 20.337
art. 23). Whoever proposes it and whoever opens or closes its vote are never the same person.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import Sentence

LONGEST_RULE = 200
LONGEST_REASON = 4000
CAN_BE_EXCLUDED = ("probation", "member", "on_leave")
"""Whoever is suspended already waits for what that says, and whoever left is gone."""


def votes_from(told_on: date, *, days: int) -> date:
    """The first day on which an exclusion can be voted: the day it was shown does not count, nor does the last."""
    return told_on + timedelta(days=days + 1)


def why_not_yet(*, told_on: date, days: int, today: date) -> Sentence | None:
    """Whoever would be excluded has all their days to answer before anybody votes."""
    first = votes_from(told_on, days=days)
    if today >= first:
        return None
    return _(
        "They have %(days)s days to answer (house rule “Days to answer before an exclusion”): "
        "it can be voted from %(day)s on."
    ) % {"days": days, "day": date_format(first, "DATE_FORMAT")}


def why_not_defend(*, is_about_them: bool, motion_state: str) -> Sentence | None:
    """They alone answer, from the day it is shown until its vote opens."""
    if not is_about_them:
        return _("Only the person it is about answers it.")
    if motion_state not in ("tabled", "on_agenda"):
        return _("Voting has opened or is over: the answer stays as it was.")
    return None


def why_not_run(*, is_proposer: bool, is_about_them: bool) -> Sentence | None:
    """Two persons: one proposes, another opens and closes the vote; never the one it is about."""
    if is_proposer:
        return _("You propose it: somebody else opens and closes its vote.")
    if is_about_them:
        return _("It is about you: somebody else opens and closes its vote.")
    return None


def is_too_many(excluded: int, *, register: int, most: Fraction) -> bool:
    """Whether so many excluded in a year are more than the part of the register that the law allows."""
    return excluded > register * most


def appeal_until(excluded_on: date, *, days: int) -> date:
    """The last day to appeal."""
    return excluded_on + timedelta(days=days)


def why_not_appeal(
    *,
    is_exclusion: bool,
    waits: bool,
    until: date,
    is_appealed: bool,
    was_right_to_contest: bool,
    today: date,
) -> Sentence | None:
    """An exclusion is appealed once, until its last day, while it is not final.

    Where a contest of it was right there is no last day: it never becomes final.
    """
    if not is_exclusion:
        return _("That motion excludes nobody.")
    if not waits:
        return _("That exclusion is final, or was undone already.")
    if is_appealed:
        return _("It is appealed already.")
    if today > until and not was_right_to_contest:
        return _("The time to appeal it has passed.")
    return None


def is_final(*, until: date, is_appealed: bool, is_contested: bool, today: date) -> bool:
    """An exclusion is final once its last day to appeal has passed, and nobody's appeal or contest is before us."""
    return today > until and not (is_appealed or is_contested)


def why_not_give_notice(*, belongs: bool) -> Sentence | None:
    """Whoever belongs can go."""
    return None if belongs else _("You do not belong to the co-operative.")


def why_not_take_back(*, leaves_on: date, today: date) -> Sentence | None:
    """A notice can be taken back until its day comes."""
    return None if today < leaves_on else _("The day has come: ask to be admitted again.")
