"""Amounts, parts and days as people type them here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from ledger.amounts import read_amount, say_amount
from ledger.money import BadNumber
from payroll.rules.percent import share_of

DAY = {"type": "date"}


def cents_of(text: str) -> int:
    """An amount as people write it here, in cents; `ValidationError` says how to write it."""
    try:
        return read_amount(text)
    except BadNumber as problem:
        raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem


def as_typed(cents: int) -> str:
    """Cents as people would type them here: the opposite of `cents_of`."""
    return say_amount(cents, symbol=False)


class MoneyField(forms.CharField):
    """An amount as people write it here; in cents. Refuses what could be read in two ways."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return cents_of(text) if text not in (None, "") else None


class ShareField(forms.CharField):
    """A part of a whole as people write it: 3 %, 0.03 or 3/100; exact."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in (None, ""):
            return None
        try:
            return share_of(text)
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem
