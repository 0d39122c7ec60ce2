"""The pages around a convocation as somebody sees them: notice, law, proof, documents, petitions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.actions import open_petition
from assemblies.actions.documents import attach_to_motion
from assemblies.models import Document, LegalTask, Motion, Notice, Petition
from members.models import Member
from tests.assemblies import files
from tests.assemblies.test_law import Village
from tests.makers import NOW
from tests.pages import at, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
DAY = timedelta(days=1)


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> Village:
    at(NOW, monkeypatch)
    return Village(20, seconders=3)


def looks(member: Member, address: str, **more: Any) -> str:
    response = signed_in(member).get(address, **more)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_who_convokes_sees_how_much_notice_it_needs_and_what_waits(village: Village) -> None:
    village.tables("accounts")
    Motion.objects.update(state="on_agenda")

    page = looks(village.chair, "/assemblies/new/")

    assert "15 days: on" in page
    assert "at the earliest" in page
    assert "Ley 20.337, art. 48" in page
    assert "Waiting for an assembly by law" in page
    assert "within 4 months" in page


def test_too_short_a_notice_keeps_what_was_typed_and_names_the_article(village: Village) -> None:
    typed = {
        "kind": "legal_ordinary",
        "starts_at": "2026-03-10T09:00",
        "ends_at": "2026-03-10T12:00",
        "place": "Galpón 4",
    }

    response = signed_in(village.chair).post("/assemblies/new/", typed)

    page = response.content.decode()
    assert response.status_code == 200
    assert "art. 48" in page
    assert "Galpón 4" in page


def test_an_assembly_by_law_shows_its_tasks_and_what_is_not_in_order(village: Village) -> None:
    assembly = village.calls(days=20)

    page = looks(village.people[0], f"/assemblies/{assembly.pk}/")

    assert "To be done by law" in page
    assert "No document is attached" in page
    assert "have no proof of notice yet" in page
    assert "Who was told, and how" not in page


def test_a_task_is_ticked_with_its_proof_by_whoever_convokes(village: Village) -> None:
    assembly = village.calls(days=20)
    task = LegalTask.objects.get(assembly=assembly, code="notice_to_authorities")
    address = f"/assemblies/tasks/{task.pk}/"

    assert "It is done" not in looks(village.people[0], address)
    refused = signed_in(village.people[0]).post(address, {"proof": "EX-1"})
    assert "Only whoever convokes" in refused.content.decode()
    empty = signed_in(village.chair).post(address, {"proof": ""})
    assert empty.status_code == 200
    signed_in(village.chair).post(address, {"proof": "EX-2026-77"})

    task.refresh_from_db()
    assert task.proof == "EX-2026-77"
    assert "EX-2026-77" in looks(village.people[0], address)


def test_what_is_late_is_on_the_home_page_of_whoever_convokes(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.calls(days=20)
    at(NOW + 6 * DAY, monkeypatch)

    assert "Tell the authorities" in looks(village.chair, "/")
    assert "Tell the authorities" not in looks(village.people[0], "/")


@pytest.mark.parametrize("address", ["/", "/assembly/", "/assemblies/{pk}/"])
def test_looking_is_proof_of_notice_once_and_the_second_look_writes_nothing(
    village: Village, address: str
) -> None:
    assembly = village.calls(days=20)
    client = signed_in(village.people[0])

    for _again in range(2):
        assert client.get(address.format(pk=assembly.pk)).status_code == 200

    assert Notice.objects.get().member == village.people[0]
    with CaptureQueriesContext(connection) as asked:
        client.get(address.format(pk=assembly.pk))
    assert not [query["sql"] for query in asked.captured_queries if query["sql"].startswith("INSERT")]


def test_an_assembly_by_law_is_shown_at_home_also_behind_a_weekly_one(village: Village) -> None:
    village.calls(days=7, kind="weekly")
    ordinary = village.calls(days=20)

    assert f"/assemblies/{ordinary.pk}/" in looks(village.people[0], "/")
    assert Notice.objects.filter(assembly=ordinary, member=village.people[0]).exists()


def test_the_proof_of_notice_is_for_those_who_convoke_chair_or_keep_the_minutes(village: Village) -> None:
    assembly = village.calls(days=20)
    address = f"/assemblies/{assembly.pk}/notices/"

    assert signed_in(village.people[0]).get(address).status_code == 403
    client = signed_in(village.chair)
    wrong = client.post(address, {"numbers": "1 999", "channel": "paper"})
    assert wrong.status_code == 200
    assert "1 999" in wrong.content.decode()
    client.post(address, {"numbers": "1, 2", "channel": "paper"})
    page = client.get(address).content.decode()

    assert Notice.objects.filter(channel="paper").count() == 2
    assert "Not reached yet" in page
    assert "<b>18</b>" in page


# --- documents ------------------------------------------------------------------------------------------------


def uploads(client: Client, address: str, name: str, content: bytes) -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, content, content_type="text/html")})


def test_a_document_is_attached_and_comes_back_as_a_download_that_nothing_runs(village: Village) -> None:
    motion = village.tables()
    client = signed_in(village.people[0])

    answer = uploads(client, f"/motions/{motion.pk}/documents/", "page.html", b"<script>alert(1)</script>")
    document = Document.objects.get()
    page = looks(village.people[1], f"/motions/{motion.pk}/")
    download = signed_in(village.people[1]).get(f"/documents/{document.pk}/")

    assert answer.status_code == 302
    assert "page.html.txt" in page
    assert download["Content-Type"].startswith("text/plain")
    assert download["Content-Disposition"].startswith("attachment")
    assert download["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in download["Content-Security-Policy"]
    assert b"".join(download.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]


def test_what_may_not_be_attached_is_said_on_the_page(village: Village) -> None:
    motion = village.tables()
    client = signed_in(village.people[0])
    address = f"/motions/{motion.pk}/documents/"

    for content in (files.PROGRAM, b"", b"%PDF-" + b"x" * 5_000_001):
        answer = uploads(client, address, "balance.pdf", content)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert client.post(address, {}).status_code == 200
    assert not Document.objects.exists()


def test_the_document_of_a_draft_is_nobody_elses(village: Village) -> None:
    motion = village.tables()
    Motion.objects.filter(pk=motion.pk).update(state="draft")
    document = attach_to_motion(
        motion_id=motion.pk, name="a.pdf", content=files.PDF, actor=village.people[0], now=NOW
    )

    assert signed_in(village.people[1]).get(f"/documents/{document.pk}/").status_code == 404
    assert signed_in(village.people[1]).get(f"/motions/{motion.pk}/documents/").status_code == 404
    assert signed_in(village.people[0]).get(f"/documents/{document.pk}/").status_code == 200


def test_only_whoever_proposes_or_convokes_has_a_page_to_attach(village: Village) -> None:
    motion, assembly = village.tables(), village.calls(days=20)

    assert signed_in(village.people[1]).get(f"/motions/{motion.pk}/documents/").status_code == 403
    assert signed_in(village.people[1]).get(f"/assemblies/{assembly.pk}/documents/").status_code == 403
    client = signed_in(village.chair)
    assert client.get(f"/assemblies/{assembly.pk}/documents/").status_code == 200
    uploads(client, f"/assemblies/{assembly.pk}/documents/", "balance.ods", files.ODS)
    assert "No document is attached" not in looks(village.people[1], f"/assemblies/{assembly.pk}/")


def test_a_file_that_is_gone_is_not_found(village: Village) -> None:
    motion = village.tables()
    document = attach_to_motion(
        motion_id=motion.pk, name="a.pdf", content=files.PDF, actor=village.people[0], now=NOW
    )
    document.file.storage.delete(document.file.name or "")

    assert signed_in(village.people[1]).get(f"/documents/{document.pk}/").status_code == 404
    assert signed_in(village.people[1]).get("/documents/999999999999999999/").status_code == 404


# --- petitions ------------------------------------------------------------------------------------------------


def test_asking_and_signing_take_one_tap_each_and_the_counter_is_seen(village: Village) -> None:
    client = signed_in(village.people[0])

    asked = client.post("/petitions/new/", {"aim": "assembly", "title": "The bus", "text": "It is late."})
    petition = Petition.objects.get()
    assert asked["Location"] == f"/petitions/{petition.pk}/"
    assert "1 of 2 signatures: 1 to go." in looks(village.people[1], "/petitions/")

    signed_in(village.people[1]).post(f"/petitions/{petition.pk}/sign/")

    assert "Enough signatures (2)" in looks(village.people[2], f"/petitions/{petition.pk}/")
    assert village.people[1].name in looks(village.people[2], f"/petitions/{petition.pk}/")
    assert "Which assembly answers it" not in looks(village.people[2], f"/petitions/{petition.pk}/")
    assert "The bus" in looks(village.chair, "/")
    assert "The bus" in looks(village.chair, "/assemblies/new/")


def test_whoever_convokes_answers_it_with_an_assembly(village: Village) -> None:
    petition = open_petition(
        aim="assembly", title="The bus", text="It is late.", actor=village.people[0], now=NOW
    )
    signed_in(village.people[1]).post(f"/petitions/{petition.pk}/sign/")
    called = village.calls(days=20, kind="legal_extraordinary")
    address = f"/petitions/{petition.pk}/answer/"

    assert "Which assembly answers it" in looks(village.chair, f"/petitions/{petition.pk}/")
    for wrong in ("", "x", "99999", "9" * 30):
        assert signed_in(village.chair).post(address, {"assembly": wrong}).status_code == 302
    signed_in(village.chair).post(address, {"assembly": called.pk})

    petition.refresh_from_db()
    assert petition.assembly == called
    assert "The bus" in looks(village.people[2], f"/assemblies/{called.pk}/")


def test_a_motion_that_waits_is_asked_for_from_its_page(village: Village) -> None:
    motion = village.tables(title="Two forklifts")

    assert f"/petitions/new/?motion={motion.pk}" in looks(village.people[1], f"/motions/{motion.pk}/")
    assert "Two forklifts" in looks(village.people[1], f"/petitions/new/?motion={motion.pk}")
    signed_in(village.people[1]).post("/petitions/new/", {"motion": motion.pk, "text": "Now."})

    petition = Petition.objects.get()
    assert (petition.motion, petition.aim, petition.title) == (motion, "item", "Two forklifts")
    assert f"/petitions/{petition.pk}/" in looks(village.people[2], f"/motions/{motion.pk}/")


@pytest.mark.parametrize("named", ["0", "x", "9" * 30, "999999"])
def test_a_petition_for_no_motion_is_not_found(village: Village, named: str) -> None:
    assert signed_in(village.people[1]).get(f"/petitions/new/?motion={named}").status_code == 404


def test_nothing_typed_is_lost_when_a_petition_is_refused(village: Village) -> None:
    page = signed_in(village.people[0]).post("/petitions/new/", {"aim": "item", "title": "Bus", "text": ""})

    assert page.status_code == 200
    assert "Bus" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/assembly/", "/assemblies/{a}/", "/assemblies/new/", "/petitions/", "/petitions/{p}/"]
)
def test_no_page_about_convoking_asks_more_than_twelve_times(village: Village, address: str) -> None:
    ordinary = village.calls(days=20)
    for nth in range(5):
        open_petition(aim="item", title=f"{nth}", text="x", actor=village.people[nth], now=NOW)
    petition = Petition.objects.first()
    assert petition is not None
    client = signed_in(village.chair)
    client.get("/me/")

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address.format(a=ordinary.pk, p=petition.pk)).status_code == 200

    told = sum(query["sql"].startswith("INSERT") for query in asked.captured_queries)
    assert told <= 1
    assert len(asked) - told <= 12, "\n".join(query["sql"][:150] for query in asked.captured_queries)


def test_everything_reads_in_spanish(village: Village) -> None:
    ordinary = village.calls(days=20)
    client = signed_in(village.chair, "es-ar")

    page = client.get(f"/assemblies/{ordinary.pk}/").content.decode()

    assert "Para hacer, por ley" in page
    assert "Comunicar la asamblea a la autoridad" in page
    assert "No hay ningún documento adjunto" in page


@pytest.mark.parametrize("state", ["draft", "tabled", "on_agenda"])
def test_a_motion_with_documents_asks_no_more_than_twelve_times(village: Village, state: str) -> None:
    motion = village.tables()
    attach_to_motion(motion_id=motion.pk, name="a.pdf", content=files.PDF, actor=village.people[0], now=NOW)
    reader = village.people[0] if state == "draft" else village.chair
    Motion.objects.filter(pk=motion.pk).update(state=state)
    client = signed_in(reader)
    client.get("/me/")

    with CaptureQueriesContext(connection) as asked:
        assert "a.pdf" in client.get(f"/motions/{motion.pk}/").content.decode()

    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked.captured_queries)
