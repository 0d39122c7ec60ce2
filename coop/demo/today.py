"""Today in the story: an assembly is open, a motion is being voted, and the yearly surplus waits for its day."""

from __future__ import annotations

from datetime import datetime, timedelta

from assemblies.actions import (
    add_item,
    ask_for_the_floor,
    begin_item,
    convoke_weekly,
    draft_motion,
    end_turn,
    give_the_floor,
    let_in_guest,
    open_assembly,
    open_voting,
    put_on_agenda,
    second_motion,
    table_motion,
)
from assemblies.actions.guests import ask_for_guest
from assemblies.models import Assembly, Guest, Motion
from coop.demo.asking import ask_for_the_bus
from coop.demo.hall import chair_of, come, in_order
from coop.demo.helping import ask_in_need
from coop.demo.learning import sit_beside
from coop.demo.machines import PROJECTS
from coop.demo.motions import Turnout
from coop.demo.ordinary import call_the_ordinary
from coop.demo.passing_on import draw_the_next
from coop.demo.stage import Stage
from coop.demo.table import draw_the_table
from coop.demo.turns import change_hands
from coop.demo.votes import cast
from members.models import Member

NEW_PAY_CENTS = 134_000_000
THERE, HALL, VOTED = 203, 140, 131
TO_SPEND_PESOS = 260_000_000
"""What the budget on today's agenda could buy of the things that nobody has decided yet."""
GUEST = ("Élida Bórquez", "auditora externa, por el balance")
COURSES = (
    "Costos de una pieza",
    "Leer un balance",
    "Actas y convocatorias",
    "Compras con tres presupuestos",
    "Primeros auxilios",
    "Portugués para ventas",
)


