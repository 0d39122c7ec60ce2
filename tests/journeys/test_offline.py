"""Signal comes and goes: what a phone keeps, what it sends later, what it shows by itself, what it remembers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import House, Phone, served

pytestmark = pytest.mark.browser

NAMED = 8
"""How many of the tests below ask for an open vote, by name."""

VOTES = """
from datetime import timedelta
from django.utils import timezone
from assemblies.actions import draft_motion, open_voting
from assemblies.models import Assembly, Motion
from members.models import Member
now = timezone.now()
hall = Assembly.objects.get(state="open")
proposer = Member.objects.get(number={chair})
def open_one(is_secret):
    motion = draft_motion(kind="decision", title="Una prueba", text="Nada cambia.", terms={{}},
        proposer=proposer, is_secret=is_secret, now=now)
    Motion.objects.filter(pk=motion.pk).update(state="on_agenda", assembly=hall)
    open_voting(motion_id=motion.pk, closes_at=now + timedelta(hours=1), actor=None, now=now)
    return motion.pk
here = hall.presences.filter(left_at=None).exclude(member__mandates__isnull=False)
answer = {{
    "named": [open_one(False) for _ in range({named})],
    "secret": [open_one(True)],
    "here": sorted(here.values_list("member__number", flat=True)),
}}
"""
CLOSE = """
from django.utils import timezone
from assemblies.actions import close_voting
from members.models import Member
close_voting(motion_id={motion}, actor=Member.objects.get(number={chair}), now=timezone.now())
answer = True
"""
BALLOTS = """SELECT number, choice FROM assemblies_ballot b JOIN members_member m ON m.id = b.member_id
    WHERE motion_id = ? ORDER BY number"""
SECRET_BALLOTS = """SELECT (SELECT count(*) FROM assemblies_participation p WHERE p.motion_id = s.motion_id), choice
    FROM assemblies_secretballot s WHERE motion_id = ?"""
WHAT_IS_KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys())
        for (const each of await (await caches.open(name)).keys()) kept.push(new URL(each.url).pathname);
    return kept.sort();
}"""
ITS_MEMORY = "() => Object.values(localStorage).join(' ')"


def forgets(page: Any, what: str) -> None:
    """The phone does not keep it any more. Waits, as the page may be moving on to the result at this moment."""
    page.wait_for_function("what => !Object.values(localStorage).join(' ').includes(what)", arg=what)


@dataclass(kw_only=True)
class Hall:
    """A vote under way: the motion, and two who are here and have not voted."""

    house: House
    motion: int
    numbers: list[int]

    @property
    def ballot(self) -> str:
        return f"{self.house.address}/motions/{self.motion}/ballot/"

    def card(self, which: int) -> dict[str, Any]:
        return next(card for card in self.house.cards if card["number"] == self.numbers[which])

    def close(self) -> None:
        self.house.ask(CLOSE.format(motion=self.motion, chair=chair_of(self.house)))

    def ballots(self, question: str = BALLOTS) -> list[tuple[int, str]]:
        """Who voted what; for a secret vote how many took part beside each choice."""
        with closing(sqlite3.connect(self.house.folder / "coop.sqlite3")) as database:
            return database.execute(question, (self.motion,)).fetchall()


def chair_of(house: House) -> int:
    return int(house.card("table-chair")["number"])


