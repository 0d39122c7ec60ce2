"""What the books answer and take, as JSON. Cents: debit positive, credit negative."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from ledger.models import Entry
from ledger.reports import lines_of
from ledger.rules import LARGEST_CENTS
from members.gate import member_of
from members.models import Member
from record.paging import Page

router = Router(tags=["ledger"])

Id = Annotated[int, Field(ge=1, lt=2**63)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,24}$")]
PeriodName = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,20}$")]
Place = Annotated[int, Field(ge=0, lt=40)]
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


class CloseIn(Schema):
    """`looked_at`: that you looked at what is not done. A month of which nothing is missing needs no body."""

    looked_at: bool = False


class StepOut(Schema):
    """One thing to look at before closing; `must` is what closing waits for."""

    what: str
    about: str
    is_done: bool
    must: bool


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
    remembered: str | None
    """The account that its like went to last time, while it waits."""
    as_on: date | None
    """The day of that last time."""
    found: uuid.UUID | None
    """An entry that it may be already, while it waits."""


class BankLinesIn(Schema):
    lines: list[Id] = Field(min_length=1, max_length=500)


class MatchIn(Schema):
    entry: uuid.UUID


class BankLineList(Schema):
    count: int
    items: list[BankLineOut]


class AccountIn(Schema):
    account: Code


class NewAccountIn(Schema):
    code: Code
    name: str = Field(max_length=120)
    name_es: str = Field("", max_length=120)
    kind: Literal["asset", "liability", "equity", "income", "cost"]
    place: Literal["", "bank", "cash"] = ""
    """Where it is a bank account or a cash box."""


class NewAccountOut(Schema):
    code: str
    name: str
    kind: str
    place: str


class ColumnsIn(Schema):
    """Where a bank's CSV has what; places counted from 0. Either `cents`, or `out` and `in_`."""

    account: Code
    on: Place
    text: list[Place] = Field(min_length=1, max_length=10)
    cents: Place | None = None
    out: Place | None = None
    in_: Place | None = None
    skip: int = Field(1, ge=0, le=40)
    is_day_first: bool = True


class BankFileIn(Schema):
    account: Code
    dry_run: bool = False


class BankImportOut(Schema):
    new: int
    again: int
    """Movements that were here already."""
    format: str
    """What the file was: "csv", "ofx" or "camt"."""
    left_out: list[int]
    """Lines of the file that are no movements."""


def me(request: HttpRequest) -> Member:
    """Whoever asks."""
    return member_of(request)


def part(rows: QuerySet[Any], page: Page) -> list[Any]:
    """The rows of this page."""
    return list(rows[page.part])


def entries_out(entries: list[Entry], reader: Member) -> list[dict[str, Any]]:
    """Entries with their lines, as this member reads them. Four queries at most."""
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
