"""A whole hall: sets the stage for 480 people voting within a minute, and measures votes over large rolls.

`python -m bench.assembly rush 480 <folder>` writes what phones will do; `… roll 100000` measures and prints.
Members are made directly; assemblies, arrivals, openings and closings go through the actions.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

from bench.stage import form, get

KINDS = ("open", "secret")
EARLIER = 60
"""Motions decided before, to see whether closing grows with them."""


def main() -> None:
    django.setup()
    what, people, *folder = sys.argv[1:]
    if what == "rush":
        rush(int(people), Path(folder[0]))
    else:
        print(json.dumps(large_roll(int(people))))


def rush(people: int, folder: Path) -> None:
    """Everybody is here, one open and one secret vote are on, every phone is signed in."""
    from bench.stage import sessions_of

    hall = _hall(people)
    cookies = sessions_of(hall["everyone"])
    plan = {}
    for kind in KINDS:
        motion = _vote(hall, title=f"Rush {kind}", is_secret=kind == "secret")
        address = f"/motions/{motion.pk}/ballot/"
        plan[kind] = [
            [get(address, cookie), _ballot(address, cookie)] for _member, cookie in sorted(cookies.items())
        ]
    (folder / "rush.json").write_text(json.dumps(plan), encoding="utf-8")


def large_roll(people: int) -> dict[str, Any]:
    """Seconds to open and close a vote on a roll of so many, alone and after many others."""
    from assemblies.actions import close_voting
    from assemblies.models import Ballot

    hall = _hall(people)
    found: dict[str, Any] = {"what": f"a vote on a roll of {people}, seconds"}
    for nth in range(1, EARLIER + 2):
        voters = hall["everyone"][: people // 2] if nth in (1, EARLIER + 1) else hall["everyone"][:3]
        at = time.perf_counter()
        motion = _vote(hall, title=f"Roll {nth}", is_secret=False)
        opened = time.perf_counter() - at
        Ballot.objects.bulk_create(
            [
                Ballot(
                    motion=motion,
                    member=member,
                    choice="for",
                    key=uuid.uuid4(),
                    receipt=f"{n:016}",
                    cast_at=hall["now"],
                )
                for n, member in enumerate(voters)
            ],
            batch_size=1000,
        )
        at = time.perf_counter()
        closed = close_voting(motion_id=motion.pk, actor=hall["chair"], now=hall["now"])
        took = time.perf_counter() - at
        if closed.in_favour != len(voters):
            sys.exit(f"{closed.in_favour} of {len(voters)} ballots were counted")
        if nth == 1:
            found |= {"opened": round(opened, 3), "closed": round(took, 3)}
        if people > 1000 and nth == 2:
            break  # sixty rolls of a hundred thousand say nothing that sixty of 480 do not
    else:
        found |= {
            f"opened_after_{EARLIER}": round(opened, 3),
            f"closed_after_{EARLIER}": round(took, 3),
        }
    return found


def _hall(people: int) -> dict[str, Any]:
    """A weekly assembly, open, with everybody in it."""
    from django.utils import timezone

    from assemblies.actions import arrive_at_door, convoke, open_assembly
    from tests.makers import give_power, make_coop, make_voters, write_house_rule

    now = timezone.now()
    first = (now - timedelta(days=100)).date()
    make_coop(now=now)
    write_house_rule("assembly.seconders", 0, from_on=first)
    everyone = make_voters(people, from_on=first)
    chair = everyone[-1]
    give_power(chair, "assemblies.chair", "assemblies.convoke", "assemblies.keep_door", from_on=first)
    assembly = convoke(
        kind="weekly",
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=6),
        place="",
        from_home=True,
        actor=None,
        now=now - timedelta(hours=30),
    )
    open_assembly(assembly_id=assembly.pk, actor=None, now=now)
    arrive_at_door(
        assembly_id=assembly.pk, numbers=[person.number for person in everyone], actor=None, now=now
    )
    return {"everyone": everyone, "chair": chair, "assembly": assembly, "now": now}


def _vote(hall: dict[str, Any], *, title: str, is_secret: bool) -> Any:
    from assemblies.actions import open_voting
    from assemblies.models import AgendaItem, Motion, MotionState

    now: datetime = hall["now"]
    last = Motion.objects.order_by("-number").values_list("number", flat=True).first()
    motion = Motion.objects.create(
        number=(last or 0) + 1,
        kind="decision",
        title=title,
        text="Bench.",
        proposer=hall["chair"],
        state=MotionState.ON_AGENDA,
        assembly=hall["assembly"],
        is_secret=is_secret,
        created_at=now,
    )
    AgendaItem.objects.create(assembly=hall["assembly"], position=motion.number, title=title, motion=motion)
    open_voting(motion_id=motion.pk, closes_at=now + timedelta(hours=3), actor=hall["chair"], now=now)
    return motion


def _ballot(address: str, cookie: str) -> dict[str, Any]:
    request = form(address, cookie, choice="for", confirmed=1, key=uuid.uuid4())
    request["headers"]["HX-Request"] = "true"
    return request


if __name__ == "__main__":
    main()
