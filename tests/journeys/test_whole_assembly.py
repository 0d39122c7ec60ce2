"""A whole assembly in real browsers: whoever chairs, whoever writes, two who count, the screen, and forty phones.

It runs by the clock of the house, which the test puts on. Nothing sleeps: each step waits for words on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.assemblies.pdf_words import letters_of, squeezed
from tests.assemblies.whole_assembly import PHONES, QUORUM, SECOND_CALL_QUORUM, terms_of_the_election
from tests.journeys.conftest import House, Phone, manage, serving
from tests.journeys.whole_assembly import FOUND, PIN, Hall, Table, expect, numbers, press
from tests.makers import NOW

pytestmark = [pytest.mark.browser, pytest.mark.both_engines]

TEXT = "Comprar dos montacargas eléctricos en marzo y capacitar a seis personas."
WHAT_IS_KEPT = """
from assemblies.models import Assembly, Minutes, Motion
from rotation.models import Mandate
by_title = {motion.title: motion for motion in Motion.objects.all()}
election = by_title["Zulema lleva las cuentas"]
answer = {
    "results": {title: [m.state, m.in_favour, m.against, m.abstaining] for title, m in by_title.items()},
    "text": by_title["Dos montacargas"].text,
    "hands": by_title["Pintar el comedor"].ballots.filter(channel="hands").count(),
    "on paper": by_title["Dos montacargas"].paper_voters.count(),
    "who took part in secret": election.participations.count(),
    "named ballots of the secret vote": election.ballots.count(),
    "treasurer": Mandate.objects.get(post__code="treasurer").member.number,
    "signed on phones": Assembly.objects.get(number=1).signers.filter(on_paper=False).exclude(signed_at=None).count(),
    "notes": Minutes.objects.get().notes,
}
"""


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> Iterator[House]:
    """A house of forty-four, a week before, with its weekly assembly called and nothing on the agenda yet."""
    folder = tmp_path / "coop"
    folder.mkdir()
    founded = manage(folder, "shell", "--no-imports", "-c", FOUND, database=own_database)
    assert founded.returncode == 0, founded.stderr
    cards = [{"number": number, "pin": PIN} for number in numbers(1, PHONES + 4)]
    entry = "tests.journeys.clocked:application"
    with serving(folder, cards=cards, database=own_database, entry=entry) as house:
        yield house


@pytest.fixture
def hall(house: House) -> Hall:
    return Hall(house=house, now=NOW - timedelta(days=6))


def test_a_whole_assembly(hall: Hall, phone: Phone) -> None:
    # --- in the week before: motions are proposed on phones, find seconders and go on the agenda
    forklifts = hall.propose(1, title="Dos montacargas", text=TEXT)
    painting = hall.propose(6, title="Pintar el comedor", text="De azul, en dos domingos.")
    election = hall.propose(
        2,
        kind="election",
        title="Zulema lleva las cuentas",
        text="Por seis meses.",
        more=terms_of_the_election("treasurer", 1),
    )

    # --- Thursday 13:30: whoever chairs opens it; fourteen are not a third of forty-four
    hall.clock(NOW)
    table = Table(hall=hall, phone=phone)
    chair, screen = table.chair, table.screen
    arrivals(hall, table)

    # --- an hour later there are still not enough of us: the second call; others come on their phones and by the door
    expect(chair.locator("#chairing")).to_contain_text(f"Hay 14 de {PHONES + 4}. Falta 1 para decidir.")
    hall.clock(NOW + timedelta(minutes=61))
    press(chair, "#step-now", "Abrir la segunda convocatoria")
    expect(screen.locator(".chip.info")).to_have_text("Segunda convocatoria")
    hall.arrive(numbers(11, 30))
    table.by_the_door(numbers(31, PHONES))
    expect(screen.locator(".here .cnt")).to_have_text("44")
    expect(screen.locator(".quorum.yes")).to_have_text("Somos suficientes")

    # --- we talk about the first matter
    table.to_the_chair()
    table.next_item("Dos montacargas")
    the_floor(hall, table)

    # --- an amendment, written in the hall, is voted before the motion and goes into its text
    amendment = hall.propose(
        2,
        amends=forklifts,
        title="Que aprendan todos",
        text=TEXT.replace("seis personas", "todos"),
    )
    table.minutes.goto(f"{hall.address}/motions/{amendment}/")
    expect(table.minutes.locator("#text del")).to_have_text("seis personas")
    expect(table.minutes.locator("#text ins")).to_have_text("todos")
    table.next_item("Que aprendan todos")
    table.open_vote("Que aprendan todos")
    table.vote_on_screen(table.minutes, amendment, "for")
    said = {"for": numbers(1, 30), "against": numbers(31, 38), "abstain": numbers(39, 40)}
    hall.vote(amendment, said)
    expect(screen.locator(".nums .cnt").first).to_have_text("41")
    table.close_vote("Que aprendan todos")
    expect(screen.locator(".verdict")).to_contain_text("Se aprobó")
    assert "capacitar a todos." in hall.phones[1].see(f"/motions/{forklifts}/")

    # --- quorum is lost: the vote cannot be opened, and the page says why by itself; then people come back
    table.next_item("Dos montacargas")
    expect(chair.locator("button#step-now")).to_contain_text("Abrir la votación: Dos montacargas")
    hall.leave(numbers(6, PHONES))
    expect(chair.locator("#next-step .note.bad")).to_have_text(
        f"Se perdió el quórum: están 9 de {SECOND_CALL_QUORUM} que hacen falta."
    )
    expect(chair.locator("#step-now")).to_have_attribute("aria-disabled", "true")
    expect(screen.locator(".quorum.not-yet")).to_contain_text(f"Hacen falta {SECOND_CALL_QUORUM}")
    hall.arrive(numbers(6, PHONES))
    expect(chair.locator("#next-step .note.bad")).to_have_count(0)

    # --- the motion: phones, and a box which two people count on their own phones
    table.open_vote("Dos montacargas")
    a_box(hall, table, forklifts)
    expect(screen.locator(".verdict")).to_contain_text("Se aprobó")

    # --- an open vote: phones, and hands by name
    table.next_item("Pintar el comedor")
    table.open_vote("Pintar el comedor")
    hall.vote(painting, {"for": numbers(1, 20), "against": numbers(21, 30)})
    table.count_hands(table.first, painting, in_favour="30 31 32 33", against="34", counted=4)
    table.count_hands(table.second, painting, in_favour="35 36 37 38", against="39 40", counted=6)
    table.close_vote("Pintar el comedor")
    expect(screen.locator(".verdict")).to_contain_text("Se aprobó")

    # --- a secret election: the screen counts who took part, and nobody's choice is anywhere
    table.next_item("Zulema lleva las cuentas")
    table.open_vote("Zulema lleva las cuentas")
    table.vote_on_screen(table.minutes, election, "for")
    said = {"for": numbers(1, 33), "against": numbers(34, 38), "abstain": numbers(39, 40)}
    hall.vote(election, said)
    expect(screen.locator(".nums .cnt").first).to_have_text("41")
    table.close_vote("Zulema lleva las cuentas")
    expect(screen.locator(".verdict")).to_contain_text("Se aprobó")

    # --- it ends; the minutes are there, are signed by four, finished, and printed for the book and for the wall
    table.close_assembly()
    expect(screen.locator("h1")).to_have_text("La asamblea terminó.")
    table.everybody_signs()
    table.finish_minutes("El techo volvió a gotear.")
    came_out = [said.inner_text() for said in table.minutes.locator("section.card > p > b").all()]
    assert len(came_out) == 4
    for paper in ("minutes.pdf", "wall.pdf"):
        printed = table.minutes.context.request.get(f"{hall.address}/minutes/1/{paper}")
        assert (printed.status, printed.headers["content-type"]) == (200, "application/pdf")
        letters = letters_of(printed.body())
        for said in ("Dos montacargas", "Pintar el comedor", "Zulema lleva las cuentas", *came_out):
            assert squeezed(said) in letters, (paper, said)

    assert table.problems == []
    assert hall.house.ask(WHAT_IS_KEPT) == {
        "results": {
            "Dos montacargas": ["adopted", 21, 19, 0],
            "Que aprendan todos": ["adopted", 31, 8, 2],
            "Pintar el comedor": ["adopted", 27, 13, 0],
            "Zulema lleva las cuentas": ["adopted", 34, 5, 2],
        },
        "text": "Comprar dos montacargas eléctricos en marzo y capacitar a todos.",
        "hands": 10,
        "on paper": 10,
        "who took part in secret": 41,
        "named ballots of the secret vote": 0,
        "treasurer": 1,
        "signed on phones": 4,
        "notes": "El techo volvió a gotear.",
    }
    verified = hall.house.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def arrivals(hall: Hall, table: Table) -> None:
    """The table and ten phones are there: the screen shows how many, and how many are needed."""
    press(table.chair, "#step-now", "Abrir la asamblea")
    expect(table.screen.locator(".here .cnt")).to_have_text("0")
    for page in table.pages.values():
        table.arrive_on_screen(page)
    table.to_the_chair()
    hall.arrive(numbers(1, 10))
    expect(table.screen.locator(".here .cnt")).to_have_text("14")
    expect(table.screen.locator(".quorum.not-yet")).to_contain_text(f"Hacen falta {QUORUM}")


def the_floor(hall: Hall, table: Table) -> None:
    """Two phones and a scrutineer ask to speak; a point of order comes before them."""
    hall.ask_for_the_floor(3)
    hall.ask_for_the_floor(4)
    table.second.goto(f"{hall.address}/assembly/")
    press(table.second, "#floor-ask", "Pedir la palabra")
    expect(table.second.locator("#floor")).to_contain_text("Sos el número 3 en la lista.")
    hall.ask_for_the_floor(5, "order")
    press(table.chair, "#turn-next", "Delia Quiroga")
    expect(table.screen.locator(".speaker .name")).to_have_text("Delia Quiroga")
    expect(table.screen.locator(".talk")).to_contain_text("Cuestión de orden")
    press(table.chair, "#turn-end", "Terminó de hablar")
    press(table.chair, "#turn-next", "Ailén Currumil")
    expect(table.screen.locator(".speaker .name")).to_have_text("Ailén Currumil")
    hall.finish_speaking(3)
    expect(table.chair.locator("#speaking")).to_contain_text("No habla nadie")
    press(table.chair, "#turn-next", "Marcos Leiva")
    press(table.chair, "#turn-next", "Nahuel Ibarra")  # whoever spoke before has finished
    expect(table.second.locator("#floor-end")).to_be_visible()
    press(table.second, "#floor-end", "Terminé")
    expect(table.chair.locator("#speaking")).to_contain_text("No habla nadie")


def a_box(hall: Hall, table: Table, motion: int) -> None:
    """Ten take paper, thirty vote on phones; the box is counted until two found the same."""
    table.hand_paper(table.first, motion, numbers(31, PHONES))
    hall.vote(motion, {"for": numbers(1, 12), "against": numbers(13, 30)})
    assert "Te dieron papel" in hall.phones[31].see(f"/motions/{motion}/ballot/")
    waits = table.chair.locator("#next-step .note.bad")
    expect(waits).to_contain_text("Espera el conteo de la urna")
    expect(table.chair.locator("#step-now")).to_have_attribute("aria-disabled", "true")
    table.count_box(table.first, motion, in_favour=9, against=1)
    table.count_box(table.second, motion, in_favour=8, against=2)
    expect(table.second.locator("#count-box .note")).to_contain_text("no encontraron lo mismo")
    expect(waits).to_contain_text("dos personas tienen que encontrar lo mismo")
    table.count_box(table.second, motion, in_favour=9, against=1)
    expect(table.second.locator("#count-box .chip.ok")).to_contain_text("encontraron lo mismo")
    table.close_vote("Dos montacargas")
