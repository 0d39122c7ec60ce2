"""The pages of the assembly: who sees them, what they ask, what they answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assemblies.actions import cast_ballot, close_assembly, close_voting, draft_motion, table_motion
from assemblies.models import Ballot, HouseRule, Minutes, Motion, Presence, SecretBallot
from members.models import Standing
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import make_member, write_house_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Hall]:
    """An open assembly of nine, at a moment that stands still."""
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    hall = hall_of(9)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return hall


@pytest.fixture
def zulema(hall: Hall) -> Client:
    return signed_in(hall.people[0])


@pytest.fixture
def chair(hall: Hall) -> Client:
    return signed_in(hall.chair)


def signed_in(member: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def words(answer: Any) -> str:
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def see(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.headers)
    return words(answer)


def vote(motion: Any, person: Any, choice: str, hall: Hall) -> Any:
    return cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)


def decided(hall: Hall, *, yes: int = 6, no: int = 1, **about: Any) -> Any:
    motion = hall.vote(**about)
    for person in hall.people[:yes]:
        vote(motion, person, "for", hall)
    for person in hall.people[yes : yes + no]:
        vote(motion, person, "against", hall)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def every_page(hall: Hall) -> list[str]:
    """Each page with something on it."""
    done, secret = decided(hall), decided(hall, title="Who comes in", is_secret=True)
    hall.vote(title="Being voted")
    tabled = draft_motion(
        kind="decision",
        title="A window",
        text="Open one.",
        terms={},
        proposer=hall.people[1],
        now=hall.now,
    )
    write_house_rule("assembly.seconders", 2)
    table_motion(motion_id=tabled.pk, actor=hall.people[1], now=hall.now)
    hall.motion(title="Waiting for its turn", kind="house_rule", terms={"key": "assembly.seconders", "value": 2})
    voting = Motion.objects.voting().get()
    waiting = Motion.objects.get(title="Waiting for its turn")
    pages = ["/assembly/", "/assemblies/", f"/assemblies/{hall.assembly.pk}/", "/motions/", "/motions/new/"]
    pages += [f"/motions/{motion.pk}/" for motion in (done, secret, voting, tabled, waiting)]
    pages += [f"/motions/{voting.pk}/ballot/", f"/motions/{voting.pk}/count/", "/motions/new/decision/"]
    pages += ["/motions/new/house_rule/?key=assembly.seconders", "/rules/", "/rules/assembly.seconders/"]
    return pages


def test_every_page_answers_a_member_with_few_questions(hall: Hall, zulema: Client) -> None:
    pages = every_page(hall)
    see(zulema, "/motions/")  # the first page after signing in also keeps the language
    asked = {}
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            see(zulema, address)
        asked[address] = len(queries)
    assert {address: count for address, count in asked.items() if count > 12} == {}


def test_a_house_rule_is_proposed_from_its_present_form(hall: Hall, zulema: Client) -> None:
    page = zulema.get("/motions/new/house_rule/?key=assembly.weekly").content.decode()
    assert "&quot;weekday&quot;: 3" in page
    form = {
        "title": "Two seconders are enough",
        "text": "We are few.",
        "terms-key": "assembly.seconders",
        "terms-value": "two",
    }
    wrong = zulema.post("/motions/new/house_rule/", form)
    assert wrong.status_code == 200
    assert "We are few." in wrong.content.decode()
    refused = zulema.post("/motions/new/house_rule/", form | {"terms-value": "-1"})
    assert "Write a whole number" in words(refused)
    assert Motion.objects.count() == 0
    kept = zulema.post("/motions/new/house_rule/", form | {"terms-value": "2"}, follow=True)
    assert "Only you see this draft." in words(kept)
    assert "Members who must second a motion" in words(kept)
    assert Motion.objects.get().terms["value"] == 2


def test_a_rule_says_since_when_and_what_it_was_before(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(kind="house_rule", terms={"key": "assembly.seconders", "value": 4}, title="Four of us")
    for person in hall.people:
        vote(motion, person, "for", hall)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert HouseRule.objects.filter(motion=motion).exists()
    assert "Four of us" in see(zulema, "/rules/")
    text = see(zulema, "/rules/assembly.seconders/")
    assert "What it said before" in text
    assert "Four of us" in text
    see(zulema, "/rules/no.such.rule/", 404)
