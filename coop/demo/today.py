"""Today in the story: an assembly is open, a motion is being voted, and the yearly surplus waits for its day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from assemblies.actions import (
    convoke,
    convoke_weekly,
    draft_motion,
    open_assembly,
    open_petition,
    open_voting,
    put_on_agenda,
    second_motion,
    sign_petition,
    table_motion,
)
from assemblies.models import Assembly, Motion
from coop.demo.motions import Turnout
from coop.demo.posts import TABLE
from coop.demo.stage import Stage
from members.models import Member
from payroll.actions.surplus import draft_surplus, propose_surplus
from rotation.actions import draw_lot, seat_member

NEW_PAY_CENTS = 134_000_000
THERE, HALL, VOTED = 203, 140, 131


def happens(stage: Stage) -> Motion:
    """What the visitor finds: the assembly open, equal pay being voted, more on the agenda."""
    calendar = stage.calendar
    before = calendar.opens_at - timedelta(days=6)
    assembly = convoke_weekly(now=before) or Assembly.objects.get(kind="weekly", starts_on=calendar.today)
    motion = _propose_pay(stage, assembly, before + timedelta(hours=2))
    _propose_burner(stage, assembly, before + timedelta(hours=3))
    _call_the_ordinary(stage, before + timedelta(hours=4))
    _draft_something(stage, before + timedelta(hours=5))
    _ask_for_a_matter(stage, before + timedelta(hours=6))

    opens = calendar.opens_at
    _draw_the_table(stage, opens)
    open_assembly(assembly_id=assembly.pk, actor=stage.holder("table-chair", opens), now=opens)
    votes = calendar.now - timedelta(minutes=12)
    open_voting(
        motion_id=motion.pk,
        closes_at=calendar.now + timedelta(hours=4),
        actor=stage.holder("table-chair", votes),
        now=votes,
    )
    motion.refresh_from_db()
    there, hall, voted = (max(1, count * stage.size // 312) for count in (THERE, HALL, VOTED))
    against, abstaining = voted // 5, voted // 12
    stage.cast(
        assembly,
        motion,
        Turnout(
            hall=hall,
            phone=there - hall,
            in_favour=voted - against - abstaining,
            against=against,
            abstaining=abstaining,
        ),
        at=votes,
    )
    return motion


def _propose_pay(stage: Stage, assembly: Assembly, now: datetime) -> Motion:
    day = stage.calendar.month(12)
    return _tabled(
        stage,
        kind="equal_pay",
        title="Retiro igual desde este mes: $1.340.000",
        text="Subir el retiro igual 5,5 % para todas las personas que trabajan, incluidas las que están a prueba.",
        terms={"method": "fixed", "amount_cents": NEW_PAY_CENTS, "from_on": day.isoformat()},
        assembly=assembly,
        now=now,
    )


def _propose_burner(stage: Stage, assembly: Assembly, now: datetime) -> Motion:
    return _tabled(
        stage,
        kind="decision",
        title="Visita de la escuela 144 a los hornos",
        text="Recibir a dos cursos el viernes por la mañana. Comedor y seguridad acompañan el recorrido.",
        terms={},
        assembly=assembly,
        now=now,
    )


def _tabled(
    stage: Stage,
    *,
    kind: str,
    title: str,
    text: str,
    terms: dict[str, object],
    assembly: Assembly,
    now: datetime,
) -> Motion:
    proposer, *seconders = stage.anyone(on=stage.coop.day_of(now), count=4, salt=title)
    motion = draft_motion(kind=kind, title=title, text=text, terms=terms, proposer=proposer, now=now)
    table_motion(motion_id=motion.pk, actor=proposer, now=now)
    for seconder in seconders:
        second_motion(motion_id=motion.pk, actor=seconder, now=now + timedelta(minutes=1))
    motion.refresh_from_db()
    if motion.assembly_id != assembly.pk:
        chair = stage.holder("presidency", now)
        put_on_agenda(
            motion_id=motion.pk, assembly_id=assembly.pk, actor=chair, now=now + timedelta(minutes=2)
        )
        motion.refresh_from_db()
    return motion


def _call_the_ordinary(stage: Stage, now: datetime) -> None:
    """The ordinary assembly is called with its notice, and the year's surplus goes on its agenda."""
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
    treasurer = stage.holder("treasurer", now)
    surplus = draft_surplus(
        name=f"{stage.calendar.month(0):%Y-%m} / {stage.calendar.month(11):%Y-%m}",
        from_on=stage.calendar.month(0),
        until_on=stage.calendar.month(12),
        typed={"non_member_share": "78/3714"},
        actor=treasurer,
        now=now,
    )
    motion = propose_surplus(
        surplus_id=surplus.pk,
        title="Excedente del año: qué se guarda y qué vuelve a cada integrante",
        text="Lo que dice la ley, paso por paso, y el resto en partes iguales.",
        actor=treasurer,
        now=now,
    )
    table_motion(motion_id=motion.pk, actor=treasurer, now=now)
    for seconder in [
        m for m in stage.anyone(on=stage.coop.day_of(now), count=4, salt="surplus") if m != treasurer
    ][:3]:
        second_motion(motion_id=motion.pk, actor=seconder, now=now + timedelta(minutes=1))
    put_on_agenda(
        motion_id=motion.pk,
        assembly_id=assembly.pk,
        actor=stage.holder("presidency", now),
        now=now + timedelta(minutes=2),
    )


