"""Amounts, parts and days as people type them here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from ledger.money import BadNumber, format_money, parse_money
from members.models import Cooperative
from payroll.rules.percent import share_of

DAY = {"type": "date"}


def cents_of(text: str) -> int:
    """An amount as people write it here, in cents; `ValidationError` says how to write it."""
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    try:
        return parse_money(
            text, decimals=coop.decimals, language=language, currency_symbol=coop.currency_symbol
        )
    except BadNumber as problem:
        raise forms.ValidationError(problem.said(language)) from problem


def as_typed(cents: int) -> str:
    """Cents as people would type them here: the opposite of `cents_of`."""
    coop = Cooperative.objects.here()
    return format_money(
        cents,
        currency_symbol="",
        decimals=coop.decimals,
        language=get_language() or coop.language,
        trim=True,
    )


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
