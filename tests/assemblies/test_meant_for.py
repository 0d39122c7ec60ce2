"""A motion is meant for a called assembly: it goes on that agenda while that takes it, else to the weekly one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from assemblies.actions import (
    cancel_assembly,
    convoke,
    convoke_weekly,
    draft_motion,
    edit_motion,
    open_assembly,
    second_motion,
    table_motion,
)
from assemblies.models import Assembly, Motion
from assemblies.reports.agendas import meant_said
from members.models import Member
from record.models import Act
from record.rules import Refused
from tests.makers import NOW, give_power, make_coop, make_voters, write_house_rule
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

FRIDAY = NOW + timedelta(days=1)
WORDS: dict[str, Any] = {"title": "Two forklifts", "text": "Buy two.", "terms": {}}


class Plant:
    """Nine of us, one seconder asked, the weekly assembly called for Thursday, an emergency one for Monday."""

    def __init__(self, law_pack: str = "AR") -> None:
        make_coop(law_pack=law_pack)
        write_house_rule("assembly.seconders", 1)
        self.people = make_voters(9)
        give_power(self.people[8], "assemblies.convoke", "assemblies.chair")
        weekly = convoke_weekly(now=FRIDAY)
        assert weekly is not None
        self.weekly = weekly
        self.emergency = self.called("emergency", FRIDAY + timedelta(days=3))

    def called(self, kind: str, starts_at: datetime) -> Assembly:
        return convoke(
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            place="Shed",
            from_home=False,
            actor=self.people[8],
            now=FRIDAY,
        )

    def draft(self, meant_for: Assembly | None, **more: Any) -> Motion:
        about: dict[str, Any] = {
            "kind": "decision",
            **WORDS,
            "proposer": self.people[0],
            "now": FRIDAY,
        } | more
        return draft_motion(meant_for_id=meant_for.pk if meant_for else None, **about)

    def seconded(self, motion: Motion, now: datetime = FRIDAY) -> Motion:
        table_motion(motion_id=motion.pk, actor=self.people[0], now=FRIDAY)
        second_motion(motion_id=motion.pk, actor=self.people[1], now=now)
        return Motion.objects.select_related("assembly", "meant_for").get(pk=motion.pk)


@pytest.fixture
def plant(db: None) -> Plant:
    return Plant()


def page(member: Member, address: str) -> str:
    return str(signed_in(member).get(address).content.decode())


def test_it_goes_on_the_agenda_it_is_meant_for(plant: Plant) -> None:
    motion = plant.seconded(plant.draft(plant.emergency))

    assert motion.assembly == plant.emergency
    assert meant_said(motion).startswith("It was proposed for this one: emergency assembly of ")
    tabled = Act.objects.get(verb="assemblies.motion.tabled")
    assert tabled.facts["meant_for"] == plant.emergency.number


def test_without_a_name_it_goes_to_the_weekly_one(plant: Plant) -> None:
    motion = plant.seconded(plant.draft(None))

    assert motion.assembly == plant.weekly
    assert meant_said(motion) == ""


def test_where_that_agenda_does_not_take_it_any_more_it_goes_to_the_weekly_one_and_the_page_says_so(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = plant.draft(plant.emergency)
    later = plant.emergency.starts_at + timedelta(minutes=5)
    open_assembly(assembly_id=plant.emergency.pk, actor=None, now=later)

    motion = plant.seconded(motion, now=later)

    assert motion.assembly == plant.weekly
    at(later, monkeypatch)
    assert "which does not take it any more" in page(plant.people[2], f"/motions/{motion.pk}/")
    placed = Act.objects.get(verb="assemblies.motion.put_on_agenda")
    assert placed.facts["meant_for"] == plant.emergency.number


def test_a_cancelled_assembly_gives_it_to_the_weekly_one(plant: Plant) -> None:
    motion = plant.seconded(plant.draft(plant.emergency))

    cancel_assembly(assembly_id=plant.emergency.pk, actor=plant.people[8], now=FRIDAY)

    motion = Motion.objects.select_related("assembly", "meant_for").get(pk=motion.pk)
    assert motion.assembly == plant.weekly
    assert "the weekly assembly of" in meant_said(motion)


def test_while_it_looks_for_seconders_the_page_says_where_it_would_go(plant: Plant) -> None:
    motion = plant.draft(plant.emergency)
    table_motion(motion_id=motion.pk, actor=plant.people[0], now=FRIDAY)

    said = page(plant.people[2], f"/motions/{motion.pk}/")

    assert "It is proposed for the emergency assembly of" in said


def test_what_the_law_reserves_names_no_assembly(plant: Plant) -> None:
    with pytest.raises(Refused, match="waits for the assembly that may decide it"):
        plant.draft(plant.emergency, kind="statute")


def test_an_agenda_that_the_law_has_closed_cannot_be_named(plant: Plant) -> None:
    extraordinary = plant.called("legal_extraordinary", FRIDAY + timedelta(days=15, hours=1))

    assert plant.draft(extraordinary).meant_for == extraordinary  # on the day of its notice
    with pytest.raises(Refused, match="what is not on it cannot be decided"):
        plant.draft(extraordinary, now=FRIDAY + timedelta(days=1))


def test_neither_can_the_ordinary_one_nor_one_that_is_over_nor_none(plant: Plant) -> None:
    ordinary = plant.called("legal_ordinary", FRIDAY + timedelta(days=20))

    with pytest.raises(Refused, match="agenda of its own"):
        plant.draft(ordinary)
    cancel_assembly(assembly_id=plant.emergency.pk, actor=plant.people[8], now=FRIDAY)
    plant.emergency.refresh_from_db()
    with pytest.raises(Refused, match="is over"):
        plant.draft(plant.emergency)
    with pytest.raises(Refused, match="no such assembly"):
        plant.draft(Assembly(pk=999_999))


def test_an_amendment_goes_where_what_it_amends_is(plant: Plant) -> None:
    motion = plant.seconded(plant.draft(None))

    with pytest.raises(Refused, match="goes where what it amends is"):
        plant.draft(plant.emergency, amends_id=motion.pk)


def test_the_form_asks_only_where_another_agenda_takes_it(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(FRIDAY, monkeypatch)
    zulema = plant.people[0]

    assert "For which assembly" in page(zulema, "/motions/new/decision/")
    assert "For which assembly" not in page(zulema, "/motions/new/statute/")
    answer = signed_in(zulema).post(
        "/motions/new/decision/", {**WORDS, "meant_for": plant.emergency.pk, "table": "1"}
    )
    motion = Motion.objects.get()
    assert (answer.status_code, motion.meant_for) == (302, plant.emergency)
    for odd in ("999999", "x", "9" * 30):
        assert (
            signed_in(zulema).post("/motions/new/decision/", {**WORDS, "meant_for": odd}).status_code == 200
        )

    cancel_assembly(assembly_id=plant.emergency.pk, actor=plant.people[8], now=FRIDAY)
    assert "For which assembly" not in page(zulema, "/motions/new/decision/")


def test_a_draft_can_be_meant_for_another(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    at(FRIDAY, monkeypatch)
    motion, zulema = plant.draft(plant.emergency), plant.people[0]

    assert f'<option value="{plant.emergency.pk}" selected>' in page(zulema, f"/motions/{motion.pk}/edit/")
    edit_motion(motion_id=motion.pk, **WORDS, actor=zulema, now=FRIDAY)

    motion.refresh_from_db()
    assert motion.meant_for is None


def test_programs_say_it_too(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    at(FRIDAY, monkeypatch)
    client = signed_in(plant.people[0])
    proposed = {"kind": "decision", **WORDS, "meant_for": plant.emergency.pk}

    made = client.post("/api/v1/motions", proposed, content_type="application/json")

    assert (made.status_code, made.json()["meant_for"]) == (201, plant.emergency.pk)
    address = f"/api/v1/motions/{made.json()['id']}"
    changed = client.put(address, WORDS, content_type="application/json")
    assert changed.json()["meant_for"] is None
    refused = client.post(
        "/api/v1/motions", {**proposed, "meant_for": 999_999}, content_type="application/json"
    )
    assert refused.status_code == 409
