"""One more account, as people say what it is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import AccountKind, Place

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
        label=_("Code"), max_length=24, help_text=_("Letters and numbers with points between them: 1.1.3.")
    )
