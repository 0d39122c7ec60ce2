"""The entries of the books as they leave: in their order, a thousand at a time, none that came meanwhile."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Max, QuerySet, Sum

from ledger.models import Account, AccountKind, Entry, Period, Posting
from members.models import Cooperative

AT_A_TIME = 1000


@dataclass(frozen=True, kw_only=True)
class OutLine:
    """One line: debit positive, credit negative."""

    account: str
    cents: int
    note: str


@dataclass(frozen=True, kw_only=True)
class OutEntry:
    """An entry with its lines; number 0 is what there was before, where only a part leaves."""

    number: int
    id: uuid.UUID | None
    on: date
    period: str
    memo: str
    reverses: int | None
    seal: str
    lines: list[OutLine] = field(default_factory=list)


class Source:
    """The books up to now, or one month of them. Made once for an export: what is entered meanwhile waits."""

    def __init__(self, *, period: Period | None = None) -> None:
        self.coop = Cooperative.objects.here()
        self.period = period
        self.accounts = {account.code: account for account in Account.objects.order_by("code")}
        self.last_number: int = Entry.objects.aggregate(last=Max("number"))["last"] or 0
        first = Entry.objects.order_by("on").values_list("on", flat=True).first()
        self.first_on: date = period.from_on if period else (first or date(2000, 1, 1))

    @property
    def name(self) -> str:
        """What the file is called, without its ending."""
        return f"books-{self.period.name}" if self.period else "books"

    def entries(self) -> Iterator[OutEntry]:
        """What there was before, where a month leaves; then each entry, by number."""
        before = self._before()
        if before is not None:
            yield before
        last = 0
        while True:
            found = Entry.objects.filter(number__gt=last, number__lte=self.last_number)
            if self.period is not None:
                found = found.filter(period=self.period)
            some = list(found.select_related("period", "reverses").order_by("number")[:AT_A_TIME])
            if not some:
                return
            yield from self._with_lines(some)
            last = some[-1].number

    def closing_balances(self) -> dict[str, int]:
        """What is on each account at the end of what leaves, by code; zeros left out."""
        lines = Posting.objects.filter(entry__number__lte=self.last_number)
        if self.period is not None:
            lines = lines.filter(entry__on__lt=self.period.until_on)
        return self._sums(lines)

    def moved_by_month(self) -> Iterator[tuple[str, str, int]]:
        """Month, code and cents on each account of income or cost; after each month a row without a code."""
        lines = Posting.objects.filter(
            entry__number__lte=self.last_number, account__kind__in=(AccountKind.INCOME, AccountKind.COST)
        )
        if self.period is not None:
            lines = lines.filter(entry__period=self.period)
        rows = (
            lines.order_by("entry__period__from_on", "account__code")
            .values_list("entry__period__name", "account__code")
            .annotate(cents=Sum("cents"))
        )
        for month, some in groupby(rows.iterator(), key=itemgetter(0)):
            yield from some
            yield month, "", 0

    def last_on(self) -> date:
        """The last day that something that leaves happened on."""
        found = Entry.objects.filter(number__lte=self.last_number)
        if self.period is not None:
            found = found.filter(on__lt=self.period.until_on)
        last = found.aggregate(last=Max("on"))["last"]
        return last or self.first_on

    def _before(self) -> OutEntry | None:
        if self.period is None:
            return None
        lines = Posting.objects.filter(entry__number__lte=self.last_number, entry__on__lt=self.period.from_on)
        sums = self._sums(lines)
        if not sums:
            return None
        return OutEntry(
            number=0,
            id=None,
            on=self.period.from_on - timedelta(days=1),
            period="",
            memo="What there was before",
            reverses=None,
            seal="",
            lines=[OutLine(account=code, cents=cents, note="") for code, cents in sorted(sums.items())],
        )

    @staticmethod
    def _sums(lines: QuerySet[Posting]) -> dict[str, int]:
        rows = lines.order_by().values_list("account__code").annotate(cents=Sum("cents"))
        return {code: cents for code, cents in rows if cents}

    def _with_lines(self, some: list[Entry]) -> Iterator[OutEntry]:
        lines: dict[uuid.UUID, list[OutLine]] = {entry.pk: [] for entry in some}
        here = Posting.objects.filter(entry_id__in=list(lines))
        for entry_id, code, cents, note in (
            here.filter(member=None).order_by("id").values_list("entry_id", "account__code", "cents", "note")
        ):
            lines[entry_id].append(OutLine(account=code, cents=cents, note=note))
        together = (
            here.filter(member__isnull=False)
            .order_by()
            .values_list("entry_id", "account__code")
            .annotate(cents=Sum("cents"))
        )
        for entry_id, code, cents in sorted(together, key=lambda row: (str(row[0]), row[1])):
            if cents:
                lines[entry_id].append(OutLine(account=code, cents=cents, note=""))
        for entry in some:
            yield OutEntry(
                number=entry.number,
                id=entry.pk,
                on=entry.on,
                period=entry.period.name,
                memo=entry.memo,
                reverses=entry.reverses.number if entry.reverses else None,
                seal=entry.seal,
                lines=lines[entry.pk],
            )


def plain_amount(cents: int, decimals: int) -> str:
    """ "-1250.50": every digit, a point, no groups. Exact."""
    whole, parts = divmod(abs(cents), 10**decimals)
    text = f"{whole}.{parts:0{decimals}d}" if decimals else str(whole)
    return f"-{text}" if cents < 0 else text


def ascii_word(text: str) -> str:
    """A name as these programs take it in an account: letters, digits and dashes."""
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")
