"""Cash boxes as JSON: counted by one, then by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from ledger import actions
from ledger.api.shapes import Code, Id, Problem, me, part, router
from ledger.models import CashCount
from record.paging import Page


class NotesIn(Schema):
    notes: dict[int, int] = Field(max_length=40)
    """How many of each note or coin, by its cents: `{"2000000": 3, "50": 1}`."""


class CountIn(NotesIn):
    account: Code


class CountOut(Schema):
    """What the first counted is not said until the second has counted the same."""

    id: int
    account: str
    first_by: int
    second_by: int | None
    on: date | None
    counted_cents: int | None
    books_cents: int | None
    difference_cents: int | None


class CountList(Schema):
    count: int
    items: list[CountOut]


@router.get("/ledger/cash/counts", response=CountList, summary="Counts of the cash boxes, latest first")
def list_counts(request: HttpRequest, page: Query[Page], account: Code | None = None) -> dict[str, Any]:
    found = CashCount.objects.filter(dropped_at=None).select_related("account", "first_by", "second_by")
    if account is not None:
        found = found.filter(account__code=account)
    return {"count": found.count(), "items": [_count(each) for each in part(found, page)]}


@router.post("/ledger/cash/counts", response={201: CountOut, 409: Problem}, summary="Count a cash box first")
def count(request: HttpRequest, said: CountIn) -> Status[dict[str, Any]]:
    made = actions.count_cash(account=said.account, notes=said.notes, actor=me(request), now=timezone.now())
    return Status(201, _count(made))


@router.post(
    "/ledger/cash/counts/{count_id}/confirm",
    response={200: CountOut, 404: Problem, 409: Problem},
    summary="Count a cash box second, and enter the difference",
)
def confirm(request: HttpRequest, count_id: Id, said: NotesIn) -> dict[str, Any]:
    found = get_object_or_404(CashCount, pk=count_id)
    return _count(
        actions.confirm_cash(count_id=found.pk, notes=said.notes, actor=me(request), now=timezone.now())
    )


@router.post(
    "/ledger/cash/counts/{count_id}/drop",
    response={200: CountOut, 404: Problem, 409: Problem},
    summary="Leave a count that nobody confirmed",
)
def drop(request: HttpRequest, count_id: Id) -> dict[str, Any]:
    found = get_object_or_404(CashCount, pk=count_id)
    return _count(actions.drop_count(count_id=found.pk, actor=me(request), now=timezone.now()))


def _count(count: CashCount) -> dict[str, Any]:
    is_over = count.second_at is not None
    return {
        "id": count.pk,
        "account": count.account.code,
        "first_by": count.first_by.number,
        "second_by": count.second_by.number if count.second_by else None,
        "on": count.on,
        "counted_cents": count.counted_cents if is_over else None,
        "books_cents": count.books_cents,
        "difference_cents": count.difference_cents if is_over else None,
    }
