"""How decisions are taken: the three decision rules of the house, and which kinds of motion take which."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules.asking import DecisionForm, KindsForm, RuleOfKindForm
from assemblies.house_rules.registry import HouseRuleType, register
from assemblies.house_rules.words import BASES, RULES, TIES, say_kind
from assemblies.rules.decision import Comparison, DecisionRule, Quorum, from_data


def say_decision(rule: DecisionRule) -> str:
    """A decision rule in words: "More than 1/2 of the votes for and against. At least 1/3 of us …"."""
    strict = rule.comparison == Comparison.MORE_THAN
    majority = _("More than %(share)s %(base)s.") if strict else _("At least %(share)s %(base)s.")
    said = [str(majority % {"share": rule.threshold, "base": BASES[rule.base]})]
    return " ".join([*said, *_say_quorums(rule), str(TIES[rule.tie])])


def say_by_preference(rule: DecisionRule) -> str:
    """What a decision rule means where options are named: only how many of us must be there."""
    named = str(_("Options are named, not Yes or No: what comes out is decided."))
    return " ".join([named, *_say_quorums(rule)])


def _say_quorums(rule: DecisionRule) -> list[str]:
    said = [_say_quorum(rule.quorum)]
    if rule.quorum is not None:
        if rule.second_call_quorum is None:
            said.append(str(_("On second call, any number.")))
        else:
            said.append(
                str(_("On second call: %(quorum)s") % {"quorum": _say_quorum(rule.second_call_quorum)})
            )
    return said


def _say_quorum(quorum: Quorum | None) -> str:
    if quorum is None:
        return str(_("Any number may decide."))
    if quorum.comparison == Comparison.MORE_THAN:
        return str(_("More than %(share)s of us must be there.") % {"share": quorum.share})
    return str(_("At least %(share)s of us must be there.") % {"share": quorum.share})


def _decision(key: str, text: Promise, default: dict[str, Any]) -> HouseRuleType[DecisionRule]:
    return register(
        HouseRuleType(
            key=f"decision.{key}",
            label=RULES[key],
            help=text,
            default=default,
            asks=DecisionForm,
            load=from_data,
            say=say_decision,
        )
    )


SIMPLE = _decision(
    "simple",
    _("How most matters are decided."),
    {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": {"share": "1/3", "comparison": "at_least"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
MAJOR = _decision(
    "major",
    _("Pay, house rules, big purchases, selling what is ours."),
    {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": {"share": "1/2", "comparison": "more_than"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
TWO_THIRDS = _decision(
    "two_thirds",
    _("Differences in pay, large loans, and these rules."),
    {
        "threshold": "2/3",
        "comparison": "at_least",
        "base": "present_minus_abstentions",
        "quorum": {"share": "1/2", "comparison": "more_than"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
DECISIONS: dict[str, HouseRuleType[DecisionRule]] = {
    "simple": SIMPLE,
    "major": MAJOR,
    "two_thirds": TWO_THIRDS,
}


def _load_kind_map(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(
        isinstance(kind, str) and name in DECISIONS for kind, name in value.items()
    ):
        raise ValueError(_("Say for each kind of motion which decision rule it takes."))
    return dict(value)


RULE_OF_KIND = register(
    HouseRuleType(
        key="decision.rule_of_kind",
        label=_("Which kinds take which rule"),
        help=_("Kinds not named here take the rule they come with."),
        default={},
        asks=RuleOfKindForm,
        load=_load_kind_map,
        say=lambda kinds: (
            ", ".join(f"{say_kind(kind)}: {DECISIONS[name].label}" for kind, name in sorted(kinds.items()))
            or str(_("as they come"))
        ),
    )
)


def _load_kinds(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise ValueError(_("List the kinds of motion."))
    return tuple(sorted(set(value)))


SECRET_KINDS = register(
    HouseRuleType(
        key="ballot.secret_kinds",
        label=_("Kinds of motion voted in secret"),
        help=_("Besides those that are always secret: elections, recalls and admissions."),
        default=[],
        asks=KindsForm,
        load=_load_kinds,
        say=lambda kinds: ", ".join(say_kind(kind) for kind in kinds) or str(_("none besides those")),
    )
)
