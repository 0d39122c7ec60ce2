"""Whether a vote is secret, and whether so few vote in it that the totals tell who voted what."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.house_rules import SECRET_KINDS, in_force
from assemblies.models import Motion
from assemblies.rules.voting import totals_may_tell
from members.models import Cooperative


def will_be_secret(motion: Motion, *, on: date, by_rule: tuple[str, ...] | None = None) -> bool:
    """Whether a motion is voted in secret: by its proposer, by its kind, or by our rules that day.

    `by_rule` are the kinds that our rules vote in secret, where they are known already.
    """
    if motion.opened_at is not None or motion.is_secret or kinds.kind_of(motion).is_secret:
        return motion.is_secret or motion.opened_at is None
    return motion.kind in (in_force(SECRET_KINDS, on=on) if by_rule is None else by_rule)


def totals_will_tell(
    motion: Motion, *, voters: int, on: date, by_rule: tuple[str, ...] | None = None
) -> bool:
    """Whether it is a secret vote of so few (`voters`) that its totals reveal: said before it opens."""
    return totals_may_tell(voters) and will_be_secret(motion, on=on, by_rule=by_rule)


def why_not_copy() -> str | None:
    """Two copies made while a secret vote is open tell by their difference whose ballot came between them.

    A vote whose time is over and that is not counted yet is still open: its ballots are not shuffled.
    """
    closes_at = (
        Motion.objects.voting()
        .filter(is_secret=True)
        .order_by("-closes_at")
        .values_list("closes_at", flat=True)
    )
    latest = closes_at.first()
    if latest is None:
        return None
    return _(
        "A secret vote is open until %(at)s, and a copy made now could tell in which order its votes came. "
        "Try again once it is closed and counted."
    ) % {"at": date_format(latest.astimezone(Cooperative.objects.here().zone), "SHORT_DATETIME_FORMAT")}
