"""A cash box counted: how many of each note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ledger.amounts import say_amount
from ledger.rules.cash import MOST_OF_ONE, denominations
from members.models import Cooperative


class NotesForm(forms.Form):
    """One number for each note and coin; empty is none."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        coop = Cooperative.objects.here()
        for cents in denominations(coop.currency, coop.decimals):
            self.fields[f"note_{cents}"] = forms.IntegerField(
                label=_("Of %(note)s") % {"note": say_amount(cents)},
                min_value=0,
                max_value=MOST_OF_ONE,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def notes(self) -> dict[int, int]:
        """How many of each, by cents."""
        said = self.cleaned_data.items()
        return {int(name.removeprefix("note_")): count for name, count in said if count}
