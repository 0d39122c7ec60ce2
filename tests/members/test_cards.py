"""Sign-in cards: printed for a member, used once, and then gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from members.actions import make_cards, redeem_card, sign_in
from members.models import Member, SignInCard
from members.rules import CARD_DAYS
from members.views.register import numbers_in
from record.models import Act
from record.rules import Refused
from tests.makers import NOW, give_power, make_coop, make_member
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
PIN = "482915"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    make_coop()
    at(NOW, monkeypatch)
    with translation.override("en"):
        yield


@pytest.fixture
def irma() -> Member:
    return make_member(11, "Irma Peralta")


def card_of(*people: Member) -> str:
    return make_cards(member_ids=[p.pk for p in people], actor=None, now=NOW)[0].secret


def test_a_card_lets_one_choose_a_pin_once(irma: Member):
    secret = card_of(irma)
    assert redeem_card(secret=secret, pin=PIN, now=NOW) == irma
    assert sign_in(number=11, pin=PIN, address="x", now=NOW) == irma
    with pytest.raises(Refused, match="used already"):
        redeem_card(secret=secret, pin="730164", now=NOW)


def test_only_the_hash_of_a_secret_is_kept(irma: Member):
    secret = card_of(irma)
    assert SignInCard.objects.get().secret_hash != secret
    assert secret not in str(list(Act.objects.values()))


def test_a_newer_card_makes_the_older_void_and_all_lapse(irma: Member):
    old, new = card_of(irma), card_of(irma)
    for secret, day in ((old, 0), (new, CARD_DAYS)):
        with pytest.raises(Refused):
            redeem_card(secret=secret, pin=PIN, now=NOW + timedelta(days=day))
    assert redeem_card(secret=new, pin=PIN, now=NOW + timedelta(days=CARD_DAYS, seconds=-1))


def test_a_pin_that_will_not_do_does_not_use_the_card_up(irma: Member):
    secret = card_of(irma)
    page = Client(headers={"accept-language": "en"}).post(f"/card/{secret}/", {"pin": "111111"})
    assert page.status_code == 200
    assert "first anyone would try" in page.content.decode()
    assert redeem_card(secret=secret, pin=PIN, now=NOW)


def test_looking_at_a_card_uses_nothing_up_and_using_it_does(irma: Member):
    address = f"/card/{card_of(irma)}/"
    client = Client(headers={"accept-language": "en"})
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    assert client.post(address, {"pin": PIN})["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert Client().get(address).status_code == 410
    assert Client().post(address, {"pin": PIN}).status_code == 410


@pytest.mark.parametrize("secret", ["x", "x" * 2000, "%00", "ñ"])
def test_a_card_that_never_was_is_gone(secret: str):
    assert Client().get(f"/card/{secret}/").status_code == 410


def test_cards_are_made_by_whoever_holds_the_post(irma: Member):
    delia = make_member(5, "Delia Quiroga")
    with pytest.raises(Refused, match="issues cards"):
        make_cards(member_ids=[irma.pk], actor=delia, now=NOW)
    assert signed_in(irma).get("/cards/").status_code == 403
    give_power(delia, "members.issue_cards")
    page = signed_in(delia).post("/cards/", {"numbers": "11"})
    assert page.status_code == 200
    assert "Irma Peralta" in page.content.decode()
    assert SignInCard.objects.get().made_by == delia


def test_numbers_are_read_as_people_write_them():
    assert numbers_in("3, 5 8-10") == [3, 5, 8, 9, 10]
    assert numbers_in("x 9-3 \x00") == []
    assert len(numbers_in("1-999999999")) == 1000
    assert len(numbers_in("1-999, 1-999, 1-999")) == 2000
