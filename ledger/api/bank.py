"""The bank as JSON: movements, their accounts, files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from ledger import actions
from ledger.api.shapes import (
    AccountIn,
    BankFileIn,
    BankImportOut,
    BankLineList,
    BankLineOut,
    BankLinesIn,
    Code,
    ColumnsIn,
    EntryList,
    EntryOut,
    Id,
    MatchIn,
    Problem,
    entries_out,
    me,
    part,
    router,
)
from ledger.bank_files import LARGEST_FILE, Columns
from ledger.models import BankLine
from ledger.reports.bank import WaitingLine, with_memory
from record.paging import Page


@router.get("/ledger/bank/lines", response=BankLineList, summary="Movements of the bank, latest first")
def list_bank_lines(
    request: HttpRequest, page: Query[Page], account: Code | None = None, waiting: bool | None = None
) -> dict[str, Any]:
    found = BankLine.objects.select_related("account").order_by("-on", "id")
    if account is not None:
        found = found.filter(account__code=account)
    if waiting is not None:
        found = found.waiting() if waiting else found.settled()
    rows = part(found, page)
    keys = [line.pk for line in rows]
    unsettled = set(BankLine.objects.waiting().filter(pk__in=keys).values_list("pk", flat=True))
    memory = {row.line.pk: row for row in with_memory([line for line in rows if line.pk in unsettled])}
    return {"count": found.count(), "items": [_line(line, memory.get(line.pk)) for line in rows]}


@router.post(
    "/ledger/bank/lines/remembered",
    response={201: EntryList, 409: Problem},
    summary="Enter several movements where their like went last time",
)
def classify_as_remembered(request: HttpRequest, chosen: BankLinesIn) -> Status[dict[str, Any]]:
    made = actions.classify_as_remembered(line_ids=chosen.lines, actor=me(request), now=timezone.now())
    return Status(201, {"count": len(made), "items": entries_out(made, me(request))})


@router.post(
    "/ledger/bank/lines/{line_id}/match",
    response={200: BankLineOut, 404: Problem, 409: Problem},
    summary="Say that a movement of the bank is in the books already",
)
def match(request: HttpRequest, line_id: Id, chosen: MatchIn) -> dict[str, Any]:
    line = actions.match_bank_line(
        line_id=line_id, entry_id=chosen.entry, actor=me(request), now=timezone.now()
    )
    return _line(line, None)


@router.post(
    "/ledger/bank/lines/{line_id}/account",
    response={201: EntryOut, 404: Problem, 409: Problem},
    summary="Say what a movement of the bank was for",
)
def classify(request: HttpRequest, line_id: Id, chosen: AccountIn) -> Status[dict[str, Any]]:
    made = actions.classify_bank_line(
        line_id=line_id, account=chosen.account, actor=me(request), now=timezone.now()
    )
    return Status(201, entries_out([made], me(request))[0])


@router.post(
    "/ledger/bank/files",
    response={200: BankImportOut, 409: Problem},
    summary="Take in a bank's file (CSV, OFX or CAMT.053), each line once",
)
def import_bank_file(request: HttpRequest, about: Form[BankFileIn], file: File[UploadedFile]) -> Any:
    outcome = actions.import_bank_file(
        account=about.account,
        data=file.read(LARGEST_FILE + 1),
        name=file.name or "",
        actor=me(request),
        now=timezone.now(),
        dry_run=about.dry_run,
    )
    return {
        "new": outcome.new,
        "again": outcome.again,
        "format": outcome.format,
        "left_out": list(outcome.left_out),
    }


@router.post(
    "/ledger/bank/columns",
    response={200: ColumnsIn, 409: Problem},
    summary="Say where a bank's CSV has what, for all its files from now on",
)
def say_columns(request: HttpRequest, said: ColumnsIn) -> Any:
    columns = said.dict(exclude={"account"})
    actions.say_columns(
        account=said.account,
        columns=Columns(**(columns | {"text": tuple(said.text)})),
        actor=me(request),
        now=timezone.now(),
    )
    return said


def _line(line: BankLine, row: WaitingLine | None) -> dict[str, Any]:
    return {
        "id": line.pk,
        "account": line.account.code,
        "on": line.on,
        "text": line.text,
        "cents": line.cents,
        "entry": None if row else line.entry_id,
        "remembered": (row.remembered or None) if row else None,
        "as_on": row.as_on if row else None,
        "found": row.found.pk if row and row.found else None,
    }
