"""The drawing on the hall's screen that phones point their camera at: read back, dot by dot."""

from __future__ import annotations

import re
from typing import Any

import pytest
import segno
from django.test import Client

from assemblies.actions import close_assembly
from assemblies.hall_address import hall_address
from tests.assemblies.conftest import hall_of
from tests.pages import at

pytestmark = pytest.mark.django_db

QUIET = 1
"""How many light dots stand around the drawing."""


def dots(page: str) -> list[list[bool]]:
    """Which dots of the one QR drawing of a page are dark, without the quiet border around it.

    Its path is strokes one dot high: `M` and `m` move, `h` draws so many dots to the right.
    """
    (drawing,) = re.findall(r"<svg[^>]*class=\"qr\".*?</svg>", page, re.DOTALL)
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    assert found is not None
    size = int(found.group(1))
    assert found.group(2) == found.group(1)
    dark = [[False] * size for _row in range(size)]
    (path,) = re.findall(r'<path[^>]* d="([^"]+)"', drawing)
    x = y = 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        said = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if step == "M":
            x, y = said
        elif step == "m":
            x, y = x + said[0], y + said[1]
        else:
            for column in range(int(x), int(x + said[0])):
                dark[int(y)][column] = True
            x += said[0]
    assert not any(any(row) for row in (dark[0], dark[-1]))
    return [row[QUIET:-QUIET] for row in dark[QUIET:-QUIET]]


def drawn(address: str) -> list[list[bool]]:
    return [[bool(dot) for dot in row] for row in segno.make(address, error="m", micro=False).matrix]


def test_the_screen_draws_the_address_of_the_assembly_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = hall_of(9)
    at(hall.now, monkeypatch)

    answer = Client().get(hall_address(hall.assembly.pk, "en"), headers={"host": "localhost:8000"})

    read = dots(answer.content.decode())
    assert read == drawn("http://localhost:8000/assembly/")
    assert read != drawn("http://localhost:8000/assemblies/")
    assert "localhost:8000" in answer.content.decode()  # for who has no camera


def test_another_name_of_the_house_draws_another_code(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["coop.local"]
    hall = hall_of(3)
    at(hall.now, monkeypatch)

    answer = Client().get(hall_address(hall.assembly.pk, "es-ar"), headers={"host": "coop.local"})

    assert dots(answer.content.decode()) == drawn("http://coop.local/assembly/")


def test_what_hangs_there_names_nobody_and_opens_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever photographs it still needs a number and a PIN, and the code of the hall."""
    hall = hall_of(3)
    at(hall.now, monkeypatch)

    answer = Client().get("/assembly/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    over = Client().get(hall_address(hall.assembly.pk, "en"))
    assert 'class="qr"' not in over.content.decode().replace('<div class="qr"', "")
