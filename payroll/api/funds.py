"""What things cost, machines and works, and the funds, as JSON: reads, open to every member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from members.gate import member_of
from members.models import Cooperative
from payroll.api.runs import router
from payroll.models import HelpRequest, Project
from payroll.reports.costs import product_lines
from payroll.reports.funds import paid_by_project, reinvestment_fund
from payroll.reports.help import help_page


class OrderOut(Schema):
    place: int
    quantity: int
    for_whom: str
    motion: int


class CostOut(Schema):
    """A product's sheet; `margin_per_mille` is the difference in thousandths of the price."""

    product: str
    unit: str
    in_force_from: date
    lines: list[dict[str, Any]]
    total_cents: int
    price_cents: int
    difference_cents: int
    margin_per_mille: int
    orders: list[OrderOut]


class ProjectOut(Schema):
    code: str
    name: str
    effect: str
    cents: int
    paid_cents: int
    motion: int | None
    in_use_since: date | None


class FundOut(Schema):
    balance_cents: int
    target_cents: int
    pace_cents: int
    months: int | None


class ProjectsOut(Schema):
    """The list, and the fund it is paid from."""

    fund: FundOut
    items: list[ProjectOut]


class HelpFundOut(Schema):
    left_cents: int
    given: int
    given_cents: int


class HelpOut(Schema):
    """Sums of each fund, and one's own requests only: others' are read on the page, by whoever hears them."""

    funds: list[HelpFundOut]
    mine: list[dict[str, Any]]


@router.get("/costs", response=list[CostOut], summary="What each product costs, its price, and who needs it")
def costs(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "product": line.sheet.product.name,
            "unit": line.sheet.product.unit,
            "in_force_from": line.sheet.in_force_from,
            "lines": line.sheet.lines,
            "total_cents": line.sheet.total_cents,
            "price_cents": line.sheet.price_cents,
            "difference_cents": line.difference_cents,
            "margin_per_mille": line.per_mille,
            "orders": [
                {
                    "place": order.place,
                    "quantity": order.quantity,
                    "for_whom": order.for_whom,
                    "motion": order.motion_id,
                }
                for order in line.orders
            ],
        }
        for line in product_lines(on=_today())
    ]


@router.get("/projects", response=ProjectsOut, summary="Machines and works, and the fund they are paid from")
def projects(request: HttpRequest) -> dict[str, Any]:
    fund, paid = reinvestment_fund(today=_today()), paid_by_project()
    names = ("code", "name", "effect", "cents", "in_use_since")
    return {
        "fund": {name: getattr(fund, name) for name in FundOut.model_fields},
        "items": [
            {
                **{name: getattr(each, name) for name in names},
                "motion": each.motion_id,
                "paid_cents": paid.get(each.pk, 0),
            }
            for each in Project.objects.all()
        ],
    }


@router.get("/funds", response=HelpOut, summary="What the funds for help have and gave, and my own requests")
def funds(request: HttpRequest) -> dict[str, Any]:
    me = member_of(request)
    page = help_page(me, now=timezone.now())
    mine = HelpRequest.objects.filter(member=me).order_by("-asked_at", "-pk")
    return {
        "funds": [{name: getattr(each, name) for name in HelpFundOut.model_fields} for each in page.funds],
        "mine": [{"id": each.pk, "state": each.state, "cents": each.cents} for each in mine],
    }


def _today() -> date:
    return Cooperative.objects.here().day_of(timezone.now())
