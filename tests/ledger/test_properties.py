"""Whatever is done with the books, in whatever order: nothing is lost, made or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.actions import close_period, post_entry, reverse_entry
from ledger.models import Entry, Period, Posting
from ledger.reports import balances, faults, result_of
from ledger.rules import LARGEST_CENTS, Line
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, SALES, Books
from tests.makers import NOW

CODES = (BANK, CASH, SALES, GAS)
DAYS = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 5))

amounts = st.one_of(
    st.integers(-5, 5), st.sampled_from([LARGEST_CENTS, -LARGEST_CENTS, LARGEST_CENTS + 1, 2**63, -(2**70)])
)
lines = st.lists(st.tuples(st.sampled_from(CODES), amounts), max_size=4)
balanced = st.builds(
    lambda some: [*some, (BANK, -sum(cents for _, cents in some))],
    st.lists(st.tuples(st.sampled_from(CODES), st.integers(-(10**9), 10**9)), min_size=1, max_size=4),
)
steps = st.one_of(
    st.tuples(
        st.just("post"), st.integers(1, 6), st.sampled_from(DAYS), st.one_of(balanced, balanced, lines)
    ),
    st.tuples(st.just("undo"), st.integers(1, 6), st.sampled_from(DAYS), st.just([])),
    st.tuples(st.just("close"), st.integers(0, 2), st.sampled_from(DAYS), st.just([])),
)


def take(books: Books, what: str, number: int, day: date, some: list[tuple[str, int]]) -> None:
    """One step; a refusal changes nothing and is no fault."""
    if what == "post":
        post_entry(
            on=day,
            memo="Step",
            key=f"hand:step {number}",
            lines=[Line(account=code, cents=cents) for code, cents in some],
            actor=books.delia,
            now=NOW,
        )
    elif what == "undo":
        entry = Entry.objects.filter(number=number).first()
        if entry is not None:
            reverse_entry(entry_id=entry.pk, on=day, memo="Undone", actor=books.delia, now=NOW)
    else:
        period = Period.objects.order_by("from_on")[number : number + 1].first()
        if period is not None:
            close_period(period_id=period.pk, actor=books.delia, now=later(number))


def later(months: int) -> datetime:
    return NOW + timedelta(days=31 * months)


@settings(
    max_examples=settings().max_examples * 2 // 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taken=st.lists(steps, max_size=14))
def test_whatever_is_done_nothing_is_lost_or_made(
    books: Books, taken: list[tuple[str, int, date, list[tuple[str, int]]]]
) -> None:
    with transaction.atomic():
        for what, number, day, some in taken:
            closed = set(Period.objects.filter(closed_at__isnull=False).values_list("name", flat=True))
            before = dict(Entry.objects.values_list("key", "seal"))
            try:
                take(books, what, number, day, some)
            except Refused:
                assert dict(Entry.objects.values_list("key", "seal")) == before
            new = Entry.objects.exclude(key__in=before)
            assert not {entry.period.name for entry in new.select_related("period")} & closed
            assert before.items() <= dict(Entry.objects.values_list("key", "seal")).items()

        sums: Counter[str] = Counter()
        for code, cents in Posting.objects.values_list("account__code", "cents"):
            sums[code] += cents
        assert sum(sums.values()) == 0
        assert {row.account.code: row.balance_cents for row in balances() if row.balance_cents} == {
            code: cents for code, cents in sums.items() if cents
        }
        results = sum(result_of(period.pk) for period in Period.objects.all())
        assert results == -(sums[SALES] + sums[GAS])
        numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert faults() == []
        transaction.set_rollback(True)
