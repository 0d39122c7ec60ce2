"""What we ask for about what things cost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from payroll.actions.costs import CostLine
from payroll.forms.money import DAY, MoneyField, as_typed, cents_of
from payroll.models import CostSheet, Product


class CostLinesField(forms.CharField):
    """The lines of a cost sheet, one below the other: what it is, a colon, the amount."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8_000, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        typed = [line.strip() for line in super().clean(value).splitlines()]
        return [self._line(place, line) for place, line in enumerate(typed, start=1) if line]

    def _line(self, place: int, line: str) -> CostLine:
        text, _colon, amount = line.rpartition(":")
        text = text.strip()
        if not text:
            sentence = _('Line %(n)s ("%(line)s"): write what it is, a colon and the amount.')
            raise forms.ValidationError(sentence % {"n": place, "line": line[:40]})
        try:
            return CostLine(text, cents_of(amount))
        except forms.ValidationError as problem:
            sentence = _('Line %(n)s ("%(line)s"): %(problem)s')
            told = {"n": place, "line": line[:40], "problem": problem.message}
            raise forms.ValidationError(sentence % told) from problem


class CostSheetForm(forms.Form):
    """What one unit of a product costs from a day on. A name that is known means the next sheet of it."""

    name = forms.CharField(label=_("What we make"), max_length=120)
    unit = forms.CharField(label=_("Counted in"), max_length=12, help_text=_("m², piece, hour."))
    in_force_from = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
    lines = CostLinesField(
        label=_("What one costs us, line by line"),
        help_text=_("On each line what it is, a colon and the amount. Gas: 1270"),
    )
    price_cents = MoneyField(label=_("We sell it at"))

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("name", "")
        known = Product.objects.filter(name=name).first()
        return {**self.cleaned_data, "code": known.code if known else code_of(name)}


def code_of(name: str) -> str:
    """The short name of a new thing: its letters and digits; a name without any gets one by lot."""
    return slugify(name)[:40].strip("-") or uuid4().hex[:12]


def next_sheet(sheet: CostSheet) -> dict[str, Any]:
    """What the form begins with when a product's next sheet is written: all of the last, but the day."""
    return {
        "name": sheet.product.name,
        "unit": sheet.product.unit,
        "lines": "\n".join(f"{line['text']}: {as_typed(line['cents'])}" for line in sheet.lines),
        "price_cents": as_typed(sheet.price_cents),
    }
