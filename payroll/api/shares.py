"""One's own shares and what if, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema

from members.gate import member_of
from members.models import Cooperative
from payroll.api.runs import router
from payroll.forms.what_if import asked_of
from payroll.reports.shares import share_account
from payroll.reports.what_if import surplus_to_ask_about, what_if_page


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


def _sum(answer: Any) -> dict[str, Any]:
    names = ("result_cents", "pay_cents", "people", "each_cents", "cash_cents", "weeks")
    return {
        **{name: getattr(answer, name) for name in names},
        "steps": {step.code: step.cents for step in answer.steps.steps},
        "for_return_cents": answer.steps.for_return_cents,
    }
