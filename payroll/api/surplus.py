"""Surplus as JSON: what was worked out, proposed or shared, step by step with its articles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Query, Schema

from members.gate import member_of
from payroll.api.runs import router
from payroll.models import Surplus
from payroll.reports import surplus_page
from payroll.reports.contested import NotPaidPage
from record.paging import Page

LOSS_PARTS = ("reserve", "members", "carried")


class SurplusLine(Schema):
    """A surplus of a year or of one period; `motion` is the one that proposes to share it."""

    id: int
    name: str
    from_on: date
    until_on: date
    pack: str
    state: str
    result_cents: int
    for_return_cents: int
    left_over_cents: int
    motion: int | None
    entry: int | None
    made_at: datetime
    posted_at: datetime | None


class StepOut(Schema):
    """What a step takes, of what, by which article."""

    code: str
    label: str
    base_cents: int
    cents: int
    article: str


class LossOut(Schema):
    """How a loss that was proposed is covered; the rest is carried to the next years."""

    reserve_cents: int
    members_cents: int
    carried_cents: int


class NotPaidOut(Schema):
    """What was not paid of a surplus whose contest was right: of how many, and which fund a motion gives it to.

    `entry` is there once it was carried out. `mine_cents` is the part of whoever asks.
    """

    cents: int
    people: int
    mine_cents: int
    goes_to: str
    motion: int | None
    entry: int | None


class SurplusOut(SurplusLine):
    """With its steps. `mine_cents` is the part of whoever asks: nobody reads another's here."""

    steps: list[StepOut]
    return_floor_cents: int
    needs: str
    warnings: list[str]
    people: int
    mine_cents: int | None
    loss: LossOut | None
    is_upheld: bool
    not_paid: NotPaidOut | None


class SurplusList(Schema):
    count: int
    items: list[SurplusLine]


@router.get(
    "/surpluses", response=SurplusList, summary="What was worked out, proposed or shared, latest first"
)
def surpluses(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    rows = Surplus.objects.select_related("entry")
    return {"count": rows.count(), "items": [_line(each) for each in rows[page.part]]}


@router.get(
    "/surpluses/{surplus_id}", response=SurplusOut, summary="A surplus, step by step, and my part of it"
)
def surplus(request: HttpRequest, surplus_id: int) -> dict[str, Any]:
    """It shares nothing until a motion is adopted."""
    found = get_object_or_404(
        Surplus.objects.select_related("entry"), pk=surplus_id if 0 < surplus_id < 2**62 else None
    )
    shown = surplus_page(found, reader=member_of(request))
    loss = found.how.get("loss")
    language = get_language() or "es-ar"
    return {
        **_line(found),
        "steps": [
            {
                **{name: getattr(step, name) for name in ("code", "base_cents", "cents", "article")},
                "label": step.label.said(language),
            }
            for step in shown.shown.steps
        ],
        "for_return_cents": shown.shown.for_return_cents,
        "return_floor_cents": shown.shown.return_floor_cents,
        "needs": shown.needs,
        "warnings": shown.warnings,
        "people": shown.people,
        "mine_cents": None if shown.mine is None else shown.mine.cents,
        "loss": None if loss is None else {f"{name}_cents": loss[name] for name in LOSS_PARTS},
        "is_upheld": shown.is_upheld,
        "not_paid": None if shown.not_paid is None else _not_paid(shown.not_paid),
    }


def _not_paid(left: NotPaidPage) -> dict[str, Any]:
    return {
        **{name: getattr(left, name) for name in ("cents", "people", "mine_cents", "goes_to")},
        "motion": left.motion.pk if left.motion is not None else None,
        "entry": left.entry[1] if left.entry is not None else None,
    }


def _line(found: Surplus) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in SurplusLine.model_fields if hasattr(found, name)},
        "motion": found.motion_id,
        "entry": found.entry.number if found.entry else None,
    }
