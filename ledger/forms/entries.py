"""An entry as people write it: so much from here to there."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms.fields import AmountField, DayField, any_account
from ledger.rules import LONGEST_MEMO


class EntryForm(forms.Form):
    """So much money went from here to there."""

    on = DayField(label=_("Day"))
    memo = forms.CharField(label=_("What for"), max_length=LONGEST_MEMO)
    amount = AmountField(label=_("How much"))
    to = forms.ChoiceField(label=_("Goes to"), choices=any_account)
    from_ = forms.ChoiceField(label=_("Comes from"), choices=any_account)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("to") and said.get("to") == said.get("from_"):
            raise forms.ValidationError(_("It cannot come from where it goes: choose two accounts."))
        return said


class UndoForm(forms.Form):
    """Why an entry is undone, and on which day."""

    on = DayField(label=_("Day"))
    memo = forms.CharField(label=_("Why"), max_length=LONGEST_MEMO)
