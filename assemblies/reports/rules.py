"""The rules in force on a day, each with the motion that made it so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists

from assemblies.house_rules import HouseRuleType, all_types
from assemblies.models import Contest, HouseRule


@dataclass(frozen=True, kw_only=True)
class RuleInForce:
    """One rule on a day, said in words. `row` is None where its default holds: nobody decided anything."""

    rule_type: HouseRuleType[Any]
    value: Any
    said: str
    row: HouseRule | None
    coming: list[HouseRule]
    """Decided already and in force later, or waiting until a contest is settled; soonest first."""
    earlier: list[HouseRule]
    """What it replaced, latest first."""


def rules_in_force(*, on: date) -> list[RuleInForce]:
    """Every rule there is, by key, in one question."""
    rows: dict[str, list[HouseRule]] = {}
    contests = Contest.objects.before_it_began("in_force_from")
    for row in (
        HouseRule.objects.filter(~Exists(contests.filter(upheld=True)))
        .annotate(waits=Exists(Contest.objects.in_the_way("in_force_from", at=on)))
        .select_related("motion")
        .order_by("-in_force_from", "-id")
    ):
        rows.setdefault(row.key, []).append(row)
    rules = []
    for rule_type in all_types():
        known = rows.get(rule_type.key, [])
        past = [row for row in known if row.in_force_from <= on and not getattr(row, "waits", False)]
        coming = [row for row in known if row not in past]
        value = rule_type.load(past[0].value if past else rule_type.default)
        rules.append(
            RuleInForce(
                rule_type=rule_type,
                value=value,
                said=rule_type.say(value),
                row=past[0] if past else None,
                coming=coming[::-1],
                earlier=past[1:],
            )
        )
    return rules
