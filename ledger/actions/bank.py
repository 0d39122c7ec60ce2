"""Bank files: each line in once, however often its file is imported; then each line gets its account."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ledger import bank_files, rules
from ledger.actions.papers import Stored, keep_paper, without_orphans
from ledger.bank_files import BankFile, BankRow, Columns
from ledger.bank_files.rows import CSV
from ledger.models import Account, BankColumns, BankLine, Paper, PaperKind
from ledger.rules.memory import words_of
from ledger.rules.papers import TYPE_OF_FORMAT
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@dataclass(frozen=True, kw_only=True)
class BankImport:
    """What a bank file brought."""

    new: int
    again: int
    """Movements that were here already."""
    left_out: tuple[int, ...]
    """Lines of the file that are no movements: totals, empty amounts, what the bank has not booked yet."""
    format: str
    rows: tuple[BankRow, ...]
    """The movements that are new, in the order of the file."""


def import_bank_file(
    *,
    account: str,
    data: bytes,
    name: str = "",
    actor: Member | None,
    now: datetime,
    dry_run: bool = False,
) -> BankImport:
    """Take the movements of a bank's file (CSV, OFX, CAMT.053) that are not here yet; all of them or none.

    Two equal lines of one file are two movements; the same line in a second file is the same movement, also where
    the words of the second may differ, being of another format or read since by other columns: there, a movement of
    the same day and amount is the same. With `dry_run` nothing is kept: it says what would come in. The file itself
    is kept as a paper.
    """
    with without_orphans() as stored:
        return _import_bank_file(
            account=account, data=data, name=name, stored=stored, actor=actor, now=now, dry_run=dry_run
        )


@one_act_at_a_time
def _import_bank_file(
    *,
    account: str,
    data: bytes,
    name: str,
    stored: Stored,
    actor: Member | None,
    now: datetime,
    dry_run: bool,
) -> BankImport:
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    into = _bank_account(account)
    found = _read(into, data)

    new = _new_lines(into, found, now=now)
    outcome = BankImport(
        new=len(new),
        again=len(found.rows) - len(new),
        left_out=found.left_out,
        format=found.format,
        rows=tuple(row for _, row in new),
    )
    if dry_run or not new:
        return outcome
    paper = _keep(into, found, data, name, stored=stored, actor=actor, now=now)
    for line, _row in new:
        line.paper = paper
    BankLine.objects.bulk_create([line for line, _ in new], batch_size=1000)
    record(
        verb="ledger.bank.imported",
        subject=into,
        actor=actor,
        now=now,
        facts={
            "account": into.code,
            "lines": len(new),
            "cents": sum(line.cents for line, _ in new),
            "file": hashlib.sha256(data).hexdigest(),
        },
    )
    return outcome


def keep_bank_file(*, account: str, data: bytes, name: str, actor: Member | None, now: datetime) -> Paper:
    """Keep a bank's file as it was given, to look at what it would bring before taking it in."""
    with without_orphans() as stored:
        return _keep_bank_file(account=account, data=data, name=name, stored=stored, actor=actor, now=now)


@one_act_at_a_time
def _keep_bank_file(
    *, account: str, data: bytes, name: str, stored: Stored, actor: Member | None, now: datetime
) -> Paper:
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    into = _bank_account(account)
    if not data:
        raise Refused(_("The file is empty."))
    if len(data) > bank_files.LARGEST_FILE:
        raise Refused(_("The file is too large: up to 5 MB."))

    sha256 = hashlib.sha256(data).hexdigest()
    there = Paper.objects.filter(kind=PaperKind.BANK, account=into, sha256=sha256).first()
    if there is not None:
        return there
    paper = keep_paper(
        kind=PaperKind.BANK,
        name=name,
        content=data,
        content_type=TYPE_OF_FORMAT[bank_files.kind_of(data)],
        account=into,
        stored=stored,
        actor=actor,
        now=now,
    )
    record(
        verb="ledger.bank.file_kept",
        subject=paper,
        actor=actor,
        now=now,
        facts={"account": into.code, "file": sha256, "size": paper.size},
    )
    return paper


