"""How turns are planned: which rules hold, how past burden counts, how far ahead, when a turn is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import ValueForm
from rotation.rules.planning.bylaws import RULE_OF
from rotation.rules.planning.problem import STANDARD

NUMBERS = ("available", "at_once", "consecutive", "rest")
"""The rules that have a number of their own (`rotation.rules.planning.bylaws.RULES`)."""
MOST = 3650


@dataclass(frozen=True, kw_only=True)
class PlanningRules:
    """The rules switched on, by name, each with its number (0 where it has none): `Problem.rules`."""

    on: Mapping[str, int]


def _whole(value: Any, least: int = 0, most: int = MOST) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            gettext("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        )
    return value


def _load_rules(value: Any) -> PlanningRules:
    if not isinstance(value, dict) or not set(value) <= set(STANDARD):
        raise ValueError(gettext("Name the rules of turns that hold."))
    return PlanningRules(on={name: _whole(value[name]) for name in STANDARD if name in value})


def _say_rules(rules: PlanningRules) -> str:
    off = [str(RULE_OF[name].sentence) for name in STANDARD if name not in rules.on]
    if not off:
        return gettext("All of them hold.")
    return gettext("All but these: %(rules)s") % {"rules": " ".join(off)}


class PlanningForm(ValueForm):
    """Which rules hold, each as its sentence, and the numbers of those that have one."""

    rules = forms.MultipleChoiceField(
        label=_("Rules that hold"), required=False, widget=forms.CheckboxSelectMultiple
    )
    available = forms.IntegerField(
        label=_("Of the days of a term, how many in a hundred one may be away"), min_value=0, max_value=100
    )
    at_once = forms.IntegerField(label=_("Posts at once, at most"), min_value=1, max_value=MOST)
    consecutive = forms.IntegerField(
        label=_("Days of a gap that still leave two terms in a row"), min_value=0, max_value=MOST
    )
    rest = forms.IntegerField(label=_("Days of rest between two posts"), min_value=0, max_value=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = [(name, RULE_OF[name].sentence) for name in STANDARD]  # type: ignore[attr-defined]

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return {"rules": list(stored), **{name: stored.get(name, STANDARD[name]) for name in NUMBERS}}

    def stored(self) -> Any:
        on = self.cleaned_data["rules"]
        return {name: self.cleaned_data[name] if name in NUMBERS else 0 for name in STANDARD if name in on}


PLANNING = register(
    HouseRuleType(
        key="rotation.rules",
        label=_("Rules of turns"),
        help=_("Which rules a plan of posts and turns keeps. Each is said in its one sentence."),
        default=dict(STANDARD),
        asks=PlanningForm,
        load=_load_rules,
        say=_say_rules,
    )
)


@dataclass(frozen=True, kw_only=True)
class Burden:
    """How what one carried counts: over so many months, and each year further back at so much of the next."""

    window_months: int
    yearly: Fraction


def _load_burden(value: Any) -> Burden:
    if not isinstance(value, dict):
        raise ValueError(gettext("Say over how many months, and how much of each year further back."))
    return Burden(
        window_months=_whole(value.get("window_months"), 1, 240),
        yearly=Fraction(_whole(value.get("yearly_percent"), 0, 100), 100),
    )


class BurdenForm(ValueForm):
    window_months = forms.IntegerField(label=_("Months that count"), min_value=1, max_value=240)
    yearly_percent = forms.IntegerField(
        label=_("Of each year further back, how much in a hundred"), min_value=0, max_value=100
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("window_months", "yearly_percent")}


BURDEN = register(
    HouseRuleType(
        key="rotation.burden",
        label=_("How past turns count"),
        help=_("What one carried weighs less the longer ago it is. Newcomers begin in the middle."),
        default={"window_months": 36, "yearly_percent": 50},
        asks=BurdenForm,
        load=_load_burden,
        say=lambda burden: (
            gettext("%(months)s months; each year further back counts %(percent)s in a hundred")
            % {"months": burden.window_months, "percent": burden.yearly * 100}
        ),
    )
)


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """How far ahead is planned: posts in months, the table of the assemblies in weeks."""

    months: int
    weeks: int


def _load_horizon(value: Any) -> Horizon:
    if not isinstance(value, dict):
        raise ValueError(gettext("Say for how many months, and for how many weeks."))
    return Horizon(months=_whole(value.get("months"), 1, 60), weeks=_whole(value.get("weeks"), 1, 104))


class HorizonForm(ValueForm):
    months = forms.IntegerField(label=_("Months ahead, for posts"), min_value=1, max_value=60)
    weeks = forms.IntegerField(
        label=_("Weeks ahead, for the table of the assemblies"), min_value=1, max_value=104
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("months", "weeks")}


HORIZON = register(
    HouseRuleType(
        key="rotation.horizon",
        label=_("How far ahead turns are planned"),
        help=_(
            "A plan is a proposal over that time, and is made again with the fewest changes when somebody leaves."
        ),
        default={"months": 24, "weeks": 26},
        asks=HorizonForm,
        load=_load_horizon,
        say=lambda ahead: (
            gettext("%(months)s months for posts, %(weeks)s weeks for the table")
            % {"months": ahead.months, "weeks": ahead.weeks}
        ),
    )
)


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """When turns at the table are told (weeks before), and from how many days before they stay whose they are."""

    weeks: int
    frozen_days: int


def _load_publishing(value: Any) -> Publishing:
    if not isinstance(value, dict):
        raise ValueError(
            gettext("Say how many weeks before, and how many days before a turn stays whose it is.")
        )
    return Publishing(
        weeks=_whole(value.get("weeks"), 1, 52), frozen_days=_whole(value.get("frozen_days"), 0, 90)
    )


class PublishingForm(ValueForm):
    weeks = forms.IntegerField(label=_("Weeks before"), min_value=1, max_value=52)
    frozen_days = forms.IntegerField(
        label=_("Days before, from which a turn stays whose it is"), min_value=0, max_value=90
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("weeks", "frozen_days")}


PUBLISHING = register(
    HouseRuleType(
        key="rotation.publishing",
        label=_("When turns are told"),
        help=_("From then on one can plan around them, swap them or say that one cannot come."),
        default={"weeks": 4, "frozen_days": 7},
        asks=PublishingForm,
        load=_load_publishing,
        say=lambda told: ngettext("%(n)s week before", "%(n)s weeks before", told.weeks) % {"n": told.weeks},
    )
)
