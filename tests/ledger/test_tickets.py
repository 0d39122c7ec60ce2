"""A ticket from the phone: picture, amount, account; in the books once, and opened by all of us."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.actions import enter_ticket, put_ticket, reverse_entry
from ledger.models import Entry, Paper, PaperOfEntry
from ledger.reports import balance, faults
from ledger.rules.papers import safe_name, ticket_type
from record.models import Act
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, Books
from tests.ledger.test_pages import _as_served, delia, oscar  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY

JPEG = b"\xff\xd8\xff\xe0 a picture"


def on_disk(settings: Any, folder: Any) -> None:
    """Keep files in this folder, not in memory."""
    where = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = settings.STORAGES | {"default": where}


def enter(books: Books, *, content: bytes = JPEG, key: str = "one", **other: Any) -> Entry:
    about: dict[str, Any] = {
        "on": TODAY,
        "cents": 1250_50,
        "account": GAS,
        "paid_from": CASH,
        "actor": books.delia,
    }
    return enter_ticket(**(about | {"key": key, "content": content, "name": "foto.jpg", "now": NOW} | other))


def test_a_ticket_is_an_entry_with_its_picture(books: Books) -> None:
    entry = enter(books)
    assert (balance(GAS), balance(CASH)) == (1250_50, -1250_50)
    paper = Paper.objects.get(entries__entry=entry)
    assert (paper.name, paper.content_type, paper.kept_by) == ("foto.jpg", "image/jpeg", books.delia)
    assert entry.memo == "Gas natural", "without words it is called as its account"
    assert Act.objects.filter(verb="ledger.ticket.put").count() == 1
    assert faults() == []


def test_a_ticket_sent_twice_is_in_once(books: Books) -> None:
    assert enter(books) == enter(books)
    assert (Entry.objects.count(), PaperOfEntry.objects.count()) == (1, 1)


def test_a_ticket_sent_twice_with_another_picture_is_refused(books: Books) -> None:
    enter(books)
    for other in ({"content": JPEG + b"other"}, {"cents": 7_00}, {"paid_from": BANK}):
        with pytest.raises(Refused, match="entered already with other figures, as entry 1"):
            enter(books, **other)
    assert (Entry.objects.count(), PaperOfEntry.objects.count()) == (1, 1)


def test_the_same_picture_is_not_entered_as_another_purchase(books: Books) -> None:
    first = enter(books)
    with pytest.raises(Refused, match="in the books already, as entry 1"):
        enter(books, key="two")
    assert Entry.objects.count() == 1, "the whole act is undone"
    reverse_entry(entry_id=first.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    assert enter(books, key="three", cents=5_00).number == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty"), (b"<html>", "picture"), (b"MZ\x90", "picture"), (JPEG + b"x" * 10_485_760, "too large")],
)
def test_what_is_no_picture_is_not_kept(books: Books, content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        enter(books, content=content)
    assert not Entry.objects.exists()
    assert not Paper.objects.exists()


def test_a_picture_of_what_was_refused_does_not_stay_on_disk(
    books: Books, settings: Any, tmp_path: Any
) -> None:
    on_disk(settings, tmp_path)
    first = enter(books)
    reverse_entry(entry_id=first.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="was undone"):
        put_ticket(entry_id=first.pk, content=JPEG + b"2", actor=books.delia, now=NOW)
    assert len(list(tmp_path.rglob("*.jpg"))) == 1


def test_only_whoever_keeps_the_books_enters_tickets(books: Books) -> None:
    for act in (
        lambda: enter(books, actor=books.oscar),
        lambda: put_ticket(entry_id=books.sell(1).pk, content=JPEG, actor=books.oscar, now=NOW),
    ):
        with pytest.raises(Refused, match="keeps the books"):
            act()


def test_a_name_is_only_a_name() -> None:
    assert safe_name("../../etc/pass\u202ewd.exe", "jpg") == "passwd.jpg"
    assert safe_name("", "pdf") == "paper.pdf"
    assert ticket_type(b"%PDF-1.7") == "application/pdf"


def test_a_changed_picture_is_found_by_verify(books: Books, settings: Any, tmp_path: Any) -> None:
    on_disk(settings, tmp_path)
    enter(books)
    path = next(tmp_path.rglob("*.jpg"))
    path.write_bytes(JPEG + b"!")
    assert "is not the one that was given" in faults()[0]
    path.unlink()
    assert "is not there" in faults()[0]


def test_a_ticket_goes_from_the_phone_to_its_entry(books: Books, delia: Client, oscar: Client) -> None:  # noqa: F811
    assert oscar.get("/books/tickets/new/").status_code == 403
    words = {"amount": "1,250.50", "account": GAS, "paid_from": CASH, "on": "2026-03-05"}
    words |= {"key": str(uuid.uuid4()), "memo": "Garrafa"}
    wrong = delia.post("/books/tickets/new/", words | {"file": SimpleUploadedFile("a.jpg", b"text")})
    assert "A ticket is a picture" in wrong.content.decode()
    assert 'value="Garrafa"' in wrong.content.decode()
    again = words | {"amount": "mucho", "file": SimpleUploadedFile("a.jpg", JPEG)}
    assert "Choose it again" in delia.post("/books/tickets/new/", again).content.decode()
    made = delia.post("/books/tickets/new/", words | {"file": SimpleUploadedFile("a.jpg", JPEG)})
    entry = Entry.objects.get()
    assert made.headers["Location"] == f"/books/entries/{entry.pk}/"
    paper = Paper.objects.get()
    assert f"/books/papers/{paper.pk}/" in oscar.get(f"/books/entries/{entry.pk}/").content.decode()
    answer = oscar.get(f"/books/papers/{paper.pk}/")
    assert b"".join(answer) == JPEG
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = books.sell(1)
    more = {"file": SimpleUploadedFile("b.png", b"\x89PNG\r\n\x1a\n2")}
    assert delia.post(f"/books/entries/{other.pk}/ticket/", more).status_code == 302
    api = oscar.get(f"/api/v1/ledger/entries/{other.pk}/papers").json()
    assert api["items"][0]["content_type"] == "image/png"
    form = words | {
        "cents": "700",
        "key": str(uuid.uuid4()),
        "file": SimpleUploadedFile("c.jpg", JPEG + b"3"),
    }
    assert delia.post("/api/v1/ledger/tickets", form).status_code == 201
    assert (
        oscar.post("/api/v1/ledger/tickets", form | {"file": SimpleUploadedFile("c", JPEG)}).status_code
        == 409
    )


def test_a_bank_file_is_not_everybodys_to_read(books: Books, delia: Client, oscar: Client) -> None:  # noqa: F811
    kept = delia.post("/books/bank/", {"account": BANK, "file": SimpleUploadedFile("a.csv", b"x;y")})
    paper = Paper.objects.get()
    assert kept.headers["Location"] == f"/books/bank/files/{paper.pk}/"
    for address in (f"/books/papers/{paper.pk}/", f"/api/v1/ledger/papers/{paper.pk}"):
        assert oscar.get(address).status_code == 404
        assert delia.get(address).status_code == 200
    assert oscar.get(f"/books/bank/files/{paper.pk}/").status_code == 403
