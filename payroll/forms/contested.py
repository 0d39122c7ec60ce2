"""What we ask for about a surplus whose contest was right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.reports.contested import funds_of, to_be_decided


class ContestedPartsForm(forms.Form):
    """Of which surplus, and which fund has what was not paid."""

    surplus = forms.TypedChoiceField(label=_("Which surplus"), coerce=int)
    goes_to = forms.ChoiceField(
        label=_("Which fund has what was not paid"),
        help_text=_("Nobody is paid it any more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = list(to_be_decided())
        funds = {step: name for each in open_ones for step, name in funds_of(each).items()}
        self.fields["surplus"].choices = [(each.pk, each.name) for each in open_ones]  # type: ignore[attr-defined]
        self.fields["goes_to"].choices = list(funds.items())  # type: ignore[attr-defined]
