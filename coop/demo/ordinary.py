"""The ordinary assembly that is to come: called, its papers laid out, most of us told of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from assemblies.actions import convoke, draft_motion, put_on_agenda, second_motion, table_motion
from assemblies.models import Assembly, Motion
from coop.demo import by_law
from coop.demo.documents import of_the_next
from coop.demo.stage import Stage
from payroll.actions.surplus import draft_surplus, propose_surplus

STILL_TO_DO = "notice_to_authorities"


def call_the_ordinary(stage: Stage, now: datetime) -> None:
    """Called with its notice: the accounts and the year's surplus on its agenda, one task not done yet."""
    day = stage.calendar.today + timedelta(days=28)
    begins = datetime.combine(day, time(9, 0), tzinfo=stage.calendar.zone)
    assembly = convoke(
        kind="legal_ordinary",
        starts_at=begins,
        ends_at=begins + timedelta(hours=4),
        place="Galpón 4",
        from_home=False,
        actor=stage.holder("presidency", now),
        now=now,
    )
    _put_the_accounts(stage, assembly, now + timedelta(minutes=5))
    _put_the_surplus(stage, assembly, now + timedelta(minutes=10))
    by_law.lay_out(stage, assembly, of_the_next(stage.calendar.month(11).year), now + timedelta(hours=1))
    by_law.do_tasks(stage, assembly, now + timedelta(days=2), but=(STILL_TO_DO,))
    by_law.tell_everybody(stage, assembly, now + timedelta(days=4), all_of_us=False)


def _put_the_accounts(stage: Stage, assembly: Assembly, now: datetime) -> None:
    secretary = stage.holder("secretary", now)
    motion = draft_motion(
        kind="accounts",
        title="Memoria, balance e informes del año",
        text="Aprobar memoria, balance e informes de sindicatura y auditoría. Consejo y sindicatura no votan.",
        terms={},
        proposer=secretary,
        now=now,
    )
    table_motion(motion_id=motion.pk, actor=secretary, now=now)
    _second_and_put(stage, motion, assembly, now)


def _put_the_surplus(stage: Stage, assembly: Assembly, now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    surplus = draft_surplus(
        name=f"{stage.calendar.month(0):%Y-%m} / {stage.calendar.month(11):%Y-%m}",
        from_on=stage.calendar.month(0),
        until_on=stage.calendar.month(12),
        typed={"non_member_share": "78/3714", "key": "hours", "cash": "2/5"},
        actor=treasurer,
        now=now,
    )
    motion = propose_surplus(
        surplus_id=surplus.pk,
        title="Excedente del año: qué se guarda y qué vuelve a cada integrante",
        text="Lo que dice la ley, paso por paso; el resto vuelve a cada integrante por horas trabajadas, 40 % en plata"
        " y 60 % en cuotas.",
        actor=treasurer,
        now=now,
    )
    table_motion(motion_id=motion.pk, actor=treasurer, now=now)
    _second_and_put(stage, motion, assembly, now)


def _second_and_put(stage: Stage, motion: Motion, assembly: Assembly, now: datetime) -> None:
    others = stage.anyone(on=stage.coop.day_of(now), count=4, salt=motion.title)
    for seconder in [member for member in others if member.pk != motion.proposer_id][:3]:
        second_motion(motion_id=motion.pk, actor=seconder, now=now + timedelta(minutes=1))
    put_on_agenda(
        motion_id=motion.pk,
        assembly_id=assembly.pk,
        actor=stage.holder("presidency", now),
        now=now + timedelta(minutes=2),
    )
