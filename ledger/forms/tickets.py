"""A ticket as it comes from the phone: its picture, how much, and what for."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms.fields import AmountField, DayField, account_choices, places_of_money
from ledger.rules import LONGEST_MEMO

PICTURES = "image/jpeg,image/png,application/pdf"


def bought() -> list[tuple[str, object]]:
    """What one buys: costs first, then what stays with us and what we owe."""
    return [("", _("Choose an account")), *account_choices("cost"), *account_choices("asset", "liability")]


class PictureForm(forms.Form):
    """The picture of a ticket."""

    file = forms.FileField(
        label=_("Picture of the ticket"),
        widget=forms.ClearableFileInput(attrs={"accept": PICTURES, "data-small": ""}),
        allow_empty_file=True,
    )


class TicketForm(PictureForm):
    """What was bought, how much, from where it was paid."""

    amount = AmountField(label=_("How much"))
    account = forms.ChoiceField(label=_("What for"), choices=bought)
    paid_from = forms.ChoiceField(label=_("Paid from"), choices=places_of_money)
    on = DayField(label=_("Day"))
    memo = forms.CharField(label=_("In words, if it needs any"), max_length=LONGEST_MEMO, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
