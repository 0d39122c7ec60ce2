"""The transfers of a payment beside the bank's list, as JSON: the same act as the page."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from members.gate import NotYours, member_of
from payroll.actions.found_singly import MOST_AT_ONCE, find_transfers
from payroll.actions.signing import PREPARE
from payroll.actions.undoing_found import undo_confirmation, undo_found_transfer
from payroll.api.payments import PaymentOut, payment_out
from payroll.api.runs import router
from payroll.models import Payment, PaymentPart
from payroll.reports.found_singly import transfers_of

Id = Annotated[int, Field(ge=1, lt=2**63)]


class PairIn(Schema):
    """Which movement of the bank (`line`) a part of the payment is."""

    part: Id
    line: Id


class TransfersIn(Schema):
    """Some pairs, and with `all_sure` those that surely are one."""

    pairs: Annotated[list[PairIn], Field(max_length=MOST_AT_ONCE)] = []
    all_sure: bool = False


class NotFoundIn(Schema):
    """The movement that it was found as (`line`); none where it was said in words."""

    line: Id | None = None


class TransferOut(Schema):
    """`line` is the movement that it was found as, `sure` the one that it surely is."""

    part: int
    member: int
    cents: int
    line: int | None
    sure: int | None


class TransfersOut(Schema):
    """`left` is how many are in no list of the bank yet; `unmatched` movements of the same cents that fit none."""

    found: int
    left: int
    items: list[TransferOut]
    unmatched: list[int]


@router.get(
    "/payments/{payment_id}/transfers",
    response=TransfersOut,
    summary="Transfers of a payment beside the bank's list",
)
def transfers(request: HttpRequest, payment_id: int) -> dict[str, Any]:
    """For whoever prepares the pay, where the bank lists each transfer by itself."""
    if not member_of(request).may_read(PREPARE, timezone.now()):
        raise NotYours(PREPARE)
    return _out(get_object_or_404(Payment, pk=payment_id))


@router.post(
    "/payments/{payment_id}/transfers", response={200: TransfersOut}, summary="Find transfers in the bank"
)
def find(request: HttpRequest, payment_id: int, wanted: TransfersIn) -> Status[dict[str, Any]]:
    """Each once; up to five hundred at a time. Again, what was found stays as it is."""
    payment = get_object_or_404(Payment, pk=payment_id)
    find_transfers(
        payment_id=payment.pk,
        pairs={each.part: each.line for each in wanted.pairs},
        all_sure=wanted.all_sure,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(200, _out(Payment.objects.get(pk=payment.pk)))


@router.post(
    "/payments/{payment_id}/transfers/another",
    response={200: TransfersOut},
    summary="A transfer was another movement",
)
def another(request: HttpRequest, payment_id: int, wrong: PairIn) -> Status[dict[str, Any]]:
    """Not the one that it was found as: another entry undoes it, and both wait again."""
    part = get_object_or_404(PaymentPart, pk=wrong.part, payment=payment_id)
    undo_found_transfer(part_id=part.pk, line_id=wrong.line, actor=member_of(request), now=timezone.now())
    return Status(200, _out(Payment.objects.get(pk=payment_id)))


@router.post(
    "/payments/{payment_id}/another", response={200: PaymentOut}, summary="It was not found after all"
)
def another_payment(request: HttpRequest, payment_id: int, wrong: NotFoundIn) -> Status[dict[str, Any]]:
    """Not as the movement that was said: its entry stays, and both wait again."""
    payment = get_object_or_404(Payment, pk=payment_id)
    undo_confirmation(payment_id=payment.pk, line_id=wrong.line, actor=member_of(request), now=timezone.now())
    return Status(200, payment_out(Payment.objects.select_related("entry").get(pk=payment.pk)))


def _out(payment: Payment) -> dict[str, Any]:
    found = transfers_of(payment)
    return {
        "found": found.found_count,
        "left": found.left_count,
        "items": [
            {
                "part": row.part.pk,
                "member": row.part.payslip.member.number,
                "cents": row.part.cents,
                "line": row.found.pk if row.found is not None else None,
                "sure": row.sure.pk if row.sure is not None else None,
            }
            for row in found.rows
        ],
        "unmatched": [line.pk for line in found.unmatched],
    }
