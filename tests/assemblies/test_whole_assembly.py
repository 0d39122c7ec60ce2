"""One weekly assembly from the first signature to its minutes: a chair, a minute-taker, two scrutineers and forty
phones, everything over HTTP; with a second call, an amendment, a lost quorum, a secret election and a box."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assemblies.models import Assembly, AssemblyState, Minutes, Motion
from assemblies.tasks import do_what_is_due
from coop.verifying import faults
from members.models import Member
from rotation.models import Mandate
from tests.assemblies.whole_assembly import PHONES, People, found_a_house, terms_of_the_election
from tests.makers import NOW
from tests.pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

TEXT = "Buy two electric forklifts in March, and train six people."


@dataclass
class House:
    """Everybody's phone, and the clock on the wall."""

    monkeypatch: pytest.MonkeyPatch
    founded: People
    phones: dict[int, Client] = field(default_factory=dict)
    now: datetime = NOW - timedelta(days=7)

    @property
    def people(self) -> list[Member]:
        return self.founded.everyone

    def at(self, moment: datetime) -> None:
        """It is that moment, and what was due happens by itself."""
        self.now = moment
        self.monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        do_what_is_due(now=moment)

    def later(self, **time: int) -> None:
        self.at(self.now + timedelta(**time))

    def phone(self, person: Member) -> Client:
        return self.phones.setdefault(person.pk, signed_in(person))

    def press(self, person: Member, address: str, **form: Any) -> str:
        """What a person reads after pressing a button on their phone."""
        answer = self.phone(person).post(address, form, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())

    def see(self, person: Member, address: str) -> str:
        answer = self.phone(person).get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def vote(self, motion: Motion, choices: dict[str, int]) -> None:
        """So many phones say each choice, in the order of their numbers."""
        waiting = iter(self.people)
        for choice, how_many in choices.items():
            for _nth in range(how_many):
                said = self.press(
                    next(waiting),
                    f"/motions/{motion.pk}/ballot/",
                    choice=choice,
                    confirmed="1",
                    key=str(uuid.uuid4()),
                )
                assert "We received" in said or "You voted" in said


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(monkeypatch=monkeypatch, founded=found_a_house())
    house.at(NOW - timedelta(days=6))
    return house


def proposed(
    house: House, person: Member, *, kind: str = "decision", amends: Any = None, **form: Any
) -> Motion:
    address = f"/motions/new/{kind}/"
    if amends is not None:
        form["amends"] = amends.pk
    house.press(person, address, table="1", **form)
    return Motion.objects.order_by("-number")[0]


