"""What we ask for about the order of work, and about what things cost by the books."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import Period
from ledger.money import BadNumber, parse_weight
from payroll.forms.money import DAY
from payroll.models import Product
from payroll.rules.costs import Made


def _rows(text: str) -> list[tuple[int, Product, list[str]]]:
    """Lines of "name; …; …": the place, the product named first, and the rest."""
    products = {product.name.casefold(): product for product in Product.objects.all()}
    found = []
    for place, line in enumerate((each for each in text.splitlines() if each.strip()), start=1):
        name, *rest = [part.strip() for part in line.split(";")]
        product = products.get(name.casefold())
        if product is None:
            raise forms.ValidationError(
                _("Line %(n)s: there is no product called “%(name)s”."),
                params={"n": place, "name": name[:60]},
            )
        if len(rest) != 2 or not re.fullmatch(r"[0-9]{1,12}", rest[0]):
            raise forms.ValidationError(
                _("Line %(n)s: the product, how many, and the rest, with a semicolon between."),
                params={"n": place},
            )
        found.append((place, product, rest))
    return found


class ProductionForm(forms.Form):
    lines = forms.CharField(
        label=_("What is made first"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, the first first: product; how many a month; for whom."),
    )
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("lines")
        if isinstance(kept, list):
            names = dict(Product.objects.values_list("code", "name"))
            self.initial["lines"] = "\n".join(
                f"{names.get(row['product'], row['product'])}; {row['quantity']}; {row['for_whom']}"
                for row in kept
            )

    def clean_lines(self) -> list[dict[str, Any]]:
        return [
            {"product": product.code, "quantity": int(rest[0]), "for_whom": rest[1]}
            for _place, product, rest in _rows(self.cleaned_data["lines"])
        ]


class FromBooksForm(forms.Form):
    """A month, and what was made in it."""

    period = forms.ModelChoiceField(
        label=_("Month"), queryset=Period.objects.order_by("-from_on"), to_field_name="name"
    )
    hours = forms.IntegerField(label=_("Hours of a month's work"), min_value=1, max_value=744, initial=160)
    lines = forms.CharField(
        label=_("What was made"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: product; how many; minutes of work that one takes."),
    )

    def clean_lines(self) -> dict[str, Made]:
        found: dict[str, Made] = {}
        for place, product, rest in _rows(self.cleaned_data["lines"]):
            try:
                minutes = parse_weight(rest[1].replace(",", "."))
            except BadNumber:
                minutes = Fraction(0)
            if not minutes or not int(rest[0]):
                raise forms.ValidationError(
                    _("Line %(n)s: how many were made and their minutes are above zero."), params={"n": place}
                )
            found[product.code] = Made(quantity=int(rest[0]), minutes=minutes)
        return found
