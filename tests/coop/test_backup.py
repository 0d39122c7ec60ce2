"""A backup holds everything, and comes back whole or not at all."""

import json
import stat
from datetime import UTC, datetime
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from coop import archive
from members.models import Cooperative, Member
from record import guards
from record.actions import record
from record.models import Head
from tests.makers import make_coop, make_member, make_voters

NOW = datetime(2026, 3, 5, 16, tzinfo=UTC)


def everything() -> dict[str, list[dict]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in archive.models()
    }


def empty_the_database() -> None:
    guards.remove(connection)
    call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def zulema(transactional_db) -> Member:
    """A small co-operative with two people and an act in it."""
    make_coop()
    Head.objects.get_or_create(pk=1)
    zulema, _ = make_voters(2)
    with transaction.atomic():
        record(verb="members.member.admitted", subject=zulema, actor=None, now=NOW, facts={"cents": 1})
    return zulema


def test_what_was_saved_comes_back_whole(zulema, tmp_path):
    before = everything()
    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())
    empty_the_database()

    call_command("restore", str(tmp_path / "all.zip"), stdout=StringIO())

    assert everything() == before
    assert guards.missing(connection) == []


@pytest.mark.thorough
def test_the_next_row_after_a_restore_gets_a_number_of_its_own(zulema, tmp_path):
    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())
    empty_the_database()
    call_command("restore", str(tmp_path / "all.zip"), stdout=StringIO())

    assert make_member(3).pk not in (zulema.pk, zulema.pk + 1)


def test_a_backup_is_for_its_owner_only_and_holds_no_sessions(zulema, client, tmp_path):
    client.force_login(zulema, backend="django.contrib.auth.backends.ModelBackend")
    file = tmp_path / "all.zip"
    call_command("backup", str(file), stdout=StringIO())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as bundle:
        assert not [name for name in bundle.namelist() if "session" in name]
        rows = json.loads(bundle.read("manifest.json"))["rows"]
    assert rows["members.member"] == 2
    assert list(tmp_path.iterdir()) == [file]


def test_a_restore_into_a_database_with_people_in_it_is_refused(zulema, tmp_path):
    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path / "all.zip"))


def changed(source, target, name: str, content: bytes) -> None:
    """A copy of a backup in which one part is another."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))


@pytest.mark.thorough
def test_a_backup_cut_short_is_refused_and_nothing_is_written(zulema, tmp_path):
    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())
    changed(tmp_path / "all.zip", tmp_path / "cut.zip", "data/members.membership.jsonl", b"")
    empty_the_database()

    with pytest.raises(CommandError, match="not a whole backup"):
        call_command("restore", str(tmp_path / "cut.zip"))
    assert not Cooperative.objects.exists()
    assert guards.missing(connection) == []


@pytest.mark.thorough
def test_a_backup_of_another_version_is_refused(zulema, tmp_path):
    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())
    with ZipFile(tmp_path / "all.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    manifest["migrations"]["members"].append("9999_from_the_future")
    content = json.dumps(manifest).encode()
    changed(tmp_path / "all.zip", tmp_path / "newer.zip", "manifest.json", content)
    empty_the_database()

    with pytest.raises(CommandError, match=r"another version of the program \(in members\)"):
        call_command("restore", str(tmp_path / "newer.zip"))


@pytest.mark.thorough
@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 almost"])
def test_a_file_that_is_no_backup_is_refused(transactional_db, tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(CommandError, match="not a whole backup"):
        call_command("restore", str(tmp_path / "x.zip"))


@pytest.mark.thorough
def test_a_file_that_is_not_there_is_said_so(transactional_db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", str(tmp_path / "nowhere.zip"))


def test_no_field_fills_itself_in():
    """A clock of its own would change what is restored; time is an argument here."""
    for model in archive.models():
        for field in model._meta.local_fields:
            assert not getattr(field, "auto_now", False), field
            assert not getattr(field, "auto_now_add", False), field
