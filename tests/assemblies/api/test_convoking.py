"""Programs ask by signing, prove that everybody was told, do what the law wants, and attach documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from assemblies.actions import draft_motion
from assemblies.models import Document, LegalTask, Motion, Notice, Petition
from tests.assemblies import files
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.test_law import Village
from tests.makers import NOW
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> Village:
    """Twenty-one people under the law of Argentina; the last one convokes, chairs and keeps the minutes."""
    at(NOW, monkeypatch)
    return Village(21)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: LazySettings) -> None:
    there = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": there}


ASKED = {"aim": "assembly", "title": "The bus", "text": "Where it stops."}


def test_a_petition_is_started_once_signed_and_counted(village: Village) -> None:
    zulema, walter = Program(village.people[0]), Program(village.people[1])

    first = zulema.post("/petitions", ASKED)
    assert first == zulema.post("/petitions", ASKED)
    status, petition = first
    assert (status, petition["signed"], petition["needed"], petition["missing"]) == (201, 1, 3, 2)
    assert petition["have_signed"] is True
    path = f"/petitions/{petition['id']}"
    assert walter.get(path)[1]["have_signed"] is False

    signed = walter.post(f"{path}/sign")
    assert signed == walter.post(f"{path}/sign")
    assert (signed[1]["signed"], signed[1]["signers"]) == (2, [person.name for person in village.people[:2]])
    assert walter.get("/petitions")[1]["items"][0]["missing"] == 1


def test_enough_names_are_answered_by_whoever_convokes(village: Village) -> None:
    petition = Program(village.people[0]).post("/petitions", ASKED)[1]["id"]
    for person in village.people[1:3]:
        Program(person).post(f"/petitions/{petition}/sign")
    assembly = village.calls()
    path, body = f"/petitions/{petition}/answer", {"assembly": assembly.pk}

    assert refused(Program(village.people[0]).post(path, body))
    assert Program(village.chair).post(path, {"assembly": 999})[0] == 404
    status, answered = Program(village.chair).post(path, body)
    assert (status, answered["assembly"], answered["missing"]) == (200, assembly.pk, 0)
    assert refused(Program(village.people[5]).post(f"/petitions/{petition}/sign"), saying="enough")


@pytest.mark.parametrize(
    "body", [{}, ASKED | {"aim": "party"}, ASKED | {"title": "x" * 201}, ASKED | {"text": "a\x00b"}]
)
def test_a_petition_of_a_wrong_shape_is_422(village: Village, body: dict[str, Any]) -> None:
    assert Program(village.people[0]).post("/petitions", body)[0] == 422
    assert not Petition.objects.exists()


def test_nobody_asks_for_anothers_draft_by_its_number(village: Village) -> None:
    draft = draft_motion(
        kind="decision", title="Secret plan", text="X", terms={}, proposer=village.people[1], now=NOW
    )
    body = {"aim": "item", "text": "Now.", "motion": draft.pk}
    answer = Program(village.people[0]).post("/petitions", body)
    assert refused(answer)
    assert "Secret plan" not in str(answer)
    assert Program(village.people[0]).get("/petitions/999")[0] == 404


def test_who_was_told_is_proved_to_whoever_convokes_and_to_nobody_else(village: Village) -> None:
    assembly = village.calls()
    path = f"/assemblies/{assembly.pk}/notices"
    chair = Program(village.chair)

    assert chair.post(path, {"numbers": [1, 2], "channel": "paper"}) == (200, {"new": 2})
    assert chair.post(path, {"numbers": [1, 2], "channel": "paper"}) == (200, {"new": 0})
    status, proof = chair.get(path)
    assert (status, proof["missing"]) == (200, 19)
    assert [(one["number"], one["by"]) for one in proof["told"]] == [
        (1, village.chair.name),
        (2, village.chair.name),
    ]
    assert len(proof["to_tell"]) == 19
    assert refused(Program(village.people[0]).get(path), status=403)


def test_whoever_does_not_convoke_marks_nobody_as_told(village: Village) -> None:
    assembly = village.calls()
    body = {"numbers": [1], "channel": "paper"}
    assert refused(Program(village.people[0]).post(f"/assemblies/{assembly.pk}/notices", body))
    assert refused(
        Program(village.chair).post(f"/assemblies/{assembly.pk}/notices", body | {"numbers": [99]})
    )
    phone = body | {"channel": "phone"}
    assert Program(village.chair).post(f"/assemblies/{assembly.pk}/notices", phone)[0] == 422
    assert not Notice.objects.exists()


def test_a_task_of_the_law_is_done_with_its_proof_once(village: Village) -> None:
    assembly = village.calls()
    chair = Program(village.chair)
    listed = chair.get(f"/assemblies/{assembly.pk}/legal-tasks")[1]
    assert listed["count"] == LegalTask.objects.count() > 0
    task = listed["items"][0]
    path = f"/legal-tasks/{task['id']}/done"

    assert refused(Program(village.people[0]).post(path, {"proof": "EX-1"}))
    assert refused(chair.post(path, {"proof": " "}))
    first = chair.post(path, {"proof": "EX-2026-1"})
    assert (first[0], first[1]["proof"]) == (200, "EX-2026-1")
    assert chair.post(path, {"proof": "EX-2026-1"}) == first
    assert refused(chair.post(path, {"proof": "EX-2026-2"}), saying="done already")
    assert chair.post("/legal-tasks/999/done", {"proof": "x"})[0] == 404
    assert chair.post(path, {"proof": "x" * 201})[0] == 422


def upload(program: Program, path: str, content: bytes, name: str = "balance.pdf") -> Any:
    return program.client.post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, content)})


def draft_of(village: Village, nth: int = 0) -> Motion:
    return draft_motion(
        kind="decision", title="A roof", text="Mend it.", terms={}, proposer=village.people[nth], now=NOW
    )


def test_a_file_is_attached_once_listed_and_saved_but_never_shown(village: Village) -> None:
    motion, zulema = draft_of(village), Program(village.people[0])
    path = f"/motions/{motion.pk}/documents"

    first, again = upload(zulema, path, files.PDF), upload(zulema, path, files.PDF)

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 201
    assert zulema.get(path) == (200, {"count": 1, "items": [first.json()]})
    got = zulema.client.get(f"/api/v1/documents/{first.json()['id']}")
    assert b"".join(got) == files.PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert (got["X-Content-Type-Options"], got["Cache-Control"]) == ("nosniff", "private, no-store")
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_program_is_not_attached_and_nothing_at_all_is_422(village: Village) -> None:
    motion, zulema = draft_of(village), Program(village.people[0])
    path = f"/motions/{motion.pk}/documents"
    answer = upload(zulema, path, files.PROGRAM, "run.pdf")
    assert refused((answer.status_code, answer.json()))
    assert zulema.client.post(f"/api/v1{path}", {}).status_code == 422
    assert not Document.objects.exists()


def test_what_hangs_on_anothers_draft_is_not_there_for_me(village: Village) -> None:
    motion = draft_of(village, nth=1)
    attached = upload(Program(village.people[1]), f"/motions/{motion.pk}/documents", files.PDF).json()
    zulema = Program(village.people[0])
    assert zulema.get(f"/motions/{motion.pk}/documents")[0] == 404
    assert zulema.get(f"/documents/{attached['id']}")[0] == 404
    assert upload(zulema, f"/motions/{motion.pk}/documents", files.PDF).status_code == 404
    assert zulema.get("/documents/999")[0] == 404


def test_only_whoever_convokes_attaches_to_an_assembly(village: Village) -> None:
    assembly = village.calls()
    path = f"/assemblies/{assembly.pk}/documents"
    answer = upload(Program(village.people[0]), path, files.PDF)
    assert refused((answer.status_code, answer.json()))
    assert upload(Program(village.chair), path, files.PDF).status_code == 201
    assert Program(village.people[0]).get(path)[1]["count"] == 1
