"""What there was when we began is asked on the first day, and entered once."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.chart import BANK, CASH, OURS_TOGETHER
from ledger.models import Entry
from tests.ledger.conftest import Books
from tests.makers import NOW
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


def test_what_there_was_is_entered_once(books: Books, settings: Any, monkeypatch: pytest.MonkeyPatch):
    at(NOW, monkeypatch)
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    delia, oscar = signed_in(books.delia), signed_in(books.oscar)
    assert "/books/beginning/" in delia.get("/books/").content.decode()
    assert "/books/beginning/" not in oscar.get("/books/").content.decode()
    assert oscar.get("/books/beginning/").status_code == 403
    assert "keeps the books" in oscar.post("/books/beginning/", {"bank": "1"}).content.decode()
    for wrong in ({}, {"bank": "-5"}, {"bank": "a lot", "cash": "1"}):
        assert delia.post("/books/beginning/", wrong).status_code == 200
    assert not Entry.objects.exists()

    held = {"bank": "1,000.50", "cash": "20"}
    assert delia.post("/books/beginning/", held).status_code == 302
    assert delia.post("/books/beginning/", held).status_code == 302
    assert "entered already" in delia.post("/books/beginning/", held | {"cash": "30"}).content.decode()
    entry = Entry.objects.get()
    assert dict(entry.postings.values_list("account__code", "cents")) == {
        BANK: 1_000_50,
        CASH: 20_00,
        OURS_TOGETHER: -1_020_50,
    }
    assert delia.get("/books/beginning/")["Location"].endswith(f"{entry.pk}/")
    assert "/books/beginning/" not in delia.get("/books/").content.decode()
