"""How hours, shares of a whole and cents as numbers read on pages."""

from __future__ import annotations

from fractions import Fraction

from django import template

from payroll.forms.hours import hours_text
from payroll.rules.percent import as_percent

register = template.Library()


@register.filter
def as_hours(minutes: int) -> str:
    """Minutes as hours: "152:30"."""
    return hours_text(minutes)


@register.filter
def as_share(share: Fraction | str) -> str:
    """A share as people read it: "40 %"."""
    return as_percent(Fraction(share))
