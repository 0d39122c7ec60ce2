"""Contesting a decision of an assembly by law, within the time the law gives.

Who was absent and who did not vote for it may (AR 20.337 art. 62, "asociados ausentes o que no votaron
favorablemente"; ES 27/1999 art. 31). Nobody knows who voted what in secret: there anybody on the roll may.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import KEEP_MINUTES, Actor, Sentence

LONGEST_REASON = 4000
LONGEST_SETTLEMENT = 200


def why_not_contest(
    *, until: date | None, today: date, was_on_roll: bool, voted_for: bool, has_contested: bool
) -> Sentence | None:
    """`until` is the last day, None where no law gives any; `voted_for` is known of open votes only."""
    if until is None:
        return _("Only what an assembly by law adopted can be contested.")
    if today > until:
        return _("The time to contest it has passed.")
    if not was_on_roll:
        return _("Only those who were members when it was voted can contest it.")
    if voted_for:
        return _("You voted for it: those who did not, or were absent, can contest it.")
    if has_contested:
        return _("You contest it already.")
    return None


def why_not_settle(*, is_settled: bool, actor: Actor | None, now: datetime) -> Sentence | None:
    """Whoever keeps the minutes writes down, once, how a contest ended."""
    if actor is None or not actor.has_perm(KEEP_MINUTES, now):
        return _("Only whoever keeps the minutes does that.")
    if is_settled:
        return _("How it ended is written down already.")
    return None
