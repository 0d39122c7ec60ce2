"""What our bylaws say about spending a fund: which may be spent, and on what."""

from __future__ import annotations

from ledger import chart

SPENDABLE = (
    chart.EDUCATION_FUND,
    chart.SOCIAL_FUND,
    chart.MUTUAL_FUND,
    chart.DEVELOPMENT_FUND,
    chart.LABOUR_FUND,
    chart.COMMUNITY,
    chart.WINTER_CUSHION,
)
"""Funds that the assembly may decide to spend, by their accounts.

A reserve by law is never one of them. The reinvestment fund gives as machines and works are paid for; what is kept
for the yearly assembly goes where that assembly sends it.
"""

VOTED_BY = "purchase"
"""The kind of motion that lets a fund be spent, of so much at most."""

NEVER_ON = (chart.WORK_REMUNERATION,)
"""Costs that no fund pays: pay is paid by a pay run."""
