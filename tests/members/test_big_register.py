"""Twenty thousand members from one file: they enter, and the pages go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from members.importing import MOST_BYTES
from members.models import Member, Membership, Sector
from record.models import Act
from record.reports import faults
from tests.makers import NOW, TODAY, give_power, make_coop, make_member
from tests.pages import at, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
MANY, FIRST = 20_000, 1001
HEADER = "number,name,sector,joined_on,language,phone\n"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    make_coop()
    at(NOW, monkeypatch)
    with translation.override("en"):
        yield


@pytest.fixture
def beatriz() -> Client:
    """She keeps the register."""
    person = make_member(7, "Beatriz Sosa")
    give_power(person, "members.keep_register")
    return signed_in(person)


def lines() -> str:
    return "".join(
        f"{number},Persona Número {number},Sector {number % 40},2020-01-01,es,299 555 {number:06}\n"
        for number in range(FIRST, FIRST + MANY)
    )


def send(client: Client, text: str) -> str:
    answer = client.post("/members/import/", {"file": SimpleUploadedFile("all.csv", text.encode())})
    assert answer.status_code == 200
    return answer.content.decode()


def test_twenty_thousand_enter_in_one_act_and_once(beatriz: Client):
    assert f"{MANY} members were entered" in send(beatriz, HEADER + lines())
    assert Member.objects.here(on=TODAY).count() == Membership.objects.count() == MANY + 1
    assert Sector.objects.count() == 40
    imported = Act.objects.get(verb="members.register.imported")
    assert imported.facts == {"members": MANY, "numbers": [FIRST, FIRST + MANY - 1]}
    assert faults() == []

    again = send(beatriz, HEADER + lines())
    assert f"Nothing was entered: {MANY} lines need mending" in again
    assert len(again) < 100_000, "the first of them are listed, not all"
    assert Member.objects.count() == MANY + 1
    for address in ("/members/", "/members/?page=300", "/members/?q=10500", "/", "/record/"):
        assert beatriz.get(address).status_code == 200


def test_of_twenty_thousand_with_one_bad_line_nobody_enters(beatriz: Client):
    tomorrow = TODAY + timedelta(days=1)
    page = send(beatriz, f"{HEADER}{lines()}{FIRST + MANY},Raúl Godoy,Hornos,{tomorrow},es,\n")
    assert f"Line {MANY + 2}: Nobody joined on that day yet." in page
    assert (Member.objects.count(), Act.objects.count()) == (1, 0)


def test_a_file_beyond_what_we_read_at_once_is_to_be_sent_in_parts(beatriz: Client):
    assert "Import it in parts" in send(beatriz, HEADER + "x" * MOST_BYTES)
    assert Member.objects.count() == 1
