"""The story's 35 motions as this program knows them, and the few elections that a year of rotation needs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assemblies.rules.decision import DecisionRule, OutcomeKind, Tally, outcome

STORY = Path(__file__).with_name("barda-clara.json")


@dataclass(frozen=True, kw_only=True)
class StoryMotion:
    """One motion: who was there and how they voted, in people of the story's roll (`electorate`)."""

    no: int
    on: date
    assembly: str
    kind: str
    title: str
    text: str
    electorate: int
    hall: int
    phone: int
    in_favour: int
    against: int
    abstaining: int
    is_secret: bool
    expected: OutcomeKind
    part: str = ""
    """Which of several motions that the story tells as one: the code of the post that is elected."""
    candidates: tuple[int, ...] = ()
    """Member numbers of those who stand for it; the first is elected."""

    @property
    def present(self) -> int:
        return self.hall + self.phone


ASSEMBLIES = {"W": "weekly", "EM": "emergency", "L-O": "legal_ordinary", "L-E": "legal_extraordinary"}

KINDS = {
    1: "equal_pay",
    2: "loan",
    4: "seats",
    5: "task",
    6: "poll",
    7: "purchase",
    8: "purchase",
    12: "ranked",
    14: "accounts",
    15: "election",
    16: "statute",
    18: "ranked",
    19: "task",
    21: "recall",
    24: "loan",
    26: "production",
    27: "equal_pay",
    28: "purchase",
    29: "admission",
    30: "election",
    33: "purchase",
    35: "written_rule",
}
"""By number; every other motion is a plain decision."""

VOTES = {
    4: (165, 0, 21),
    7: (70, 21, 0),
    12: (260, 0, 0),
    15: (151, 20, 17),
    18: (281, 0, 0),
    29: (201, 31, 26),
    30: (190, 38, 17),
}
"""For, against, abstaining where the story gives an election, a ranking or no count.

Where options are ordered, whoever names any is for.
"""

ADMISSIONS = (
    (236, 9), (229, 14), (241, 6), (218, 21), (233, 11), (201, 31),
    (226, 17), (238, 8), (212, 25), (231, 12), (221, 19), (244, 5),
)  # fmt: skip
"""For and against each newcomer of motion 29: the story gives the lowest."""

EXCLUDED = {14: 8}
"""Office holders who were there and may not vote on their own accounts."""

_OUTCOMES = {
    "approved": OutcomeKind.ADOPTED,
    "noted": OutcomeKind.ADOPTED,
    "rejected": OutcomeKind.REJECTED,
    "no quorum": OutcomeKind.NO_QUORUM,
}


def told() -> dict[str, Any]:
    """The story's file: accounts, months, motions."""
    data: dict[str, Any] = json.loads(STORY.read_text(encoding="utf-8"))
    return data


def story_motions() -> list[StoryMotion]:
    """The 35, in order."""
    return [
        StoryMotion(
            no=row["no"],
            on=date.fromisoformat(row["date"]),
            assembly=ASSEMBLIES[row["assembly"]],
            kind=KINDS.get(row["no"], "decision"),
            title=row["title"],
            text=row["text"],
            electorate=row["electorate"],
            hall=row["hall"] - EXCLUDED.get(row["no"], 0),
            phone=row["phone"],
            in_favour=VOTES.get(row["no"], (row["yes"], 0, 0))[0],
            against=VOTES.get(row["no"], (0, row["no_votes"], 0))[1],
            abstaining=VOTES.get(row["no"], (0, 0, row["abstain"]))[2],
            is_secret=bool(row["secret"]),
            expected=_OUTCOMES[row["outcome"]],
        )
        for row in told()["motions"]
    ]


def _extra(
    no: int, on: date, kind: str, title: str, text: str, present: tuple[int, int], votes: tuple[int, int, int]
) -> StoryMotion:
    """What the story implies or mentions, but does not list among its 35."""
    return StoryMotion(
        no=no,
        on=on,
        assembly="weekly",
        kind=kind,
        title=title,
        text=text,
        electorate=300,
        hall=present[0],
        phone=present[1],
        in_favour=votes[0],
        against=votes[1],
        abstaining=votes[2],
        is_secret=False,
        expected=OutcomeKind.ADOPTED,
    )


def extra_election(no: int, on: date, title: str) -> StoryMotion:
    """An election that the story implies (nobody stays past a term) but does not list."""
    return StoryMotion(
        no=no,
        on=on,
        assembly="weekly",
        kind="election",
        title=title,
        text="Terminan los mandatos. Quien sale acompaña dos semanas a quien entra.",
        electorate=300,
        hall=128,
        phone=0,
        in_favour=104,
        against=15,
        abstaining=9,
        is_secret=True,
        expected=OutcomeKind.ADOPTED,
    )


EXTRA_ELECTIONS = (
    extra_election(101, date(2025, 4, 17), "Seis coordinaciones de sector"),
    extra_election(102, date(2025, 6, 26), "Compras, cuatro sectores más, producción y comisiones"),
    extra_election(103, date(2025, 8, 7), "Hornos y prensas, segundo período"),
    extra_election(104, date(2025, 12, 18), "Los mandatos que terminan con el año"),
)

