"""Members' shares, what is asked back of them, and what if, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from members.gate import member_of
from members.models import Cooperative
from payroll.actions.shares import ask_refund, pay_in_shares, pay_refunds, subscribe_shares
from payroll.actions.what_if import show_what_if
from payroll.api.runs import router
from payroll.api.shapes import Cents, Key, Number, Where, member_numbered
from payroll.forms.what_if import address_of, asked_of
from payroll.reports.refunds import refund_queue
from payroll.reports.shares import share_account
from payroll.reports.what_if import surplus_to_ask_about, what_if_page
from payroll.rules.what_if import MOST_JOINING

Percent = Annotated[int, Field(ge=0, le=100)]


class Moved(Schema):
    on: date
    memo: str
    cents: int
    balance_cents: int


class Part(Schema):
    due_on: date
    cents: int


class SharesOut(Schema):
    """What one subscribed, holds and owes still; in the queue of those asked back, the places that wait."""

    subscribed_cents: int
    held_cents: int
    due_cents: int
    to_come: list[Part]
    movements: list[Moved]
    places: list[int]


class SubscribeIn(Schema):
    member: Number
    first_due_on: date


class SubscriptionOut(Schema):
    member: int
    cents: int
    instalments: int
    first_due_on: date


class PayInIn(Schema):
    member: Number
    cents: Cents
    into: Where
    on: date
    key: Key


class PaidInOut(Schema):
    """What is left to pay of what they subscribed."""

    member: int
    left_cents: int


class PlaceOut(Schema):
    id: int
    place: int
    asked_on: date
    member: int | None
    left_cents: int
    payable_cents: int


class QueueOut(Schema):
    may_be_paid_this_year_cents: int
    items: list[PlaceOut]


class AskBackIn(Schema):
    """Without a number, one's own."""

    member: Number | None = None


class AskedOut(Schema):
    id: int
    member: int
    cents: int
    asked_on: date


class GiveBackIn(Schema):
    most_cents: Cents
    out_of: Where
    key: Key


class GivenBackOut(Schema):
    refund: int
    cents: int
    entry: int


class SumOut(Schema):
    """What it would come to: `each_cents` is the return in equal parts, `weeks` how long the money lasts."""

    result_cents: int
    pay_cents: int
    people: int
    steps: dict[str, int]
    for_return_cents: int
    each_cents: int
    cash_cents: int
    weeks: int | None


class WhatIfOut(Schema):
    surplus: int | None
    months: int
    as_it_is: SumOut
    would_be: SumOut
    warnings: list[str]


class StandingIn(Schema):
    """Where the sliders stand, as `GET /what-if` is asked: parts in a hundred, pay in whole units of the currency."""

    surplus: Annotated[int, Field(ge=1, lt=2**53)] | None = None
    reinvestment: Percent | None = None
    community: Percent | None = None
    late: Percent | None = None
    pay: Annotated[int, Field(ge=0, le=10**12)] | None = None
    joining: Annotated[int, Field(ge=0, le=MOST_JOINING)] | None = None


class ShownOut(Schema):
    """What is on the hall's screen; `asked` as an address says it."""

    surplus: int | None
    asked: str
    shown_at: datetime


@router.get("/shares", response=SharesOut, summary="My shares: what I hold, what is due, every movement")
def shares(request: HttpRequest) -> dict[str, Any]:
    account = share_account(member_of(request), today=Cooperative.objects.here().day_of(timezone.now()))
    names = ("subscribed_cents", "held_cents", "due_cents")
    return {
        **{name: getattr(account, name) for name in names},
        "to_come": [{"due_on": part.due_on, "cents": part.cents} for part in account.to_come],
        "movements": [
            {name: getattr(each, name) for name in Moved.model_fields} for each in account.movements
        ],
        "places": [place.place for place in account.places],
    }


@router.get(
    "/what-if", response=WhatIfOut, summary="What a surplus would come to with other parts, pay and people"
)
def what_if(request: HttpRequest) -> dict[str, Any]:
    """Ask with `surplus`, `reinvestment`, `community`, `late` (so many in a hundred), `pay`, `joining`."""
    coop = Cooperative.objects.here()
    found = surplus_to_ask_about(request.GET.get("surplus", ""))
    page = what_if_page(
        found, asked_of(request.GET, decimals=coop.decimals), today=coop.day_of(timezone.now())
    )
    if page is None:
        raise Http404
    return {
        "surplus": found.pk if found else None,
        "months": page.months,
        "as_it_is": _sum(page.before),
        "would_be": _sum(page.answer),
        "warnings": page.warnings,
    }


