"""The bank's files and what each movement was for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.bank_files import Columns
from ledger.forms.fields import places_of_money
from ledger.models import Account
from ledger.rules.naming import Named, accounts_meant

MOST_SAID_BACK = 40
"""Signs of what was typed that a sentence says back."""
MOST_NAMED = 3
"""Accounts that a sentence names where several may be meant."""


class BankFileForm(forms.Form):
    """A bank's file and the account it is of."""

    account = forms.ChoiceField(label=_("Account"), choices=places_of_money)
    file = forms.FileField(label=_("File of the bank (CSV, OFX or CAMT.053)"), allow_empty_file=True)


class BankAccountForm(forms.Form):
    """What a movement of the bank was for: an account by its code ("5.2.1", "5.2.1 Gas") or by its name."""

    account = forms.CharField(max_length=150)

    def clean_account(self) -> str:
        """The code; of what is no account, all of it is said back, up to `MOST_SAID_BACK` signs."""
        words: str = self.cleaned_data["account"]
        known = {account.code: account for account in Account.objects.all()}
        meant = accounts_meant(
            words, [Named(code=each.code, name=each.name, name_es=each.name_es) for each in known.values()]
        )
        if not meant:
            said = words if len(words) <= MOST_SAID_BACK else words[: MOST_SAID_BACK - 1].rstrip() + "…"
            raise forms.ValidationError(_("There is no account %(code)s.") % {"code": said})
        if len(meant) > 1:
            names = [f"{known[each.code].said} ({each.code})" for each in meant[:MOST_NAMED]]
            said = ", ".join(names) + (", …" if len(meant) > MOST_NAMED else "")
            raise forms.ValidationError(
                _("Several accounts are called like that: %(names)s. Write the code of one.")
                % {"names": said}
            )
        return meant[0].code


class ColumnsForm(forms.Form):
    """What each column of a bank's CSV is. Columns are counted from 1, as people do."""

    def __init__(self, *args: Any, columns: int = 12, **more: Any) -> None:
        super().__init__(*args, **more)
        places = [(str(n), str(n)) for n in range(1, columns + 1)]
        none = [("", _("no column"))]
        for name in ("on", "text"):
            self._choices(name, places)
        for name in ("text_too", "cents", "out", "in_"):
            self._choices(name, [*none, *places])

    skip = forms.IntegerField(
        label=_("Lines before the first movement"), min_value=0, max_value=40, initial=1
    )
    on = forms.ChoiceField(label=_("The day is in column"))
    text = forms.ChoiceField(label=_("The words are in column"))
    text_too = forms.ChoiceField(label=_("and in column"), required=False)
    cents = forms.ChoiceField(label=_("The amount is in column"), required=False)
    out = forms.ChoiceField(label=_("or what went out in column"), required=False)
    in_ = forms.ChoiceField(label=_("and what came in in column"), required=False)
    is_day_first = forms.ChoiceField(
        label=_("5/3 is"), choices=[("yes", _("the fifth of March")), ("no", _("the third of May"))]
    )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def said(self) -> Columns:
        """The columns, counted from 0."""
        data = self.cleaned_data

        def place(name: str) -> int | None:
            return int(data[name]) - 1 if data[name] else None

        texts = [place(name) for name in ("text", "text_too")]
        return Columns(
            on=int(data["on"]) - 1,
            text=tuple(each for each in texts if each is not None),
            cents=place("cents"),
            out=place("out"),
            in_=place("in_"),
            skip=data["skip"],
            is_day_first=data["is_day_first"] == "yes",
        )