@one_act_at_a_time
def say_columns(*, account: str, columns: Columns, actor: Member | None, now: datetime) -> BankColumns:
    """Remember where this bank's CSV has what, for every file of it from now on."""
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    into = _bank_account(account)
    refuse_if(
        rules.why_not_columns(
            on=columns.on, text=columns.text, cents=columns.cents, out=columns.out, in_=columns.in_
        )
    )

    said = asdict(columns) | {"text": list(columns.text)}
    there = BankColumns.objects.filter(account=into, columns=said).first()
    if there is not None:
        return there  # said already: what came in since was read so
    kept, _new = BankColumns.objects.update_or_create(
        account=into, defaults={"columns": said, "said_at": now}
    )
    record(
        verb="ledger.bank.columns_said",
        subject=into,
        actor=actor,
        now=now,
        facts={"account": into.code, "columns": said},
    )
    return kept


def _bank_account(code: str) -> Account:
    account = Account.objects.filter(code=code).first()
    if account is None:
        raise Refused(_("There is no account %(code)s.") % {"code": code})
    refuse_if(rules.why_not_of_a_bank(kind=account.kind))
    return account


def _read(into: Account, data: bytes) -> BankFile:
    """The file's movements: a CSV as somebody said this bank writes it, else by its headings."""
    coop = Cooperative.objects.founded()
    said = BankColumns.objects.filter(account=into).first()
    if said is not None:
        columns = Columns(**(said.columns | {"text": tuple(said.columns["text"])}))
        try:
            return bank_files.read(data, decimals=coop.decimals, currency=coop.currency, columns=columns)
        except Refused:
            if bank_files.kind_of(data) != "csv":
                raise
            refusal: Refused | None
            try:  # the bank writes it in another way today: its headings may still say
                return bank_files.read(data, decimals=coop.decimals, currency=coop.currency)
            except Refused as problem:
                refusal = problem
            raise refusal from None
    return bank_files.read(data, decimals=coop.decimals, currency=coop.currency)


def _new_lines(into: Account, found: BankFile, *, now: datetime) -> list[tuple[BankLine, BankRow]]:
    """Those movements of the file that are not here yet."""
    seen: Counter[str] = Counter()
    lines: list[tuple[BankLine, BankRow]] = []
    for row in found.rows:
        mark = rules.mark_of(
            account=into.code, on=row.on, text=row.text, cents=row.cents, reference=row.reference
        )
        seen[mark] += 1
        line = BankLine(
            account=into,
            fingerprint=mark,
            occurrence=seen[mark],
            on=row.on,
            text=row.text,
            words=words_of(row.text),
            cents=row.cents,
            reference=row.reference,
            format=found.format,
            imported_at=now,
        )
        lines.append((line, row))
    days = [row.on for row in found.rows]
    here = BankLine.objects.filter(account=into, on__range=(min(days), max(days))).order_by("pk")
    said = BankColumns.objects.filter(account=into).values_list("said_at", flat=True).first()
    in_file = {(line.fingerprint, line.occurrence) for line, _ in lines}
    known: set[tuple[str, int]] = set()
    otherwise: Counter[tuple[date, int]] = Counter()
    times: Counter[str] = Counter()
    for on, text, cents, reference, written, came_at in here.values_list(
        "on", "text", "cents", "reference", "format", "imported_at"
    ):
        mark = rules.mark_of(account=into.code, on=on, text=text, cents=cents, reference=reference)
        times[mark] += 1
        known.add((mark, times[mark]))
        by_other_columns = written == CSV and said is not None and came_at < said
        if (written != found.format or by_other_columns) and (mark, times[mark]) not in in_file:
            otherwise[on, cents] += 1

    new: list[tuple[BankLine, BankRow]] = []
    for line, row in lines:
        if (line.fingerprint, line.occurrence) in known:
            continue
        if otherwise[line.on, line.cents]:
            otherwise[line.on, line.cents] -= 1  # the same movement, in the words of another format or column
            continue
        new.append((line, row))
    return new


def _keep(
    into: Account,
    found: BankFile,
    data: bytes,
    name: str,
    *,
    stored: Stored,
    actor: Member | None,
    now: datetime,
) -> Paper:
    return keep_paper(
        kind=PaperKind.BANK,
        name=name or f"{into.code}.{found.format}",
        content=data,
        content_type=TYPE_OF_FORMAT[found.format],
        account=into,
        stored=stored,
        actor=actor,
        now=now,
    )
