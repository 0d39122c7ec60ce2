"""What a transactional test leaves behind is taken away: only the rows there are, and no promise is re-made.

Django's own way truncates every table and migrates once more, which puts hundreds of triggers back: seconds for
each such test. What `migrate` itself writes (kinds of content, permissions) stays where it is.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from record import guards

WRITTEN_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission"}


def empty_the_tables(_test_case: Any = None) -> None:
    """Every table without a row, and every guard in its place."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = sorted(model._meta.db_table for model in models if model._meta.label not in WRITTEN_BY_MIGRATE)
    if guards.missing(connection):  # the test lifted some, or none are left after a migration back
        guards.install(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
        )
        full = [str(table) for (table,) in cursor.fetchall()]
        if full:
            {"sqlite": _in_sqlite, "postgresql": _in_postgresql}[connection.vendor](cursor, full)


def _in_postgresql(cursor: CursorWrapper, full: list[str]) -> None:
    """As a replica would: neither guards nor references are asked."""
    with transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in full:
            cursor.execute(f"DELETE FROM {table}")


def _in_sqlite(cursor: CursorWrapper, full: list[str]) -> None:
    """Its triggers cannot be told to wait, only dropped and made again as they were."""
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    lifted = [(name, sql) for name, table, sql in cursor.fetchall() if table in full]
    with connection.constraint_checks_disabled(), transaction.atomic():
        for name, _sql in lifted:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in full:
            cursor.execute(f"DELETE FROM {table}")
        for _name, sql in lifted:
            cursor.execute(sql)
