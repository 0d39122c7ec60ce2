"""Power ends: by two signatures before the day, by itself at midnight, and by a recall; each time at that moment.

In real browsers, by the clock of the house, which the test puts on. Nothing sleeps.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import icalendar
import pytest

from tests.journeys.conftest import ROOT, House, Phone, manage, serving
from tests.journeys.phones import at_once
from tests.journeys.power_ends import (
    AILEN,
    DELIA,
    FOUND,
    FRIDAY,
    MARCOS,
    OSCAR,
    PAST_MIDNIGHT,
    PEOPLE,
    RAUL,
    THE_EVENING_BEFORE,
    THURSDAY,
    WALTER,
    ZULEMA,
    Twelve,
)
from tests.journeys.whole_assembly import PIN, expect, numbers, press

pytestmark = [pytest.mark.browser, pytest.mark.both_engines]

NEW_ENTRY, CONVOKE, CHAIR = "/books/entries/new/", "/assemblies/new/", "/assemblies/2/chair/"
KEYS = "li:has-text('La llave de la caja')"
NOTES = "El banco abre a las diez. Preguntale a Rosa por los cheques."
UNSIGNED = "cambió de manos y el traspaso no tiene las dos firmas."
WHY = "No vino a las últimas tres reuniones y nadie pudo abrir la sala."

WHAT_IS_KEPT = """
from ledger.models import Entry
from record.models import Act
from rotation.models import Draw, Handover, Mandate
treasury, calls = Handover.objects.order_by("incoming__post__code").reverse()
draw = Draw.objects.get()
answer = {
    "passed at once": treasury.incoming.taken_over_at == treasury.accepted_at == treasury.outgoing.passed_on_at,
    "notes": treasury.notes,
    "ticked": [line.received_at is not None for line in treasury.lines.all()],
    "nobody signed": [calls.given_at, calls.accepted_at, calls.outgoing.passed_on_at],
    "was said": calls.alerted_at is not None,
    "entries": list(Entry.objects.values_list("memo", "posted_by__number")),
    "recalled": list(Mandate.objects.exclude(ended_by=None).values_list("member__number", "ended_by__kind")),
    "interim": list(Mandate.objects.filter(is_interim=True).values_list("member__number", flat=True)) == draw.picked,
    "of those without a post": set(draw.pool).isdisjoint({2, 4, 6, 12}),
    "seed was there": Act.objects.filter(hash=draw.seed, verb="assemblies.voting.opened").exists(),
}
"""


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> Iterator[House]:
    """A house of twelve, the day after its weekly assembly elected Walter and Marcos."""
    folder = tmp_path / "coop"
    folder.mkdir()
    founded = manage(folder, "shell", "--no-imports", "-c", FOUND, database=own_database)
    assert founded.returncode == 0, founded.stderr
    cards = [{"number": number, "pin": PIN} for number in numbers(1, PEOPLE)]
    entry = "tests.journeys.clocked:application"
    with serving(folder, cards=cards, database=own_database, entry=entry) as house:
        yield house


@pytest.fixture
def people(house: House, phone: Phone) -> Twelve:
    return Twelve(house=house, phone=phone, now=FRIDAY)


def test_power_ends(people: Twelve) -> None:
    recall = people.ask_for_recall(ZULEMA, people.mandate("coordination"), WHY, signers=[7, 8, 9])

    people.clock(THE_EVENING_BEFORE)
    people.sweep()
    two_signatures(people)
    my_calendar(people)

    at_midnight(people)

    people.clock(THURSDAY)
    a_recall(people, recall)

    assert people.problems == []
    assert people.house.ask(WHAT_IS_KEPT) == {
        "passed at once": True,
        "notes": NOTES,
        "ticked": [True, False],
        "nobody signed": [None, None, None],
        "was said": True,
        "entries": [["Gas de marzo, por Walter", WALTER]],
        "recalled": [[OSCAR, "recall"]],
        "interim": True,
        "of those without a post": True,
        "seed was there": True,
    }
    verified = people.house.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def two_signatures(people: Twelve) -> None:
    """Hours before midnight Delia hands the treasury over; the power passes with Walter's signature, not before."""
    people.was_told(DELIA, "Tesorería cambia de manos")
    people.is_refused(WALTER, NEW_ENTRY)
    books = people.browser(DELIA).context.new_page()
    books.goto(people.address + NEW_ENTRY)
    people.type_an_entry(books, "Gas de marzo, por Delia")

    hers = people.to_the_handover(DELIA, "Le pasás Tesorería a Walter Pinto")
    keys = hers.locator(KEYS)
    people.reads_well(hers)
    hers.fill("#notes", NOTES)
    press(hers, f"{KEYS} button", "Lo entrego")
    expect(keys).to_contain_text("entregado")
    expect(hers.locator("#notes")).to_have_value(NOTES)  # a tick loses nothing of what is being written
    press(hers, "button.main", "Lo entrego: firmar")
    expect(hers.locator("main")).to_contain_text("Firmó Delia Quiroga")
    people.opens(DELIA, NEW_ENTRY, "Asiento nuevo")

    people.was_told(WALTER, "Delia Quiroga firmó el traspaso de Tesorería.")
    his = people.to_the_handover(WALTER, "Recibís Tesorería de Delia Quiroga")
    expect(his.locator("main")).to_contain_text(NOTES)
    keys = his.locator(KEYS)
    people.reads_well(his)
    his.fill("#answer", "El sello no está.")
    press(his, f"{KEYS} button", "Lo tengo")
    expect(keys.locator("small")).to_contain_text("recibido")
    expect(his.locator("#answer")).to_have_value("El sello no está.")
    press(his, "button.main", "Lo recibo: firmar")
    expect(his.locator("main")).to_contain_text("El poder pasó con las dos firmas")

    # --- her page that is open: a sentence, and what she typed is still there; his opens and is entered
    press(books, "form.card button.main")
    expect(books.locator("#fields [role=alert]")).to_contain_text("Esto lo hace solo quien lleva los libros.")
    assert books.input_value("[name=memo]") == "Gas de marzo, por Delia"
    assert books.input_value("[name=amount]") == "1500"
    people.is_refused(DELIA, NEW_ENTRY)
    his = people.opens(WALTER, NEW_ENTRY, "Asiento nuevo")
    people.type_an_entry(his, "Gas de marzo, por Walter")
    press(his, "form.card button.main")
    expect(his.locator("body")).to_contain_text("Anotado con el número 1.")
    holders = people.go(ZULEMA, "/powers/").locator("section.card", has_text="Llevar los libros")
    expect(holders).to_contain_text("Walter Pinto")
    expect(holders).not_to_contain_text("Delia Quiroga")


