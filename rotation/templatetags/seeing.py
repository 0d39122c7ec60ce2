"""Exact figures as they are read, and the same page asked for otherwise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format

from rotation.rules.figures import hundredths

register = template.Library()


@register.filter
def in_hundredths(whole: int) -> str:
    """A figure given in hundredths, as it is written here: 12,50."""
    return str(number_format(Decimal(whole).scaleb(-2), 2, use_l10n=True))


@register.filter
def figure(value: Fraction) -> str:
    """An exact figure with two decimals, halves upwards."""
    return in_hundredths(hundredths([value])[0])


@register.filter
def in_a_hundred(value: Fraction) -> int:
    """A part as so many in a hundred, downwards: what is not whole is never shown as whole."""
    return int(value * 100 // 1)


@register.simple_tag(takes_context=True)
def asked(context: Any, **changes: str) -> str:
    """The query of this page with something else asked for, from its first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
