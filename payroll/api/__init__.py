"""JSON over the same actions as the pages, by noun: each file has its shapes and its calls."""

from payroll.api import (
    energy,
    found_singly,
    fund_spending,
    funds,
    help,
    own_lines,
    payments,
    projects,
    runs,
    shares,
    sharing,
    steps,
    surplus,
    undoing,
)
from payroll.api.runs import router

__all__ = [
    "energy",
    "found_singly",
    "fund_spending",
    "funds",
    "help",
    "own_lines",
    "payments",
    "projects",
    "router",
    "runs",
    "shares",
    "sharing",
    "steps",
    "surplus",
    "undoing",
]
