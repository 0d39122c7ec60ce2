"""Recomputing all that was promised, room by room from the ground up."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import connection

from record import guards


def faults() -> list[str]:
    """Everything that does not hold, a sentence each; empty when all does."""
    found = [f"database: the guard {name} is missing" for name in guards.missing(connection)]
    for room in settings.ROOMS:
        if find_spec(f"{room}.reports") is None:
            continue
        reports = import_module(f"{room}.reports")
        if hasattr(reports, "faults"):
            found += reports.faults()
    return found
