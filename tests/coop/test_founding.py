"""The founding: once, behind the code of the terminal, and nothing before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from assemblies.models import HouseRule
from coop.founding import actions
from coop.founding.code import MOST_TRIES, forget_code, is_right, make_code
from members.importing import Row
from members.models import Cooperative, Member, SignInCard
from payroll.reports.inputs import worth_of
from payroll.rules.equal_pay import Span, fixed_pay, full_pay, month
from record.models import Act
from rotation.reports import powers_of
from tests.makers import NOW, make_coop

pytestmark = pytest.mark.django_db

PEOPLE = "1, Norma Quilodrán, Kilns\n2; Hugo Paz; Kilns\n\n3, Elba Ruiz, Office"
FORM: dict[str, Any] = {
    "name": "Barda Clara",
    "town": "Neuquén",
    "currency": "ARS",
    "currency_symbol": "$",
    "decimals": "2",
    "language": "en",
    "time_zone": "America/Argentina/Buenos_Aires",
    "law_pack": "NONE",
    "weekday": "3",
    "starts": "13:30",
    "ends": "22:30",
    "place": "Galpón 4",
    "from_home": "on",
    "quorum": "1/3",
    "seconders": "0",
    "pay": "1,000,000.50",
    "members_text": PEOPLE,
    "holder_chair": "1",
    "holder_secretary": "2",
    "holder_treasurer": "3",
    "holder_second-signature": "1",
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
    forget_code()


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def found(client: Client, **other: Any) -> Any:
    return client.post("/founding/", {"code": make_code(), **FORM, **other})


def test_a_co_operative_is_founded_with_act_1(client: Client):
    answer = found(client)
    assert answer.status_code == 200
    coop = Cooperative.objects.get()
    first = Act.objects.order_by("seq")[0]
    assert (first.seq, first.verb) == (1, "coop.founded")
    assert (coop.name, coop.currency) == ("Barda Clara", "ARS")
    assert list(Member.objects.values_list("number", "name")) == [
        (1, "Norma Quilodrán"),
        (2, "Hugo Paz"),
        (3, "Elba Ruiz"),
    ]
    assert SignInCard.objects.count() == 3
    assert "/card/" in answer.content.decode()
    norma = Member.objects.get(number=1)
    assert {"assemblies.chair", "payroll.countersign_pay"} <= set(powers_of(norma.pk, coop.founded_at))


def test_it_is_founded_once(client: Client):
    found(client)
    acts = Act.objects.count()
    answer = found(client, name="Another")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (Cooperative.objects.get().name, Act.objects.count()) == ("Barda Clara", acts)


def test_another_window_that_does_not_know_yet_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch):
    make_coop()
    monkeypatch.setattr(type(Cooperative.objects), "current", lambda manager: None)
    answer = found(client)
    assert "founded already" in answer.content.decode()
    assert Member.objects.count() == 0


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "\x00", "ñ" * 40])
def test_without_the_code_nothing_is_founded(client: Client, code: str):
    make_code()
    answer = client.post("/founding/", {**FORM, "code": code})
    assert answer.status_code == 200
    assert not Cooperative.objects.exists()
    assert "Barda Clara" in answer.content.decode()


def test_after_twenty_wrong_codes_the_right_one_is_none_either():
    code = make_code()
    assert is_right(code.lower().replace("-", " "))
    for _ in range(MOST_TRIES):
        assert not is_right("AAAA")
    assert not is_right(code)
    assert is_right(make_code())


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x\x00"},
        {"currency": "pesos"},
        {"decimals": "1"},
        {"time_zone": "Mars/Olympus"},
        {"law_pack": "XX"},
        {"weekday": "9"},
        {"starts": "25:00"},
        {"ends": "13:30"},
        {"quorum": "all"},
        {"seconders": "-1"},
        {"pay": "a lot"},
        {"pay": "-1"},
        {"pay": "1.2.3"},
        {"members_text": ""},
        {"members_text": "x, y, z"},
        {"members_text": "1, Norma, Kilns\n1, Hugo, Kilns"},
        {"members_text": "99999999999999, Norma, Kilns"},
        {"holder_chair": "77"},
        {"holder_chair": "", "holder_secretary": ""},
        {"holder_treasurer": "1"},
        {"holder_treasurer": "x"},
    ],
)
def test_what_is_wrong_founds_nothing_and_keeps_what_was_typed(client: Client, wrong: dict[str, str]):
    answer = found(client, **wrong)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert not Cooperative.objects.exists()
    assert "Galpón 4" in page
    if "members_text" not in wrong:
        assert "Norma Quilodrán" in page


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/members/", "/books/", "/nothing/", "/card/x/"])
def test_before_the_founding_every_address_leads_to_it(client: Client, address: str):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/founding/")


@pytest.mark.parametrize(
    "address", ["/founding/", "/healthz", "/sw.js", "/manifest.webmanifest", "/offline/", "/calculators/"]
)
def test_what_is_there_before_the_founding(client: Client, address: str):
    assert client.get(address).status_code == 200


def test_programs_are_told_in_a_sentence(client: Client):
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()) == (503, {"detail": "The co-operative is not founded yet."})


def test_the_language_can_be_chosen_before_the_founding(client: Client):
    assert client.post("/language/", {"language": "es-ar", "next": "/founding/"})["Location"] == "/founding/"


def test_a_founded_one_leads_nowhere_else(client: Client):
    make_coop(NOW)
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_an_amount_is_written_as_the_page_is_read(client: Client):
    spanish = Client(headers={"accept-language": "es"})
    assert "Revisá los ceros" in found(spanish, pay="9" * 30).content.decode()
    assert found(spanish, language="en", pay="1.270.000,50").status_code == 200
    assert Cooperative.objects.get().language == "en"


def test_a_month_begun_is_paid_for_the_days_since_each_one_joined(client: Client):
    """Founded on a 16th, the pay holds from the 1st; the other rules from the day."""
    founding = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
    people = [
        Row(
            line=1,
            number=1,
            name="Norma",
            sector="Kilns",
            joined_on=date(2026, 11, 16),
            language="",
            phone="",
        )
    ]
    written = {"pay.equal": {"method": "fixed", "amount_cents": 30_000}, "assembly.seconders": 0}
    about = {"name": "Barda Clara", "time_zone": "America/Argentina/Buenos_Aires", "language": "en"}
    actions.found(about=about, rules=written, people=people, holders={"chair": 1}, now=founding)
    begins = dict(HouseRule.objects.values_list("key", "in_force_from"))
    assert begins == {"pay.equal": date(2026, 11, 1), "assembly.seconders": date(2026, 11, 16)}

    november = month(2026, 11)
    earned = fixed_pay(november, [Span(from_on=date(2026, 11, 16))], worth_of(november).amounts)
    assert (full_pay(november, worth_of(november).amounts), earned) == (30_000, 15_000)


def test_a_typed_line_is_said_as_it_was_typed(client: Client):
    answer = found(client, members_text="1, Norma, Kilns\n\n2, Hugo\n1, Elba, Office").content.decode()
    assert "Line 3: Write a sector" in answer
    assert "Line 4: The number 1 is on line 1 too." in answer
