"""Who is in the story: 300 at first, 14 on probation from April, two who leave in June, 312 at the end.

All of them are invented.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FOUNDERS = 300
NEWCOMERS = 14
LEAVERS = 2

SECTORS: tuple[tuple[str, str, int, str], ...] = (
    ("tierras", "Tierras y molienda", 24, "Eusebio Llanquín"),
    ("prensas", "Atomizado y prensas", 38, "Walter Pinto"),
    ("esmaltado", "Secado y esmaltado", 46, "Zulema Ortiz"),
    ("hornos", "Hornos", 34, "Ailén Currumil"),
    ("clasificacion", "Clasificación y empaque", 42, "Graciela Antinao"),
    ("porcelanato", "Porcelanato y pulido", 26, "Hugo Sandoval"),
    ("mantenimiento", "Mantenimiento", 32, "Ramón Bustamante"),
    ("laboratorio", "Laboratorio y calidad", 10, "Ivana Soto"),
    ("expedicion", "Depósito y expedición", 20, "Julio Riquelme"),
    ("compras", "Compras y ventas", 14, "Rosa Valdebenito"),
    ("administracion", "Administración y tesorería", 10, "Marcos Epulef"),
    ("seguridad", "Seguridad, higiene y portería", 12, "Teresa Huenchul"),
    ("comedor", "Comedor y comunidad", 4, "Delia Painemal"),
)
"""Code, name, people at the end of the year, and who coordinates it then."""

CAST: tuple[tuple[str, str], ...] = (
    ("Norma Quilodrán", "administracion"),
    ("Oscar Figueroa", "administracion"),
    ("Marcos Epulef", "administracion"),
    ("Beatriz Maripe", "laboratorio"),
    ("Mirta Colipán", "esmaltado"),
    ("Teresa Huenchul", "seguridad"),
    ("Ceferino Arrieta", "hornos"),
    ("Rosa Valdebenito", "compras"),
    ("Sergio Almada", "compras"),
    ("Ailén Currumil", "hornos"),
    ("Walter Pinto", "prensas"),
    ("Zulema Ortiz", "esmaltado"),
    ("Eusebio Llanquín", "tierras"),
    ("Graciela Antinao", "clasificacion"),
    ("Hugo Sandoval", "porcelanato"),
    ("Ramón Bustamante", "mantenimiento"),
    ("Ivana Soto", "laboratorio"),
    ("Julio Riquelme", "expedicion"),
    ("Delia Painemal", "comedor"),
)
"""Those whom screens and tests know by name, in order of member number from 1."""

NEWCOMER = "Nahuel Cárdenas"

_FIRST = (
    "Abel Adela Alba Alcides Alejo Alicia Amalia Ana Andrés Ángela Antonia Armando Aurora Belén Benita Bruno Camila "
    "Carlos Carmen Cecilia César Clara Cora Cristina Damián Daniel Dora Edgardo Elena Elías Elsa Emilia Enrique "
    "Ernesto Esteban Estela Eva Fabián Félix Flora Francisca Gabriel Gladys Gloria Griselda Héctor Hilda Horacio "
    "Inés Irene Isabel Iván Jacinta Javier Jorge Josefa Juana Julia Karina Laura Leandro Lidia Lorena Lucas Lucía "
    "Luis Malena Manuel Marcela Marta Mateo Miriam Mónica Nadia Nélida Nicolás Nilda Norberto Olga Omar Pablo Paula "
    "Pedro Raquel Raúl Ricardo Rita Roberto Rocío Rodrigo Roque Rubén Sandra Santiago Silvia Sofía Tomás Vera "
    "Verónica Víctor Yolanda"
).split()
_LAST = (
    "Acosta Aguirre Aillapán Ancatén Aranda Arce Barrera Benítez Bravo Burgos Cabrera Cáceres Calfín Campos Cañumil "
    "Cárcamo Castro Catalán Cayún Cisterna Contreras Cornejo Curaqueo Díaz Escobar Espinoza Farías Fernández Flores "
    "Fuentes Gallardo Garrido Godoy Gutiérrez Henríquez Huenchumán Ibáñez Jara Jofré Lagos Leal Linares Llanos "
    "Loncón Maldonado Manquel Mardones Mellado Molina Monje Morales Muñoz Navarrete Neculmán Ñanco Ojeda Olate "
    "Orellana Paillalef Painevil Paredes Parra Peralta Pichún Prieto Quintana Ramos Retamal Reyes Rivas Rojas "
    "Saavedra Salas Sepúlveda Silva Tapia Toledo Toro Torres Troncoso Ulloa Urrutia Valenzuela Vargas Vega Vera "
    "Villagra Yáñez Zapata Zúñiga"
).split()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the story. `arrives`: founder, or newcomer of April; `leaves`: at the end of June."""

    number: int
    name: str
    sector: str
    is_newcomer: bool = False
    leaves: bool = False


def people(total: int) -> list[Person]:
    """Everyone who is ever there, when `total` are there at the end: 312 gives 300 + 14 - 2."""
    newcomers = max(1, total * NEWCOMERS // 312) if total >= 20 else 0
    leavers = min(LEAVERS, max(0, newcomers - 1))
    founders = total - newcomers + leavers
    cast = CAST[:founders]
    everyone = [Person(number=i, name=name, sector=sector) for i, (name, sector) in enumerate(cast, start=1)]
    places = _places(founders + newcomers, taken=[sector for _, sector in cast])
    for number in range(len(cast) + 1, founders + newcomers + 1):
        newcomer = number > founders
        nth = number - founders
        everyone.append(
            Person(
                number=number,
                name=NEWCOMER if nth == 1 else name_of(number),
                sector=places[number - len(cast) - 1],
                is_newcomer=newcomer,
                leaves=newcomer and nth > newcomers - leavers,
            )
        )
    return everyone


def name_of(number: int) -> str:
    """An invented name, the same for the same number; a second surname where the pairs run out."""
    pairs = len(_FIRST) * len(_LAST)
    place = number * 3571 % pairs
    name = f"{_FIRST[place % len(_FIRST)]} {_LAST[place // len(_FIRST)]}"
    return name if number < pairs else f"{name} {_LAST[number // pairs % len(_LAST)]}"


def pin_of(number: int) -> str:
    """The demo's PINs are worked out from the number: it is a story, and its cards can be printed again."""
    return f"{int(hashlib.sha256(f'barda clara {number}'.encode()).hexdigest(), 16) % 900000 + 100000}"


def _places(total: int, *, taken: list[str]) -> list[str]:
    """Sectors for everybody after the cast, so that each has its share of the total."""
    whole = sum(size for _, _, size, _ in SECTORS)
    free: list[str] = []
    for code, _, size, _ in SECTORS:
        free += [code] * max(0, size * total // whole - taken.count(code))
    free += [SECTORS[i % len(SECTORS)][0] for i in range(max(0, total - len(taken) - len(free)))]
    return sorted(free[: total - len(taken)], key=lambda code: code) if total > len(taken) else []
