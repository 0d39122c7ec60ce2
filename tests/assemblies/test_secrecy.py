"""Looking for a way from a voter to a secret choice: rows, ids, times, logs, the record, the programs' door.

Each test looks at one place where other voting systems leaked, on the engine at hand.
"""

from __future__ import annotations

import json
import logging
import random
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from assemblies.actions import cast_ballot, close_assembly, close_voting
from assemblies.models import Minutes, Motion, Participation, SecretBallot
from assemblies.reports import faults, live_counts
from members.actions import make_api_token
from members.models import Notice
from record.models import Act
from record.rules import canonical
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

PEOPLE = 30


@pytest.fixture
def hall(db: None) -> Hall:
    return hall_of(PEOPLE)


def cast_all(hall: Hall, motion: Any) -> list[tuple[int, str, str]]:
    """Everybody votes, in an order of their own: (member, choice, receipt), in that order."""
    people = random.sample(hall.people, len(hall.people))
    cast = []
    for minute, person in enumerate(people):
        choice = random.choice(("for", "against", "abstain"))
        got = cast_ballot(
            motion_id=motion.pk,
            member=person,
            choice=choice,
            key=uuid.uuid4(),
            now=motion.opened_at + timedelta(seconds=minute),
        )
        cast.append((person.pk, choice, got.receipt))
    return cast


def kept(table: type[models.Model], column: str, by: str = "") -> list[Any]:
    """A column in the order in which the engine keeps the rows, or in another."""
    place = by or ("rowid" if connection.vendor == "sqlite" else "ctid")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table._meta.db_table} ORDER BY {place}")
        return [row[0] for row in cursor.fetchall()]


def closed(hall: Hall, motion: Any) -> Motion:
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))


def alike(one: list[Any], other: list[Any]) -> float:
    """How far two orders of the same things agree: 1 for the same, about 0 for chance, -1 for reversed."""
    place = {thing: number for number, thing in enumerate(other)}
    pairs = [(place[a], place[b]) for i, a in enumerate(one) for b in one[i + 1 :]]
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs)


CHANCE = 0.65
"""Thirty things in a random order agree more than this with another order less than once in a million times."""


@pytest.mark.parametrize("by", ["", "id", "receipt"])
def test_after_closing_no_order_of_the_ballots_is_the_order_of_voting(hall, by):
    motion = hall.vote(is_secret=True)
    receipts = [receipt for _member, _choice, receipt in cast_all(hall, motion)]
    closed(hall, motion)

    order = kept(SecretBallot, "receipt", by)

    assert sorted(order) == sorted(receipts)
    assert abs(alike(order, receipts)) < CHANCE


@pytest.mark.parametrize("by", ["", "id"])
def test_after_closing_no_order_of_the_voters_is_an_order_of_the_ballots(hall, by):
    motion = hall.vote(is_secret=True)
    cast = cast_all(hall, motion)
    closed(hall, motion)
    receipt_of = {str(member): receipt for member, _choice, receipt in cast}

    voters = [receipt_of[str(member)] for member in kept(Participation, "member_id", by)]

    assert abs(alike(kept(SecretBallot, "receipt", by), voters)) < CHANCE


def test_no_id_has_a_number_a_time_or_a_machine_in_it(hall):
    motion = hall.vote(is_secret=True)
    cast_all(hall, motion)
    closed(hall, motion)

    for table in (Participation, SecretBallot):
        ids = list(table.objects.values_list("pk", flat=True))
        assert {pk.version for pk in ids} == {4}
    assert not set(Participation.objects.values_list("pk", flat=True)) & set(
        SecretBallot.objects.values_list("pk", flat=True)
    )


def test_neither_table_knows_a_time_or_the_other():
    for table in (Participation, SecretBallot):
        for field in table._meta.get_fields():
            assert not isinstance(field, models.DateField | models.TimeField | models.AutoField)
    assert {field.name for field in Participation._meta.get_fields()} == {"id", "motion", "member"}
    related = {field.related_model for field in SecretBallot._meta.get_fields() if field.is_relation}
    assert related == {Motion}


