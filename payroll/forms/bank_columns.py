"""The columns of a bank's own file, a row for each: its title, what goes in it, and a text that is the same in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_COLUMNS = 40
FEWEST_ROWS, MOST_ROWS, SPARE_ROWS = 5, 10, 3
"""Rows that are shown: some to spare, up to ten; more only where more were written down."""

CONTENTS = [
    ("", _("Choose")),
    ("account", _("the account number: IBAN or CBU")),
    ("name", _("whose account it is")),
    ("amount", _("the amount, with its cents")),
    ("cents", _("the amount in cents, without comma or point")),
    ("currency", _("which money, in three letters")),
    ("date", _("the day of the payment")),
    ("reference", _("our own name for the transfer")),
    ("number", _("the member number")),
    ("bank", _("the bank's code (BIC)")),
    ("text", _("a fixed text")),
]
"""In words, what a column can hold (`payroll.rules.bank_orders.COLUMNS`)."""


class ColumnRow(forms.Form):
    """One column of the file. An empty row is none."""

    title = forms.CharField(label=_("Its title"), max_length=200, required=False)
    what = forms.ChoiceField(label=_("What goes in it"), choices=CONTENTS, required=False)
    text = forms.CharField(label=_("Fixed text"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        what, text = said.get("what"), said.get("text")
        if "what" in said and not what and (said.get("title") or text):
            self.add_error("what", _("Say what goes in this column."))
        elif what and what != "text" and text:
            self.add_error("text", _("A fixed text goes in a column of its own."))
        return said

    def column(self) -> dict[str, str] | None:
        """As a layout has it; None of an empty row."""
        return self.cleaned_data if self.cleaned_data.get("what") else None


def column_rows(data: Mapping[str, Any] | None, kept: Sequence[Mapping[str, Any]]) -> list[ColumnRow]:
    """The rows as they were sent, or as they are kept, with some empty ones after them."""
    if data is None:
        filled = len(kept)
    else:
        names = ColumnRow.base_fields
        sent = [
            n for n in range(MOST_COLUMNS) if any(data.get(f"{_prefix(n)}-{name}") for name in names)
        ]  # a row that was emptied keeps its place until it is written down
        filled = sent[-1] + 1 if sent else 0
    shown = max(filled, FEWEST_ROWS, min(MOST_ROWS, filled + SPARE_ROWS))
    initial = [dict(each) for each in kept] + [{}] * (shown - len(kept))
    return [ColumnRow(data, prefix=_prefix(n), initial=initial[n]) for n in range(shown)]


def _prefix(n: int) -> str:
    return f"column-{n}"