def _draft_something(stage: Stage, now: datetime) -> None:
    """A motion that still looks for seconders, so that seconding one can be tried."""
    proposer = stage.anyone(on=stage.coop.day_of(now), count=1, salt="seeks seconders")[0]
    motion = draft_motion(
        kind="decision",
        title="Bicicletero techado en la entrada",
        text="Usar chapas que sobraron del galpón 3. Mano de obra de Mantenimiento, dos sábados.",
        terms={},
        proposer=proposer,
        now=now,
    )
    table_motion(motion_id=motion.pk, actor=proposer, now=now)


def _ask_for_a_matter(stage: Stage, now: datetime) -> None:
    """A matter that some of us sign for, short of a tenth, so that signing can be tried."""
    voters = Member.objects.with_vote(on=stage.coop.day_of(now)).count()
    first, *others = stage.anyone(on=stage.coop.day_of(now), count=max(1, voters // 15), salt="petition")
    petition = open_petition(
        aim="item",
        title="El colectivo de la noche",
        text="Que pare en el portón a las 22:15: el turno noche camina doce cuadras.",
        actor=first,
        now=now,
    )
    for minutes, member in enumerate(others, start=1):
        if petition.reached_at is None:
            petition = sign_petition(
                petition_id=petition.pk, actor=member, now=now + timedelta(minutes=minutes)
            )


def _draw_the_table(stage: Stage, now: datetime) -> None:
    """Chair, minutes, two signers and three scrutineers of this assembly, by lot."""
    day = stage.coop.day_of(now)
    seats = [(post.code, seat) for post in TABLE for seat in range(1, post.seats + 1)]
    pool = sorted(m.number for m in stage.free(on=day, count=len(stage.members), salt="table"))
    actor = stage.holder("presidency", now)
    if not pool:
        return
    drawn = draw_lot(
        title="Mesa de la asamblea",
        seed=f"Barda Clara {day:%Y-%m-%d} mesa",
        pool_numbers=pool,
        how_many=min(len(seats), len(pool)),
        motion=stage.motions.get(3),
        actor=actor,
        now=now,
    )
    for (code, seat), number in zip(seats, drawn.picked, strict=False):
        seat_member(
            post_id=stage.posts[code].pk,
            seat=seat,
            member_id=stage.members[number].pk,
            from_on=day,
            until_on=day + timedelta(days=2),
            draw=drawn,
            actor=actor,
            now=now,
        )
