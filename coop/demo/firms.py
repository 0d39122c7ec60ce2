"""Whom the factory buys from and sells to, by name. All of them are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.energy_debt import LENDER
from coop.demo.stage import Scene, Stage
from ledger.actions import write_party

SUPPLIERS = (
    LENDER,
    "Gas del Valle Medio",
    "Agua y Saneamiento Villa Arcilla",
    "Arcillas La Colorada",
    "Feldespatos Sierra Grande",
    "Caolín del Sur",
    "Canteras Los Hornillos",
    "Cuarzo y Arenas Mari",
    "Esmaltes del Litoral",
    "Fritas Pampa",
    "Tintas y Pigmentos Oeste",
    "Cartonera Aluminé",
    "Film Neuquina",
    "Zunchos y Embalajes Roca",
    "Pallets del Bosque",
    "Transportes Huincul",
    "Fletes El Chañar",
    "Logística Anelo",
    "Grúas Centenario",
    "Ferretería de la Ruta",
    "Rodamientos Confluencia",
    "Correas y Mangueras Allen",
    "Electricidad Industrial Picún",
    "Bobinados Cipolletti",
    "Hidráulica Catriel",
    "Refractarios del Plata",
    "Térmica Patagonia",
    "Matrices y Moldes Rosario",
    "Abrasivos y Muelas Cinco Saltos",
    "Lubricantes Meseta",
    "Neumáticos Ruta 22",
    "Elevadores del Comahue",
    "Maquinaria Limay",
    "Instrumentos de Laboratorio Mitre",
    "Estudio Contable Quilapán",
    "Seguros La Mutual",
    "Verdulería Doña Ester",
)
"""Thirty-seven, and the four co-operatives of our federation that sell to us: forty-one."""

FEDERATION: tuple[tuple[str, int], ...] = (
    ("Metalúrgica 3 de Julio", 44),
    ("Imprenta Tinta Común", 11),
    ("Panadería Grisín", 16),
    ("Confecciones Aguja Libre", 58),
)
"""Co-operatives of our federation, and how many people each is."""

CUSTOMERS = (
    *(
        f"Corralón {name}"
        for name in (
            "El Puente",
            "San Cayetano",
            "La Llave",
            "Don Pedro",
            "Los Álamos",
            "Alto Barda",
            "El Constructor",
            "Tres Hermanas",
            "La Plomada",
            "Río Negro",
            "El Galpón",
            "Centro Norte",
            "Las Lajas",
            "Del Este",
        )
    ),
    *(
        f"Sanitarios {name}"
        for name in (
            "Moreno",
            "Patria",
            "Bahía",
            "La Perla",
            "Suárez",
            "Olavarría",
            "Necochea",
            "Don Ramón",
            "La Esquina",
            "Trelew",
        )
    ),
    *(
        f"Cerámicos {name}"
        for name in (
            "Buenos Aires",
            "Córdoba",
            "Mendoza",
            "Rosario",
            "Tucumán",
            "Salta",
            "Resistencia",
            "Bariloche",
            "Río Gallegos",
            "Comodoro",
            "Santa Rosa",
            "San Luis",
        )
    ),
    *(
        f"Cooperativa de vivienda {name}"
        for name in (
            "Ñuke Mapu",
            "Techo Propio",
            "La Unión",
            "2 de Abril",
            "Nuevo Barrio",
            "Los Horneros",
            "El Adobe",
            "Madres del Oeste",
        )
    ),
    *(
        f"Municipalidad de {name}"
        for name in (
            "Villa Arcilla",
            "Las Toscas",
            "Arroyo Seco",
            "La Barda",
            "Colonia Vieja",
            "El Sauce",
        )
    ),
    *(
        f"Constructora {name}"
        for name in (
            "Meseta",
            "Del Sol",
            "Ruta 7",
            "Andina",
            "Costa Sur",
            "Piedra Buena",
            "Norte Grande",
            "Hermanos Rival",
        )
    ),
    "Escuela 144",
    "Salita de salud del barrio",
    "Hospital de Villa Arcilla",
    "Exportadora Los Lagos",
    "Distribuidora Cruz del Sur",
    "Distribuidora Tierra Adentro",
    "Revestimientos Pichi",
    "Pisos y Paredes Zapala",
    "Ladrillera Plottier",
)
"""Sixty-seven."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """All of them written down in the first days."""
    day = stage.calendar.month(0) + timedelta(days=1)
    yield stage.local(day, time(12, 0)), partial(_write, stage)


def _write(stage: Stage, now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    for name in SUPPLIERS:
        write_party(name=name, is_supplier=True, is_lender=name == LENDER, actor=treasurer, now=now)
    for name, many in FEDERATION:
        note = f"Cooperativa de la federación, {many} integrantes"
        write_party(name=name, is_supplier=True, note=note, actor=treasurer, now=now)
    for name in CUSTOMERS:
        write_party(name=name, is_customer=True, actor=treasurer, now=now)
