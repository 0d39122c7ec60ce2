"""JSON over the same actions as the pages. Cents: debit positive, credit negative."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from ledger import actions
from ledger.bank_csv import LARGEST_FILE
from ledger.models import BankLine, Entry, Period
from ledger.reports import balances, lines_of, name_of
from ledger.rules import LARGEST_CENTS, Line
from members.gate import member_of
from members.models import Member
from record.paging import Page

router = Router(tags=["ledger"])

Id = Annotated[int, Field(ge=1, lt=2**63)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,24}$")]
PeriodName = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,20}$")]
Cents = Annotated[int, Field(ge=-LARGEST_CENTS, le=LARGEST_CENTS)]


class Problem(Schema):
    detail: str


class AccountOut(Schema):
    code: str
    name: str
    kind: str
    is_shareable: bool
    moved_cents: int
    """What moved in the period asked for, or ever."""
    balance_cents: int
    """What is there at the end of the period, or now."""


class AccountList(Schema):
    count: int
    items: list[AccountOut]


class PeriodOut(Schema):
    id: int
    name: str
    from_on: date
    until_on: date
    """The first day that is not of the period."""
    closed_at: datetime | None


class PeriodList(Schema):
    count: int
    items: list[PeriodOut]


class LineOut(Schema):
    account: str
    cents: int
    note: str
    people: int
    """How many members it is of, where the account is kept per member; else 0."""
    own_cents: int | None
    """Your own part of it, where you have one."""


class EntryOut(Schema):
    id: uuid.UUID
    number: int
    on: date
    period: str
    memo: str
    because: str
    reverses: int | None
    posted_at: datetime
    posted_by: int | None
    """The number of the member who entered it; null for the clock."""
    seal: str
    lines: list[LineOut]


class EntryList(Schema):
    count: int
    items: list[EntryOut]


class LineIn(Schema):
    account: Code
    cents: Cents
    note: str = Field("", max_length=120)


class EntryIn(Schema):
    key: uuid.UUID
    """Yours: sending it again answers the same entry."""
    on: date
    memo: str = Field(max_length=200)
    lines: list[LineIn] = Field(min_length=2, max_length=200)


class UndoIn(Schema):
    on: date
    memo: str = Field(max_length=200)


class BankLineOut(Schema):
    id: int
    account: str
    on: date
    text: str
    cents: int
    entry: uuid.UUID | None


class BankLineList(Schema):
    count: int
    items: list[BankLineOut]


class AccountIn(Schema):
    account: Code


class BankFileIn(Schema):
    account: Code
    dry_run: bool = False


class BankImportOut(Schema):
    new: int
    again: int
    """Movements that were here already."""
    left_out: list[int]
    """Lines of the file that are no movements."""


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


@router.get("/ledger/periods", response=PeriodList, summary="The months, latest first")
def list_periods(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found = Period.objects.order_by("-from_on")
    return {"count": found.count(), "items": _part(found, page)}


@router.post(
    "/ledger/periods/{period_id}/close",
    response={200: PeriodOut, 404: Problem, 409: Problem},
    summary="Close a month",
)
def close_period(request: HttpRequest, period_id: Id) -> Period:
    return actions.close_period(period_id=period_id, actor=_me(request), now=timezone.now())


@router.get("/ledger/entries", response=EntryList, summary="Entries, latest first")
def list_entries(
    request: HttpRequest, page: Query[Page], account: Code | None = None, period: PeriodName | None = None
) -> dict[str, Any]:
    found = Entry.objects.select_related("period", "posted_by", "reverses").order_by("-on", "-number")
    if account is not None:
        found = found.filter(postings__account__code=account).distinct()
    if period is not None:
        found = found.filter(period__name=period)
    return {"count": found.count(), "items": _entries(_part(found, page), _me(request))}


@router.get(
    "/ledger/entries/{entry_id}", response={200: EntryOut, 404: Problem}, summary="An entry with its lines"
)
def one_entry(request: HttpRequest, entry_id: uuid.UUID) -> dict[str, Any]:
    entry = get_object_or_404(Entry.objects.select_related("period", "posted_by", "reverses"), pk=entry_id)
    return _entries([entry], _me(request))[0]


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
        actor=_me(request),
        now=timezone.now(),
    )
    return Status(201, _entries([made], _me(request))[0])


@router.post(
    "/ledger/entries/{entry_id}/undo",
    response={201: EntryOut, 404: Problem, 409: Problem},
    summary="Undo an entry by another with its lines the other way round",
)
def undo(request: HttpRequest, entry_id: uuid.UUID, about: UndoIn) -> Status[dict[str, Any]]:
    made = actions.reverse_entry(
        entry_id=entry_id, on=about.on, memo=about.memo, actor=_me(request), now=timezone.now()
    )
    return Status(201, _entries([made], _me(request))[0])


@router.get("/ledger/bank/lines", response=BankLineList, summary="Movements of the bank, latest first")
def list_bank_lines(
    request: HttpRequest, page: Query[Page], account: Code | None = None, waiting: bool | None = None
) -> dict[str, Any]:
    found = BankLine.objects.select_related("account").order_by("-on", "id")
    if account is not None:
        found = found.filter(account__code=account)
    if waiting is not None:
        found = found.filter(entry__isnull=waiting)
    return {
        "count": found.count(),
        "items": [
            {
                "id": line.pk,
                "account": line.account.code,
                "on": line.on,
                "text": line.text,
                "cents": line.cents,
                "entry": line.entry_id,
            }
            for line in _part(found, page)
        ],
    }


@router.post(
    "/ledger/bank/lines/{line_id}/account",
    response={201: EntryOut, 404: Problem, 409: Problem},
    summary="Say what a movement of the bank was for",
)
def classify(request: HttpRequest, line_id: Id, chosen: AccountIn) -> Status[dict[str, Any]]:
    made = actions.classify_bank_line(
        line_id=line_id, account=chosen.account, actor=_me(request), now=timezone.now()
    )
    return Status(201, _entries([made], _me(request))[0])


@router.post(
    "/ledger/bank/files",
    response={200: BankImportOut, 409: Problem},
    summary="Take in a bank's CSV file, each line once",
)
def import_bank_file(request: HttpRequest, about: Form[BankFileIn], file: File[UploadedFile]) -> Any:
    outcome = actions.import_bank_file(
        account=about.account,
        data=file.read(LARGEST_FILE + 1),
        actor=_me(request),
        now=timezone.now(),
        dry_run=about.dry_run,
    )
    return {"new": outcome.new, "again": outcome.again, "left_out": list(outcome.left_out)}


def _me(request: HttpRequest) -> Member:
    return member_of(request)


def _part(rows: QuerySet[Any], page: Page) -> list[Any]:
    return list(rows[page.part])


def _entries(entries: list[Entry], reader: Member) -> list[dict[str, Any]]:
    lines = lines_of([entry.pk for entry in entries], reader_id=reader.pk)
    return [
        {
            "id": entry.pk,
            "number": entry.number,
            "on": entry.on,
            "period": entry.period.name,
            "memo": entry.memo,
            "because": entry.because,
            "reverses": entry.reverses.number if entry.reverses else None,
            "posted_at": entry.posted_at,
            "posted_by": entry.posted_by.number if entry.posted_by else None,
            "seal": entry.seal,
            "lines": [
                {
                    "account": line.account.code,
                    "cents": line.cents,
                    "note": line.note,
                    "people": line.people,
                    "own_cents": line.own_cents,
                }
                for line in lines[entry.pk]
            ],
        }
        for entry in entries
    ]
