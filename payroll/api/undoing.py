"""Undoing a payment that was written down wrongly, as JSON: the same act as the page."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from ledger.models import Entry
from members.gate import member_of
from payroll.actions.undoing_payments import undo_payment
from payroll.api.runs import router
from payroll.api.shapes import Number
from payroll.rules.undoing import LONGEST_WHY


class UndoIn(Schema):
    """`entry` is the number of the payment's entry; everybody reads `because`: name nobody."""

    entry: Number
    because: Annotated[str, Field(min_length=1, max_length=LONGEST_WHY), AfterValidator(holdable)]


class UndoneOut(Schema):
    entry: int
    undone_by: int


@router.post("/pay/undone", response={201: UndoneOut}, summary="Undo a payment that was written down wrongly")
def undo(request: HttpRequest, wanted: UndoIn) -> Status[dict[str, Any]]:
    """For a project, out of a fund, shares paid in or given back, an advance, help; never by who wrote it down."""
    entry = get_object_or_404(Entry, number=wanted.entry)
    undone = undo_payment(
        entry_id=entry.pk, because=wanted.because, actor=member_of(request), now=timezone.now()
    )
    return Status(201, {"entry": entry.number, "undone_by": undone.number})
