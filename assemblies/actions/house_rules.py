"""Setting a house rule: by an adopted motion, or at the founding."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from assemblies.actions.searching import index_rule
from assemblies.house_rules import type_of
from assemblies.models import Assembly, HouseRule, Motion, MotionState
from ledger.money import BadNumber
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, canonical, fingerprint


@one_act_at_a_time
def set_house_rule(
    *,
    key: str,
    value: Any,
    in_force_from: date,
    motion: Motion | None,
    review_on: date | None = None,
    actor: Member | None,
    now: datetime,
) -> HouseRule:
    """Write down a rule from a day on. Earlier ones stay as they were; nothing is ever overwritten.

    Without a motion this is the founding: it is refused once an assembly was ever convoked.
    """
    if motion is None and Assembly.objects.exists():
        raise Refused(_("Only a motion changes a house rule."))
    if motion is not None and motion.state != MotionState.ADOPTED:
        raise Refused(_("Only an adopted motion changes a house rule."))
    if review_on is not None and review_on <= in_force_from:
        raise Refused(_("A rule is reviewed after it comes into force."))
    checked = checked_value(key, value)

    rule = HouseRule.objects.create(
        key=key, value=checked, in_force_from=in_force_from, motion=motion, review_on=review_on
    )

    record(
        verb="assemblies.house_rule.set",
        subject=rule,
        actor=actor,
        now=now,
        facts={
            "key": key,
            "value": fingerprint(canonical(checked)),
            "in_force_from": in_force_from.isoformat(),
        },
        because=motion or "founding",
    )
    index_rule(key)
    return rule


def checked_value(key: str, value: Any) -> Any:
    """A value that its rule's type accepts, or `Refused` with the type's own sentence."""
    rule_type = type_of(key)
    if rule_type is None:
        raise Refused(_("There is no such house rule."))
    try:
        rule_type.load(value)
        if "\\u0000" in canonical(value):
            raise ValueError(_("There is a character that cannot be kept. Type the text again."))
    except BadNumber as problem:
        coop = Cooperative.objects.current()
        raise Refused(problem.said(coop.language if coop else "en")) from problem
    except ValueError as problem:
        raise Refused(problem) from problem
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as problem:
        raise Refused(_("This value makes no sense for that rule.")) from problem
    return value
