"""Minutes are written from the data, approved once, and sealed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from assemblies import kinds
from assemblies.actions import (
    add_item,
    approve_minutes,
    cast_ballot,
    close_assembly,
    close_voting,
    depart,
    open_voting,
)
from assemblies.models import Minutes
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def held():
    """An assembly with a vote, an exclusion, a talk, and a matter not reached."""
    hall = hall_of(9)
    motion = hall.motion(text="Buy two electric forklifts.")
    add_item(assembly_id=hall.assembly.pk, title="Treasurer's report", actor=hall.chair, now=hall.now)
    left_over = hall.motion(title="Left over")
    with patch.object(
        type(kinds.kind_of(motion)),
        "excluded",
        lambda *_a, **_k: {hall.people[0].pk: "it is about them"},
    ):
        open_voting(motion_id=motion.pk, closes_at=NOW + timedelta(hours=1), actor=hall.chair, now=hall.now)
    for person in hall.people[1:6]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    depart(assembly_id=hall.assembly.pk, member=hall.people[1], now=hall.now + timedelta(minutes=2))
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=9))
    return hall, left_over


def test_minutes_say_who_was_there_what_was_decided_and_why():
    hall, left_over = held()

    minutes = Minutes.objects.get()

    written = minutes.contents
    assert written["presence"]["members"] == 9
    assert written["presence"]["most"] == 9
    assert written["presence"]["stays"][1]["left_at"] == (hall.now + timedelta(minutes=2)).isoformat()
    assert [item["title"] for item in written["items"]] == [
        "Two forklifts",
        "Treasurer's report",
        "Left over",
    ]
    voted = written["items"][0]["motion"]
    assert voted["text"] == "Buy two electric forklifts."
    assert voted["tally"] == {"roll": 8, "present": 8, "in_favour": 5, "against": 0, "abstaining": 0}
    assert voted["excluded"] == [{"number": 1, "name": "Zulema Ávalos", "because": "it is about them"}]
    assert voted["result_said"]["en"].startswith("Needed 3 of 5 valid votes; 5 in favour. Adopted.")
    assert "Se aprobó" in voted["result_said"]["es-ar"]
    assert voted["rule_said"]["en"].startswith("More than 1/2 of the votes for and against.")
    assert voted["enacted"]
    assert written["not_reached"] == [left_over.number]
    assert written["items"][2]["carried_over"]


def test_minutes_name_the_head_of_the_record_as_it_stood():
    held()

    minutes = Minutes.objects.get()

    act = Act.objects.get(seq=minutes.head_seq)
    assert minutes.head_hash == act.hash
    assert Act.objects.get(seq=minutes.head_seq + 1).verb == "assemblies.minutes.drafted"


def test_whoever_keeps_the_minutes_approves_them_once():
    hall, _left_over = held()
    about: dict[str, Any] = {
        "minutes_id": Minutes.objects.get().pk,
        "unsigned_because": "They sign tomorrow.",
        "now": hall.now + timedelta(minutes=20),
    }

    with pytest.raises(Refused, match="keeps the minutes"):
        approve_minutes(**about, notes="", actor=hall.people[0])
    with pytest.raises(Refused, match="cannot be kept"):
        approve_minutes(**about, notes="a\x00b", actor=hall.chair)
    minutes = approve_minutes(**about, notes="Walter left for his shift.", actor=hall.chair)
    with pytest.raises(Refused, match="approved already"):
        approve_minutes(**about, notes="", actor=hall.chair)

    assert minutes.approved_by == hall.chair
    assert Act.objects.filter(verb="assemblies.minutes.approved").count() == 1


def test_an_assembly_nobody_came_to_has_minutes_too():
    hall = hall_of(3, arrived=False)

    close_assembly(assembly_id=hall.assembly.pk, actor=None, now=hall.assembly.ends_at)

    assert Minutes.objects.get().contents["presence"] == {"members": 0, "most": 0, "stays": []}
