"""The books as a program asks for them."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import chart
from ledger.actions import import_bank_file, post_entry
from ledger.models import BankLine, Entry
from ledger.rules import Line
from members.models import Member
from tests.ledger.conftest import BANK, GAS, SALES, Books
from tests.makers import NOW, TODAY

FILE = b"Fecha;Concepto;Importe\n02/03/2026;CAMUZZI GAS;-500,00\n"
SOLD = [{"account": BANK, "cents": 1000}, {"account": SALES, "cents": -1000}]


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What programs ask is asked at this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def signed_in(member: Member) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


@pytest.fixture(autouse=True)
def _as_served(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]


@pytest.fixture
def delia(books: Books) -> Client:
    return signed_in(books.delia)


@pytest.fixture
def oscar(books: Books) -> Client:
    return signed_in(books.oscar)


def get(client: Client, address: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/ledger/{address}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client: Client, address: str, body: dict[str, Any]) -> tuple[int, Any]:
    answer = client.post(f"/api/v1/ledger/{address}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def an_entry(**other: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "on": str(TODAY), "memo": "Ventas", "lines": SOLD} | other


def test_every_account_with_what_moved_and_what_is_there(books: Books, oscar: Client) -> None:
    books.sell(1000)
    found = get(oscar, "accounts", period="2026-03")
    assert found["count"] == len(chart.CHART)
    assert found["items"][0] == {
        "code": BANK,
        "name": "Bank",
        "kind": "asset",
        "is_shareable": True,
        "moved_cents": 1000,
        "balance_cents": 1000,
    }
    assert get(oscar, "accounts", limit=1, offset=1)["items"][0]["code"] == "1.1.2"


def test_entries_of_an_account_and_of_a_month(books: Books, oscar: Client) -> None:
    entry = books.sell(1000)
    found = get(oscar, "entries", account=BANK, period="2026-03")
    assert found["count"] == 1
    assert found["items"][0]["id"] == str(entry.pk)
    assert [line["cents"] for line in found["items"][0]["lines"]] == [1000, -1000]
    assert get(oscar, "entries", account=GAS)["count"] == 0
    assert get(oscar, "entries", period="2026-02")["count"] == 0
    assert get(oscar, f"entries/{entry.pk}")["seal"] == entry.seal


def test_the_pay_of_others_stays_together(books: Books, oscar: Client) -> None:
    lines = [
        Line(account=chart.WORK_REMUNERATION, cents=500),
        Line(account=chart.PAY_OWED, cents=-200, member_id=books.oscar.pk),
        Line(account=chart.PAY_OWED, cents=-300, member_id=books.delia.pk),
    ]
    post_entry(on=TODAY, memo="Retiro", key="pay", lines=lines, actor=None, now=NOW)
    owed = get(oscar, "entries")["items"][0]["lines"][1]
    assert owed == {"account": chart.PAY_OWED, "cents": -500, "note": "", "people": 2, "own_cents": -200}


def test_a_list_asks_few_questions(books: Books, oscar: Client) -> None:
    for n in range(20):
        books.sell(1000, key=f"sale {n}")
    with CaptureQueriesContext(connection) as asked:
        assert len(get(oscar, "entries")["items"]) == 20
    assert len(asked) <= 12


def test_an_entry_is_made_once(delia: Client) -> None:
    body = an_entry()
    first, again = post(delia, "entries", body), post(delia, "entries", body)
    assert first[0] == 201
    assert first == again
    assert Entry.objects.count() == 1
    assert post(delia, "entries", body | {"memo": "Other"})[0] == 409


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"lines": SOLD[:1]}, 422),
        ({"lines": [SOLD[0], {"account": SALES, "cents": -1}]}, 409),
        ({"lines": [SOLD[0], {"account": "9.9.9", "cents": -1000}]}, 409),
        ({"lines": [SOLD[0], {"account": SALES, "cents": 1.5}]}, 422),
        ({"lines": [SOLD[0], {"account": SALES, "cents": 10**30}]}, 422),
        ({"lines": [SOLD[0], {"account": "a\x00b", "cents": -1000}]}, 422),
        ({"memo": "a\x00b"}, 409),
        ({"memo": ""}, 409),
        ({"on": "0001-01-01"}, 409),
        ({"on": "9999-12-31"}, 409),
        ({"on": "yesterday"}, 422),
        ({"key": "x"}, 422),
    ],
)
def test_what_is_no_entry_is_answered_with_a_sentence(
    delia: Client, other: dict[str, Any], status: int
) -> None:
    answered, body = post(delia, "entries", an_entry(**other))
    assert (answered, Entry.objects.count()) == (status, 0)
    assert body["detail"]


def test_a_reader_enters_nothing(books: Books, oscar: Client) -> None:
    entry = books.sell(1000)
    status, body = post(oscar, "entries", an_entry())
    assert (status, body["detail"]) == (409, "Only whoever keeps the books can do this.")
    assert post(oscar, f"entries/{entry.pk}/undo", {"on": str(TODAY), "memo": "x"})[0] == 409
    assert post(oscar, f"periods/{entry.period_id}/close", {})[0] == 409


def test_an_entry_is_undone(books: Books, delia: Client) -> None:
    entry = books.sell(1000)
    status, body = post(delia, f"entries/{entry.pk}/undo", {"on": str(TODAY), "memo": "Twice"})
    assert (status, body["reverses"]) == (201, entry.number)
    assert post(delia, f"entries/{uuid.uuid4()}/undo", {"on": str(TODAY), "memo": "x"})[0] == 404


def test_months_are_listed_and_closed(books: Books, delia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = books.sell(1000)
    assert [period["name"] for period in get(delia, "periods")["items"]] == ["2026-03"]
    assert post(delia, f"periods/{entry.period_id}/close", {})[0] == 409, "it is not over"

    at(NOW + timedelta(days=30), monkeypatch)
    status, body = post(delia, f"periods/{entry.period_id}/close", {})
    assert (status, "Not done: “" in body["detail"]) == (409, True), (
        "something is missing, and is not looked at"
    )
    status, body = post(delia, f"periods/{entry.period_id}/close", {"looked_at": True})
    assert status == 200
    assert body["closed_at"]
    assert post(delia, f"periods/{entry.period_id}/close", {})[0] == 409
    assert post(delia, "periods/999/close", {})[0] == 404


def test_a_bank_file_is_taken_in_and_its_lines_get_accounts(books: Books, delia: Client) -> None:
    for expected in ({"new": 1, "again": 0}, {"new": 0, "again": 1}):
        answer = delia.post(
            "/api/v1/ledger/bank/files", {"account": BANK, "file": SimpleUploadedFile("march.csv", FILE)}
        )
        assert answer.json() == expected | {"format": "csv", "left_out": []}
    line = get(delia, "bank/lines", account=BANK, waiting=True)["items"][0]
    assert (line["text"], line["cents"], line["entry"]) == ("CAMUZZI GAS", -50000, None)

    status, entry = post(delia, f"bank/lines/{line['id']}/account", {"account": GAS})
    assert (status, entry["memo"]) == (201, "CAMUZZI GAS")
    assert get(delia, "bank/lines", waiting=True)["count"] == 0
    assert post(delia, f"bank/lines/{line['id']}/account", {"account": GAS})[0] == 409
    assert post(delia, "bank/lines/999/account", {"account": GAS})[0] == 404


def test_a_file_that_is_none_is_refused_in_a_sentence(books: Books, delia: Client, oscar: Client) -> None:
    for client, data in ((delia, b"\x00\xff hello"), (oscar, FILE)):
        answer = client.post(
            "/api/v1/ledger/bank/files", {"account": BANK, "file": SimpleUploadedFile("x.csv", data)}
        )
        assert answer.status_code == 409
        assert answer.json()["detail"]
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    assert BankLine.objects.count() == 1


@pytest.mark.parametrize("address", ["accounts", "periods", "entries", "bank/lines"])
def test_a_stranger_sees_nothing(books: Books, address: str) -> None:
    assert Client().get(f"/api/v1/ledger/{address}").status_code == 401


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("accounts?period=2026-13", 404),
        ("accounts?period=%00", 404),
        ("entries?account=%00", 422),
        ("entries?limit=0", 422),
        ("entries?offset=-1", 422),
        ("entries/nonsense", 422),
        (f"entries/{uuid.UUID(int=1)}", 404),
    ],
)
def test_a_strange_question_is_answered_with_a_sentence(oscar: Client, address: str, status: int) -> None:
    answer = oscar.get(f"/api/v1/ledger/{address}")
    assert answer.status_code == status
    assert answer.json()["detail"]
