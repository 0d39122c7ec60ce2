"""What we ask of whoever pays out of a fund."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion
from ledger.amounts import say_amount
from ledger.reports.places import places_to_choose
from payroll.forms.money import DAY, MoneyField
from payroll.reports.fund_spending import FundHas, may_pay_for


class FundSpendingForm(forms.Form):
    """From which fund, for which motion, how much, from where, on what."""

    fund = forms.ChoiceField(label=_("Which fund"))
    motion = forms.TypedChoiceField(label=_("Which purchase that was adopted"), coerce=int)
    what = forms.CharField(label=_("What was bought"), max_length=200)
    cents = MoneyField(label=_("How much"))
    out_of = forms.ChoiceField(label=_("Leaves"), choices=())
    towards = forms.ChoiceField(
        label=_("What it was spent on"),
        help_text=_("The fund bears it: the month's result stays as it is."),
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY), initial=date.today)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, funds: Sequence[FundHas], motions: Sequence[tuple[Motion, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [(each.account.code, each.account.said) for each in funds]  # type: ignore[attr-defined]
        self.fields["motion"].choices = [  # type: ignore[attr-defined]
            (motion.pk, _said(motion, left)) for motion, left in motions
        ]
        self.fields["out_of"].choices = places_to_choose()  # type: ignore[attr-defined]
        self.fields["towards"].choices = [(each.code, each.said) for each in may_pay_for()]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"])


def _said(motion: Motion, left: int) -> str:
    told = {"number": motion.number, "title": motion.title, "amount": say_amount(left)}
    return gettext("%(number)s. %(title)s: %(amount)s left") % told
