"""Who may make a plan, when one can be adopted, and when a change of it waits for the assembly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence
from rotation.rules.planning import Moved

ASSIGN = "rotation.assign_duties"


def why_not_make(*, kind: str, may_plan: bool, slots: int) -> Sentence | None:
    """Why a plan cannot be made; None where it can."""
    if kind not in ("posts", "wheel"):
        return _("Say which plan: of posts, or of the table of each assembly.")
    if not may_plan:
        return _("Only whoever hands out duties makes a plan.")
    if not slots:
        return _("There is nothing to plan: no such post is filled in turn or by lot.")
    return None


def why_not_adopt(
    *,
    is_adopted: bool,
    is_same: bool,
    until_on: date,
    changes_what_holds: bool,
    is_made_again: bool,
    today: date,
) -> Sentence | None:
    """Why a plan cannot be voted or adopted; None where it can."""
    if is_adopted:
        return _("This plan was adopted already.")
    if not is_same:
        return _("This is not the plan that the motion names.")
    if until_on <= today:
        return _("Every day of this plan has passed.")
    if not changes_what_holds:
        return _("It changes a plan that does not hold any more. Make it again.")
    if is_made_again:
        return _("It was made again since: vote the newer one.")
    return None


def waits_for_assembly(*, kind: str, moved: Iterable[Moved]) -> bool:
    """Whether a change of an adopted plan is voted first.

    A turn at the table of an assembly changes hands at once: somebody must sit there next week. A post is power:
    nobody is given one that the assembly did not give them; taking out somebody who cannot have it needs no vote.
    """
    return kind == "posts" and any(one.after is not None for one in moved)
