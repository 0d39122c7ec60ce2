"""What is attached: checked by what is inside, sealed by its hash, and never left behind."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from assemblies.actions import draft_motion, table_motion
from assemblies.actions.documents import attach_to_assembly, attach_to_motion
from assemblies.models import Document, Motion
from assemblies.reports import faults
from assemblies.rules.documents import LONGEST_NAME, MOST_BYTES, MOST_DOCUMENTS, safe_name, type_of
from record.models import Act
from record.rules import Refused
from tests.assemblies import files
from tests.assemblies.test_law import Village
from tests.makers import NOW


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    files_there = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": files_there}
    return tmp_path


def kept_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- what a file is: no database ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (files.PDF, "a.pdf", "pdf"),
        (files.PNG, "a.png", "png"),
        (files.JPEG, "a.jpeg", "jpeg"),
        (files.TEXT, "a.txt", "plain"),
        (files.CSV, "a.CSV", "csv"),
        (files.ODT, "a.odt", "opendocument.text"),
        (files.ODS, "a.ods", "opendocument.spreadsheet"),
        (files.DOCX, "a.docx", "wordprocessingml.document"),
        (files.XLSX, "a.xlsx", "spreadsheetml.sheet"),
        (files.PDF, "photo.png", "pdf"),
    ],
)
def test_a_file_is_what_is_inside_it(content: bytes, name: str, ending: str) -> None:
    assert type_of(content, name=name).endswith(ending)


@pytest.mark.parametrize(
    "content",
    [
        files.PROGRAM,
        files.WITH_MACROS,
        files.zipped(("run.exe", b"MZ")),
        files.zipped(("mimetype", b"text/html")),
        files.zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("Basic/x.xml", b"")),
        b"PK\x03\x04 broken",
        b"MZ\x90\x00\x03",
        b"text with a \x00 in it",
        b"\xff\xfe\x00 no utf-8",
    ],
)
def test_what_could_run_or_nobody_can_tell_is_not_attached(content: bytes) -> None:
    assert type_of(content, name="balance.pdf") == ""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("balance.pdf", "balance.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\Balance 2026.PDF", "Balance 2026.pdf"),
        ("page.html", "page.html.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("gpj.‮fdp", "gpj.fdp.pdf"),
        ('a"b\r\nX: y.pdf', "a_bX_ y.pdf"),
        ("año ñandú.pdf", "año ñandú.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_deceive(name: str, kept: str) -> None:
    assert safe_name(name, "application/pdf") == kept
    assert len(safe_name("x" * 500, "application/pdf")) == LONGEST_NAME


# --- attaching -----------------------------------------------------------------------------------------------


@pytest.fixture
def village(db: None) -> Village:
    return Village(seconders=3)


def a_draft(village: Village) -> Motion:
    return draft_motion(
        kind="decision",
        title="Two forklifts",
        text="Buy them.",
        terms={},
        proposer=village.people[0],
        now=NOW,
    )


def attach(village: Village, motion: Motion, **about: Any) -> Document:
    given: dict[str, Any] = {"name": "budget.pdf", "content": files.PDF, "actor": village.people[0]}
    return attach_to_motion(motion_id=motion.pk, now=NOW, **(given | about))


def test_whoever_proposes_attaches_to_a_draft_and_its_hash_is_sealed_when_it_is_tabled(
    village: Village, folder: Path
) -> None:
    motion = a_draft(village)
    before = Act.objects.count()

    document = attach(village, motion)

    sealed = hashlib.sha256(files.PDF).hexdigest()
    assert (document.name, document.content_type, document.size) == (
        "budget.pdf",
        "application/pdf",
        len(files.PDF),
    )
    assert document.sha256 == sealed
    assert kept_in(folder) == [f"{sealed}.pdf"]
    assert Act.objects.count() == before
    table_motion(motion_id=motion.pk, actor=village.people[0], now=NOW)
    assert Act.objects.get(verb="assemblies.motion.tabled").facts["documents"] == [sealed]


def test_the_same_file_sent_twice_is_one_document(village: Village, folder: Path) -> None:
    motion = village.tables()

    first, again = attach(village, motion), attach(village, motion, name="other.pdf")

    assert first == again
    assert len(kept_in(folder)) == 1
    assert Act.objects.filter(verb="assemblies.document.attached").count() == 1


def test_nobody_else_attaches_and_nothing_once_it_is_on_an_agenda(village: Village) -> None:
    motion = village.tables()
    with pytest.raises(Refused, match="Only whoever proposes"):
        attach(village, motion, actor=village.people[1])

    weekly = village.calls(days=7, kind="weekly")
    Motion.objects.filter(pk=motion.pk).update(state="on_agenda", assembly=weekly)

    with pytest.raises(Refused, match="way to a vote"):
        attach(village, motion)
    with pytest.raises(Motion.DoesNotExist):
        attach(village, a_draft(village), actor=village.people[1])


def test_too_large_empty_and_unknown_files_are_refused_with_a_sentence(
    village: Village, folder: Path
) -> None:
    motion = village.tables()

    with pytest.raises(Refused, match="five megabytes"):
        attach(village, motion, content=b"%PDF-" + b"x" * MOST_BYTES)
    with pytest.raises(Refused, match="empty"):
        attach(village, motion, content=b"")
    with pytest.raises(Refused, match="Attach a PDF"):
        attach(village, motion, content=files.PROGRAM)
    assert kept_in(folder) == []


def test_there_is_an_end_to_how_many(village: Village) -> None:
    motion = village.tables()
    for nth in range(MOST_DOCUMENTS):
        attach(village, motion, content=b"text %d" % nth)

    with pytest.raises(Refused, match="documents already"):
        attach(village, motion)


def test_whoever_convokes_attaches_to_an_assembly_until_it_is_over(village: Village) -> None:
    assembly = village.calls(days=20)
    about: dict[str, Any] = {"assembly_id": assembly.pk, "name": "b.ods", "content": files.ODS, "now": NOW}

    with pytest.raises(Refused, match="task of convoking"):
        attach_to_assembly(**about, actor=village.people[0])
    assert attach_to_assembly(**about, actor=village.chair).assembly == assembly
    type(assembly).objects.filter(pk=assembly.pk).update(state="cancelled")
    with pytest.raises(Refused, match="is over"):
        attach_to_assembly(**(about | {"content": files.PDF}), actor=village.chair)


def test_a_file_whose_row_was_not_kept_is_taken_away(
    village: Village, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = village.tables()

    def fails(**_about: Any) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr("assemblies.actions.documents.record", fails)
    with pytest.raises(RuntimeError):
        attach(village, motion)

    assert not Document.objects.exists()
    assert kept_in(folder) == []


def test_verifying_finds_a_file_that_was_changed_or_is_gone(village: Village, folder: Path) -> None:
    document = attach(village, village.tables())
    assert faults() == []

    (kept,) = (path for path in folder.rglob("*.pdf"))
    kept.write_bytes(files.PDF + b"more")
    assert faults() == [f"document {document.pk}: its file is not what was attached"]
    kept.unlink()
    assert faults() == [f"document {document.pk}: its file is not there"]
