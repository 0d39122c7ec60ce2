"""An assembly under way, with people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from assemblies.actions import (
    arrive_at_door,
    convoke_weekly,
    draft_motion,
    open_assembly,
    open_voting,
    put_on_agenda,
    table_motion,
)
from assemblies.models import Assembly
from members.models import Cooperative, Member
from tests.makers import NOW, give_power, make_coop, make_voters, write_house_rule

LAST_WEEK = NOW - timedelta(days=6)
"""Friday, when the assembly of Thursday is convoked."""


@dataclass
class Hall:
    """An open weekly assembly: its people, whoever chairs it, and the moment it is."""

    coop: Cooperative
    assembly: Assembly
    people: list[Member]
    chair: Member
    now: datetime

    def motion(self, *, kind: str = "decision", terms: dict[str, Any] | None = None, **more: Any) -> Any:
        """A motion on the agenda of this assembly."""
        motion = draft_motion(
            kind=kind,
            title=more.pop("title", "Two forklifts"),
            text=more.pop("text", "Buy two electric forklifts."),
            terms=terms or {},
            proposer=more.pop("proposer", self.people[0]),
            now=LAST_WEEK,
            **more,
        )
        table_motion(motion_id=motion.pk, actor=None, now=LAST_WEEK)
        motion.refresh_from_db()
        if motion.assembly_id is None:
            motion = put_on_agenda(
                motion_id=motion.pk, assembly_id=self.assembly.pk, actor=None, now=LAST_WEEK
            )
        return motion

    def vote(self, *, minutes: int = 30, **about: Any) -> Any:
        """A motion being voted for so many minutes."""
        motion = self.motion(**about)
        return open_voting(
            motion_id=motion.pk,
            closes_at=self.now + timedelta(minutes=minutes),
            actor=self.chair,
            now=self.now,
        )

    def everyone_arrives(self) -> None:
        arrive_at_door(
            assembly_id=self.assembly.pk,
            numbers=[person.number for person in self.people],
            actor=None,
            now=self.now,
        )


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def open_hall(db: None) -> Callable[..., Hall]:
    return hall_of


def hall_of(people: int = 9, *, arrived: bool = True, seconders: int = 0) -> Hall:
    """A weekly assembly, open since a minute, of so many members; the last of them chairs."""
    coop = make_coop()
    write_house_rule("assembly.seconders", seconders)
    everyone = make_voters(people)
    chair = everyone[-1]
    give_power(
        chair,
        "assemblies.chair",
        "assemblies.convoke",
        "assemblies.keep_door",
        "assemblies.keep_minutes",
        "assemblies.count_hands",
    )
    assembly = convoke_weekly(now=LAST_WEEK)
    assert assembly is not None
    assembly = open_assembly(assembly_id=assembly.pk, actor=None, now=NOW)
    hall = Hall(coop=coop, assembly=assembly, people=everyone, chair=chair, now=NOW + timedelta(minutes=1))
    if arrived:
        hall.everyone_arrives()
    return hall
