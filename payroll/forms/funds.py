"""What we ask for about projects and requests for help."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.reports.places import places_to_choose
from payroll.forms.money import DAY, MoneyField
from payroll.models import HelpFund


class QuoteForm(forms.Form):
    supplier = forms.CharField(label=_("Who asks it"), max_length=120)
    cents = MoneyField(label=_("How much they ask"))
    given_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY), initial=date.today)
    note = forms.CharField(label=_("What it includes"), max_length=200, required=False)


class ProjectPaymentForm(forms.Form):
    cents = MoneyField(label=_("How much"))
    out_of = forms.ChoiceField(label=_("Leaves"), choices=places_to_choose)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY), initial=date.today)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"])


class HelpForm(forms.Form):
    fund = forms.ChoiceField(label=_("Which fund"), choices=HelpFund.choices)
    cents = MoneyField(label=_("How much"))
    text = forms.CharField(
        label=_("What it is for"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only whoever hears requests reads this. The record says the amount, never your name."),
    )
