"""One more account, as people say what it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import Account, AccountKind, Place
from ledger.rules.naming import next_code

WHAT = [
    ("asset:bank", Place.BANK.label),
    ("asset:cash", Place.CASH.label),
    ("liability:bank", _("a card or an overdraft")),
    *((f"{kind.value}:", kind.label) for kind in AccountKind),
]


class AccountForm(forms.Form):
    """Its name, what it is, and its code."""

    name = forms.CharField(label=_("Name"), max_length=120)
    what = forms.ChoiceField(label=_("What it is"), choices=WHAT)
    code = forms.CharField(
        label=_("Code (leave it empty for the next free one)"),
        max_length=24,
        required=False,
        help_text=_("Letters and numbers with points between them: 1.1.3."),
    )

    def clean(self) -> dict[str, Any]:
        """Without a code it gets the first free one of what it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "what" in cleaned and cleaned.get("code") == "":
            cleaned["code"] = next_code(cleaned["what"], set(Account.objects.values_list("code", flat=True)))
        return cleaned
