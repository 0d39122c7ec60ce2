"""The house rules of what lowers a pay: absences that are not paid, and the floor that nothing goes under."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import ValueForm
from ledger.money import parse_share
from members.models import AbsenceKind


class FloorForm(ValueForm):
    value = forms.CharField(
        label=_("Part of the pay that is always left"),
        help_text=_("A fraction, for example 4/5. Advances and what one asked for never take more."),
        max_length=20,
    )


def _load_floor(value: Any) -> Fraction:
    return parse_share(value)


def _say_floor(share: Fraction) -> str:
    return gettext("at least %(share)s of the pay is left") % {"share": share}


FLOOR = register(
    HouseRuleType(
        key="pay.floor",
        label=_("What nobody may take of a pay"),
        help=_("Advances and deductions that one asked for leave at least this part. The rest waits."),
        default="4/5",
        load=_load_floor,
        say=_say_floor,
        asks=FloorForm,
        threshold="major",
    )
)


class UnpaidForm(ValueForm):
    value = forms.MultipleChoiceField(
        label=_("Days away that are not paid"),
        choices=AbsenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _load_unpaid(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(kind not in AbsenceKind.values for kind in value):
        raise ValueError(gettext("Say which days away are not paid."))
    return tuple(kind for kind in AbsenceKind.values if kind in value)


def _say_unpaid(kinds: tuple[str, ...]) -> str:
    if not kinds:
        return gettext("every day away is paid")
    said = ", ".join(str(AbsenceKind(kind).label) for kind in kinds)
    return gettext("not paid: %(kinds)s") % {"kinds": said}


UNPAID = register(
    HouseRuleType(
        key="pay.unpaid_absences",
        label=_("Days away that are not paid"),
        help=_("Which reasons for being away take those days off the pay, day by day."),
        default=[],
        load=_load_unpaid,
        say=_say_unpaid,
        asks=UnpaidForm,
        threshold="major",
    )
)