def happens(stage: Stage) -> Motion:
    """What the visitor finds: the assembly open, equal pay being voted, some who wait for the floor."""
    calendar = stage.calendar
    before = calendar.opens_at - timedelta(days=6)
    assembly = convoke_weekly(now=before) or Assembly.objects.get(kind="weekly", starts_on=calendar.today)
    _report(stage, assembly, "Informe de Tesorería: cómo cerró el mes", 10, before + timedelta(hours=1))
    _report(stage, assembly, "Noticias de la federación", 5, before + timedelta(hours=1, minutes=5))
    motion = _propose_pay(stage, assembly, before + timedelta(hours=2))
    _propose_others(stage, assembly, before + timedelta(hours=3))
    _report(stage, assembly, "Varios", 10, before + timedelta(hours=3, minutes=50))
    call_the_ordinary(stage, before + timedelta(hours=4))
    _draft_something(stage, before + timedelta(hours=5))
    ask_for_the_bus(stage, before + timedelta(hours=6))
    change_hands(stage, before + timedelta(hours=7))
    draw_the_next(stage, before + timedelta(hours=8))
    sit_beside(stage, before + timedelta(hours=9))
    ask_in_need(stage, before + timedelta(hours=10))

    opens = calendar.opens_at
    draw_the_table(stage, opens)
    open_assembly(assembly_id=assembly.pk, actor=stage.holder("table-chair", opens), now=opens)
    there, hall, voted = (stage.share(count) for count in (THERE, HALL, VOTED))
    come(stage, assembly, in_order(stage, assembly, opens)[:hall], [], opens + timedelta(minutes=2))
    guest = _go_through(stage, assembly, motion, opens)
    votes = calendar.now - timedelta(minutes=12)
    open_voting(
        motion_id=motion.pk,
        closes_at=calendar.now + timedelta(hours=4),
        actor=stage.holder("table-chair", votes),
        now=votes,
    )
    motion.refresh_from_db()
    against, abstaining = voted // 5, voted // 12
    cast(
        stage,
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
    _wait_for_the_floor(stage, assembly, calendar.now - timedelta(minutes=4))
    keeper = stage.holder("table-minutes", calendar.now)
    ask_for_guest(guest_id=guest.pk, actor=keeper, now=calendar.now - timedelta(minutes=1))
    return motion


def _go_through(stage: Stage, assembly: Assembly, motion: Motion, opens: datetime) -> Guest:
    """The reports, then equal pay: three of us speak about it before it is voted. Who came as a guest."""
    guest = let_in_guest(
        assembly_id=assembly.pk,
        name=GUEST[0],
        capacity=GUEST[1],
        actor=stage.holder("table-minutes", opens),
        now=opens + timedelta(minutes=4),
    )
    at = opens + timedelta(minutes=5)
    chair = chair_of(stage, assembly, at)
    for item in assembly.items.order_by("position"):
        begin_item(item_id=item.pk, actor=chair, now=at)
        if item.motion_id == motion.pk:
            break
        _speak(stage, assembly, 1, at + timedelta(minutes=1), salt=item.title)
        at += timedelta(minutes=item.minutes or 5)
    _speak(stage, assembly, 3, at + timedelta(minutes=2), salt=motion.title)
    return guest


def _speak(stage: Stage, assembly: Assembly, many: int, at: datetime, *, salt: str) -> None:
    speakers = _in_hall(stage, assembly, at, salt)[:many]
    for member in speakers:
        ask_for_the_floor(assembly_id=assembly.pk, actor=member, now=at)
    chair, turn = chair_of(stage, assembly, at), None
    for nth, _member in enumerate(speakers):
        at += timedelta(seconds=100 + 25 * nth)
        turn = give_the_floor(
            assembly_id=assembly.pk, instead_of=turn.pk if turn else None, actor=chair, now=at
        )
    if turn is not None:
        end_turn(turn_id=turn.pk, actor=chair, now=at + timedelta(seconds=130))


def _wait_for_the_floor(stage: Stage, assembly: Assembly, at: datetime) -> None:
    """Three wait while the phones vote, so that the chair can give the floor at once."""
    for nth, member in enumerate(_in_hall(stage, assembly, at, "waits")[:3]):
        ask_for_the_floor(
            assembly_id=assembly.pk,
            kind="order" if nth == 2 else "turn",
            actor=member,
            now=at + timedelta(seconds=50 * nth),
        )


def _in_hall(stage: Stage, assembly: Assembly, at: datetime, salt: str) -> list[Member]:
    """Those who are there and have no task at the table, in a mixed order."""
    here = set(assembly.presences.filter(left_at=None).values_list("member_id", flat=True))
    busy = {chair_of(stage, assembly, at).pk}
    mixed = stage.anyone(on=stage.coop.day_of(at), count=len(stage.members), salt=salt)
    return [member for member in mixed if member.pk in here - busy]


def _report(stage: Stage, assembly: Assembly, title: str, minutes: int, now: datetime) -> None:
    add_item(
        assembly_id=assembly.pk,
        title=title,
        minutes=minutes,
        actor=stage.holder("presidency", now),
        now=now,
    )


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


def _propose_others(stage: Stage, assembly: Assembly, now: datetime) -> None:
    """What comes after: a visit that somebody would amend, what to buy first, and which courses."""
    visit = _tabled(
        stage,
        kind="decision",
        title="Visita de la escuela 144 a los hornos",
        text="Recibir a dos cursos el viernes por la mañana. Comedor y seguridad acompañan el recorrido.",
        terms={},
        assembly=assembly,
        now=now,
    )
    _tabled(
        stage,
        kind="decision",
        title="Enmienda: en dos grupos",
        text="Recibir a dos cursos el viernes por la mañana, en dos grupos de quince. "
        "Comedor y seguridad acompañan el recorrido.",
        terms={},
        assembly=assembly,
        amends=visit,
        now=now + timedelta(minutes=10),
    )
    open_projects = [
        (name, pesos)
        for _code, name, pesos, _effect, motion, _used in PROJECTS
        if not motion and pesos <= TO_SPEND_PESOS
    ]
    _tabled(
        stage,
        kind="budget",
        title="Qué comprar primero con lo apartado",
        text="Cada integrante pone una parte igual de $260.000.000 y marca todo lo que compraría.",
        terms={
            "total_cents": TO_SPEND_PESOS * 100,
            "projects": [{"label": name, "cost_cents": pesos * 100} for name, pesos in open_projects],
            "completion": "utilitarian",
        },
        assembly=assembly,
        now=now + timedelta(minutes=20),
    )
    _tabled(
        stage,
        kind="approval",
        title="Qué aprender este cuatrimestre: elegir tres cursos",
        text="Van en las dos horas pagas de cada semana. Quedan los tres con más marcas.",
        terms={"options": list(COURSES), "seats": 3},
        assembly=assembly,
        now=now + timedelta(minutes=30),
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
    amends: Motion | None = None,
) -> Motion:
    proposer, *seconders = stage.anyone(on=stage.coop.day_of(now), count=4, salt=title)
    motion = draft_motion(
        kind=kind,
        title=title,
        text=text,
        terms=terms,
        proposer=proposer,
        amends_id=amends.pk if amends else None,
        now=now,
    )
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
