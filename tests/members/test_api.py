"""The register and the cards as programs ask for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from members.models import Member, SignInCard, Standing
from record.models import Act
from tests.makers import NOW, give_power, make_coop, make_member, make_sector
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Member]:
    """Zulema of the kilns, who issues cards; Walter; Ailén on probation."""
    at(NOW, monkeypatch)
    make_coop()
    zulema = make_member(1, sector=make_sector())
    give_power(zulema, "members.issue_cards")
    return [zulema, make_member(2), make_member(3, standing=Standing.PROBATION)]


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json")


def test_everybody_reads_who_we_are_without_phones(people: list[Member]) -> None:
    Member.objects.filter(number=1).update(phone="299-555-0101")
    found = signed_in(people[1]).get(f"{API}/members").json()
    assert found["count"] == 3
    assert found["items"][0] == {
        "number": 1,
        "name": "Zulema Ávalos",
        "sector": "Hornos",
        "standing": "member",
    }
    assert "299" not in json.dumps(found)
    assert Client().get(f"{API}/members").status_code == 401


def test_people_are_found_by_name_number_and_sector(people: list[Member]) -> None:
    walter = signed_in(people[1])
    for query, numbers in (
        ({"q": "Ailén"}, [3]),
        ({"q": "2"}, [2]),
        ({"sector": "kilns"}, [1]),
        ({"q": "nobody"}, []),
        ({"limit": "1", "offset": "1"}, [2]),
    ):
        items = walter.get(f"{API}/members", query).json()["items"]
        assert [item["number"] for item in items] == numbers


def test_one_member_has_their_periods(people: list[Member]) -> None:
    walter = signed_in(people[1])
    one = walter.get(f"{API}/members/3").json()
    assert (one["standing"], [period["standing"] for period in one["periods"]]) == (
        "probation",
        ["probation"],
    )
    assert walter.get(f"{API}/members/77").status_code == 404
    assert walter.get(f"{API}/members/{2**40}").status_code == 422


def test_whoever_issues_cards_makes_them_and_the_ones_before_are_void(people: list[Member]) -> None:
    zulema = signed_in(people[0])
    first = post(zulema, "/cards", {"numbers": [2, 3]})
    second = post(zulema, "/cards", {"numbers": [2]})

    assert (first.status_code, first["Cache-Control"]) == (201, "private, no-store")
    assert [card["number"] for card in first.json()["items"]] == [2, 3]
    address = second.json()["items"][0]["address"].removeprefix("http://testserver")
    assert Client().get(address).status_code == 200
    assert SignInCard.objects.filter(member__number=2, void_at__isnull=True).count() == 1
    acts = json.dumps(list(Act.objects.values_list("facts", flat=True)))
    assert address.split("/")[2] not in acts


def test_nobody_else_makes_cards(people: list[Member]) -> None:
    answer = post(signed_in(people[1]), "/cards", {"numbers": [3]})
    assert (answer.status_code, bool(answer.json()["detail"])) == (409, True)
    assert not SignInCard.objects.exists()


@pytest.mark.parametrize("body", [{"numbers": [0]}, {"numbers": "3"}, {"sector": "a b"}, {"sector": "\x00"}])
def test_cards_of_a_wrong_shape_are_422(people: list[Member], body: Any) -> None:
    assert post(signed_in(people[0]), "/cards", body).status_code == 422


def test_a_sector_gets_its_cards(people: list[Member]) -> None:
    cards = post(signed_in(people[0]), "/cards", {"sector": "kilns"}).json()
    assert [card["number"] for card in cards["items"]] == [1]
