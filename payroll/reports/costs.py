"""What each product costs on a day."""

from __future__ import annotations

from datetime import date

from payroll.models import CostSheet


def sheets_in_force(*, on: date) -> list[CostSheet]:
    """One sheet of each product, by its name: the newest that holds that day, else the first to come."""
    shown: dict[int, CostSheet] = {}
    for sheet in CostSheet.objects.select_related("product").order_by("product__name", "-in_force_from"):
        there = shown.get(sheet.product_id)
        if there is None or there.in_force_from > on:
            shown[sheet.product_id] = sheet
    return list(shown.values())
