"""What was spent of the funds, as JSON: open to every member; whoever pays writes it down."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies.models import Motion
from members.gate import member_of
from payroll.actions.fund_spending import spend_fund
from payroll.api.runs import router
from payroll.api.shapes import Cents, Key, Line, Number, Where
from payroll.models import FundPayment
from payroll.reports.fund_spending import funds_there
from payroll.reports.funds import was_undone
from record.paging import Page

AccountCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,24}$")]


class FundSpendingIn(Schema):
    """`fund` and `towards` are codes of accounts; `motion` is the number of the purchase that was adopted."""

    fund: AccountCode
    motion: Number
    what: Line
    cents: Cents
    out_of: Where = "bank"
    towards: AccountCode
    on: date
    key: Key


class FundPaymentOut(Schema):
    """One that was undone counts no more."""

    id: int
    fund: str
    motion: int
    what: str
    cents: int
    towards: str
    paid_on: date
    entry: int
    is_undone: bool


class FundHasOut(Schema):
    fund: str
    name: str
    left_cents: int
    spent_cents: int


class FundsSpentOut(Schema):
    funds: list[FundHasOut]
    count: int
    items: list[FundPaymentOut]


@router.get(
    "/funds/spent", response=FundsSpentOut, summary="What each fund has, and what was spent of it as voted"
)
def spent(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Open to every member. The latest first."""
    rows = FundPayment.objects.select_related("fund", "towards", "motion", "entry__reversed_by")
    return {
        "funds": [
            {
                "fund": each.account.code,
                "name": each.account.said,
                "left_cents": each.left_cents,
                "spent_cents": each.spent_cents,
            }
            for each in funds_there()
        ],
        "count": rows.count(),
        "items": [_out(each) for each in rows[page.part]],
    }


@router.post("/funds/spent", response={201: FundPaymentOut}, summary="Write down a payment out of a fund")
def spend(request: HttpRequest, wanted: FundSpendingIn) -> Status[dict[str, Any]]:
    """Never more than was voted, nor than the fund has. The same key again spends nothing more."""
    motion = get_object_or_404(Motion, number=wanted.motion)
    said = wanted.dict(exclude={"motion"})
    made = spend_fund(**said, motion=motion, actor=member_of(request), now=timezone.now())
    return Status(201, _out(made))


def _out(each: FundPayment) -> dict[str, Any]:
    return {
        "id": each.pk,
        "fund": each.fund.code,
        "motion": each.motion.number,
        "what": each.entry.memo,
        "cents": each.cents,
        "towards": each.towards.code,
        "paid_on": each.paid_on,
        "entry": each.entry.number,
        "is_undone": was_undone(each.entry),
    }