@router.post("/what-if/show", response={201: ShownOut}, summary="Put this standing on the hall's screen")
def show(request: HttpRequest, standing: StandingIn) -> Status[dict[str, Any]]:
    """By whoever chairs, or proposes the surplus. What is on the screen already is shown once."""
    found = surplus_to_ask_about("" if standing.surplus is None else str(standing.surplus))
    if found is None and standing.surplus is not None:
        raise Http404
    said = QueryDict(mutable=True)
    said.update({name: str(value) for name, value in standing.dict().items() if value is not None})
    decimals = Cooperative.objects.here().decimals
    shown = show_what_if(
        surplus_id=found.pk if found else None,
        asked=address_of(asked_of(said, decimals=decimals), decimals=decimals),
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, {"surplus": shown.surplus_id, "asked": shown.asked, "shown_at": shown.shown_at})


@router.post(
    "/shares/subscriptions", response={201: SubscriptionOut}, summary="Somebody subscribes what the rule says"
)
def subscribe(request: HttpRequest, wanted: SubscribeIn) -> Status[dict[str, Any]]:
    """Once for each rule: again, the subscription that there is."""
    member = member_numbered(wanted.member)
    made = subscribe_shares(
        member_id=member.pk, first_due_on=wanted.first_due_on, actor=member_of(request), now=timezone.now()
    )
    names = ("cents", "instalments", "first_due_on")
    return Status(201, {"member": member.number, **{name: getattr(made, name) for name in names}})


@router.post("/shares/payments", response={201: PaidInOut}, summary="Somebody paid in of their shares")
def pay_in(request: HttpRequest, wanted: PayInIn) -> Status[dict[str, int]]:
    """Never more than was subscribed. The same key again enters nothing more."""
    member = member_numbered(wanted.member)
    left = pay_in_shares(
        member_id=member.pk, **wanted.dict(exclude={"member"}), actor=member_of(request), now=timezone.now()
    )
    return Status(201, {"member": member.number, "left_cents": left})


@router.get("/shares/refunds", response=QueueOut, summary="Shares asked back, the oldest first")
def refunds(request: HttpRequest) -> dict[str, Any]:
    """Whose each is, is said to whoever keeps the books or pays, and to themselves."""
    reader, now = member_of(request), timezone.now()
    queue = refund_queue(today=Cooperative.objects.here().day_of(now))
    sees = any(reader.has_perm(power, now) for power in ("payroll.pay", "ledger.keep_books"))
    return {
        "may_be_paid_this_year_cents": queue.ceiling_cents,
        "items": [
            {
                "id": each.refund.pk,
                "place": each.place,
                "asked_on": each.refund.asked_on,
                "member": each.refund.member.number if sees or each.refund.member_id == reader.pk else None,
                "left_cents": each.left_cents,
                "payable_cents": each.payable_cents,
            }
            for each in queue.places
        ],
    }


@router.post("/shares/refunds", response={201: AskedOut}, summary="Ask shares back, of somebody who left")
def ask_back(request: HttpRequest, wanted: AskBackIn) -> Status[dict[str, Any]]:
    """One's own, or another's by whoever keeps the books. Again, the request that there is."""
    reader = member_of(request)
    member = member_numbered(wanted.member) if wanted.member is not None else reader
    made = ask_refund(member_id=member.pk, actor=reader, now=timezone.now())
    return Status(
        201, {"id": made.pk, "member": member.number, "cents": made.cents, "asked_on": made.asked_on}
    )


@router.post(
    "/shares/refunds/pay", response={201: list[GivenBackOut]}, summary="Give shares back, in their order"
)
def give_back(request: HttpRequest, wanted: GiveBackIn) -> Status[list[dict[str, Any]]]:
    """As far as the year's limit and this much reach. The same key again pays nothing more."""
    made = pay_refunds(**wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(
        201,
        [{"refund": each.refund_id, "cents": each.cents, "entry": each.entry.number} for each in made],
    )


def _sum(answer: Any) -> dict[str, Any]:
    names = ("result_cents", "pay_cents", "people", "each_cents", "cash_cents", "weeks")
    return {
        **{name: getattr(answer, name) for name in names},
        "steps": {step.code: step.cents for step in answer.steps.steps},
        "for_return_cents": answer.steps.for_return_cents,
    }
