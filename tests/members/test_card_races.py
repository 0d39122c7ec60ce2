"""One card in several hands at once, with real threads and real connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client
from django.utils import timezone, translation

from members.actions import choose_pin, make_cards, redeem_card, sign_in
from members.models import KnownAddress, Member, SignInCard
from members.views import signing_in
from record.models import Act
from record.reports import faults
from record.rules import Refused
from tests.makers import NOW, make_coop, make_member

PATIENCE = 30
"""Seconds after which a thread that waits for the others gives up, and the test with it."""

PINS = ("482915", "730164", "915048", "260793")
USED = "This card was used already or has lapsed. Ask for a new one."


@pytest.fixture(autouse=True)
def _several_connections(transactional_db: None) -> Iterator[None]:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    make_coop()
    with translation.override("en"):
        yield
    assert faults() == []


@pytest.fixture
def irma(_several_connections: None) -> Member:
    return make_member(11, "Irma Peralta", pin="158302")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of several threads got, all of them beginning together; a refusal is its sentence."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            with translation.override("en"):
                return act()
        except Refused as refusal:
            return refusal.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def card_of(person: Member, *, now: Any = NOW) -> str:
    return make_cards(member_ids=[person.pk], actor=None, now=now)[0].secret


def pins_that_open(person: Member) -> list[str]:
    again = Member.objects.get(pk=person.pk)
    return [pin for pin in PINS if again.check_password(pin)]


def used_acts() -> int:
    return Act.objects.filter(verb="members.card.used").count()


@pytest.mark.parametrize("how_many", [2, 4])
def test_of_phones_that_send_a_pin_with_one_card_at_once_one_comes_in(
    irma: Member, how_many: int, monkeypatch: pytest.MonkeyPatch
):
    secret = card_of(irma, now=timezone.now())
    all_are_in = Barrier(how_many)
    pins = PINS[:how_many]

    def together(**facts: Any) -> Member:
        all_are_in.wait(PATIENCE)  # every page has seen that the card is good before any phone uses it
        return redeem_card(**facts)

    monkeypatch.setattr(signing_in, "redeem_card", together)
    phones = [Client(headers={"accept-language": "en"}) for _ in pins]
    answers = at_once(
        *[
            lambda phone=phone, pin=pin: phone.post(f"/card/{secret}/", {"pin": pin})
            for phone, pin in zip(phones, pins, strict=True)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [302] + [410] * (how_many - 1)
    [winner] = [nth for nth, answer in enumerate(answers) if answer.status_code == 302]
    assert answers[winner]["Location"] == "/"
    assert pins_that_open(irma) == [pins[winner]]
    assert (used_acts(), Session.objects.count()) == (1, 1)
    monkeypatch.undo()
    assert [phone.get("/me/").status_code for phone in phones] == [
        200 if nth == winner else 302 for nth in range(how_many)
    ]
    for nth, answer in enumerate(answers):
        if nth != winner:
            assert "This card was used, or has lapsed" in answer.content.decode()


def test_one_phone_that_sends_the_same_pin_twice_uses_the_card_once(irma: Member):
    secret = card_of(irma)
    got = at_once(*[lambda: redeem_card(secret=secret, pin=PINS[0], now=NOW)] * 2)
    assert sorted(map(str, got)) == sorted([irma.name, USED])
    assert used_acts() == 1
    assert Member.objects.get(pk=irma.pk).sign_ins_valid_from == irma.sign_ins_valid_from + 1


def test_a_card_is_used_or_made_void_by_a_new_one_but_never_both(irma: Member):
    secret = card_of(irma)
    got, [fresh] = at_once(
        lambda: redeem_card(secret=secret, pin=PINS[0], now=NOW),
        lambda: make_cards(member_ids=[irma.pk], actor=None, now=NOW),
    )
    old = SignInCard.objects.earliest("pk")
    assert (old.used_at is None) is (old.void_at is not None)
    assert (got == USED) is (old.used_at is None)
    assert pins_that_open(irma) == ([] if got == USED else [PINS[0]])
    assert redeem_card(secret=fresh.secret, pin=PINS[1], now=NOW) == irma


def test_of_cards_made_by_two_people_at_once_one_is_good(irma: Member):
    made = at_once(*[lambda: make_cards(member_ids=[irma.pk], actor=None, now=NOW)[0].secret] * 4)
    assert len(set(made)) == 4
    assert SignInCard.objects.filter(void_at=None, used_at=None).count() == 1
    got = at_once(
        *[lambda secret=secret: redeem_card(secret=secret, pin=PINS[0], now=NOW) for secret in made]
    )
    assert sorted(map(str, got)) == sorted([irma.name, *[USED] * 3])


def test_of_two_phones_that_change_the_pin_at_once_the_slower_needs_the_new_one(irma: Member):
    got = at_once(
        *[
            lambda pin=pin: choose_pin(
                member_id=irma.pk, old_pin="158302", pin=pin, address="192.0.2.1", now=NOW
            )
            for pin in PINS[:2]
        ]
    )
    slower = {"That PIN is not right.", "The PIN was changed on another phone at this moment."}
    assert len({irma.name, *map(str, got)} - slower) == 1
    assert len(set(map(str, got)) & slower) == 1
    [winner] = [nth for nth, one in enumerate(got) if isinstance(one, Member)]
    assert pins_that_open(irma) == [PINS[winner]]
    assert Act.objects.filter(verb="members.pin.chosen").count() == 1


def test_a_hall_with_one_address_signs_in_at_once(irma: Member):
    others = [make_member(number, pin=PINS[0]) for number in range(20, 27)]
    got = at_once(
        *[
            lambda number=person.number: sign_in(number=number, pin=PINS[0], address="hall", now=NOW)
            for person in others
        ],
        lambda: sign_in(number=11, pin="158302", address="hall", now=NOW),
    )
    assert got == [*others, irma]
    assert KnownAddress.objects.count() == 8


def test_one_member_signs_in_from_one_place_with_several_windows(irma: Member):
    later = NOW + timedelta(minutes=1)
    got = at_once(*[lambda: sign_in(number=11, pin="158302", address="home", now=later)] * 4)
    assert got == [irma] * 4
    assert KnownAddress.objects.count() == 1
