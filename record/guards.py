"""Promises the database itself keeps, as plain SQL for both engines.

A `Guard` is a trigger named as a sentence. Each room declares its own in `<room>/guards.py` as `GUARDS`.
They are installed after every `migrate` (a table re-made by SQLite loses its triggers silently) and a system
check names the missing ones. Tests and `restore` may lift them; nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One promise about one table.

    `event` is what is watched ("INSERT", "UPDATE", "DELETE"); `refuse_when` is SQL over NEW/OLD that is true
    when the promise would be broken ("" = always). `postgresql` and `sqlite` override it where the engines
    differ. `lock` is SQL that PostgreSQL runs first (to wait for a concurrent change); SQLite needs none.
    """

    name: str
    table: str
    event: str
    refuse_when: str = ""
    sqlite: str | None = None
    postgresql: str | None = None
    timing: str = "BEFORE"
    lock: str = ""

    def statements(self, vendor: str) -> list[str]:
        condition = {"sqlite": self.sqlite, "postgresql": self.postgresql}[vendor]
        condition = self.refuse_when if condition is None else condition
        if vendor == "sqlite":
            when = f"WHEN ({condition}) " if condition else ""
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} {self.timing} {self.event} ON {self.table} FOR EACH ROW {when}"
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
            ]
        test = f"IF {condition} THEN " if condition else ""
        end = " END IF;" if condition else ""
        answer = (
            "RETURN NULL;"
            if self.timing == "AFTER"
            else ("RETURN OLD;" if self.event == "DELETE" else "RETURN NEW;")
        )
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"{self.lock} {test}RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation';"
            f"{end} {answer} END $guard$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {self.timing} {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


def append_only(table: str, *, thing: str, key: str = "id") -> tuple[Guard, ...]:
    """A table whose rows are never changed, deleted, or replaced (SQLite's INSERT OR REPLACE walks past)."""
    return (
        Guard(name=f"{thing}_is_never_changed", table=table, event="UPDATE"),
        Guard(name=f"{thing}_is_never_deleted", table=table, event="DELETE"),
        no_replacing(table, thing=thing, key=key),
    )


def no_replacing(table: str, *, thing: str, key: str = "id") -> Guard:
    return Guard(
        name=f"{thing}_is_never_replaced",
        table=table,
        event="INSERT",
        refuse_when=f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",  # noqa: S608 - names of ours
    )


GUARDS: tuple[Guard, ...] = append_only("record_act", thing="an_act", key="seq")


def declared() -> Iterator[Guard]:
    """Every guard of every room."""
    for config in apps.get_app_configs():
        name = f"{config.name}.guards"
        if config.path.find("site-packages") == -1 and find_spec(name) is not None:
            yield from import_module(name).GUARDS


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place whose table exists. Safe to call again."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in declared():
            if guard.table in tables:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lift every guard: for tests that flush and for `restore`, which puts them back."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in declared():
            if guard.table in tables:
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on}")


def make_way(connection: BaseDatabaseWrapper) -> None:
    """Lift every trigger of a SQLite database before its schema changes; `install` puts them back afterwards.

    SQLite remakes a table to change it, and cannot while triggers of other tables speak of it. All of them are
    lifted, those of guards that a new version no longer has included. PostgreSQL changes tables as they are.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that should be in place and are not."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {row[0] for row in cursor.fetchall()}
    return sorted(guard.name for guard in declared() if guard.table in tables and guard.name not in found)
