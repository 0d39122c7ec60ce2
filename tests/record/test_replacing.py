"""No row that is never deleted is replaced either: SQLite's INSERT OR REPLACE takes the old one away unasked."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from record import guards
from tests.makers import make_coop, make_member

REPLACED = {
    "a_contest_is_never_replaced": "assemblies_contest",
    "a_duty_is_never_replaced": "rotation_duty",
    "a_guest_is_never_replaced": "assemblies_guest",
    "a_handover_is_never_replaced": "rotation_handover",
    "a_leaving_notice_is_never_replaced": "members_leavingnotice",
    "a_legal_task_is_never_replaced": "assemblies_legaltask",
    "a_member_is_never_replaced": "members_member",
    "a_motion_is_never_replaced": "assemblies_motion",
    "a_participation_is_never_replaced": "assemblies_participation",
    "a_petition_is_never_replaced": "assemblies_petition",
    "a_plan_is_never_replaced": "rotation_plan",
    "a_roll_entry_is_never_replaced": "assemblies_rollentry",
    "a_signature_of_minutes_is_never_replaced": "assemblies_signer",
    "a_skill_granted_is_never_replaced": "rotation_skillgrant",
    "a_turn_to_speak_is_never_replaced": "assemblies_floorrequest",
    "an_absence_is_never_replaced": "members_absence",
    "an_arrival_is_never_replaced": "assemblies_presence",
    "the_minutes_is_never_replaced": "assemblies_minutes",
}

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")


def test_every_table_whose_rows_are_never_deleted_refuses_to_replace_them() -> None:
    declared = list(guards.declared())
    kept = {guard.table for guard in declared if guard.event == "DELETE" and not guard.refuse_when}
    kept -= {guard.table for guard in declared if guard.event == "DELETE" and (guard.sqlite or "")}
    safe = {guard.table for guard in declared if guard.name.endswith("_never_replaced")}
    assert sorted(kept - safe) == []


@on_sqlite
@pytest.mark.django_db
def test_a_row_is_not_replaced_by_one_of_the_same_key() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models()}
    guards.remove(connection)
    try:
        for table in REPLACED.values():
            _put_a_row(tables[table])
    finally:
        guards.install(connection)
    for promise, table in REPLACED.items():
        with pytest.raises(DatabaseError, match=promise), transaction.atomic():
            _replace_all(table, asked=promise)
    transaction.set_rollback(True)


def _replace_all(table: str, *, asked: str) -> None:
    with connection.cursor() as cursor:
        for guard in guards.declared():
            if guard.table == table and guard.name != asked:  # what else refuses the row is not asked here
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@on_sqlite
@pytest.mark.django_db
def test_a_row_is_not_replaced_by_one_of_another_key_that_says_the_same() -> None:
    make_coop()
    delia = make_member(5, "Delia Quiroga")
    names = [field.column for field in delia._meta.concrete_fields]
    taken = ", ".join("9000" if name == "id" else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with (
        pytest.raises(DatabaseError, match="a_member_is_never_deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT OR REPLACE INTO members_member ({columns}) SELECT {taken} FROM members_member"
        )


def _put_a_row(model: type[models.Model]) -> None:
    """Any row at all: what it points at need not be there, for nothing is committed."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        names.append(f'"{field.column}"')
        values.append(_any_value(field))
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({marks})", values)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _any_value(field: models.Field[Any, Any]) -> Any:
    if field.null:
        return None
    if isinstance(field, models.DateTimeField | models.DateField):
        return timezone.now().isoformat()
    if isinstance(field, models.JSONField):
        return "{}"
    if isinstance(field, models.CharField | models.TextField):
        return "x"
    return 1
