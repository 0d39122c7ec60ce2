"""Bank files: each line in once, however often its file is imported; then each line gets its account."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ledger import bank_files, rules
from ledger.actions.entries import post_entry
from ledger.models import Account, BankLine, Entry
from ledger.rules import Line
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import Refused, canonical, fingerprint, refuse_if


@dataclass(frozen=True, kw_only=True)
class BankImport:
    """What a bank file brought."""

    new: int
    again: int
    """Movements that were here already."""
    left_out: tuple[int, ...]
    """Lines of the file that are no movements: totals, empty amounts."""


@one_act_at_a_time
def import_bank_file(
    *, account: str, data: bytes, actor: Member | None, now: datetime, dry_run: bool = False
) -> BankImport:
    """Take the movements of a bank's CSV file that are not here yet; all of them or none.

    Two equal lines of one file are two movements; the same line in a second file is the same movement.
    With `dry_run` nothing is kept: it says what would come in.
    """
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    into = _bank_account(account)
    found = bank_files.read(data, decimals=Cooperative.objects.get().decimals)

    seen: Counter[str] = Counter()
    lines: list[BankLine] = []
    for row in found.rows:
        mark = fingerprint(canonical([into.code, row.on.isoformat(), row.text, row.cents]))
        seen[mark] += 1
        lines.append(
            BankLine(
                account=into,
                fingerprint=mark,
                occurrence=seen[mark],
                on=row.on,
                text=row.text,
                cents=row.cents,
                imported_at=now,
            )
        )
    days = [row.on for row in found.rows]
    here = set(
        BankLine.objects.filter(account=into, on__range=(min(days), max(days))).values_list(
            "fingerprint", "occurrence"
        )
    )
    new = [line for line in lines if (line.fingerprint, line.occurrence) not in here]

    outcome = BankImport(new=len(new), again=len(lines) - len(new), left_out=found.left_out)
    if dry_run or not new:
        return outcome
    BankLine.objects.bulk_create(new, batch_size=1000)
    record(
        verb="ledger.bank.imported",
        subject=into,
        actor=actor,
        now=now,
        facts={
            "account": into.code,
            "lines": len(new),
            "cents": sum(line.cents for line in new),
            "file": hashlib.sha256(data).hexdigest(),
        },
    )
    return outcome


@one_act_at_a_time
def classify_bank_line(*, line_id: int, account: str, actor: Member | None, now: datetime) -> Entry:
    """Say what a movement of the bank was for: posts its entry, on its day, once."""
    line = (
        BankLine.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )

    refuse_if(rules.why_not_bank(actor=actor, now=now))
    if line.entry_id is not None:
        raise Refused(_("This movement has its account already."))
    if account == line.account.code:
        raise Refused(_("Choose where it came from or went to, not the bank itself."))

    entry = post_entry(
        on=line.on,
        memo=line.text,
        key=f"bank:{line.pk}",
        lines=[Line(account=line.account.code, cents=line.cents), Line(account=account, cents=-line.cents)],
        because=subject_of(line),
        actor=actor,
        now=now,
    )
    line.entry = entry
    line.save(update_fields=["entry"])
    return entry


def _bank_account(code: str) -> Account:
    account = Account.objects.filter(code=code).first()
    if account is None:
        raise Refused(_("There is no account %(code)s.") % {"code": code})
    refuse_if(rules.why_not_of_a_bank(kind=account.kind))
    return account
