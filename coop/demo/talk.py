"""Who speaks about what, for how long, and who was let in to be heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from assemblies.actions import ask_for_the_floor, end_turn, give_the_floor, let_in_guest
from assemblies.models import Assembly, FloorRequest, Motion
from coop.demo.hall import chair_of, come
from coop.demo.stage import Stage, mixed
from members.models import Member
from rotation.models import Mandate

SPEAKERS = {
    1: 4,
    6: 5,
    9: 4,
    12: 5,
    14: 3,
    16: 4,
    17: 5,
    18: 5,
    21: 3,
    22: 3,
    24: 5,
    26: 4,
    27: 4,
    33: 3,
    34: 4,
}
USUALLY = 1
POINTS_OF_ORDER = (12, 16, 24)
"""By motion: how many stand in the line, and where one of them raises a point of order."""

GUESTS: dict[int, tuple[str, str]] = {
    9: ("Mirna Cayupán", "del movimiento de desocupados del barrio"),
    14: ("Élida Bórquez", "auditora externa"),
    18: ("Gastón Prieri", "asesor de hornos, de la federación"),
    26: ("Lucrecia Tolaba", "directora de la escuela 144"),
}
OF_WHOM_IT_IS = timedelta(minutes=5)
"""How long somebody speaks whose recall is voted."""


def talk(
    stage: Stage, assembly: Assembly, no: int, motion: Motion, hall: list[Member], *, at: datetime
) -> datetime:
    """Those who ask get the floor in the order of the rule; answers when the last one has finished."""
    if no in GUESTS:
        name, capacity = GUESTS[no]
        let_in_guest(
            assembly_id=assembly.pk, name=name, capacity=capacity, actor=stage.holder("secretary", at), now=at
        )
    asking = sorted(hall, key=lambda m: mixed(f"talk {motion.number}", m.number))
    asking = asking[: SPEAKERS.get(no, USUALLY)]
    spoken_of = _whose_recall(motion)
    if spoken_of is not None:
        come(stage, assembly, [spoken_of], [], at)
        asking = [spoken_of, *(m for m in asking if m.pk != spoken_of.pk)]
    orderly = asking[-1:] if no in POINTS_OF_ORDER and len(asking) > 2 else []
    for nth, member in enumerate(m for m in asking if m not in orderly):
        ask_for_the_floor(assembly_id=assembly.pk, actor=member, now=at + timedelta(seconds=20 * nth))
    moment, chair = at + timedelta(seconds=90), chair_of(stage, assembly, at)
    turn: FloorRequest | None = None
    for nth in range(len(asking)):
        if nth == 1:
            for member in orderly:
                ask_for_the_floor(assembly_id=assembly.pk, kind="order", actor=member, now=moment)
        turn = give_the_floor(
            assembly_id=assembly.pk,
            instead_of=turn.pk if turn is not None else None,
            actor=chair,
            now=moment,
        )
        moment += OF_WHOM_IT_IS if _is_turn_of(turn, spoken_of) else _lasts(turn, motion)
    if turn is not None:
        end_turn(turn_id=turn.pk, actor=chair, now=moment)
    return moment + timedelta(seconds=30)


def _whose_recall(motion: Motion) -> Member | None:
    if motion.kind != "recall":
        return None
    return Mandate.objects.select_related("member").get(pk=motion.terms["mandate"]).member


def _is_turn_of(turn: FloorRequest | None, member: Member | None) -> bool:
    return turn is not None and member is not None and turn.member_id == member.pk


def _lasts(turn: FloorRequest | None, motion: Motion) -> timedelta:
    """From forty seconds to almost three minutes; a point of order, half a minute."""
    if turn is None or turn.kind == "order":
        return timedelta(seconds=30)
    return timedelta(seconds=40 + int(mixed(f"lasts {motion.number}", turn.member_id or 0)[:6], 16) % 130)
