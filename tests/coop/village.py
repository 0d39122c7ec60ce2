"""A small co-operative with something in every room: a month paid, a vote, a post, turns told, a bank file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from assemblies.actions import (
    arrive_at_door,
    cast_ballot,
    close_voting,
    convoke_weekly,
    open_assembly,
)
from assemblies.models import Motion
from ledger.actions import import_bank_file
from members.models import Member
from rotation.actions.planning import make_plan, mark_adopted
from rotation.actions.publishing import publish_turns
from rotation.models import Plan
from tests.assemblies.conftest import LAST_WEEK, Hall
from tests.makers import NOW, give_power, write_house_rule
from tests.payroll.conftest import Nine, nine_of
from tests.rotation.conftest import hold, make_post
from tests.worlds import ids_begin_at_one


@dataclass
class Village:
    """Delia keeps and pays, Oscar signs, Teresa proposes, the ninth chairs; the first is nobody special."""

    nine: Nine
    hall: Hall
    voting: Motion
    decided: Motion
    table: Plan
    proposed: Plan

    @property
    def member(self) -> Member:
        return self.nine.people[0]

    @property
    def chair(self) -> Member:
        return self.hall.chair


def a_village(people: int = 9, *, more: int = 0) -> Village:
    """So many members, and so many further motions, posts and sales as asked for.

    Its first assembly, motion, post and pay run have id 1: who guesses addresses finds something there.
    """
    ids_begin_at_one()
    nine = nine_of(people=people)
    chair = nine.people[8]
    give_power(
        nine.people[7],
        *(
            "members.keep_register",
            "members.issue_cards",
            "assemblies.keep_minutes",
            "assemblies.count_hands",
        ),
    )
    for month in ("2026-01", "2026-02"):
        nine.paid(month)
    nine.earn(500_000)
    for number in range(1 + more):
        nine.earn(1_000 + number, key=f"sale {number}")
        hold(make_post(f"watch-{number}"), nine.people[number % people])
    assembly = convoke_weekly(now=LAST_WEEK)
    assert assembly is not None
    assembly = open_assembly(assembly_id=assembly.pk, actor=None, now=NOW)
    hall = Hall(
        coop=nine.coop, assembly=assembly, people=nine.people, chair=chair, now=NOW + timedelta(minutes=1)
    )
    numbers = [person.number for person in nine.people]
    arrive_at_door(assembly_id=assembly.pk, numbers=numbers, actor=None, now=NOW)
    decided = hall.vote()
    for person in nine.people[:6]:
        _say_yes(decided, person, hall)
    decided = close_voting(motion_id=decided.pk, actor=chair, now=hall.now)
    for number in range(more):
        motion = hall.vote(title=f"Lamp {number}")
        _say_yes(motion, nine.people[number % people], hall)
        close_voting(motion_id=motion.pk, actor=chair, now=hall.now)
    import_bank_file(
        data="\n".join(
            [
                "fecha;detalle;importe",
                *(f"0{1 + n % 9}/03/2026;Venta {n};{n + 1},00" for n in range(2 + more)),
            ]
        ).encode(),
        account="1.1.1",
        actor=nine.delia,
        now=hall.now,
    )
    table, proposed = _turns(hall, adopted_by=decided)
    return Village(
        nine=nine,
        hall=hall,
        voting=hall.vote(title="A lathe"),
        decided=decided,
        table=table,
        proposed=proposed,
    )


def _turns(hall: Hall, *, adopted_by: Motion) -> tuple[Plan, Plan]:
    """A plan of the table that holds, with its turns told to everybody, and one of posts that is proposed."""
    a_day = {"term_months": 0, "term_days": 1, "max_consecutive_terms": 0, "on_wheel": True}
    for code in ("table-chair", "table-minutes", "table-door"):
        make_post(code, filled="in_turn", powers=[], duties=["Open on time"], cool_down_months=0, **a_day)
    make_post("kilns", filled="in_turn", powers=[], cool_down_months=0)
    write_house_rule("rotation.horizon", {"months": 12, "weeks": 5})
    table, proposed = (make_plan(kind=kind, actor=None, now=hall.now) for kind in ("wheel", "posts"))
    mark_adopted(plan=table, motion=adopted_by, actor=None, now=hall.now)
    publish_turns(now=hall.now)
    return table, proposed


def _say_yes(motion: Any, person: Member, hall: Hall) -> None:
    cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
