"""What waits at the bank: movements that are known go by account, the others somebody says one by one."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.models import Account, BankLine
from ledger.reports.bank import WaitingLine, with_memory


@dataclass(frozen=True, kw_only=True)
class Known:
    """Movements that go to one account, as their like went last time."""

    account: Account
    rows: list[WaitingLine]
    cents: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits at the bank: what somebody must say, and what is known by account. Both the oldest first."""

    asked: list[WaitingLine]
    known: list[Known]
    known_lines: int
    later: int
    """How many more wait, beyond those looked at."""


def waiting_lines(*, most: int, ask: int | None = None) -> Waiting:
    """The oldest that wait, up to `most`. The line of number `ask` is asked first, even where it is known."""
    waiting = BankLine.objects.waiting().select_related("account", "paper")
    rows = with_memory(list(waiting.order_by("on", "id")[: most + 1]))
    later = waiting.count() - most if len(rows) > most else 0
    by_account: dict[str, list[WaitingLine]] = {}
    asked = [row for row in rows[:most] if row.line.pk == ask]
    for row in rows[:most]:
        if row.line.pk == ask:
            continue
        if row.account is None or row.found is not None:
            asked.append(row)
        else:
            by_account.setdefault(row.account.code, []).append(row)
    known = [
        Known(account=account, rows=lines, cents=sum(row.line.cents for row in lines))
        for _code, lines in sorted(by_account.items())
        if (account := lines[0].account) is not None
    ]
    return Waiting(asked=asked, known=known, known_lines=sum(len(each.rows) for each in known), later=later)