def my_calendar(people: Twelve) -> None:
    """Walter makes his calendar's address; whoever has it reads his term's end without signing in."""
    his = people.go(WALTER, "/duties/calendar/")
    press(his, "button", "Crear mi dirección")
    people.reads_well(his)
    address = his.input_value("#address")
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        calendar = icalendar.Calendar.from_ical(answer.read())
    days = {str(entry["summary"]): entry.decoded("dtstart") for entry in calendar.walk("VEVENT")}
    assert days["Termina tu período en Tesorería"] == date(2026, 9, 11)


def at_midnight(people: Twelve) -> None:
    """Nobody signed: at midnight Ailén's open page refuses and keeps what she typed, Marcos's opens, both are told."""
    people.is_refused(MARCOS, CONVOKE)
    hers = people.opens(AILEN, CONVOKE, "Convocar una asamblea")
    hers.select_option("[name=kind]", "emergency")
    hers.fill("[name=starts_at]", "2026-03-20T18:00")
    hers.fill("[name=ends_at]", "2026-03-20T20:00")
    hers.fill("[name=place]", "El galpón nuevo")
    people.clock(PAST_MIDNIGHT)
    press(hers, "form.card button.main")
    expect(hers.locator(".errors")).to_contain_text("Solo convoca a asamblea quien tiene esa tarea.")
    assert hers.input_value("[name=place]") == "El galpón nuevo"
    assert hers.input_value("[name=starts_at]") == "2026-03-20T18:00"

    people.sweep()
    people.is_refused(AILEN, CONVOKE)
    people.opens(MARCOS, CONVOKE, "Convocar una asamblea")
    for number in (AILEN, MARCOS):
        people.was_told(number, f"Convocatoria {UNSIGNED}")
    unsigned = people.to_the_handover(MARCOS, "Recibís Convocatoria de Ailén Currumil")
    expect(unsigned.locator("main")).to_contain_text("Llegó el día sin las dos firmas: el poder pasó solo.")


def a_recall(people: Twelve, motion: int) -> None:
    """While Oscar's page stands open the others recall him; his next tap does nothing, and an interim was drawn."""
    chair = people.go(RAUL, CHAIR)
    press(chair, "#step-now", "Abrir la asamblea")
    people.come(numbers(1, PEOPLE))
    people.go(RAUL, CHAIR)
    press(chair, "#step-now", "Punto siguiente")
    press(chair, "button#step-now", "Abrir la votación")
    open_page = people.go(OSCAR, CHAIR)
    expect(open_page.locator("#step-now")).to_contain_text("Cerrar la votación")
    people.vote(motion, {"for": [number for number in numbers(1, PEOPLE) if number != OSCAR]})
    expect(open_page.locator("button#step-now")).to_contain_text("Cerrar la votación")
    press(chair, "button#step-now", "Cerrar la votación")
    expect(chair.locator("#step-now")).not_to_contain_text("Cerrar la votación")

    press(open_page, "button#step-now", "Cerrar la votación", answers=(403,))
    expect(open_page.locator("h1")).to_have_text("Esto no te toca a vos")
    expect(open_page.locator("main")).to_contain_text("Hace falta el poder")
    open_page.get_by_role("link", name="Quién tiene qué puesto").click()
    open_page.get_by_role("link", name="Coordinación").click()
    expect(open_page.locator("main")).to_contain_text("reemplazo")
    people.reads_well(open_page)
    open_page.get_by_role("link", name="por sorteo").click()
    the_draw(people, open_page.url)


def the_draw(people: Twelve, address: str) -> None:
    """Its page, on somebody else's phone, has the line with which any computer draws the same."""
    page = people.go(ZULEMA, re.sub(r"^http://[^/]+", "", address))
    people.reads_well(page)
    line = page.input_value("#line").split()
    drawn = page.locator("section.card", has_text="Salió").locator("small").first.inner_text()
    assert line[:2] == ["python3", "check_draw.py"]
    script = ROOT / "static" / "check_draw.py"
    said = subprocess.run(
        [sys.executable, str(script), *line[2:]], capture_output=True, text=True, check=True
    )
    found = re.fullmatch(r"drawn: (\d+)", said.stdout.splitlines()[-1])
    assert found is not None
    assert f"número {found[1]}" in drawn
    assert at_once(
        lambda number: "reemplazo" in people.phones[number].see("/posts/coordination/"), [7, 8]
    ) == [
        True,
        True,
    ]
