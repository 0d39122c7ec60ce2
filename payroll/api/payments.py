"""Payments, advances, where one is paid and what one is owed, as JSON: the same acts as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from members.gate import member_of
from members.models import Member
from payroll.actions.accounts import say_where_paid
from payroll.actions.advances import ask_deduction, end_deduction, give_advance
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.corrections import correct_pay
from payroll.actions.paying_out import pay_run as pay_out
from payroll.actions.payments import confirm_payment, export_payment
from payroll.actions.signing import sees_nets
from payroll.api.runs import RunOut, router
from payroll.api.runs import pay_run as one_run
from payroll.models import Advance, Deduction, Payment, PaymentPart, PayTo, Way
from payroll.reports.payments import arrears_of
from record.paging import Page

Whole = Annotated[int, Field(ge=0, le=2**53)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
Key = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,40}$")]


class PartOut(Schema):
    """What a payment paid of one payslip. Where it went stays between them and whoever pays."""

    id: int
    payslip: int
    member: int
    cents: int
    came_back_at: datetime | None
    paid_again_in: int | None


class PaymentOut(Schema):
    """One time that money left for members."""

    id: int
    number: int
    way: str
    pay_on: date
    total_cents: int
    entry: int
    exported_at: datetime | None
    file_digest: str
    confirmed_at: datetime | None
    exported_before: bool = False


class PaymentWithParts(PaymentOut):
    parts: list[PartOut]


class PaymentsOut(Schema):
    items: list[PaymentOut]
    count: int


class PayOutIn(Schema):
    """With how much money; the key, made by the phone, tells a second click from a second time."""

    available_cents: Whole
    key: Key


class FoundIn(Schema):
    """In words, or the movement of the bank that it is (its id, as the list of the bank's movements has it)."""

    said: Annotated[str, Field(max_length=120)] = ""
    line: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class WhoIn(Schema):
    member: Number


class AdvanceIn(Schema):
    member: Number
    cents: Whole
    instalments: Annotated[int, Field(ge=1, le=60)] = 1
    from_on: date
    way: Way
    key: Key


class AdvanceOut(Schema):
    id: int
    member: int
    cents: int
    instalments: int
    from_on: date


class DeductionIn(Schema):
    """An amount, or a part of the pay such as "3/100"."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    cents: Whole = 0
    share: Annotated[str, Field(max_length=24)] = ""
    from_on: date


class EndIn(Schema):
    until_on: date


class DeductionOut(Schema):
    id: int
    name: str
    cents: int
    share: str
    from_on: date
    until_on: date | None


class PayToIn(Schema):
    way: Way
    holder: Annotated[str, Field(max_length=70)] = ""
    account: Annotated[str, Field(max_length=60)] = ""
    bank: Annotated[str, Field(max_length=16)] = ""


class ArrearsOut(Schema):
    """What one is still owed of a payslip."""

    payslip: int
    run: int
    from_on: date
    until_on: date
    paid_cents: int
    owed_cents: int


@router.get("/payments", response=PaymentsOut, summary="Payments, latest first")
def payments(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Every payment of pay, the newest first."""
    rows = Payment.objects.select_related("entry").order_by("-number")
    return {"count": rows.count(), "items": [payment_out(each) for each in rows[page.part]]}


@router.get("/payments/{payment_id}", response=PaymentWithParts, summary="One payment, part by part")
def payment(request: HttpRequest, payment_id: int) -> dict[str, Any]:
    """What it paid me, and what of it came back; to whoever prepares, signs or pays, all of its parts."""
    found, reader = _payment(payment_id), member_of(request)
    parts = found.parts.select_related("payslip__member", "paid_again").order_by("payslip__member__number")
    if not sees_nets(reader, timezone.now()):
        parts = parts.filter(payslip__member=reader)
    return {**payment_out(found), "parts": [_part(part) for part in parts]}


@router.get("/arrears", response=list[ArrearsOut], summary="What I am still owed, the oldest first")
def arrears(request: HttpRequest) -> list[dict[str, Any]]:
    """Of pay that is in the books."""
    return [
        {
            "payslip": each.payslip.pk,
            "run": each.payslip.run_id,
            "from_on": each.payslip.run.from_on,
            "until_on": each.payslip.run.until_on,
            "paid_cents": each.paid_cents,
            "owed_cents": each.owed_cents,
        }
        for each in arrears_of(member_of(request))
    ]


@router.post("/pay-runs/{run_id}/payments", response=RunOut, summary="Pay with what money there is")
def pay_part(request: HttpRequest, run_id: int, wanted: PayOutIn) -> dict[str, Any]:
    """The oldest first, the same part to each. The same key again pays nothing more."""
    one_run(request, run_id)
    pay_out(
        run_id=run_id,
        available_cents=wanted.available_cents,
        key=wanted.key,
        actor=member_of(request),
        now=timezone.now(),
    )
    return one_run(request, run_id)


@router.post("/pay-runs/{run_id}/corrections", response={201: RunOut}, summary="Correct one member's pay")
def correct(request: HttpRequest, run_id: int, who: WhoIn) -> Status[dict[str, Any]]:
    """Worked out again in a run of its own, which another signs."""
    one_run(request, run_id)
    member = get_object_or_404(Member, number=who.member)
    made = correct_pay(run_id=run_id, member_id=member.pk, actor=member_of(request), now=timezone.now())
    return Status(201, one_run(request, made.pk))


@router.post("/payments/{payment_id}/export", response=PaymentOut, summary="Make its file")
def export(request: HttpRequest, payment_id: int) -> dict[str, Any]:
    """The same bytes every time; `exported_before` says that it was made already."""
    _payment(payment_id)
    made = export_payment(payment_id=payment_id, actor=member_of(request), now=timezone.now())
    return {**payment_out(_payment(payment_id)), "exported_before": made.found_done}


@router.post("/payments/{payment_id}/confirm", response=PaymentOut, summary="It was found in the bank")
def confirm(request: HttpRequest, payment_id: int, found: FoundIn) -> dict[str, Any]:
    """Or the sheet is signed: say where it is."""
    _payment(payment_id)
    confirm_payment(
        payment_id=payment_id,
        what=found.said,
        line_id=found.line,
        actor=member_of(request),
        now=timezone.now(),
    )
    return payment_out(_payment(payment_id))


@router.post("/payments/parts/{part_id}/bounced", response=PartOut, summary="A part came back")
def bounced(request: HttpRequest, part_id: int, back: FoundIn) -> dict[str, Any]:
    """It is owed again, and waits to be paid again by itself."""
    get_object_or_404(PaymentPart, pk=part_id)
    bounce_part(
        part_id=part_id, because=back.said, line_id=back.line, actor=member_of(request), now=timezone.now()
    )
    found = PaymentPart.objects.select_related("payslip__member", "paid_again")
    return _part(found.get(pk=part_id))


@router.post("/payments/parts/{part_id}/again", response={201: PaymentOut}, summary="Pay it again, once")
def again(request: HttpRequest, part_id: int) -> Status[dict[str, Any]]:
    """By itself, to where they want it now."""
    get_object_or_404(PaymentPart, pk=part_id)
    made = pay_again(part_id=part_id, actor=member_of(request), now=timezone.now())
    return Status(201, payment_out(_payment(made.pk)))


@router.post("/advances", response={201: AdvanceOut}, summary="Give an advance")
def advance(request: HttpRequest, wanted: AdvanceIn) -> Status[dict[str, Any]]:
    """The same key again answers the advance that there is."""
    said = wanted.dict()
    member = get_object_or_404(Member, number=said.pop("member"))
    made = give_advance(member_id=member.pk, **said, actor=member_of(request), now=timezone.now())
    return Status(201, _advance(made, member))


@router.post("/deductions", response={201: DeductionOut}, summary="Keep something back from my own pay")
def deduction(request: HttpRequest, wanted: DeductionIn) -> Status[Deduction]:
    """Nobody asks for another."""
    made = ask_deduction(**wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, made)


@router.post("/deductions/{deduction_id}/end", response=DeductionOut, summary="End it, from a day on")
def end(request: HttpRequest, deduction_id: int, wanted: EndIn) -> Deduction:
    """Only one's own."""
    get_object_or_404(Deduction, pk=deduction_id, member=member_of(request))
    return end_deduction(
        deduction_id=deduction_id, until_on=wanted.until_on, actor=member_of(request), now=timezone.now()
    )


@router.post("/pay-to", response={201: PayToIn}, summary="Say where my pay goes")
def pay_to(request: HttpRequest, wanted: PayToIn) -> Status[PayTo]:
    """In cash, or into an account whose check digits hold."""
    return Status(201, say_where_paid(**wanted.dict(), actor=member_of(request), now=timezone.now()))


def _payment(payment_id: int) -> Payment:
    return get_object_or_404(Payment.objects.select_related("entry"), pk=payment_id)


def payment_out(found: Payment) -> dict[str, Any]:
    """As `PaymentOut` has it."""
    names = ("number", "way", "pay_on", "total_cents", "exported_at", "file_digest", "confirmed_at")
    return {"id": found.pk, "entry": found.entry.number, **{name: getattr(found, name) for name in names}}


def _part(part: PaymentPart) -> dict[str, Any]:
    after = getattr(part, "paid_again", None)
    return {
        "id": part.pk,
        "payslip": part.payslip_id,
        "member": part.payslip.member.number,
        "cents": part.cents,
        "came_back_at": part.bounced_at,
        "paid_again_in": after.payment_id if after is not None else None,
    }


def _advance(made: Advance, member: Member) -> dict[str, Any]:
    names = ("cents", "instalments", "from_on")
    return {"id": made.pk, "member": member.number, **{name: getattr(made, name) for name in names}}
