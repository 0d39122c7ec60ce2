"""Going round the actions in every table of money, on both engines: nothing is changed, deleted, replaced or emptied.

The tables are found by walking the models: one that bears money and promises nothing fails here. What is refused of
an entry alone (unbalanced, a line for a sealed one, another month's day, undone twice) is in
tests/ledger/test_constraints.py; the same key with other figures in tests/ledger/test_actions.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from pytest_django import DjangoDbBlocker

from assemblies.models import Contest
from ledger import votes
from ledger.models import Debt, Entry, Period, PeriodReopening
from payroll.actions.advances import ask_deduction
from payroll.actions.costs import CostLine, write_cost_sheet
from payroll.actions.energy import say_debt_is_of_energy, write_energy, write_made, write_saving
from payroll.actions.found_singly import find_transfers
from payroll.actions.hours import write_hours
from payroll.actions.own_lines import sign_line
from payroll.actions.payments import confirm_payment
from payroll.actions.projects import add_quote
from payroll.actions.refusals import refuse_run
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.actions.undoing_found import undo_confirmation
from payroll.actions.what_if import show_what_if
from payroll.models import PaymentPart, Product, ProductionOrder, Return, Surplus
from payroll.reports.own_lines import waiting
from record import guards
from tests.ledger.conftest import Books
from tests.ledger.test_verify import everything_once
from tests.makers import NOW
from tests.payroll.conftest import LATER, MARCH, Nine, month
from tests.payroll.paying import a_difference, by_bank
from tests.payroll.test_found_in_the_bank import a_movement
from tests.payroll.test_funds import adopted
from tests.payroll.test_money_faults import TODAY, money_that_left
from tests.promises import delete_all, refused, replace_all
from tests.worlds import made_once

pytestmark = pytest.mark.django_db

BEARS_NO_MONEY = {
    "ledger.BankColumns": "how a bank writes its files; said anew where the bank writes otherwise",
    "payroll.PayFrom": "how an account of ours is written for its bank; each payment froze its own",
    "payroll.Product": "its name and its unit: what it costs is in its cost sheets",
}
"""Those whose rows may change, and why."""

MODELS = {
    model._meta.label: model
    for room in ("ledger", "payroll")
    for model in apps.get_app_config(room).get_models(include_auto_created=True)
}
SEALED = {label: model for label, model in MODELS.items() if label not in BEARS_NO_MONEY}


def money_columns(model: type[models.Model]) -> list[str]:
    """Columns of cents, of amounts in other money, and of minutes that share money out."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, models.IntegerField)
        and (field.name.endswith("cents") or field.name in ("amount", "minutes", "weight"))
    ]


def promises(model: type[models.Model], event: str) -> list[str]:
    table = model._meta.db_table
    return [guard.name for guard in guards.declared() if (guard.table, guard.event) == (table, event)]


# Without the database -------------------------------------------------------------------------------


@pytest.mark.parametrize("label", MODELS)
def test_a_table_of_money_promises_that_its_rows_stay(label: str) -> None:
    model = MODELS[label]
    to_entries = [f for f in model._meta.concrete_fields if f.related_model is Entry]
    if label in BEARS_NO_MONEY:
        assert not money_columns(model), "it bears money: it is not in this list"
        assert not to_entries, "it is about entries: it is not in this list"
        return
    assert promises(model, "DELETE"), "its rows can be deleted"
    assert any(name.endswith("_is_never_replaced") for name in promises(model, "INSERT")), (
        "SQLite replaces them"
    )
    if money_columns(model) or to_entries:
        assert promises(model, "UPDATE"), "its rows can be changed"


# Against the database -------------------------------------------------------------------------------


def everything_there_is() -> Nine:
    """A row at least in every table of money, far enough on its way to be sealed."""
    nine = money_that_left()
    everything_once(Books(coop=nine.coop, delia=nine.delia, oscar=nine.oscar))
    by: dict[str, Any] = {"actor": nine.delia, "now": LATER}
    march, later = month("2026-03"), LATER + timedelta(days=31)
    a_difference(nine.people[8], 5_00, from_on=TODAY, until_on=date(2026, 5, 1))
    ask_deduction(name="Canteen", cents=1_00, share="", from_on=TODAY, actor=nine.people[7], now=LATER)
    ask_deduction(name="Canteen", cents=1_00, share="", from_on=TODAY, actor=nine.delia, now=LATER)
    unsigned = nine.computed("2026-04", now=later)
    refuse_run(run_id=unsigned.pk, because="Not yet.", actor=nine.oscar, now=later)
    own_line = waiting(nine.signed("2026-04", now=later))[0]
    sign_line(slip_id=own_line.pk, actor=nine.people[8], now=later)
    by_bank(nine.people[7])
    left = PaymentPart.objects.filter(bounced_at=None).order_by("pk")[0]
    whole = a_movement(-left.payment.total_cents, text="ALQUILER")
    confirm_payment(payment_id=left.payment_id, what="", line_id=whole.pk, **by)
    undo_confirmation(payment_id=left.payment_id, line_id=whole.pk, **by)
    listed = a_movement(-left.cents)
    find_transfers(payment_id=left.payment_id, pairs={left.pk: listed.pk}, **by)
    write_energy(kind="gas", period_id=march.pk, quantity=1, cents=5, **by)
    write_made(period_id=march.pk, quantity=1, unit="m²", **by)
    say_debt_is_of_energy(debt_id=Debt.objects.order_by("pk")[0].pk, is_energy=True, **by)
    write_saving(code="press", kind="gas", share=Fraction(9, 100), **by)
    write_hours(minutes={4: 60}, period_id=march.pk, **by)
    add_quote(code="press", supplier="A", cents=5, given_on=TODAY, note="", **by)
    about: dict[str, Any] = {
        "code": "red",
        "name": "Red",
        "unit": "m²",
        "in_force_from": TODAY,
        "price_cents": 5,
    }
    write_cost_sheet(lines=[CostLine("gas", 5)], **about, **by)
    surplus = draft_surplus(
        name="2026-03", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=later
    )
    propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=later)
    show_what_if(surplus_id=surplus.pk, asked="a=1", actor=nine.teresa, now=later)
    ProductionOrder.objects.create(
        product=Product.objects.get(),
        motion=adopted(),
        place=1,
        quantity=5,
        for_whom="Us",
        from_on=TODAY,
        until_on=date(2026, 5, 1),
    )
    closed = Period.objects.create(
        name="2019", from_on=date(2019, 1, 1), until_on=date(2020, 1, 1), closed_at=NOW
    )
    PeriodReopening.objects.create(period=closed, because="assemblies.motion:1", at=NOW)
    assert Surplus.objects.get().state == "proposed"
    a_part_given_up(nine)
    return nine


