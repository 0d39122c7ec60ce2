"""Asking the database itself: what it refuses, by the name of the promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction


@contextmanager
def refused(promise: str, *, columns: str = "") -> Iterator[None]:
    """The statement inside is refused by the promise of this name.

    Of a unique constraint SQLite names the columns only: `columns` is what it says then.
    """
    said = columns if columns and connection.vendor == "sqlite" else promise
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        yield


def replace_all(table: str) -> None:
    """Write every row of a table over itself, where SQLite would let that walk past its other triggers."""
    again = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with connection.cursor() as cursor:
        cursor.execute(f"{again} INTO {table} SELECT * FROM {table}")


def delete_all(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def lift(promise: str, *, on: str) -> None:
    """Lift one guard of a table until the test ends, to meet the promise that stands behind it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {promise}" + (f" ON {on}" if connection.vendor == "postgresql" else ""))