def test_after_closing_the_engine_itself_dates_all_ballots_alike(hall):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL says which transaction wrote a row")
    motion = hall.vote(is_secret=True)
    cast_all(hall, motion)
    closed(hall, motion)

    assert len({str(xmin) for xmin in kept(SecretBallot, "xmin")}) == 1


def test_a_receipt_is_not_worked_out_from_who_voted(hall):
    """The same member, motion and choice have another receipt each time: the phone's key alone makes it."""
    motion = hall.vote(is_secret=True)
    zulema, receipts = hall.people[0], set()
    previous = ""
    for _time in range(5):
        got = cast_ballot(
            motion_id=motion.pk,
            member=zulema,
            choice="for",
            key=uuid.uuid4(),
            now=hall.now,
            previous_receipt=previous,
        )
        previous = got.receipt
        receipts.add(previous)

    assert len(receipts) == 5


def everything_but_ballots() -> str:
    """Every row of every table except the ballots themselves, as text."""
    from django.apps import apps

    rows = []
    for model in apps.get_models():
        if model is SecretBallot or not model._meta.managed or model._meta.proxy:
            continue
        if model._meta.db_table in connection.introspection.table_names():
            rows.append(serializers.serialize("json", model._base_manager.all()))
    return "\n".join(rows)


def test_no_other_table_has_a_receipt_or_a_key(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion, key = hall.vote(is_secret=True), uuid.uuid4()
    zulema = signed_in(hall.people[0])
    zulema.post(f"/motions/{motion.pk}/ballot/", {"choice": "for", "key": str(key), "confirmed": "1"})
    receipt = SecretBallot.objects.get().receipt
    closed(hall, motion)

    everywhere = everything_but_ballots()

    for trace in (receipt, str(key), key.hex):
        assert trace not in everywhere
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(sessions) == 1
    for trace in (receipt, str(key), key.hex, "'for'"):
        assert trace not in sessions[0]
    assert not Notice.objects.filter(text_id__icontains="receipt").exists()


def test_the_record_has_the_totals_and_the_seal_and_nobody(hall):
    motion = hall.vote(is_secret=True)
    before = Act.objects.count()
    cast_all(hall, motion)
    assert Act.objects.count() == before
    closed(hall, motion)

    act = Act.objects.get(verb="assemblies.voting.closed")
    said = canonical(act.facts)
    assert act.actor_number == hall.chair.number
    assert set(act.facts) == {
        *("motion", "outcome", "roll", "present", "in_favour", "against", "abstaining"),
        *("base", "needed", "quorum_needed", "ballots", "enacted"),
    }
    for receipt in SecretBallot.objects.values_list("receipt", flat=True):
        assert receipt not in said


def test_the_minutes_name_nobody_with_a_choice(hall):
    motion = hall.vote(is_secret=True)
    cast_all(hall, motion)
    closed(hall, motion)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=10))

    items = json.dumps(Minutes.objects.get().contents["items"])

    assert "receipt" not in items
    for person in hall.people[1:]:  # the first proposed it
        assert person.name not in items or person.name == hall.people[0].name


