"""The open books as JSON, over the same actions as the pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Status

from ledger import actions
from ledger.api.shapes import (
    AccountList,
    CloseIn,
    Code,
    EntryIn,
    EntryList,
    EntryOut,
    Id,
    NewAccountIn,
    NewAccountOut,
    PeriodList,
    PeriodName,
    PeriodOut,
    Problem,
    StepOut,
    UndoIn,
    entries_out,
    me,
    part,
    router,
)
from ledger.models import Entry, Period
from ledger.reports import balances, name_of
from ledger.reports.closing import closing_steps
from ledger.rules import Line
from record.paging import Page


@router.get(
    "/ledger/accounts",
    response={200: AccountList, 404: Problem},
    summary="Every account, what moved on it and what is there",
)
def list_accounts(
    request: HttpRequest, page: Query[Page], period: PeriodName | None = None
) -> dict[str, Any]:
    rows = balances(None if period is None else get_object_or_404(Period, name=period))
    language = get_language() or "en"
    return {
        "count": len(rows),
        "items": [
            {
                "code": row.account.code,
                "name": name_of(row.account, language),
                "kind": row.account.kind,
                "is_shareable": row.account.is_shareable,
                "moved_cents": row.moved_cents,
                "balance_cents": row.balance_cents,
            }
            for row in rows[page.part]
        ],
    }


@router.post("/ledger/accounts", response={201: NewAccountOut, 409: Problem}, summary="Open one more account")
def open_account(request: HttpRequest, wanted: NewAccountIn) -> Status[dict[str, Any]]:
    made = actions.open_account(**wanted.dict(), actor=me(request), now=timezone.now())
    return Status(201, {"code": made.code, "name": made.name, "kind": made.kind, "place": made.place})


@router.get("/ledger/periods", response=PeriodList, summary="The months, latest first")
def list_periods(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found = Period.objects.order_by("-from_on")
    return {"count": found.count(), "items": part(found, page)}


@router.post(
    "/ledger/periods/{period_id}/close",
    response={200: PeriodOut, 404: Problem, 409: Problem},
    summary="Close a month",
)
def close_period(request: HttpRequest, period_id: Id, wanted: CloseIn | None = None) -> Period:
    looked_at = wanted is not None and wanted.looked_at
    return actions.close_period(
        period_id=period_id, actor=me(request), now=timezone.now(), looked_at=looked_at
    )


@router.get(
    "/ledger/periods/{period_id}/missing",
    response={200: list[StepOut], 404: Problem},
    summary="What is missing before a month is closed",
)
def missing(request: HttpRequest, period_id: Id) -> list[dict[str, Any]]:
    period = get_object_or_404(Period, pk=period_id)
    return [
        {"what": str(step.what), "about": step.about, "is_done": step.is_done, "must": step.must}
        for step in closing_steps(period)
    ]


@router.get("/ledger/entries", response=EntryList, summary="Entries, latest first")
def listentries_out(
    request: HttpRequest, page: Query[Page], account: Code | None = None, period: PeriodName | None = None
) -> dict[str, Any]:
    found = Entry.objects.select_related("period", "posted_by", "reverses").order_by("-on", "-number")
    if account is not None:
        found = found.filter(postings__account__code=account).distinct()
    if period is not None:
        found = found.filter(period__name=period)
    return {"count": found.count(), "items": entries_out(part(found, page), me(request))}


@router.get(
    "/ledger/entries/{entry_id}", response={200: EntryOut, 404: Problem}, summary="An entry with its lines"
)
def one_entry(request: HttpRequest, entry_id: uuid.UUID) -> dict[str, Any]:
    entry = get_object_or_404(Entry.objects.select_related("period", "posted_by", "reverses"), pk=entry_id)
    return entries_out([entry], me(request))[0]


@router.post(
    "/ledger/entries", response={201: EntryOut, 409: Problem}, summary="Enter what happened to the money"
)
def enter(request: HttpRequest, entry: EntryIn) -> Status[dict[str, Any]]:
    """The same key again is answered with the same entry."""
    made = actions.enter_by_hand(
        on=entry.on,
        memo=entry.memo,
        key=str(entry.key),
        lines=[Line(account=line.account, cents=line.cents, note=line.note) for line in entry.lines],
        actor=me(request),
        now=timezone.now(),
    )
    return Status(201, entries_out([made], me(request))[0])


@router.post(
    "/ledger/entries/{entry_id}/undo",
    response={201: EntryOut, 404: Problem, 409: Problem},
    summary="Undo an entry by another with its lines the other way round",
)
def undo(request: HttpRequest, entry_id: uuid.UUID, about: UndoIn) -> Status[dict[str, Any]]:
    made = actions.reverse_entry(
        entry_id=entry_id, on=about.on, memo=about.memo, actor=me(request), now=timezone.now()
    )
    return Status(201, entries_out([made], me(request))[0])
