"""The role that the program runs as on PostgreSQL."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from record.roles import statements_for


@pytest.mark.parametrize("name", ["", "Coop", "coop; DROP TABLE x", 'coop"', "1coop", "c" * 64])
def test_only_a_plain_name_is_a_role(name: str) -> None:
    with pytest.raises(ValueError, match="Not a plain name"):
        statements_for(name)


def test_a_role_is_given_rows_and_never_tables() -> None:
    given = " ".join(each for each in statements_for("coop_running") if each.startswith("GRANT"))
    assert "SELECT, INSERT, UPDATE, DELETE" in given
    assert not any(
        word in given for word in ("TRUNCATE", "TRIGGER", "REFERENCES", "CREATE", "ALL PRIVILEGES")
    )


@pytest.mark.django_db
def test_the_command_makes_the_role_once_and_sqlite_has_none() -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="SQLite has no roles"):
            call_command("running_role", "coop_running_in_a_test")
        return
    with pytest.raises(CommandError, match="Not a plain name"):
        call_command("running_role", "coop running")
    for _ in range(2):
        said = StringIO()
        call_command("running_role", "coop_running_in_a_test", stdout=said)
        assert "owns nothing" in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('coop_running_in_a_test', 'record_act', 'TRUNCATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege('coop_running_in_a_test', 'record_act', 'INSERT')")
        assert cursor.fetchone() == (True,)
