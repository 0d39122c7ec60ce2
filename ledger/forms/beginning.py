"""What there was when we began, as people say it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger.amounts import read_amount
from ledger.money import BadNumber


class _HeldField(forms.CharField):
    """What a place held, as people write amounts; nothing typed is nothing held."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=40, required=False, widget=widget, **more)

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not text:
            return 0
        try:
            cents = read_amount(text)
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from None
        if cents < 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return cents


class BeginningForm(forms.Form):
    """What the bank and the box held."""

    bank = _HeldField(label=_("In the bank"))
    cash = _HeldField(label=_("In the cash box"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (said["bank"] or said["cash"]):
            raise forms.ValidationError(_("Write what there was in one of the two."))
        return said