def a_part_given_up(nine: Nine) -> None:
    """A surplus of long ago whose contest was right, and the entry to which a part of it went."""
    motion, entry = adopted(), Entry.objects.order_by("number")[0]
    past = Surplus.objects.create(
        name="2018",
        from_on=date(2018, 1, 1),
        until_on=date(2019, 1, 1),
        pack="NONE",
        inputs={},
        result_cents=5,
        made_at=NOW,
    )
    part = Return.objects.create(surplus=past, member=nine.delia, cents=5)
    Surplus.objects.filter(pk=past.pk).update(state="posted", entry=entry, motion=motion, adopted_by=motion)
    Contest.objects.create(
        motion=motion, member=nine.oscar, reason="x", at=NOW, settled_at=NOW, upheld=True, settlement="x"
    )
    Return.objects.filter(pk=part.pk).update(given_up_by=entry)


@pytest.fixture(scope="module")
def _once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Nine]:
    asked = list(votes._answers)
    with made_once(everything_there_is, django_db_blocker) as made:
        yield made
    votes._answers[:] = asked


@pytest.fixture
def nine(_once: Nine, db: None) -> Nine:
    return deepcopy(_once)


@pytest.mark.parametrize("label", SEALED)
def test_a_row_of_money_is_neither_deleted_nor_replaced(label: str, nine: Nine) -> None:
    model = SEALED[label]
    table = model._meta.db_table
    assert model._default_manager.exists(), "there is a row to attack"
    with refused("|".join(promises(model, "DELETE"))):
        delete_all(table)
    with refused("|".join(promises(model, "INSERT"))):
        replace_all(table)


@pytest.mark.parametrize("label", [label for label, model in SEALED.items() if money_columns(model)])
def test_no_column_of_money_is_changed(label: str, nine: Nine) -> None:
    model = SEALED[label]
    table, promised = model._meta.db_table, "|".join(promises(model, "UPDATE"))
    for column in money_columns(model):
        for more in ("+ 1", "- 1", "* 2 + 1"):
            with refused(promised), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = COALESCE({column}, 0) {more}")


@pytest.mark.parametrize("label", SEALED)
def test_no_row_is_taken_from_its_entry(label: str, nine: Nine) -> None:
    model = SEALED[label]
    table, promised = model._meta.db_table, "|".join(promises(model, "UPDATE"))
    for field in model._meta.concrete_fields:
        rows = model._default_manager.exclude(**{field.name: None}).order_by("pk")
        if field.related_model is not Entry or not rows.exists():
            continue
        pk, own = rows.values_list("pk", field.attname)[0]
        other = Entry.objects.exclude(pk=own).order_by("number").values_list("pk", flat=True)[0]
        for value in (other, None) if field.null else (other,):
            with refused(promised), connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET {field.column} = %s WHERE id = %s", [as_kept(value), as_kept(pk)]
                )


def as_kept(value: Any) -> Any:
    """A key as this engine keeps it."""
    return value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value


@pytest.fixture
def as_the_running_program(nine: Nine) -> Iterator[None]:
    """The role that the program runs as on a server, for the length of a test."""
    from record.roles import statements_for

    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles, and no TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE coop_running_in_a_test NOLOGIN")
        for statement in statements_for("coop_running_in_a_test"):
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE coop_running_in_a_test")
        yield
        cursor.execute("RESET ROLE")


ATTACKS = (
    "TRUNCATE {table} CASCADE",
    "DROP TABLE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER {guard}",
    "DROP TRIGGER {guard} ON {table}",
    "DROP FUNCTION {guard}() CASCADE",
    "CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE TRIGGER another BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {guard}()",
    "CREATE RULE none AS ON DELETE TO {table} DO INSTEAD NOTHING",
    "SET LOCAL session_replication_role = replica",
)


def test_the_running_program_can_neither_empty_a_table_nor_lift_a_guard(
    as_the_running_program: None,
) -> None:
    for model in SEALED.values():
        table = model._meta.db_table
        for attack in ATTACKS:
            statement = attack.format(table=table, guard=promises(model, "DELETE")[0])
            with (
                pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be able"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        with refused("|".join(promises(model, "DELETE"))):
            delete_all(table)


def test_the_running_program_can_do_its_work(as_the_running_program: None, nine: Nine) -> None:
    nine.earn(5_00, key="as the program")
    assert Entry.objects.filter(key__startswith="as the program").exists()
