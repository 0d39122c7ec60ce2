"""Rows from before a change of the tables are what the change says they are, on both engines, guards and all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assemblies.models import Motion
from ledger import chart
from ledger.models import Account, Entry
from payroll.models import PayFrom, Payment, Surplus
from record import guards
from record.guards import Guard
from tests.makers import NOW
from tests.payroll.conftest import LATER, MARCH, nine_of
from tests.payroll.paying import an_adopted_motion

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
PETTY = "1.1.7"
VOTED: dict[str, Any] = {
    "rule": {"code": "simple"},
    **dict.fromkeys(("opened_at", "closes_at", "closed_at"), NOW),
    **dict.fromkeys(("roll_count", "present_count", "in_favour", "against", "abstaining"), 1),
}


@pytest.fixture(autouse=True)
def _as_they_are_now(transactional_db: None) -> Iterator[None]:
    """Whatever happens, the tables are those of today afterwards."""
    yield
    call_command("migrate", verbosity=0)


def just_before(name: str) -> Any:
    """The tables as they were after this step of the room, with its models; nothing guards them yet."""
    call_command("migrate", "payroll", name, verbosity=0)
    guards.remove(connection)
    return MigrationExecutor(connection).loader.project_state([("payroll", name)]).apps


def up_to_today(*, refused_until_now: dict[str, str]) -> None:
    """Every step, where a guard refused each change of some tables; afterwards every guard of today stands."""
    with connection.cursor() as cursor:
        for name, table in refused_until_now.items():
            for statement in Guard(name=name, table=table, event="UPDATE").statements(connection.vendor):
                cursor.execute(statement)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


def entries(nine: Any, count: int) -> list[Entry]:
    for nth in range(count):
        nine.earn(1_00 + nth, key=f"sale {nth}")
    return list(Entry.objects.order_by("number"))


def test_of_the_places_that_pay_left_from_each_account_keeps_the_one_in_use() -> None:
    nine = nine_of()
    sales = entries(nine, 4)
    bank, box = Account.objects.get(code=chart.BANK), Account.objects.get(code=chart.CASH)
    other = Account.objects.create(
        code="1.1.8", name="Bank two", name_es="Banco dos", kind="asset", place="bank"
    )
    petty = Account.objects.create(code=PETTY, name="Petty", name_es="Chica", kind="asset")
    apps = just_before("0002_shares_by_which_the_interest_is")
    old = apps.get_model("payroll", "PayFrom").objects
    paid = apps.get_model("payroll", "Payment").objects

    def place(name: str, way: str, books: Account, days: int) -> Any:
        number = {"account": f"ES{days}", "holder": "Barda Clara"} if way == "bank" else {}
        about = {"changed_at": NOW + timedelta(days=days), "way": way, "books_id": books.pk}
        return old.create(name=name, **about, **number)

    first = place("Ours", "bank", bank, 1)
    again = place("Ours, of another branch", "bank", bank, 5)
    second = place("Two", "bank", other, 9)
    wrong = place("A box that is a bank", "cash", bank, 3)
    cash = place("Petty", "cash", petty, 2)
    for nth, row in enumerate((first, again, wrong, cash)):
        paid.create(
            number=nth + 1,
            way=row.way,
            pay_from=row,
            frozen={"account": row.account},
            total_cents=5,
            pay_on=date(2026, 4, 1),
            entry_id=sales[nth].pk,
            made_at=LATER,
        )

    up_to_today(refused_until_now={"a_payment_is_never_another": "payroll_payment"})

    kept = {row.pk: row for row in PayFrom.objects.select_related("books")}
    assert set(kept) == {first.pk, second.pk, cash.pk}, "one row for each account"
    assert [kept[pk].way for pk in (first.pk, second.pk, cash.pk)] == ["bank", "bank", "cash"]
    assert (kept[cash.pk].books.place, kept[first.pk].account) == ("cash", "ES1")
    in_use = PayFrom.objects.in_use()
    assert {way: row.pk for way, row in in_use.items()} == {"bank": first.pk, "cash": cash.pk}
    now = {payment.number: payment for payment in Payment.objects.all()}
    assert {n: payment.pay_from_id for n, payment in now.items()} == {
        1: first.pk,
        2: first.pk,
        3: first.pk,
        4: cash.pk,
    }
    assert [now[n].frozen["account"] for n in (1, 2, 3, 4)] == ["ES1", "ES5", "", ""], "as they were made"
    assert Account.objects.get(pk=box.pk).place == "cash"


def test_what_was_shared_says_the_motion_that_was_adopted_and_what_was_taken_back_is_fallen() -> None:
    nine = nine_of()
    sales = entries(nine, 2)
    plain, tied, once_more, at_last, back, before_us = (an_adopted_motion(f"Motion {n}") for n in range(6))
    apps = just_before("0005_any_number_of_absences")
    for motion, state, follows in (
        (plain, "adopted", None),
        (tied, "tied", None),
        (once_more, "tied", tied),
        (at_last, "adopted", once_more),
        (back, "withdrawn", None),
        (before_us, "voting", None),
    ):
        voted = VOTED if state != "withdrawn" else {}
        Motion.objects.filter(pk=motion.pk).update(state=state, follows=follows, **voted)
    old = apps.get_model("payroll", "Surplus").objects

    def surplus(name: str, state: str, motion: Motion | None, entry: Entry | None = None) -> Any:
        about: dict[str, Any] = {"from_on": MARCH[0], "until_on": MARCH[1], "pack": "NONE", "made_at": NOW}
        ids = {"motion_id": motion and motion.pk, "entry_id": entry and entry.pk}
        return old.create(name=name, state=state, inputs={}, result_cents=5, **ids, **about)

    shared, after_a_tie = surplus("a", "posted", plain, sales[0]), surplus("b", "posted", tied, sales[1])
    taken_back, stands = surplus("c", "proposed", back), surplus("d", "proposed", before_us)
    draft = surplus("e", "draft", None)

    up_to_today(refused_until_now={"a_proposed_surplus_is_frozen": "payroll_surplus"})

    now = {row.pk: row for row in Surplus.objects.all()}
    assert [now[row.pk].adopted_by_id for row in (shared, after_a_tie)] == [plain.pk, at_last.pk]
    assert [now[row.pk].motion_id for row in (shared, after_a_tie)] == [plain.pk, tied.pk], "as it was"
    assert [(now[row.pk].state, now[row.pk].adopted_by_id) for row in (taken_back, stands, draft)] == [
        ("fallen", None),
        ("proposed", None),
        ("draft", None),
    ]
