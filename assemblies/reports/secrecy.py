"""Whether a vote is secret, and whether so few vote in it that the totals tell who voted what."""

from __future__ import annotations

from datetime import date

from assemblies import kinds
from assemblies.house_rules import SECRET_KINDS, in_force
from assemblies.models import Motion
from assemblies.rules.voting import totals_may_tell


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
