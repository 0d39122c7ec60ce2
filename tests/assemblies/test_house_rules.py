"""House rules: each is asked for in fields that show it as it is, and said in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from assemblies.house_rules import HouseRuleType, all_types, type_of
from assemblies.house_rules.asking import AsWritten, ValueForm
from tests.makers import make_coop

pytestmark = pytest.mark.django_db

VALUES: dict[str, list[Any]] = {
    "assembly.weekly": [
        {"weekday": 0, "starts": "22:00", "ends": "06:00", "place": "", "convoked_days_before": 1}
    ],
    "assembly.from_home": [True, False],
    "assembly.speaking_order": ["as_asked"],
    "assembly.speaking_minutes": [0, 60],
    "ballot.secret_kinds": [["decision", "equal_pay"]],
    "decision.rule_of_kind": [{"decision": "major", "loan": "two_thirds"}],
    "decision.simple": [
        {
            "threshold": "3/5",
            "comparison": "at_least",
            "base": "all_members",
            "quorum": None,
            "second_call_quorum": {"share": "1/10", "comparison": "more_than"},
            "tie": "next_assembly",
        }
    ],
}


def asked_for_here() -> list[HouseRuleType[Any]]:
    return [rule for rule in all_types() if rule.kind == "house_rule"]


def sent_as_shown(form: ValueForm) -> QueryDict:
    """What a browser sends when nobody changes anything."""
    sent = QueryDict(mutable=True)
    for field in form:
        shown = field.field.widget.format_value(field.value())
        values = shown if isinstance(shown, list) else [shown]
        sent.setlist(field.html_name, [value for value in values if value is not None])
    return sent


@pytest.mark.parametrize("rule", asked_for_here(), ids=lambda rule: rule.key)
def test_a_rule_sent_back_as_it_was_shown_is_the_same_rule(rule: HouseRuleType[Any]) -> None:
    make_coop()
    for value in [rule.default, *VALUES.get(rule.key, [])]:
        shown = rule.asks(initial=rule.asks.fields_of(value))
        sent = rule.asks(sent_as_shown(shown), initial=shown.initial)
        assert sent.is_valid(), sent.errors
        assert rule.load(sent.stored()) == rule.load(value)


def test_no_rule_is_asked_for_as_it_is_stored() -> None:
    assert [rule.key for rule in asked_for_here() if rule.asks is AsWritten] == []


def test_kinds_are_said_by_their_names() -> None:
    rule = type_of("decision.rule_of_kind")
    assert rule is not None
    assert rule.say({"loan": "two_thirds"}) == "Loan: Decisions by two thirds"
