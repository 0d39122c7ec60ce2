"""What the factory makes and what each square metre costs; the machines it could put money in."""

from __future__ import annotations

from datetime import datetime, time

from coop.demo.stage import Scene, Stage
from payroll.actions.costs import CostLine, list_project, write_cost_sheet

LINES = (
    "Arcilla y minerales",
    "Fritas, esmaltes y tintas",
    "Caja, film y pallet",
    "Gas",
    "Electricidad",
    "Agua",
    "Matrices",
    "Trabajo directo, al minuto igual de 132,29",
    "Parte de los gastos comunes",
)
PRODUCTS: tuple[tuple[str, str, tuple[int, ...], int], ...] = (
    ("rojo-33", "Piso rojo 33×33", (1023, 780, 350, 1333, 689, 40, 68, 1270, 3409), 9216),
    ("blanco-30-60", "Revestimiento blanco 30×60", (1220, 1367, 407, 1650, 814, 51, 102, 1693, 4158), 12728),
    ("porcelanato-60", "Porcelanato 60×60", (2023, 1333, 531, 2656, 1785, 79, 170, 2302, 6029), 19969),
)
"""Code, name, pesos per m² line by line, list price: October of the story."""

PROJECTS: tuple[tuple[str, str, int, str, int, int | None], ...] = (
    ("recuperador", "Recuperador de calor, horno 2 al atomizador", 115_200_000, "9 % menos de gas", 18, 8),
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


def scenes(stage: Stage) -> list[Scene]:
    """The cost sheets of October and the list of projects, written by whoever keeps the books."""

    def write_sheets(now: datetime) -> None:
        for code, name, pesos, price in PRODUCTS:
            write_cost_sheet(
                code=code,
                name=name,
                unit="m²",
                in_force_from=stage.calendar.month(9),
                lines=[CostLine(text, amount * 100) for text, amount in zip(LINES, pesos, strict=True)],
                price_cents=price * 100,
                actor=stage.holder("treasurer", now),
                now=now,
            )

    def list_projects(now: datetime) -> None:
        for code, name, pesos, effect, adopted_by, month in PROJECTS:
            list_project(
                code=code,
                name=name,
                cents=pesos * 100,
                effect=effect,
                motion=stage.motions.get(adopted_by),
                in_use_since=stage.calendar.month(month) if month is not None else None,
                actor=stage.holder("treasurer", now),
                now=now,
            )

    return [
        (stage.local(stage.calendar.month(9), time(11, 0)), write_sheets),
        (stage.local(stage.calendar.month(12), time(11, 30)), list_projects),
    ]
