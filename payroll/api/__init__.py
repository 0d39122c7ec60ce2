"""JSON over the same actions as the pages, by noun: each file has its shapes and its calls."""

from payroll.api import funds, payments, runs, shares, steps, surplus
from payroll.api.runs import router

__all__ = ["funds", "payments", "router", "runs", "shares", "steps", "surplus"]
