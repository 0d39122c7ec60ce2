"""What we ask for about set-asides."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.forms.money import DAY
from payroll.house_rules import PURPOSES, REST


class SetAsidesForm(forms.Form):
    """A percentage for each purpose; the last one takes the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, label in list(PURPOSES.items())[:-1]:
            self.fields[purpose] = forms.IntegerField(
                label=_("%(purpose)s, in a hundred") % {"purpose": label},
                min_value=0,
                max_value=100,
                initial=0,
            )
        self.fields["from_on"] = forms.DateField(
            label=_("From which day"), widget=forms.DateInput(attrs=DAY), initial=date.today
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        purposes = list(PURPOSES)
        shares = [
            {"purpose": purpose, "share": f"{cleaned.get(purpose) or 0}/100"} for purpose in purposes[:-1]
        ]
        shares.append({"purpose": purposes[-1], "share": REST})
        return {**cleaned, "shares": shares, "cushion": "winter_cushion", "unit_cents": 1}
