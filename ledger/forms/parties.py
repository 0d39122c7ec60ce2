"""Whom we deal with, their invoices, and debts."""

from __future__ import annotations

import uuid
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms.fields import AmountField, DayField, account_choices, any_account, places_of_money
from ledger.models import Party
from ledger.rules.debts import MOST_INSTALMENTS
from ledger.rules.interest import WAYS, rate_in_a_hundred
from ledger.rules.invoices import decimals_of
from members.models import Cooperative
from record.rules import Refused


def parties(**what: bool) -> list[tuple[str, str]]:
    """Those we deal with, by name."""
    return [(str(party.pk), party.name) for party in Party.objects.filter(**what)]


def lenders() -> list[tuple[str, str]]:
    return parties(is_lender=True)


def came_to() -> list[tuple[str, Any]]:
    """Where borrowed money came to; or nothing, where the debt is in the books from the beginning."""
    return [("", _("It was in the books from the beginning")), *account_choices("asset", "liability", "cost")]


class PartyForm(forms.Form):
    """Somebody we deal with."""

    name = forms.CharField(label=_("Name"), max_length=120)
    is_supplier = forms.BooleanField(label=_("We buy from them"), required=False)
    is_customer = forms.BooleanField(label=_("They buy from us"), required=False)
    is_lender = forms.BooleanField(label=_("They lend to us"), required=False)
    tax_number = forms.CharField(label=_("Tax number"), max_length=30, required=False)


class OtherMoneyForm(forms.Form):
    """The rate of another money on a day, and where it was read."""

    rate = forms.CharField(
        label=_("Rate of that day"),
        max_length=30,
        required=False,
        help_text=_("Only in other money: 1450,50."),
    )
    rate_source = forms.CharField(label=_("Where the rate was read"), max_length=120, required=False)


def _in_money_of(form: forms.Form, decimals: int) -> None:
    amount = form.fields["amount"]
    if isinstance(amount, AmountField):
        amount.decimals = decimals


class InvoiceForm(OtherMoneyForm):
    """An invoice: theirs to us, or ours to them. Its amount is read as its money is written."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = str(self.data.get("currency", "")).strip().upper()
        if asked and asked != Cooperative.objects.here().currency:
            _in_money_of(self, decimals_of(asked))

    direction = forms.ChoiceField(
        label=_("Whose invoice"), choices=[("bill", _("theirs: we owe it")), ("sale", _("ours: they owe it"))]
    )
    number = forms.CharField(label=_("Number of the invoice"), max_length=40)
    on = DayField(label=_("Day"))
    due_on = DayField(label=_("Due"))
    account = forms.ChoiceField(label=_("What for"), choices=any_account)
    amount = AmountField(label=_("How much"))
    currency = forms.CharField(
        label=_("In which money"), max_length=3, required=False, help_text=_("Empty for ours, else USD, EUR…")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = (
        "direction",
        "number",
        "on",
        "due_on",
        "account",
        "amount",
        "currency",
        "rate",
        "rate_source",
    )


class PayInvoiceForm(OtherMoneyForm):
    """What is paid of an invoice in its money (of so many decimals), when, and through which account."""

    def __init__(self, *args: Any, decimals: int, **more: Any) -> None:
        super().__init__(*args, **more)
        _in_money_of(self, decimals)

    amount = AmountField(label=_("How much"))
    through = forms.ChoiceField(label=_("Through"), choices=places_of_money)
    on = DayField(label=_("Day"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ("amount", "through", "on", "rate", "rate_source")


def _interest(text: str) -> int:
    """Cents; none where nothing or a zero is written."""
    return AmountField(label="").clean(text.strip()) if text.strip("0,. ") else 0


class DebtForm(forms.Form):
    """A debt as the assembly voted it."""

    lender = forms.ChoiceField(label=_("Who lends it"), choices=lenders)
    purpose = forms.CharField(label=_("What for"), max_length=200)
    motion_number = forms.IntegerField(
        label=_("Number of the motion that voted it"), min_value=1, max_value=10**9, required=False
    )
    on = DayField(label=_("Day"))
    principal = AmountField(label=_("How much"))
    interest = forms.CharField(label=_("Interest in all"), max_length=40, required=False)
    interest_of_each = forms.CharField(
        label=_("Interest of each instalment, where it changes"),
        help_text=_("One on each line, in their order. Empty where it is the same every time."),
        max_length=42 * MOST_INSTALMENTS,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    yearly_rate = forms.CharField(
        label=_("Rate of a year, in a hundred"),
        help_text=_(
            "Where the interest is worked out from it on what is left; then leave the interest empty."
        ),
        max_length=30,
        required=False,
    )
    way = forms.ChoiceField(
        label=_("Paid back, at that rate"), choices=[("", "—"), *WAYS.items()], required=False
    )
    instalments = forms.IntegerField(
        label=_("In how many instalments"), min_value=1, max_value=MOST_INSTALMENTS
    )
    first_on = DayField(label=_("First instalment due"))
    came_to = forms.ChoiceField(label=_("Where the money went to"), choices=came_to, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_interest(self) -> int:
        return _interest(self.cleaned_data["interest"])

    def clean_yearly_rate(self) -> Fraction | None:
        try:
            return rate_in_a_hundred(self.cleaned_data["yearly_rate"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean_interest_of_each(self) -> list[int]:
        lines: list[str] = self.cleaned_data["interest_of_each"].splitlines()
        return [_interest(line) for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        """What each costs says what they cost in all, where that was left empty."""
        said = super().clean() or self.cleaned_data
        if not said.get("interest"):
            said["interest"] = sum(said.get("interest_of_each", ()))
        return said


class PayInstalmentForm(forms.Form):
    """Which instalment is paid, when, and through which account."""

    instalment = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_INSTALMENTS)
    """Its number: a second tap is of the same one, never of the next."""
    through = forms.ChoiceField(label=_("Through"), choices=places_of_money)
    on = DayField(label=_("Day"))