def test_a_whole_assembly(house: House) -> None:
    chair, minute_taker, first, second = house.founded.table
    treasurer = house.founded.treasurer
    zulema, walter = house.people[0], house.people[1]
    assembly = Assembly.objects.get()  # convoked itself

    # --- in the week before: a motion and an election find seconders and go on the agenda
    motion = proposed(house, zulema, title="Two forklifts", text=TEXT)
    election = proposed(
        house,
        walter,
        kind="election",
        title="Zulema keeps the money",
        text="For six months.",
        **terms_of_the_election(treasurer.code, zulema.number),
    )
    for wanted in (motion, election):
        for person in house.people[2:5]:
            house.press(person, f"/motions/{wanted.pk}/second/")
        wanted.refresh_from_db()
        assert wanted.assembly_id == assembly.pk

    # --- Thursday 13:30: it opens by itself; fourteen are not a third of us; the second call comes by itself
    house.at(NOW)
    assembly.refresh_from_db()
    assert assembly.state == AssemblyState.OPEN
    here = f"/assemblies/{assembly.pk}/arrive/"
    for person in house.people[:10]:
        house.press(person, here, channel="hall_code", code=assembly.hall_code)
    assert "5 more are needed to decide" in house.see(zulema, "/assembly/")
    house.later(minutes=61)
    assembly.refresh_from_db()
    assert assembly.second_call_at is not None
    for person in house.people[10:]:
        house.press(person, here, channel="hall_code", code=assembly.hall_code)

    house.later(minutes=5)

    # --- an amendment, written in the hall, is voted before the motion and goes into its text
    amendment = proposed(
        house, walter, amends=motion, title="Everybody learns", text=TEXT.replace("six people", "everybody")
    )
    for person in house.people[2:5]:
        house.press(person, f"/motions/{amendment.pk}/second/")
    assert "<del>six people</del><ins>everybody</ins>" in house.see(zulema, f"/motions/{amendment.pk}/")
    refused = house.press(chair, f"/motions/{motion.pk}/open/", minutes="20")
    assert "Its amendments are voted first." in refused
    house.press(chair, f"/motions/{amendment.pk}/open/", minutes="20")
    house.vote(amendment, {"for": 30, "against": 8, "abstain": 2})
    house.press(chair, f"/motions/{amendment.pk}/close/")
    motion.refresh_from_db()
    assert motion.text == "Buy two electric forklifts in March, and train everybody."

    house.later(minutes=5)

    # --- quorum is lost: the chair cannot open the vote, and reads why; then people come back
    gone = house.people[:PHONES][5:]
    for person in gone:
        house.press(person, f"/assemblies/{assembly.pk}/depart/")
    refused = house.press(chair, f"/motions/{motion.pk}/open/", minutes="20")
    motion.refresh_from_db()
    assert motion.state == "on_agenda"
    assert re.search(r"\b9\b.*\b11\b", refused)
    for person in gone:
        house.press(person, here, channel="hall_code", code=assembly.hall_code)

    house.later(minutes=5)

    # --- the motion: phones, and a box counted twice
    house.press(chair, f"/motions/{motion.pk}/open/", minutes="30")
    on_paper = house.people[30:PHONES]
    house.press(
        first, f"/motions/{motion.pk}/papers/hand/", numbers=" ".join(str(p.number) for p in on_paper)
    )
    house.vote(motion, {"for": 12, "against": 18})
    late = house.phone(on_paper[0]).post(
        f"/motions/{motion.pk}/ballot/", {"choice": "for", "confirmed": "1", "key": str(uuid.uuid4())}
    )
    assert late.status_code in (200, 409)
    assert motion.ballots.count() == 30
    box = f"/motions/{motion.pk}/papers/count/"
    house.press(first, box, in_favour="9", against="1", blank="0")
    waits = house.press(chair, f"/motions/{motion.pk}/close/")
    assert "count of the box" in waits
    house.press(second, box, in_favour="8", against="2", blank="0")
    house.press(chair, f"/motions/{motion.pk}/close/")
    motion.refresh_from_db()
    assert motion.state == "voting"
    house.press(second, box, in_favour="9", against="1", blank="0")
    house.press(chair, f"/motions/{motion.pk}/close/")
    motion.refresh_from_db()
    assert (motion.state, motion.in_favour, motion.against) == ("adopted", 21, 19)

    house.later(minutes=5)

    # --- a secret election: nobody's choice is anywhere, and the mandate is there
    house.press(chair, f"/motions/{election.pk}/open/", minutes="20")
    house.vote(election, {"for": 33, "against": 5, "abstain": 2})
    house.press(chair, f"/motions/{election.pk}/close/")
    election.refresh_from_db()
    assert (election.is_secret, election.in_favour, election.participations.count()) == (True, 33, 40)
    assert election.ballots.count() == 0
    assert Mandate.objects.get(post=treasurer).member == zulema

    # --- it ends; within minutes the minutes are there, are approved, and cannot be changed
    house.later(minutes=30)
    house.press(chair, f"/assemblies/{assembly.pk}/to/close/")
    page = house.see(zulema, f"/minutes/{assembly.pk}/")
    for said in ("Two forklifts", "Everybody learns", "Zulema keeps the money", "21", "19"):
        assert said in page
    said = house.press(minute_taker, f"/minutes/{assembly.pk}/", notes="The roof leaks again.")
    assert "The minutes are approved." not in said  # four sign first, or the reason why not is written down
    said = house.press(
        minute_taker,
        f"/minutes/{assembly.pk}/",
        notes="The roof leaks again.",
        unsigned_because="They sign the stamped book tonight.",
    )
    assert "The minutes are approved." in said
    assert Minutes.objects.get(assembly=assembly).approved_by == minute_taker
    for paper in ("minutes.pdf", "wall.pdf"):
        printed = house.phone(minute_taker).get(f"/minutes/{assembly.pk}/{paper}")
        assert printed.content.startswith(b"%PDF-")
    assert faults() == []
