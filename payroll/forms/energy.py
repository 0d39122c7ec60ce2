"""What we ask for about energy: the bills, what was made, what is owed for it, and what a machine is to save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import Period
from payroll.forms.money import MoneyField, ShareField
from payroll.models import EnergyKind, Project


class _OfMonth(forms.Form):
    """A form about a month of the books; `periods` are those there are, the latest first."""

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.name: period for period in periods}
        month = cast("forms.ChoiceField", self.fields["period"])
        month.choices = [("", "---------"), *((name, name) for name in self.periods)]


class EnergyForm(_OfMonth):
    """A bill."""

    kind = forms.ChoiceField(label=_("What"), choices=EnergyKind.choices)
    period = forms.ChoiceField(label=_("Month"))
    quantity = forms.IntegerField(label=_("How much of it"), min_value=0, max_value=10**12)
    cents = MoneyField(label=_("What it cost"))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "period_id": self.periods[data["period"]].pk,
            "quantity": data["quantity"],
            "cents": data["cents"],
        }


class MadeForm(_OfMonth):
    """What was made in a month, all together."""

    period = forms.ChoiceField(label=_("Month"))
    quantity = forms.IntegerField(label=_("How much was made"), min_value=0, max_value=10**12)
    unit = forms.CharField(label=_("Counted in"), max_length=12, help_text=_("m², kg, pieces."))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "period_id": self.periods[data["period"]].pk,
            "quantity": data["quantity"],
            "unit": data["unit"],
        }


class SavingForm(forms.Form):
    """Which part of a kind of energy a machine or a work is to save."""

    code = forms.ModelChoiceField(
        label=_("Machine or work"), queryset=Project.objects.order_by("name"), to_field_name="code"
    )
    kind = forms.ChoiceField(label=_("What it saves"), choices=EnergyKind.choices)
    share = ShareField(
        label=_("Which part of it"),
        help_text=_("9 %, 0.09 or 9/100 of what we use without it. 0 takes it back."),
    )

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"code": data["code"].code, "kind": data["kind"], "share": data["share"]}
