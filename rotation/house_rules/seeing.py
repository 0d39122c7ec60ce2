"""When we say to everybody that a few of us carry most of it, and how many of us should know each post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import NumberForm, ValueForm

FIELDS = {"months": (3, 120), "percent": (1, 100), "at_once": (1, 20), "in_row_months": (1, 240)}
MOST_TRAINED = 1000


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """Over which no figure goes unsaid: over the last `months`, of what the posts weigh, the tenth of us who carried
    most carried at most `percent` in a hundred; nobody holds more than `at_once` posts, nor is in office, in one
    post or another, for more than `in_row_months` in a row.
    """

    months: int
    percent: int
    at_once: int
    in_row_months: int


def _whole(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            gettext("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        )
    return value


def _load(value: Any) -> Concentration:
    if not isinstance(value, dict):
        raise ValueError(gettext("Say over how many months, and how much is too much."))
    return Concentration(
        **{name: _whole(value.get(name), least, most) for name, (least, most) in FIELDS.items()}
    )


class ConcentrationForm(ValueForm):
    months = forms.IntegerField(label=_("Months that are looked at"), min_value=3, max_value=120)
    percent = forms.IntegerField(
        label=_("In a hundred, at most, carried by the tenth of us who carried most"),
        min_value=1,
        max_value=100,
    )
    at_once = forms.IntegerField(label=_("Posts at once, at most"), min_value=1, max_value=20)
    in_row_months = forms.IntegerField(
        label=_("Months in a row in office, at most, in one post or another"), min_value=1, max_value=240
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return dict(stored)

    def stored(self) -> Any:
        return {name: self.cleaned_data[name] for name in FIELDS}


CONCENTRATION = register(
    HouseRuleType(
        key="rotation.concentration",
        label=_("When too few carry too much"),
        help=_(
            "Over one of these, everybody reads so on the first page. Nobody is named and nothing is forbidden."
        ),
        default={"months": 24, "percent": 50, "at_once": 2, "in_row_months": 24},
        asks=ConcentrationForm,
        load=_load,
        say=lambda rule: (
            gettext(
                "In %(months)s months a tenth of us carry at most %(percent)s in a hundred; "
                "at most %(at_once)s posts at once, and %(in_row)s months in a row"
            )
            % {
                "months": rule.months,
                "percent": rule.percent,
                "at_once": rule.at_once,
                "in_row": rule.in_row_months,
            }
        ),
    )
)

TRAINED = register(
    HouseRuleType(
        key="rotation.trained",
        label=_("How many of us know each post"),
        help=_("With fewer, the post is on the list of those somebody should learn."),
        default=3,
        asks=NumberForm,
        load=lambda value: _whole(value, 1, MOST_TRAINED),
        say=lambda people: ngettext("%(n)s person at least", "%(n)s people at least", people) % {"n": people},
    )
)
