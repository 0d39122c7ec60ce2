"""The days of a pay run in words, for pages."""

from __future__ import annotations

from django import template

from payroll.models import PayRun
from payroll.reports.runs import said_days

register = template.Library()


@register.filter
def pay_days(run: PayRun) -> str:
    """ "March 2026" for a month, else from which day to which, both of them in."""
    return said_days(run)
