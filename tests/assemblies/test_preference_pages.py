"""Naming options on the pages and over the API, as somebody with an old phone and no scripts does."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assemblies.actions import cast_ballot, close_voting
from assemblies.models import Ballot, Motion, SecretBallot
from tests.assemblies.conftest import Hall, hall_of

pytestmark = pytest.mark.django_db

MACHINES = {"options": ["Oven", "Lathe", "Forklift"]}
MONEY = {
    "total_cents": 100_000,
    "projects": [{"label": "Lathe", "cost_cents": 60_000}, {"label": "Oven", "cost_cents": 50_000}],
    "completion": "none",
}


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    """An open assembly of nine, at a moment that stands still."""
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    hall = hall_of(9)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return hall


def signed_in(member: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


@pytest.fixture
def zulema(hall: Hall) -> Client:
    return signed_in(hall.people[0])


def ranked(hall: Hall, **more: Any) -> Any:
    return hall.vote(kind="ranked", title="Which machine first", terms=MACHINES, **more)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def key_on(answer: Any) -> str:
    return found(r'name="key" value="([^"]+)"', answer.content.decode())[1]


def found(pattern: str, text: str) -> re.Match[str]:
    match = re.search(pattern, text, re.S)
    assert match is not None, pattern
    return match


def test_options_are_numbered_confirmed_in_order_and_received(hall: Hall, zulema: Client) -> None:
    motion = ranked(hall)
    page = zulema.get(f"/motions/{motion.pk}/ballot/")

    assert "Write 1 beside what you want most" in words(page)
    asked = {"key": key_on(page), "choice": "for", "place-1": "2", "place-2": "", "place-3": "1"}
    confirm = zulema.post(f"/motions/{motion.pk}/ballot/", asked)

    assert confirm.status_code == 200
    assert re.search(
        r"<ol class=\"names\" id=\"names\"><li>Forklift</li><li>Oven</li></ol>", confirm.content.decode()
    )
    assert "You have not voted yet." in words(confirm)
    assert not Ballot.objects.exists()
    hidden = re.findall(r'name="preferences" value="(\d+)"', confirm.content.decode())
    assert hidden == ["3", "1"]

    cast = {"key": key_on(confirm), "choice": "for", "confirmed": "1", "preferences": hidden}
    received = zulema.post(f"/motions/{motion.pk}/ballot/", cast, follow=True)

    assert Ballot.objects.get().preferences == ["3", "1"]
    assert received.redirect_chain
    assert "We received it at" in words(received)
    assert "<li>Forklift</li><li>Oven</li>" in received.content.decode()
    again = zulema.get(f"/motions/{motion.pk}/ballot/")
    assert "<li>Forklift</li><li>Oven</li>" in again.content.decode()
    change = zulema.get(f"/motions/{motion.pk}/ballot/?change")
    assert re.search(r'name="place-3" value="1"', change.content.decode())
    assert re.search(r'name="place-1" value="2"', change.content.decode())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place-1": "1", "place-2": "1"}, "Two options have the number 1."),
        ({"place-1": "first"}, "Write whole numbers: 1, 2, 3."),
        ({"place-1": "-1"}, "Write whole numbers: 1, 2, 3."),
        ({"place-1": "١"}, "Write whole numbers: 1, 2, 3."),
        ({"place-1": "1234"}, "Write whole numbers: 1, 2, 3."),
        ({}, "Say at least one option, or abstain."),
        ({"place-9": "1"}, "Say at least one option, or abstain."),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    hall: Hall, zulema: Client, typed: dict[str, str], said: str
) -> None:
    motion = ranked(hall)
    key = str(uuid.uuid4())

    answer = zulema.post(f"/motions/{motion.pk}/ballot/", {"key": key, "choice": "for", **typed})

    assert answer.status_code == 200
    assert said in words(answer)
    assert key_on(answer) == key
    for name, value in typed.items():
        if name != "place-9":
            assert f'name="{name}" value="{value[:3]}"' in answer.content.decode()
    assert not Ballot.objects.exists()


def test_numbers_may_leave_gaps(hall: Hall, zulema: Client) -> None:
    motion = ranked(hall)
    asked = {"key": str(uuid.uuid4()), "choice": "for", "place-1": " 10 ", "place-2": "2."}

    confirm = zulema.post(f"/motions/{motion.pk}/ballot/", asked)

    assert re.findall(r'name="preferences" value="(\d+)"', confirm.content.decode()) == ["2", "1"]


def test_one_abstains_with_one_button(hall: Hall, zulema: Client) -> None:
    motion = ranked(hall)
    key = str(uuid.uuid4())

    confirm = zulema.post(f"/motions/{motion.pk}/ballot/", {"key": key, "choice": "abstain", "place-1": "1"})
    zulema.post(f"/motions/{motion.pk}/ballot/", {"key": key, "choice": "abstain", "confirmed": "1"})

    assert "I abstain" in words(confirm)
    assert (Ballot.objects.get().choice, Ballot.objects.get().preferences) == ("abstain", [])


@pytest.mark.parametrize("forged", [["9"], ["1", "1"], ["\x00"], ["1"] * 60, []])
def test_a_forged_confirmation_is_refused_with_a_sentence(
    hall: Hall, zulema: Client, forged: list[str]
) -> None:
    motion = ranked(hall)
    asked = {"key": str(uuid.uuid4()), "choice": "for", "confirmed": "1", "preferences": forged}

    answer = zulema.post(f"/motions/{motion.pk}/ballot/", asked)

    assert answer.status_code == 409
    assert "Your vote was not taken" in words(answer)
    assert not Ballot.objects.exists()


def test_a_forged_mark_is_refused_where_it_is_typed(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(kind="approval", terms={**MACHINES, "seats": 1})

    answer = zulema.post(
        f"/motions/{motion.pk}/ballot/", {"key": str(uuid.uuid4()), "choice": "for", "mark": ["1", "7"]}
    )

    assert answer.status_code == 200
    assert "is not one of the options" in words(answer)


def test_what_to_buy_is_marked_with_its_cost_beside_it(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(kind="budget", terms=MONEY)
    page = zulema.get(f"/motions/{motion.pk}/ballot/")
    assert "Lathe $600" in words(page)

    confirm = zulema.post(
        f"/motions/{motion.pk}/ballot/", {"key": key_on(page), "choice": "for", "mark": ["2", "1"]}
    )

    assert '<ul class="names" id="names"><li>Oven</li><li>Lathe</li></ul>' in confirm.content.decode()


def test_a_secret_ballot_of_options_is_changed_with_its_receipt(hall: Hall, zulema: Client) -> None:
    motion = ranked(hall, is_secret=True)
    address = f"/motions/{motion.pk}/ballot/"
    asked = {"key": str(uuid.uuid4()), "choice": "for", "confirmed": "1", "preferences": ["1"]}
    received = zulema.post(address, asked)
    receipt = SecretBallot.objects.get().receipt

    assert "Oven" not in words(received).split("Your receipt")[1].split("Change my vote")[0]
    change = zulema.get(f"{address}?change")
    key = key_on(change)
    typed = {"key": key, "choice": "for", "place-2": "1", "previous_receipt": receipt}
    wrong = zulema.post(address, {**typed, "place-3": "1"})
    assert f'name="previous_receipt" value="{receipt}"' in wrong.content.decode()
    confirm = zulema.post(address, typed)
    assert f'name="previous_receipt" value="{receipt}"' in confirm.content.decode()
    zulema.post(
        address,
        {
            "key": key,
            "choice": "for",
            "confirmed": "1",
            "preferences": ["2"],
            "previous_receipt": receipt,
        },
    )

    assert SecretBallot.objects.get().preferences == ["2"]


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_result_tells_every_round_in_the_language_of_the_reader(hall: Hall, is_secret: bool) -> None:
    motion = decided(hall, is_secret=is_secret)

    english = words(signed_in(hall.people[0]).get(f"/motions/{motion.pk}/"))
    hall.people[1].language = "es-ar"
    hall.people[1].save()
    spanish = words(signed_in(hall.people[1], "es-ar").get(f"/motions/{motion.pk}/"))

    assert "Lathe wins with 5 of 9: more than half." in english
    assert "Round 1: Oven 4, Lathe 3, Forklift 2. Out: Forklift." in english
    assert "How it was counted" in english
    assert "Forklift, Lathe" in english  # who voted what, by name or by receipt
    assert "Gana Lathe, con 5 de 9: más de la mitad." in spanish
    assert "Cómo se contó" in spanish
    assert motion.ballots_digest in spanish


def decided(hall: Hall, **more: Any) -> Motion:
    motion = ranked(hall, **more)
    for person, codes in zip(hall.people, ["123", "12", "1", "1", "23", "2", "2", "32", "32"], strict=True):
        cast_ballot(
            motion_id=motion.pk,
            member=person,
            choice="for",
            preferences=codes,
            key=uuid.uuid4(),
            now=hall.now,
        )
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def test_the_result_of_a_sum_says_a_sentence_for_each_project(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(kind="budget", terms=MONEY)
    for person in hall.people[:5]:
        cast_ballot(
            motion_id=motion.pk, member=person, choice="for", preferences="1", key=uuid.uuid4(), now=hall.now
        )
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    page = words(zulema.get(f"/motions/{motion.pk}/"))

    assert "Bought: Lathe. $600 is spent; $400 stays." in page
    assert "Lathe: $600 Bought: 5 marked it, and each pays $120." in page
    assert "Oven: $500 Not bought: nobody marked it." in page


def test_the_choice_among_several_is_written_with_one_option_on_each_line(hall: Hall, zulema: Client) -> None:
    form = {"title": "Which machine", "text": "We buy one.", "terms-options": "Oven\n\nLathe\n", "table": "1"}

    zulema.post("/motions/new/ranked/", form)
    wrong = zulema.post("/motions/new/ranked/", {**form, "terms-options": "Oven\noven"})

    assert Motion.objects.get().terms == {
        "options": [{"code": "1", "label": "Oven"}, {"code": "2", "label": "Lathe"}]
    }
    assert "Two options say the same: oven." in words(wrong)
    assert "Oven\noven" in wrong.content.decode()


def test_what_to_buy_is_written_with_its_cost_after_a_colon(hall: Hall, zulema: Client) -> None:
    form = {
        "title": "Machines",
        "text": "With the set-aside of the year.",
        "terms-total_cents": "1,000",
        "terms-projects": "Lathe, used: 600\nOven: 500.50",
        "terms-completion": "add1",
    }
    zulema.post("/motions/new/budget/", form)
    motion = Motion.objects.get()

    assert motion.terms["total_cents"] == 100_000
    assert motion.terms["projects"] == [
        {"code": "1", "label": "Lathe, used", "cost_cents": 60_000},
        {"code": "2", "label": "Oven", "cost_cents": 50_050},
    ]
    edit = zulema.get(f"/motions/{motion.pk}/edit/").content.decode()
    assert "Lathe, used: 600\nOven: 500.50" in edit
    page = words(zulema.get(f"/motions/{motion.pk}/"))
    assert "What is done with what is left over" in page
    for line in ("Lathe", "Lathe: much", ": 5"):
        wrong = zulema.post("/motions/new/budget/", {**form, "terms-projects": line})
        assert "Line 1" in words(wrong)
    assert Motion.objects.count() == 1


@pytest.mark.parametrize("kind", ["ranked", "approval", "budget"])
def test_the_form_of_each_kind_can_be_opened(hall: Hall, zulema: Client, kind: str) -> None:
    assert zulema.get(f"/motions/new/{kind}/").status_code == 200


def post(client: Client, motion: Any, **body: Any) -> Any:
    body = {"choice": "for", "key": str(uuid.uuid4()), **body}
    return client.post(f"/api/v1/motions/{motion.pk}/ballot", json.dumps(body), "application/json")


def test_the_api_takes_preferences_and_answers_the_same_twice(hall: Hall, zulema: Client) -> None:
    motion, key = ranked(hall), str(uuid.uuid4())

    first = post(zulema, motion, key=key, preferences=["2", "3"])
    again = post(zulema, motion, key=key, preferences=["1"])

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["preferences"] == ["2", "3"]


@pytest.mark.parametrize("preferences", [["9"], ["1", "1"], []])
def test_the_api_refuses_what_is_not_an_option(hall: Hall, zulema: Client, preferences: list[str]) -> None:
    answer = post(zulema, ranked(hall), preferences=preferences)

    assert answer.status_code == 409
    assert answer.json()["detail"]


@pytest.mark.parametrize("preferences", ["1", [1], [None], ["x" * 21], ["1"] * 101, {"1": 1}])
def test_the_api_names_the_field_of_another_shape(hall: Hall, zulema: Client, preferences: Any) -> None:
    assert post(zulema, ranked(hall), preferences=preferences).status_code == 422


def test_a_plain_vote_is_answered_over_the_api_as_ever(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()

    assert set(post(zulema, motion).json()) == {"receipt", "choice"}
    assert post(signed_in(hall.people[1]), motion, preferences=["1"]).status_code == 409
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    ballots = zulema.get(f"/api/v1/motions/{motion.pk}/ballots").json()
    assert set(ballots["items"][0]) == {"member", "receipt", "choice"}


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_api_lists_what_each_ballot_named_and_how_it_was_counted(hall: Hall, is_secret: bool) -> None:
    motion = decided(hall, is_secret=is_secret)
    client = signed_in(hall.people[0])

    ballots = client.get(f"/api/v1/motions/{motion.pk}/ballots").json()["items"]
    told = client.get(f"/api/v1/motions/{motion.pk}").json()

    assert sorted(ballot["preferences"] for ballot in ballots)[:3] == [["1"], ["1"], ["1", "2"]]
    assert [ballot["member"] is None for ballot in ballots] == [is_secret] * 9
    assert told["counted"]["winner"] == "2"
    assert told["sentence"] == "Lathe wins with 5 of 9: more than half."


def test_hands_and_paper_are_offered_for_yes_or_no_only(hall: Hall) -> None:
    chair = signed_in(hall.chair)

    plain = chair.get(f"/motions/{hall.vote().pk}/").content.decode()
    page = chair.get(f"/motions/{ranked(hall).pk}/").content.decode()

    assert "/hands/" in plain
    assert "/hands/" not in page
    assert "/papers/" not in page


def test_the_pages_of_options_ask_the_database_little(hall: Hall, zulema: Client) -> None:
    open_motion, closed = ranked(hall), decided(hall)
    zulema.get("/motions/")  # the first page after signing in also keeps the language
    asked = {}
    for address in (f"/motions/{open_motion.pk}/ballot/", f"/motions/{closed.pk}/", "/assembly/now/"):
        with CaptureQueriesContext(connection) as queries:
            zulema.get(address)
        asked[address] = len(queries)
    assert {address: count for address, count in asked.items() if count > 12} == {}


def test_a_vote_that_names_options_is_sent_again_by_the_phone_until_it_arrives(
    hall: Hall, zulema: Client
) -> None:
    motion = ranked(hall)
    typed = {"key": str(uuid.uuid4()), "choice": "for", "place-1": "1"}

    confirm = zulema.post(f"/motions/{motion.pk}/ballot/", typed).content.decode()
    form = found(r'<section[^>]*id="ballot".*?</section>', confirm)[0]
    received = zulema.post(
        f"/motions/{motion.pk}/ballot/",
        {**typed, "confirmed": "1", "preferences": ["1"]},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert "data-vote" in form
    assert 'id="waiting"' in form
    assert received.content.decode().strip().startswith('<section class="lift" id="ballot"')
    assert "<li>Oven</li>" in received.content.decode()
