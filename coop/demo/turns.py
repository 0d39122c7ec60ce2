"""Turns of the story: a plan of the table that was voted, who is away, a swap, a stand-in, and one who did not come."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from assemblies.models import Assembly
from assemblies.rules.decision import OutcomeKind
from coop.demo.calendar import Calendar
from coop.demo.motions import StoryMotion
from coop.demo.stage import Stage
from members.actions.absences import enter_absence
from record.rules import Refused
from rotation.actions.covers import accept_cover, ask_cover
from rotation.actions.missed import write_missed
from rotation.actions.planning import make_plan
from rotation.actions.publishing import publish_turns, seat_turn
from rotation.actions.swaps import propose_swap
from rotation.models import Duty, PlanKind
from rotation.reports.planned import hash_of
from rotation.reports.problem import current_plan
from rotation.reports.table import open_turns, slot_of, table_now, turns_to_seat
from rotation.rules.turning import legs_of, what_stops

PLAN_OF_THE_TABLE = 109
VOTED_WEEKS_AGO = 3
MOST_PLANNED = 2_000
"""With more members than these (a load test) no plan is made: each table is drawn."""
AWAY_FROM, AWAY_DAYS = timedelta(days=30), 45
"""How long after the plan is worked out somebody is away, and for how many days: nobody gives them a turn then."""
NOT_THERE = ("table-scrutineers", 3)
"""The seat to which nobody came at the last assembly."""


def plan_motion(calendar: Calendar) -> StoryMotion:
    """The vote on the plan of the table: three weeks ago, whatever the day."""
    return StoryMotion(
        no=PLAN_OF_THE_TABLE,
        on=calendar.story_today - timedelta(weeks=VOTED_WEEKS_AGO),
        assembly="weekly",
        kind="plan",
        title="Plan de turnos de la mesa",
        text="Quién coordina, quién toma el acta, quiénes firman y quiénes cuentan, semana por semana. "
        "Lo calculó el sistema con nuestras reglas, y cualquiera puede rehacer la cuenta.",
        electorate=312,
        hall=128,
        phone=0,
        in_favour=109,
        against=9,
        abstaining=10,
        is_secret=False,
        expected=OutcomeKind.ADOPTED,
    )


def terms_of_plan(stage: Stage, now: datetime) -> dict[str, Any] | None:
    """Somebody says when they are away, and whoever hands out duties works the plan out; None where nobody can."""
    if stage.size > MOST_PLANNED:
        return None
    day = stage.coop.day_of(now)
    away = stage.free(on=day, count=1, salt="is away")
    if away:
        enter_absence(
            member_id=away[0].pk,
            from_on=day + AWAY_FROM,
            until_on=day + AWAY_FROM + timedelta(days=AWAY_DAYS),
            kind="illness",
            reason="Operación de rodilla, con reposo.",
            actor=away[0],
            now=now,
        )
    try:
        made = make_plan(kind=PlanKind.WHEEL, actor=stage.holder("presidency", now), now=now)
    except Refused:
        return None
    return {"plan": made.pk, "hash": hash_of(made)}


def seat_the_table(stage: Stage, now: datetime) -> bool:
    """Tell the turns of the coming weeks and seat those of today, as the plan says; False where none holds yet."""
    plan = current_plan(PlanKind.WHEEL)
    day = stage.coop.day_of(now)
    if plan is None or plan.adopted_at is None or stage.coop.day_of(plan.adopted_at) >= day:
        return False
    publish_turns(now=now)
    for duty_id in turns_to_seat(on=day):
        try:
            seat_turn(duty_id=duty_id, now=now)
        except Refused:  # whoever took a post since that does not go with it: the seat stays empty
            continue
    stage.seats_changed()
    return True


def one_does_not_come(stage: Stage, assembly: Assembly, now: datetime) -> None:
    """At the last assembly before today somebody with a turn is not there."""
    if stage.calendar.today - stage.coop.day_of(now) != timedelta(days=7):
        return
    code, seat = NOT_THERE
    duty = open_turns(on=assembly.starts_on).filter(due_on=assembly.starts_on, post__code=code, seat=seat)
    missed = duty.first()
    if missed is not None and missed.member_id is not None:
        stage.missed, stage.not_there = missed.pk, {assembly.pk: {missed.member_id}}


def change_hands(stage: Stage, now: datetime) -> None:
    """This week: one turn is made up, one passes to a stand-in, and a swap waits for an answer."""
    if stage.missed:
        write_missed(duty_id=stage.missed, actor=stage.holder("presidency", now), now=now)
    coming = list(
        open_turns(on=stage.calendar.today + timedelta(days=1))
        .select_related("post", "member")
        .order_by("due_on", "post__code", "seat")
    )
    if coming:
        _stand_in(coming[-1], now + timedelta(minutes=20))
        _swap(stage, coming[:-1], now + timedelta(minutes=40))


def _stand_in(turn: Duty, now: datetime) -> None:
    """Somebody cannot come; whoever is asked first says yes."""
    assert turn.member is not None  # noqa: S101 - a turn has its person: the database says so
    cover = ask_cover(duty_id=turn.pk, reason="Ese día rinde mi hija.", actor=turn.member, now=now)
    asked = cover.offers.select_related("member").order_by("place").first()
    if asked is not None:
        accept_cover(cover_id=cover.pk, actor=asked.member, now=now + timedelta(minutes=8))


def _swap(stage: Stage, coming: list[Duty], now: datetime) -> None:
    """The first turn to come that our rules let change for one of another week."""
    table = table_now(on=stage.coop.day_of(now))
    for mine, other in combinations(coming, 2):
        if mine.member is None or other.member is None or mine.member == other.member:
            continue
        if mine.due_on == other.due_on:
            continue
        legs = legs_of([(slot_of(turn), turn.member.number) for turn in (mine, other) if turn.member])
        if what_stops(table, legs) is None:
            propose_swap(duty_ids=[mine.pk, other.pk], actor=mine.member, now=now)
            return
