"""Worlds made once for a whole file: each test finds them as they were made, whatever the one before it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

World = TypeVar("World")


@contextmanager
def made_once(make: Callable[[], World], blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world inside a transaction of its own, in which the transactions of the tests are savepoints.

    For a fixture of scope "module", which also asks for `django_db_setup`; give each test a deep copy. No test
    of that file may be transactional.
    """
    from members.models import Cooperative
    from record import shared

    with blocker.unblock(), transaction.atomic(), translation.override("en"):
        Cooperative.objects.forget()
        shared.forget()
        yield make()
        transaction.set_rollback(True)


def ids_begin_at_one() -> None:
    """The next row of an empty table has id 1, on PostgreSQL too, where a sequence outlives a rollback."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
