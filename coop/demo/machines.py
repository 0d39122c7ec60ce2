"""The machines and works the factory could put money in: asked for, quoted, voted, paid for, in use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial

from coop.demo.amounts import no_more_than
from coop.demo.motions import EXCHANGER
from coop.demo.stage import Scene, Stage
from payroll.actions.costs import list_project
from payroll.actions.energy import write_saving
from payroll.actions.projects import add_quote, pay_for_project

PROJECTS: tuple[tuple[str, str, int, str, int, int | None], ...] = (
    (
        "recuperador",
        "Recuperador de calor, horno 2 al atomizador",
        115_200_000,
        "9 % menos de gas",
        EXCHANGER,
        8,
    ),
    (
        "quemadores",
        "Quemadores de alto rendimiento, horno 2",
        177_600_000,
        "12 % menos de gas en el horno 2",
        33,
        None,
    ),
    ("impresora", "Impresora digital usada, 6 barras", 198_000_000, "diseños propios", 0, None),
    ("paletizadora", "Paletizadora", 141_600_000, "nadie más levanta cajas de 25 kg", 0, None),
    ("paneles", "Paneles solares, 250 kW", 234_000_000, "11 % menos de electricidad", 0, None),
    ("prensa", "Prensa usada de 2.000 t", 288_000_000, "formatos grandes", 0, None),
    ("filtros", "Filtros de mangas", 69_600_000, "menos polvo: salud", 0, None),
    ("compresor", "Compresor a tornillo, 75 kW", 33_000_000, "4 % menos de electricidad", 0, None),
    ("autoelevadores", "Dos autoelevadores eléctricos", 74_400_000, "seguridad", 8, 4),
    ("espectrofotometro", "Espectrofotómetro", 17_400_000, "menos reclamos por tono", 0, None),
    ("aguas", "Tratamiento del agua de esmaltes", 86_400_000, "permiso de vuelco", 0, None),
    ("techo", "Techo del galpón 3", 64_000_000, "llueve sobre el empaque", 0, None),
)
"""Code, name, pesos, what it is said to do, the motion that adopted it (0: none), in use since which month."""


SAVES: tuple[tuple[str, str, Fraction], ...] = (
    ("recuperador", "gas", Fraction(9, 100)),
    ("paneles", "electricity", Fraction(11, 100)),
    ("compresor", "electricity", Fraction(4, 100)),
)
"""Project, kind, and which part of all that is used of it, as the list says."""

DOLLAR_PESOS = 1_200
QUOTES: tuple[tuple[str, str, int, int], ...] = (
    ("autoelevadores", "Elevadores del Comahue", 62_000, 1),
    ("autoelevadores", "Maquinaria Limay", 66_400, 1),
    ("autoelevadores", "Logística Anelo", 71_000, 1),
    ("recuperador", "Térmica Patagonia", 96_000, 3),
    ("impresora", "Instrumentos de Laboratorio Mitre", 165_000, 3),
    ("paletizadora", "Maquinaria Limay", 118_000, 3),
    ("paneles", "Electricidad Industrial Picún", 195_000, 3),
    ("prensa", "Maquinaria Limay", 240_000, 6),
    ("filtros", "Hidráulica Catriel", 58_000, 6),
    ("compresor", "Hidráulica Catriel", 27_500, 8),
    ("espectrofotometro", "Instrumentos de Laboratorio Mitre", 14_500, 8),
    ("aguas", "Agua y Saneamiento Villa Arcilla", 72_000, 9),
    ("quemadores", "Térmica Patagonia", 148_000, 10),
    ("quemadores", "Refractarios del Plata", 156_500, 10),
)
"""Project, who asks, dollars, and in which month: what it costs is what the chosen one of them asks."""
ROOF = ("techo", "Metalúrgica 3 de Julio", 64_000_000, 6)
"""The one quote in pesos."""

VOTED: tuple[tuple[str, date], ...] = (
    ("autoelevadores", date(2025, 3, 6)),
    ("recuperador", date(2025, 5, 29)),
    ("quemadores", date(2025, 11, 27)),
)
PAID: tuple[tuple[str, int, int, int], ...] = (
    ("autoelevadores", 3, 8, 37_200_000),
    ("autoelevadores", 4, 2, 37_200_000),
    ("recuperador", 5, 10, 57_600_000),
    ("recuperador", 8, 5, 57_600_000),
    ("quemadores", 11, 9, 53_280_000),
)
"""Project, month and day, pesos: the burners' first part, the rest waits for the ordinary assembly."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """Listed in the first month as wished for, then each thing on its day."""
    month = stage.calendar.month
    yield stage.local(month(0), time(11, 30)), partial(_list, stage, [each[0] for each in PROJECTS])
    yield stage.local(month(0), time(11, 40)), partial(_saves, stage)
    for code, who, dollars, index in QUOTES:
        note = f"USD {dollars:,} a $1.200".replace(",", ".")
        yield _quoted(stage, code, who, dollars * DOLLAR_PESOS, note, index)
    yield _quoted(stage, *ROOF[:3], "", ROOF[3])
    for code, voted_on in VOTED:
        yield (
            stage.local(stage.calendar.day(voted_on) + timedelta(days=1), time(12, 0)),
            partial(_list, stage, [code]),
        )
    for code, index, day, pesos in PAID:
        yield (
            stage.local(month(index) + timedelta(days=day - 1), time(12, 30)),
            partial(_pay, stage, code, pesos),
        )
    for code, _name, _pesos, _effect, _motion, since in PROJECTS:
        if since is not None:
            yield stage.local(month(since), time(13, 0)), partial(_list, stage, [code])


def _list(stage: Stage, codes: list[str], now: datetime) -> None:
    """As each stands at that moment: wished for, voted, or in use."""
    today = stage.coop.day_of(now)
    for code, name, pesos, effect, adopted_by, month in PROJECTS:
        if code not in codes:
            continue
        since = stage.calendar.month(month) if month is not None else None
        list_project(
            code=code,
            name=name,
            cents=pesos * 100,
            effect=effect,
            motion=stage.motions.get(adopted_by),
            in_use_since=since if since is not None and since <= today else None,
            actor=stage.holder("treasurer", now),
            now=now,
        )


def _saves(stage: Stage, now: datetime) -> None:
    for code, kind, share in SAVES:
        write_saving(code=code, kind=kind, share=share, actor=stage.holder("treasurer", now), now=now)


def _quoted(stage: Stage, code: str, who: str, pesos: int, note: str, index: int) -> Scene:
    def quote(now: datetime) -> None:
        add_quote(
            code=code,
            supplier=who,
            cents=pesos * 100,
            given_on=stage.coop.day_of(now),
            note=note,
            actor=stage.holder("treasurer", now),
            now=now,
        )

    return stage.local(stage.calendar.month(index) + timedelta(days=2), time(15, 0)), quote


def _pay(stage: Stage, code: str, pesos: int, now: datetime) -> None:
    """A smaller demo pays a part: its bank has not so much."""
    pay_for_project(
        code=code,
        cents=no_more_than(stage, pesos),
        out_of="bank",
        on=stage.coop.day_of(now),
        key=f"demo-{now:%Y-%m-%d}",
        actor=stage.holder("treasurer", now),
        now=now,
    )