@pytest.fixture(scope="module")
def house(
    told: tuple[Path, list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """One house for all that follows; each test has a vote of its own."""
    with served(told, tmp_path_factory.mktemp("offline") / "coop") as house:
        yield house


@pytest.fixture(scope="module")
def votes(house: House) -> dict[str, list[int]]:
    """Votes opened in the hall, one for each test, and who is there."""
    votes: dict[str, list[int]] = house.ask(VOTES.format(chair=chair_of(house), named=NAMED))
    return votes


def next_of(votes: dict[str, list[int]], kind: str, house: House) -> Hall:
    """A vote that no test took part in yet, with two people who did in none."""
    return Hall(house=house, motion=votes[kind].pop(), numbers=[votes["here"].pop(), votes["here"].pop()])


@pytest.fixture
def hall(votes: dict[str, list[int]], house: House) -> Hall:
    return next_of(votes, "named", house)


@pytest.fixture
def secret_hall(votes: dict[str, list[int]], house: House) -> Hall:
    return next_of(votes, "secret", house)


def vote(page: Any, choice: str) -> None:
    """Two taps; the phone's clock goes past the moment in which the second would not be heard."""
    page.click(f"button[name=choice][value={choice}]")
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 700; }")
    page.click("#confirm button.go")


def says(page: Any, words: str) -> None:
    """Wait until the page shows the words; plain spaces stand for any."""
    from playwright.sync_api import expect

    expect(page.locator("main")).to_contain_text(words, timeout=8000)


def ready_to_keep(page: Any) -> None:
    """The worker looks after this page from its next address on."""
    page.evaluate(
        "() => Promise.race([navigator.serviceWorker.ready.then(() => true),"
        " new Promise((_, no) => setTimeout(no, 10000, new Error('the worker was not installed')))])"
    )
    page.reload()
    assert page.evaluate("() => navigator.serviceWorker.controller !== null")


# --- pages ---------------------------------------------------------------------------------------


def test_without_signal_the_books_it_kept_are_shown_and_nothing_of_mine(hall: Hall, phone: Phone) -> None:
    address = hall.house.address
    page = phone(hall.card(0), keeps_pages=True)
    ready_to_keep(page)
    for path in ("/books/", "/pay/", "/me/", f"/motions/{hall.motion}/", f"/motions/{hall.motion}/ballot/"):
        page.goto(address + path)
    pages = [path for path in page.evaluate(WHAT_IS_KEPT) if not path.startswith("/static/")]
    assert pages == ["/books/", "/offline/"]

    page.goto(address + "/books/")
    books = page.inner_text("main")
    page.context.set_offline(True)
    page.reload()
    assert page.inner_text("main") == books
    assert page.is_visible("#net")
    assert page.get_attribute("body", "data-me") is None  # a kept page belongs to nobody and sends nothing
    for path in ("/pay/", f"/motions/{hall.motion}/ballot/", "/"):
        page.goto(address + path)
        assert page.inner_text("h1") == "Sin señal"
        assert page.locator("button[name=choice]").count() == 0
        assert page.is_visible("#net")  # so that its script runs without signal too
        assert page.evaluate("() => getComputedStyle(document.body).margin") == "0px"  # and its looks

    # The signal is back: the page that was wanted comes by itself.
    page.goto(address + f"/motions/{hall.motion}/")
    page.context.set_offline(False)
    page.wait_for_selector("main .hero")


def test_whoever_signs_out_leaves_nothing_on_the_phone(hall: Hall, phone: Phone) -> None:
    address = hall.house.address
    page = phone(hall.card(0), keeps_pages=True)
    ready_to_keep(page)
    page.goto(address + "/books/")
    assert "/books/" in page.evaluate(WHAT_IS_KEPT)
    assert page.evaluate(ITS_MEMORY) != ""
    page.goto(address + "/me/")
    page.click("form[action='/sign-out/'] button >> nth=0")
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate(ITS_MEMORY) == ""
    ready_to_keep(page)
    assert [path for path in page.evaluate(WHAT_IS_KEPT) if not path.startswith("/static/")] == ["/offline/"]

    page.context.set_offline(True)
    page.goto(address + "/books/")
    assert page.inner_text("h1") == "Sin señal"


# --- votes ---------------------------------------------------------------------------------------


def test_a_vote_without_signal_waits_on_the_phone_and_is_sent_once(hall: Hall, phone: Phone) -> None:
    page = phone(hall.card(0), keeps_pages=True)
    ready_to_keep(page)
    page.goto(hall.ballot)
    page.context.set_offline(True)
    vote(page, "against")
    says(page, "Tu voto todavía no llegó")
    says(page, "Quedó guardado en este teléfono")
    assert page.is_hidden("#choose")
    assert page.is_hidden("#confirm")
    assert "choice=against" in page.evaluate(ITS_MEMORY)
    assert hall.ballots() == []

    # Closing the page and asking again without signal does not lose it; the signal alone sends it.
    page.reload()
    assert page.inner_text("h1") == "Sin señal"
    assert "choice=against" in page.evaluate(ITS_MEMORY)
    page.context.set_offline(False)
    says(page, "Votaste: No")
    forgets(page, "choice=against")
    page.reload()
    says(page, "Votaste: No")
    assert hall.ballots() == [(hall.numbers[0], "against")]


def test_a_vote_whose_answer_got_lost_counts_once(hall: Hall, phone: Phone) -> None:
    page = phone(hall.card(0))
    page.goto(hall.ballot)
    lost = []

    def lose_the_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/ballot/", lose_the_first_answer)
    vote(page, "for")
    says(page, "Tu voto todavía no llegó")
    page.click("button[data-retry]")
    says(page, "Votaste: Sí")
    assert len(lost) == 1
    assert page.inner_text(".rcpt .code") in page.inner_text("main")
    assert hall.ballots() == [(hall.numbers[0], "for")]


def test_a_vote_that_arrives_too_late_is_told_so_on_whichever_page(hall: Hall, phone: Phone) -> None:
    here, away = phone(hall.card(0)), phone(hall.card(1))
    for page in (here, away):
        page.goto(hall.ballot)
        page.context.set_offline(True)
        vote(page, "for")
        says(page, "Tu voto todavía no llegó")
    hall.close()

    here.context.set_offline(False)
    says(here, "Llegó tarde: no se contó")
    forgets(here, "choice=")

    # Somebody who closed that page and comes home later is told as well.
    away.goto("about:blank")
    away.context.set_offline(False)
    away.goto(hall.house.address + "/")
    says(away, "Llegó tarde: no se contó")
    assert hall.ballots() == []


def test_a_secret_vote_without_signal_is_in_no_memory_and_is_sent_once(
    secret_hall: Hall, phone: Phone
) -> None:
    page = phone(secret_hall.card(0), keeps_pages=True)
    ready_to_keep(page)
    page.goto(secret_hall.ballot)
    page.context.set_offline(True)
    vote(page, "abstain")
    says(page, "Tu voto todavía no llegó")
    says(page, "no se guarda en el teléfono")
    assert "choice" not in page.evaluate(ITS_MEMORY)
    assert "abstain" not in page.evaluate(ITS_MEMORY)
    assert secret_hall.ballots(SECRET_BALLOTS) == []
    page.context.set_offline(False)
    says(page, "Recibimos tu voto")
    assert "choice" not in page.evaluate(ITS_MEMORY)
    assert secret_hall.ballots(SECRET_BALLOTS) == [(1, "abstain")]
    page.reload()
    assert "abst" not in page.inner_text("#ballot")


def test_a_waiting_vote_is_sent_for_who_cast_it_and_for_nobody_else(hall: Hall, phone: Phone) -> None:
    from playwright.sync_api import expect

    def wait_with_a_vote_and_lose_the_session() -> Any:
        page = phone(hall.card(0))
        page.goto(hall.ballot)
        page.context.set_offline(True)
        vote(page, "against")
        says(page, "Tu voto todavía no llegó")
        page.context.clear_cookies(name="sessionid")
        page.context.set_offline(False)
        page.wait_for_url("**/sign-in/**")
        expect(page.locator("#unsent")).to_be_visible()
        return page

    def sign_in(page: Any, card: dict[str, Any]) -> None:
        page.fill("input[name=number]", str(card["number"]))
        page.fill("input[name=pin]", card["pin"])
        page.click("main form button.main")
        expect(page.locator("nav.nav")).to_be_visible()

    # Another member signs in on the same phone: the vote is neither sent nor left for them to find.
    shared = wait_with_a_vote_and_lose_the_session()
    sign_in(shared, hall.card(1))
    shared.goto(hall.ballot)
    assert shared.locator("button[name=choice]").count() == 3
    assert "choice=" not in shared.evaluate(ITS_MEMORY)
    assert hall.ballots() == []

    # Whoever cast it signs in again: it goes out by itself.
    own = wait_with_a_vote_and_lose_the_session()
    sign_in(own, hall.card(0))
    says(own, "Votaste: No")
    assert hall.ballots() == [(hall.numbers[0], "against")]


# --- the record ----------------------------------------------------------------------------------


def test_the_phone_warns_when_the_record_it_remembers_is_gone(hall: Hall, phone: Phone) -> None:
    from playwright.sync_api import expect

    page = phone(hall.card(0))
    home = hall.house.address + "/"
    remembered = "() => JSON.parse(localStorage.getItem('record-head'))"
    alarm = page.locator("#record-alarm")

    # The record goes on: nothing is said, and the new head is remembered.
    first = page.evaluate(remembered)
    hall.close()
    with page.expect_response("**/api/v1/record?*"):
        page.goto(home)
    expect(alarm).to_be_hidden()
    page.reload()
    second = page.evaluate(remembered)
    assert second["seq"] > first["seq"]
    assert second["hash"] != first["hash"]

    # The act it remembers reads otherwise, or the record is shorter: it warns, and does not let go of what
    # it knew.
    for other in (
        {"seq": second["seq"], "hash": "0" * 64},
        {"seq": second["seq"] - 5, "hash": "0" * 64},
        {"seq": 1, "hash": "0" * 64},
        {"seq": second["seq"] + 1, "hash": second["hash"]},
    ):
        page.evaluate("(it) => localStorage.setItem('record-head', JSON.stringify(it))", other)
        page.goto(home)
        expect(alarm).to_be_visible()
        page.reload()
        expect(alarm).to_be_visible()
        assert page.evaluate(remembered) == other

    # An older head that the record still holds is no reason to warn.
    page.evaluate("(it) => localStorage.setItem('record-head', JSON.stringify(it))", first)
    with page.expect_response("**/api/v1/record?*"):
        page.goto(home)
    expect(alarm).to_be_hidden()


# --- the live count ------------------------------------------------------------------------------


def test_who_watches_sees_a_vote_arrive_and_the_result_by_itself(hall: Hall, phone: Phone) -> None:
    from playwright.sync_api import expect

    watcher, voter = phone(hall.card(0)), phone(hall.card(1))
    watcher.goto(hall.ballot)
    before = watcher.inner_text("#count p >> nth=0")
    voted, roll = map(int, re.findall(r"\d+", before))
    watcher.evaluate("() => { window.neverReloaded = true; }")
    watcher.click("button[name=choice][value=for]")  # half a vote stays as it is
    voter.goto(hall.ballot)
    vote(voter, "for")
    expect(watcher.locator("#count p").first).to_have_text(
        before.replace(str(voted), str(voted + 1), 1), timeout=4000
    )
    expect(watcher.locator("#confirm")).to_be_visible()
    assert watcher.evaluate("() => window.neverReloaded") is True
    assert roll > voted + 1

    # Closing: who is done sees the result; who was about to confirm is told first.
    hall.close()
    says(voter, "Se aprobó")
    assert voter.url.endswith(f"/motions/{hall.motion}/")
    expect(watcher.locator("#count")).to_contain_text("La votación cerró", timeout=4000)
    expect(watcher.locator("#confirm")).to_be_visible()
    watcher.click("#confirm button.go")
    says(watcher, "Llegó tarde: no se contó")
    assert hall.ballots() == [(hall.numbers[1], "for")]
