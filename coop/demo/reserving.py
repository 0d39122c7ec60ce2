"""What is made first, and for whom: the order of work of motion 26, and the one that goes on with it today."""

from __future__ import annotations

from typing import Any

from coop.demo.motions import WORK_GOES_ON
from coop.demo.stage import Stage

MONTHS = {26: (8, 12), WORK_GOES_ON: (12, 18)}
"""By motion: from which month of the story until which the work is reserved."""
RESERVED: tuple[tuple[str, int, str], ...] = (
    ("rojo-33", 4_000, "Barrio nuevo: autoconstrucción, a precio social"),
    ("blanco-30-60", 1_500, "Escuela 144: baños y cocina"),
    ("rojo-33", 1_000, "Escuela 144: segundo pabellón"),
)
"""Product, square metres a month, for whom: 6,500 in all."""


def terms_of_work(stage: Stage, number: int) -> dict[str, Any]:
    """The typed terms of a motion that orders the work."""
    from_on, until_on = (stage.calendar.month(month) for month in MONTHS[number])
    lines = [{"product": code, "quantity": many, "for_whom": whom} for code, many, whom in RESERVED]
    return {"lines": lines, "from_on": from_on.isoformat(), "until_on": until_on.isoformat()}
