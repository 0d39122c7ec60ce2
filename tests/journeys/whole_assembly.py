"""Those of a whole assembly: forty phones over HTTP, the table's four in browsers, and the screen of the hall."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from tests.assemblies.whole_assembly import PHONES
from tests.journeys.conftest import House, Phone
from tests.journeys.phones import HttpPhone, at_once

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

PIN = "271828"
FOLLOWS = 30_000
"""Within how many milliseconds a page shows what was done: far more than it needs, for machines with other work."""
expect.set_options(timeout=FOLLOWS)

FOUND = f"""
from datetime import timedelta
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from assemblies.actions import convoke_weekly
from members.models import Member
from tests.assemblies.whole_assembly import found_a_house
from tests.makers import NOW
found_a_house(language="es-ar")
Member.objects.update(password=make_password("{PIN}"), language="es-ar")
assert convoke_weekly(now=NOW - timedelta(days=6)).pk == 1
"""


def numbers(first: int, last: int) -> list[int]:
    """The member numbers from one to another, both included."""
    return list(range(first, last + 1))


LISTEN = """() => {
    if (window.sent !== undefined) return;
    window.sent = false;
    addEventListener('submit', () => { window.sent = true; }, true);
}"""


def press(page: Any, button: str, says: str = "", *, answers: tuple[int, ...] = (200, 302)) -> None:
    """Tap a button that says so, and again while it is deaf, until its form is sent and answered."""
    found = page.locator(button, has_text=says) if says else page.locator(button)
    expect(found).to_be_visible()
    with page.expect_response(lambda got: got.request.method == "POST", timeout=FOLLOWS) as answer:
        for _tap in range(100):
            page.evaluate(LISTEN)
            found.click()
            if _was_sent(page):
                break
    assert answer.value.status in answers, answer.value.status
    page.wait_for_load_state()


def _was_sent(page: Any) -> bool:
    """Whether the last tap sent a form: it says so, or its page is gone already."""
    try:
        return page.evaluate("() => window.sent") is not False
    except sync_api.Error:
        return True


@dataclass(kw_only=True)
class Hall:
    """The house, its clock, and the forty phones, which are signed in."""

    house: House
    now: datetime
    phones: dict[int, HttpPhone] = field(default_factory=dict)
    code: str = ""
    """What the screen of the hall shows to whoever comes in."""

    def __post_init__(self) -> None:
        self.clock(self.now)
        self.phones = {
            number: HttpPhone(address=self.address, number=number, pin=PIN) for number in numbers(1, PHONES)
        }
        at_once(HttpPhone.sign_in, self.phones.values())

    @property
    def address(self) -> str:
        return self.house.address

    def clock(self, moment: datetime) -> None:
        """It is that moment in the house, and time goes on from there."""
        hands = self.house.folder / "clock.new"
        hands.write_text(str(moment.timestamp() - time.time()))
        hands.replace(self.house.folder / "clock")

    def propose(
        self,
        number: int,
        *,
        title: str,
        text: str,
        kind: str = "decision",
        amends: int | None = None,
        more: dict[str, str] | None = None,
    ) -> int:
        """Somebody proposes, three others second it, and it is on the agenda; its id."""
        mine, form = self.phones[number], {"title": title, "text": text, "table": "1", **(more or {})}
        if amends is not None:
            form["amends"] = str(amends)
        mine.see(f"/motions/new/{kind}/" + (f"?amends={amends}" if amends else ""))
        mine.press(f"/motions/new/{kind}/", **form)
        address = re.fullmatch(r"/motions/(\d+)/", mine.at)
        assert address is not None, mine.words
        for second in (7, 8, 9):
            self.phones[second].see(mine.at)
            self.phones[second].press(f"{mine.at}second/")
        return int(address.group(1))

    def vote(self, motion: int, choices: dict[str, list[int]]) -> None:
        """So many phones say each choice, all at once."""
        said = {number: choice for choice, many in choices.items() for number in many}
        for words in at_once(lambda number: self.phones[number].vote(motion, said[number]), said):
            assert "Recibimos tu voto" in words or "Votaste:" in words, words

    def arrive(self, many: list[int]) -> None:
        """With the code on the screen, all at once."""

        def come(number: int) -> str:
            mine = self.phones[number]
            mine.see("/assembly/")
            return mine.press("/assemblies/1/arrive/", channel="hall_code", code=self.code)

        assert all("Estás desde las" in words for words in at_once(come, many))

    def leave(self, many: list[int]) -> None:
        def go(number: int) -> str:
            self.phones[number].see("/assembly/")
            return self.phones[number].press("/assemblies/1/depart/")

        assert all("Estoy acá" in words for words in at_once(go, many))

    def ask_for_the_floor(self, number: int, kind: str = "turn") -> None:
        self.phones[number].see("/assembly/")
        assert "Sos el número" in self.phones[number].press("/assemblies/1/floor/ask/", kind=kind)

    def finish_speaking(self, number: int) -> None:
        mine = self.phones[number]
        mine.see("/assembly/")
        ends = re.search(r'action="(/assemblies/floor/\d+/end/)"', mine.page)
        assert ends is not None, mine.words
        mine.press(ends.group(1))


@dataclass(kw_only=True)
class Table:
    """Whoever chairs, whoever writes the minutes, the two who count, each on a phone, and the hall's screen."""

    hall: Hall
    phone: Phone
    pages: dict[int, Any] = field(default_factory=dict)
    screen: Any = None
    problems: list[str] = field(default_factory=list)
    """What a browser complained of, and pages that scroll sideways."""

    def __post_init__(self) -> None:
        for card in self.hall.house.cards[PHONES:]:
            self.pages[card["number"]] = self.phone(card)
        self.to_the_chair()
        link = self.chair.get_by_role("link", name="Abrir la pantalla de la sala")
        computer = self.chair.context.browser.new_context(
            viewport={"width": 1280, "height": 720}, locale="es-AR", service_workers="block"
        )
        self.screen = computer.new_page()
        self.screen.goto(link.get_attribute("href"))
        self.hall.code = self.screen.locator("aside .qr b").inner_text()
        for page in (*self.pages.values(), self.screen):
            page.on("console", self._heard)
            page.on("pageerror", lambda problem: self.problems.append(str(problem)))

    def _heard(self, said: Any) -> None:
        if said.type == "error":
            self.problems.append(said.text)

    @property
    def chair(self) -> Any:
        return self.pages[PHONES + 1]

    @property
    def minutes(self) -> Any:
        return self.pages[PHONES + 2]

    @property
    def first(self) -> Any:
        return self.pages[PHONES + 3]

    @property
    def second(self) -> Any:
        return self.pages[PHONES + 4]

    def fits(self, page: Any) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.problems.append(f"{page.url} scrolls sideways")

    def go(self, page: Any, path: str) -> None:
        page.goto(self.hall.address + path)
        self.fits(page)

    def to_the_chair(self) -> None:
        self.go(self.chair, "/assemblies/1/chair/")

    def arrive_on_screen(self, page: Any) -> None:
        self.go(page, "/assembly/")
        page.fill("#code", self.hall.code)
        press(page, "button[value=hall_code]", "Estoy acá")
        expect(page.locator("main")).to_contain_text("Estás desde las")

    def by_the_door(self, many: list[int]) -> None:
        self.go(self.chair, "/assemblies/1/")
        self.chair.fill("#door [name=numbers]", " ".join(map(str, many)))
        press(self.chair, "#door button")
        expect(self.chair.locator("body")).to_contain_text(f"Se anotaron {len(many)} llegadas.")

    def next_item(self, title: str) -> None:
        press(self.chair, "#step-now", f"Punto siguiente: {title}")
        expect(self.chair.locator("#next-step")).to_contain_text(f"Estamos en: {title}")

    def open_vote(self, title: str) -> None:
        press(self.chair, "button#step-now", f"Abrir la votación: {title}")
        expect(self.screen.locator("h1")).to_have_text(title)
        expect(self.screen.locator(".head")).to_contain_text("Votación abierta")
        self.fits(self.chair)

    def close_vote(self, title: str) -> None:
        """It is asked about, as some of the table have not voted."""
        step = self.chair.locator("summary#step-now")
        expect(step).to_have_text(f"Cerrar la votación: {title}")
        step.click()
        press(self.chair, "#next-step details form button", "Sí, cerrala ahora")

    def vote_on_screen(self, page: Any, motion: int, choice: str) -> None:
        """Two taps."""
        self.go(page, f"/motions/{motion}/ballot/")
        page.click(f"#choose button[value={choice}]")
        press(page, "#confirm [data-go]", "Confirmar")
        expect(page.locator("#ballot .rcpt")).to_be_visible()

    def hand_paper(self, page: Any, motion: int, many: list[int]) -> None:
        self.go(page, f"/motions/{motion}/")
        page.get_by_role("link", name="Papel y urna").click()
        page.fill("#hand [name=numbers]", " ".join(map(str, many)))
        press(page, "#hand button", "Ya tienen papel")
        expect(page.locator("main")).to_contain_text(f"Se repartieron {len(many)} papeles.")
        self.fits(page)

    def count_box(self, page: Any, motion: int, *, in_favour: int, against: int, blank: int = 0) -> None:
        self.go(page, f"/motions/{motion}/papers/")
        for name, found in (("in_favour", in_favour), ("against", against), ("blank", blank)):
            page.fill(f"#count-box [name={name}]", str(found))
        press(page, "#count-box button", "Esto es lo que encontré")
        expect(page.locator("body")).to_contain_text("Tu conteo quedó anotado.")

    def count_hands(self, page: Any, motion: int, *, in_favour: str, against: str, counted: int) -> None:
        """Hands by name. Whoever voted on a phone keeps that vote, and is not counted again."""
        self.go(page, f"/motions/{motion}/")
        page.get_by_role("link", name="Contar manos").click()
        page.fill("[name=in_favour]", in_favour)
        page.fill("[name=against]", against)
        press(page, "form button.main", "Contar estas manos")
        expect(page.locator("body")).to_contain_text(f"Se contaron {counted} manos.")

    def close_assembly(self) -> None:
        step = self.chair.locator("summary#step-now")
        expect(step).to_have_text("Cerrar la asamblea")
        step.click()
        press(self.chair, "#next-step details form button", "Sí, cerrala ahora")
        expect(self.chair.locator("#chairing")).to_contain_text("Esta asamblea terminó.")

    def finish_minutes(self, notes: str) -> None:
        self.go(self.minutes, "/minutes/1/")
        self.minutes.fill("[name=notes]", notes)
        press(self.minutes, "form:has([name=notes]) button", "Aprobarla")
        expect(self.minutes.locator("body")).to_contain_text("El acta está aprobada.")

    def everybody_signs(self) -> None:
        """The chair, the minute-taker, and the two who were drawn, each on their own phone."""
        self.go(self.minutes, "/minutes/1/")
        signers = [int(each.inner_text()) for each in self.minutes.locator("#signers li .sp > .muted").all()]
        assert len(signers) == 4
        assert signers[:2] == [PHONES + 1, PHONES + 2]
        for number in signers:
            if number in self.pages:
                page = self.pages[number]
                self.go(page, "/minutes/1/")
                page.fill("#signers [name=pin]", PIN)
                press(page, "#signers form:has([name=pin]) button", "Firmar esta acta")
                expect(page.locator("body")).to_contain_text("Firmaste esta acta.")
            else:
                self.hall.phones[number].see("/minutes/1/")
                assert "Firmaste esta acta." in self.hall.phones[number].press("/minutes/1/sign/", pin=PIN)
        self.go(self.minutes, "/minutes/1/")
        said = self.minutes.locator("#signers").inner_text()
        assert said.count("firmó con su PIN") == 4