def test_no_log_says_who_voted_what(hall, monkeypatch, caplog):
    at(hall.now, monkeypatch)
    motion, key = hall.vote(is_secret=True), uuid.uuid4()
    caplog.set_level(logging.DEBUG)
    zulema = signed_in(hall.people[0])
    address = f"/motions/{motion.pk}/ballot/"

    zulema.get(address)
    zulema.post(address, {"choice": "against", "key": str(key)})
    zulema.post(address, {"choice": "against", "key": str(key), "confirmed": "1"})
    zulema.post(address, {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"})  # refused: no receipt
    receipt = SecretBallot.objects.get().receipt

    for trace in (str(key), key.hex, receipt, "against"):
        assert trace not in caplog.text


def test_no_page_or_program_joins_them_while_it_is_open_or_after(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion = hall.vote(is_secret=True)
    zulema = hall.people[0]
    receipt = cast_ballot(
        motion_id=motion.pk, member=zulema, choice="against", key=uuid.uuid4(), now=hall.now
    ).receipt
    token = make_api_token(member_id=zulema.pk, now=hall.now)
    program = Client(headers={"authorization": f"Bearer {token}"})
    her_phone, other_phone = signed_in(zulema), signed_in(hall.people[1])

    assert program.get(f"/api/v1/motions/{motion.pk}/ballots").status_code == 409
    for client in (her_phone, other_phone):
        for address in (f"/motions/{motion.pk}/", f"/motions/{motion.pk}/ballot/", "/assembly/", "/votes/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert receipt not in answer.content.decode().replace(" ", "")
    closed(hall, motion)

    listed = program.get(f"/api/v1/motions/{motion.pk}/ballots").json()
    assert listed["is_secret"]
    assert {item["member"] for item in listed["items"]} == {None}
    assert set(listed["items"][0]) == {"member", "receipt", "choice"}
    page = other_phone.get(f"/motions/{motion.pk}/").content.decode()
    assert "Every receipt, in no order" in page
    assert not re.search(rf"{zulema.name}[^<]*</th>", page)


def test_the_list_of_receipts_is_in_the_order_of_the_receipts(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion = hall.vote(is_secret=True)
    cast_all(hall, motion)
    closed(hall, motion)
    token = make_api_token(member_id=hall.people[0].pk, now=hall.now)

    listed = (
        Client(headers={"authorization": f"Bearer {token}"})
        .get(f"/api/v1/motions/{motion.pk}/ballots?limit=100")
        .json()
    )

    receipts = [item["receipt"] for item in listed["items"]]
    assert receipts == sorted(receipts)


def test_the_live_count_tells_how_many_and_never_what(hall):
    motion = hall.vote(is_secret=True)
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="against", key=uuid.uuid4(), now=hall.now)
    one = live_counts([motion.pk])[motion.pk].html["en"]
    other = hall_like = hall.vote(is_secret=True, title="Another")
    cast_ballot(motion_id=other.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    two = live_counts([hall_like.pk])[hall_like.pk].html["en"]

    def plain(html: str) -> str:
        return re.sub(r"/motions/\d+/|data-[a-z]+=\"[^\"]*\"", "", html)

    assert plain(one) == plain(two)


def test_a_page_with_a_receipt_is_kept_by_nobody(hall, monkeypatch):
    at(hall.now, monkeypatch)
    motion = hall.vote(is_secret=True)
    zulema = signed_in(hall.people[0])

    one = zulema.post(
        f"/motions/{motion.pk}/ballot/", {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    )
    other = hall.vote(is_secret=True, title="Another")
    several = zulema.post(
        reverse("assemblies:several"),
        {f"choice-{other.pk}": "for", f"key-{other.pk}": str(uuid.uuid4()), "confirmed": "1"},
    )

    for answer in (one, several):
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "X-Offline" not in answer


@pytest.mark.django_db(transaction=True)
def test_the_file_keeps_nothing_of_the_order_in_which_ballots_came():
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite")
    hall = hall_of(PEOPLE)
    motion = hall.vote(is_secret=True)
    cast_all(hall, motion)
    before = {pk.hex.encode() for pk in SecretBallot.objects.values_list("pk", flat=True)}
    closed(hall, motion)

    file = connection.connection.serialize()

    assert not [pk for pk in before if pk in file]
    assert all(pk.hex.encode() in file for pk in SecretBallot.objects.values_list("pk", flat=True))


def test_verify_finds_a_secret_ballot_that_nobody_cast(hall):
    motion = hall.vote(is_secret=True)
    for person in hall.people[:5]:
        cast_ballot(motion_id=motion.pk, member=person, choice="against", key=uuid.uuid4(), now=hall.now)
    SecretBallot.objects.create(motion=motion, choice="for", receipt="STUFFEDSTUFFED22")
    closed(hall, motion)

    assert faults() == [f"motion {motion.number}: there are not as many secret ballots as members who voted"]