PLAN_OF_THE_LIGHT = 2
PAY_AS_RANKED, CHANGE_OF_SUPPLIER, NIGHT_BONUS, WORK_GOES_ON, EXCHANGER = 105, 106, 108, 111, 112
EXTRA_MOTIONS = (
    _extra(
        PAY_AS_RANKED,
        date(2025, 4, 3),
        "equal_pay",
        "Que lo elegido sea la regla del retiro desde abril",
        "El monto que salga de ordenar las tres opciones. Se escribe con el de la opción A; si sale otra, se enmienda.",
        (177, 81),
        (226, 19, 13),
    ),
    _extra(
        CHANGE_OF_SUPPLIER,
        date(2025, 5, 22),
        "purchase",
        "Film y zunchos: cambiar de proveedor",
        "Tomar el segundo de los tres presupuestos: cuesta 4 % más y entrega en el día.",
        (132, 44),
        (151, 14, 11),
    ),
    _extra(
        EXCHANGER,
        date(2025, 5, 29),
        "purchase",
        "Comprar el recuperador de calor que elegimos",
        "El que ganó entre las cuatro máquinas: USD 96.000 con lo apartado para reinversión, en dos pagos.",
        (174, 88),
        (231, 18, 13),
    ),
    _extra(
        107,
        date(2025, 9, 4),
        "decision",
        "Lista de precios +4 %",
        "Aplicar la lista de septiembre. El precio social no cambia.",
        (181, 89),
        (219, 37, 14),
    ),
    _extra(
        WORK_GOES_ON,
        date(2025, 12, 11),
        "production",
        "Seguir produciendo primero para la escuela 144 y el barrio nuevo",
        "Falta terminar el segundo pabellón y cuarenta casas. La misma reserva, seis meses más.",
        (188, 92),
        (203, 58, 19),
    ),
)
"""The rule and the purchase that follow from ranked choices, a vote with a declared interest, the prices of
September, and the work that is reserved today."""


def amendment_of(motion: StoryMotion) -> StoryMotion:
    """The night bonus, voted before equal pay from September: 104 for and 151 against of those there."""
    return replace(
        motion,
        no=NIGHT_BONUS,
        title="Enmienda: un plus para el turno noche",
        text="Subir 7,6 %, y pagar un plus de 10 % a turno noche.",
        in_favour=104,
        against=151,
        abstaining=motion.present - 104 - 151,
        expected=OutcomeKind.REJECTED,
    )


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """The people of a vote at the size of this demo."""

    hall: int
    phone: int
    in_favour: int
    against: int
    abstaining: int


def scaled(motion: StoryMotion, *, roll: int, rule: DecisionRule, is_whole: bool) -> Turnout:
    """The same vote with `roll` people: as near as whole people allow, and with the outcome the story tells.

    `is_whole`: the demo has the story's own 312 members, so nothing is scaled.
    """
    said = Turnout(
        hall=motion.hall,
        phone=motion.phone,
        in_favour=motion.in_favour,
        against=motion.against,
        abstaining=motion.abstaining,
    )
    if not is_whole:
        said = _at_size(said, motion.electorate, roll)
    for _ in range(roll + 1):
        present = said.hall + said.phone
        tally = Tally(
            roll=roll,
            present=present,
            in_favour=said.in_favour,
            against=said.against,
            abstaining=said.abstaining,
        )
        if outcome(tally, rule).outcome == motion.expected:
            return said
        said = _nudged(said, motion.expected, roll)
    raise ValueError(f"with {roll} members motion {motion.no} cannot end as the story tells")


def _at_size(said: Turnout, electorate: int, roll: int) -> Turnout:
    def at(count: int) -> int:
        return (2 * count * roll + electorate) // (2 * electorate)

    in_favour, against, abstaining = at(said.in_favour), at(said.against), at(said.abstaining)
    present = max(at(said.hall + said.phone), in_favour + against + abstaining, 1)
    present = min(present, roll)
    abstaining = min(abstaining, present)
    against = min(against, present - abstaining)
    in_favour = min(in_favour, present - abstaining - against)
    hall = min(at(said.hall), present)
    return Turnout(
        hall=hall, phone=present - hall, in_favour=in_favour, against=against, abstaining=abstaining
    )


def _nudged(said: Turnout, expected: OutcomeKind, roll: int) -> Turnout:
    """One person changes: votes, comes, or stays away."""
    if expected == OutcomeKind.ADOPTED:
        if said.against:
            return replace(said, against=said.against - 1, in_favour=said.in_favour + 1)
        if said.abstaining:
            return replace(said, abstaining=said.abstaining - 1, in_favour=said.in_favour + 1)
        if said.hall + said.phone < roll:
            return replace(said, hall=said.hall + 1, in_favour=said.in_favour + 1)
        return said
    if expected == OutcomeKind.REJECTED:
        if said.in_favour:
            return replace(said, in_favour=said.in_favour - 1, against=said.against + 1)
        return replace(said, hall=said.hall + 1, against=said.against + 1)
    if said.in_favour:
        return replace(said, in_favour=said.in_favour - 1, hall=max(0, said.hall - 1))
    return replace(said, against=max(0, said.against - 1), hall=max(0, said.hall - 1))
