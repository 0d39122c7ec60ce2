"""House rules of the funds: the target of the reinvestment fund, and what neighbours may see of our accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import ValueForm
from ledger.amounts import read_amount, say_amount
from ledger.money import BadNumber
from payroll.house_rules.equal_pay import MOST_CENTS

PUBLIC_SECTIONS = {
    "jobs": _("how many work here"),
    "pay": _("what each one is paid"),
    "reinvestment": _("what we put back into the plant"),
    "donations": _("what we gave"),
    "debt": _("what we owe"),
}
"""What the assembly may open to neighbours, one by one."""


class AmountForm(ValueForm):
    """An amount as people write it, kept in cents."""

    value = forms.CharField(
        label=_("How much"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        return {"value": say_amount(stored, symbol=False)}

    def clean_value(self) -> int:
        try:
            return read_amount(self.cleaned_data["value"])
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem


def _load_amount(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_CENTS:
        raise ValueError(gettext("Say how much: an amount of money that is not below zero."))
    return value


def _say_target(cents: int) -> str:
    return say_amount(cents) if cents else gettext("no target")


REINVESTMENT_TARGET = register(
    HouseRuleType(
        key="reinvestment.target",
        label=_("Target of the reinvestment fund"),
        help=_("How much we want together before the next machine."),
        default=0,
        asks=AmountForm,
        load=_load_amount,
        say=_say_target,
        threshold="simple",
    )
)


class SectionsForm(ValueForm):
    value = forms.MultipleChoiceField(
        label=_("What neighbours may see"),
        choices=list(PUBLIC_SECTIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _load_sections(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(name not in PUBLIC_SECTIONS for name in value):
        raise ValueError(gettext("Say what neighbours may see."))
    return tuple(name for name in PUBLIC_SECTIONS if name in value)


def _say_sections(names: tuple[str, ...]) -> str:
    if not names:
        return gettext("nothing: our accounts are for members only")
    return ", ".join(str(PUBLIC_SECTIONS[name]) for name in names)


PUBLIC_ACCOUNTS = register(
    HouseRuleType(
        key="public.accounts",
        label=_("Public accounts"),
        help=_("What anybody may see of our accounts, without signing in. Sums only, never a name."),
        default=[],
        asks=SectionsForm,
        load=_load_sections,
        say=_say_sections,
        threshold="major",
    )
)
