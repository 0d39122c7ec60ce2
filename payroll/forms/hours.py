"""Hours as people write them: one member on each line."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import Period

_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_DECIMAL = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")
MOST_LINES = 5000


def minutes_of(text: str) -> int | None:
    """ "152:30" or "152.5" as whole minutes; None where it is neither, or no whole minute."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    decimal = _DECIMAL.fullmatch(text)
    if decimal is None:
        return None
    minutes = Fraction(f"{decimal[1]}.{decimal[2] or 0}") * 60
    return int(minutes) if minutes.denominator == 1 else None


def hours_text(minutes: int) -> str:
    """Minutes as hours: "152:30"."""
    return f"{minutes // 60}:{minutes % 60:02d}"


class HoursForm(forms.Form):
    """Which month, and each one's hours. Clean data holds `minutes` by member number."""

    period = forms.ModelChoiceField(
        label=_("Month"), queryset=Period.objects.order_by("-from_on"), to_field_name="name"
    )
    lines = forms.CharField(
        label=_("Hours of each one"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("On each line a member number and their hours: 17 152:30, or 17 152.5"),
    )

    def clean_lines(self) -> dict[int, int]:
        found: dict[int, int] = {}
        typed = [line.split() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(typed) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)d lines."), params={"most": MOST_LINES})
        for place, words in enumerate(typed, start=1):
            minutes = minutes_of(words[1]) if len(words) == 2 else None
            if minutes is None or not re.fullmatch(r"[0-9]{1,9}", words[0]):
                raise forms.ValidationError(
                    _("Line %(n)s: write a member number and their hours, like 17 152:30."),
                    params={"n": place},
                )
            if int(words[0]) in found:
                raise forms.ValidationError(
                    _("Number %(number)s appears twice."), params={"number": int(words[0])}
                )
            found[int(words[0])] = minutes
        return found

    def written(self) -> dict[str, Any]:
        """What the action asks for. Only after `is_valid`."""
        return {"period_id": self.cleaned_data["period"].pk, "minutes": self.cleaned_data["lines"]}
