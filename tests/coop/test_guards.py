"""The database keeps its promises: guards stand after every migrate, and a missing one is named."""

import pytest
from django.core.management import call_command
from django.db import connection

from coop.checks import guards_stand
from record import guards


@pytest.fixture
def migrated(db: None) -> None:
    """The quick check makes its tables without the steps of `migrate`, which leave this table behind."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS django_migrations (id integer)")


@pytest.mark.django_db
def test_after_migrating_every_guard_stands():
    assert guards.missing(connection) == []
    assert guards_stand(None, databases=["default"]) == []


@pytest.mark.usefixtures("migrated")
def test_a_missing_guard_is_named_before_we_start():
    lost = guards.GUARDS[0]
    with connection.cursor() as cursor:
        on = f" ON {lost.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {lost.name}{on}")

    (problem,) = guards_stand(None, databases=["default"])
    assert lost.name in problem.msg
    assert problem.id == "coop.E001"


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_migrating_again_puts_a_lost_guard_back():
    guards.remove(connection)
    assert guards.missing(connection)

    call_command("migrate", verbosity=0)

    assert guards.missing(connection) == []


@pytest.mark.usefixtures("migrated")
def test_migrate_is_let_through_to_put_a_new_guard_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        on = " ON record_act" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER an_act_is_never_changed{on}")
    monkeypatch.setattr("sys.argv", ["manage.py", "check"])
    assert [problem.id for problem in guards_stand(None, databases=["default"])] == ["coop.E001"]
    monkeypatch.setattr("sys.argv", ["manage.py", "migrate"])
    assert guards_stand(None, databases=["default"]) == []


@pytest.mark.thorough
@pytest.mark.one_engine  # only SQLite makes a table anew to change it
@pytest.mark.django_db(transaction=True)
def test_a_new_version_changes_tables_that_are_guarded():
    call_command("migrate", "assemblies", "0001", verbosity=0)
    assert guards.missing(connection) == []

    call_command("migrate", verbosity=0)

    assert guards.missing(connection) == []
    assert guards_stand(None, databases=["default"]) == []
