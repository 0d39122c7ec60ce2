"""Signing in: right and wrong PINs, and how guessing is slowed without locking anybody out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from members.actions import choose_pin, sign_in, sign_out_everywhere
from members.models import KnownAddress, Member, SignInAttempt
from members.rules import ADDRESS_TRIES, FREE_TRIES, why_not_pin
from record.rules import Refused
from tests.makers import NOW, make_coop, make_member
from tests.pages import at

pytestmark = pytest.mark.django_db
HOME, STRANGER = "10.0.0.1", "203.0.113.9"
PIN = "482915"
WRONG = "That number and PIN do not go together. Look at your card and try again."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    make_coop()
    with translation.override("en"):
        yield


@pytest.fixture
def delia() -> Member:
    return make_member(5, "Delia Quiroga", pin=PIN)


def why_not(number: int = 5, pin: str = "111222", address: str = HOME, seconds: float = 0) -> str:
    with pytest.raises(Refused) as refusal:
        sign_in(number=number, pin=pin, address=address, now=NOW + timedelta(seconds=seconds))
    return refusal.value.sentence


def test_the_right_pin_signs_in(delia: Member):
    assert sign_in(number=5, pin=PIN, address=HOME, now=NOW) == delia
    assert KnownAddress.objects.get().address != HOME, "an address is kept as a hash only"


@pytest.mark.parametrize("number", [5, 6, 0, -1, 2**31, 10**30])
def test_an_unknown_number_gets_the_sentence_of_a_wrong_pin(delia: Member, number: int):
    assert why_not(number=number) == WRONG


def test_after_five_wrong_pins_the_next_waits_longer_each_time(delia: Member):
    for _ in range(FREE_TRIES):
        assert why_not() == WRONG
    assert why_not(pin=PIN).startswith("Too many wrong PINs")
    assert why_not(seconds=31) == WRONG
    assert why_not(pin=PIN, seconds=31 + 59).startswith("Too many wrong PINs")
    assert sign_in(number=5, pin=PIN, address=HOME, now=NOW + timedelta(seconds=31 + 61)) == delia


def test_a_stranger_elsewhere_cannot_lock_a_member_out(delia: Member):
    sign_in(number=5, pin=PIN, address=HOME, now=NOW)
    for nth in range(40):
        why_not(address=STRANGER, seconds=nth)
    assert why_not(pin=PIN, address=STRANGER, seconds=41).startswith("Too many wrong PINs")
    assert sign_in(number=5, pin=PIN, address=HOME, now=NOW + timedelta(seconds=42)) == delia


def test_ones_own_slips_do_not_open_the_door_to_a_stranger(delia: Member):
    sign_in(number=5, pin=PIN, address=HOME, now=NOW)
    for nth in range(FREE_TRIES):
        why_not(address=HOME, seconds=nth)
    assert "from here" in why_not(pin=PIN, address=HOME, seconds=6)
    assert sign_in(number=5, pin=PIN, address=STRANGER, now=NOW + timedelta(seconds=7)) == delia


def test_a_hall_shares_one_address_and_a_machine_that_tries_thousands_is_stopped(delia: Member):
    for nth in range(ADDRESS_TRIES):
        number = 1000 + nth
        SignInAttempt.objects.create(number=number, address="x", at=NOW)
    assert sign_in(number=5, pin=PIN, address=HOME, now=NOW) == delia
    SignInAttempt.objects.update(address=KnownAddress.objects.get().address)
    assert "Wait a quarter of an hour" in why_not(pin=PIN)
    assert sign_in(number=5, pin=PIN, address=HOME, now=NOW + timedelta(minutes=16)) == delia


@pytest.mark.parametrize(
    ("pin", "is_good"),
    [
        ("482915", True),
        ("123456", False),
        ("654321", False),
        ("111111", False),
        ("890123", False),
        ("482482", False),
        ("000005", False),
        ("12345", False),
        ("1234567890123", False),
        ("48291a", False),
        ("٤٨٢٩١٥", False),
        ("", False),
    ],
)
def test_a_pin_is_not_the_first_that_anyone_would_try(pin: str, is_good: bool):
    assert (why_not_pin(pin, number=5) is None) is is_good


def signed_in_by_form() -> Client:
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/sign-in/", {"number": "5", "pin": PIN, "next": "/members/"})
    assert (answer.status_code, answer["Location"]) == (302, "/members/")
    return client


def test_a_changed_pin_signs_the_other_phones_out(delia: Member, monkeypatch: pytest.MonkeyPatch):
    at(NOW, monkeypatch)
    one, other = signed_in_by_form(), signed_in_by_form()
    answer = one.post("/me/pin/", {"old_pin": PIN, "pin": "730164"})
    assert answer.status_code == 302
    assert one.get("/members/").status_code == 200
    assert other.get("/members/").status_code == 302


def test_the_old_pin_is_needed_for_a_new_one(delia: Member):
    with pytest.raises(Refused, match="PIN is not right"):
        choose_pin(member_id=delia.pk, old_pin="1", pin="730164", address="192.0.2.1", now=NOW)
    with pytest.raises(Refused, match="first anyone would try"):
        choose_pin(member_id=delia.pk, old_pin=PIN, pin="111111", address="192.0.2.1", now=NOW)


def test_everyone_signs_out_their_own_phones(delia: Member, monkeypatch: pytest.MonkeyPatch):
    at(NOW, monkeypatch)
    client = signed_in_by_form()
    with pytest.raises(Refused, match="their own phones"):
        sign_out_everywhere(member_id=delia.pk, actor=make_member(6), now=NOW)
    sign_out_everywhere(member_id=delia.pk, actor=delia, now=NOW)
    assert client.get("/members/").status_code == 302


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\x"])
def test_one_comes_back_to_this_site_only(delia: Member, back: str, monkeypatch: pytest.MonkeyPatch):
    at(NOW, monkeypatch)
    answer = Client().post("/sign-in/", {"number": "5", "pin": PIN, "next": back})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "form",
    [{}, {"number": "x"}, {"number": "5"}, {"number": "-1", "pin": "1"}, {"number": "9" * 40, "pin": "\x00"}],
)
def test_whatever_is_typed_is_answered_and_the_number_stays(form: dict[str, str]):
    answer = Client().post("/sign-in/", form)
    assert answer.status_code == 200
    if form.get("number"):
        assert f'value="{form["number"]}"' in answer.content.decode()


def test_whoever_holds_an_open_phone_cannot_guess_the_pin(delia):
    for nth in range(20):
        with pytest.raises(Refused, match=r"PIN is not right|Wait"):
            choose_pin(member_id=delia.pk, old_pin=f"{nth:06}", pin="730164", address="192.0.2.1", now=NOW)
    with pytest.raises(Refused, match=r"[Ww]ait"):
        choose_pin(member_id=delia.pk, old_pin=PIN, pin="730164", address="192.0.2.1", now=NOW)
