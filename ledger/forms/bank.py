"""The bank's files and what each movement was for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms.fields import money_account


class BankFileForm(forms.Form):
    """A bank's file and the account it is of."""

    account = forms.ChoiceField(label=_("Account"), choices=money_account)
    file = forms.FileField(label=_("File of the bank (CSV)"), allow_empty_file=True)


class BankAccountForm(forms.Form):
    """What a movement of the bank was for: the code of an account, or a choice of the list ("5.2.1 Gas")."""

    account = forms.CharField(max_length=150)

    def clean_account(self) -> str:
        words: str = self.cleaned_data["account"]
        return words.split()[0]
