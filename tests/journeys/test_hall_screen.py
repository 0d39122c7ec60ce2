"""The screen of the hall, measured in a real browser: nothing scrolls, nothing is cut, all is read from far away.

The browser asks this very process: every address is answered by the pages themselves, without a server between.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assemblies.actions import (
    arrive_at_door,
    ask_for_the_floor,
    begin_item,
    cast_ballot,
    close_assembly,
    close_voting,
    depart,
    give_the_floor,
    recess_assembly,
)
from assemblies.hall_address import hall_address
from assemblies.models import AgendaItem
from members.models import Member
from tests.assemblies.conftest import Hall, hall_of
from tests.journeys.answering import answers

sync_api = pytest.importorskip("playwright.sync_api")
expect, sync_playwright = sync_api.expect, sync_api.sync_playwright
Look = Callable[..., list[dict[str, Any]]]

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SIZES = [(1280, 720), (1920, 1080), (1024, 768)]
LONGEST = (
    "Whether we fit new burners on kiln 2 in two parts, the first in March with what is left of last year, "
)
LONGEST += "and the second once the glazing line has paid back what it was lent in the winter before the last"
MEASURE = """() => {
  const W = innerWidth, H = innerHeight, out = [], small = [];
  const box = document.documentElement, slack = H / 60;  // letters hang out of tight lines a little
  document.querySelectorAll('#hall *').forEach(n => {
    if (n.closest('svg') && n.tagName !== 'svg') return;
    const r = n.getBoundingClientRect();
    if (!r.width || !r.height) return;
    const name = n.tagName + '.' + (n.className.baseVal === undefined ? n.className : n.className.baseVal);
    if (r.right > W + 1 || r.bottom > H + 1 || r.left < -1 || r.top < -1)
      out.push(name + ' ends at ' + Math.round(r.right) + ',' + Math.round(r.bottom));
    if (['MAIN', 'DIV', 'ASIDE'].includes(n.tagName)
        && (n.scrollHeight > n.clientHeight + slack || n.scrollWidth > n.clientWidth + 2))
      out.push(name + ' holds ' + n.scrollHeight + ' in ' + n.clientHeight);
  });
  const far = '#hall h1, #hall .cnt, #hall .quorum, #hall .qr b, #hall .line-up, #hall .legend li';
  document.querySelectorAll(far).forEach(n => {
    const size = parseFloat(getComputedStyle(n).fontSize);
    if (size < 0.026 * Math.min(W, H * 16 / 9)) small.push(n.tagName + '.' + n.className + ' ' + size);
  });
  const tiles = document.querySelector('#hall .mosaic');
  return {scrolls: box.scrollHeight > H || box.scrollWidth > W, out, small,
          tiles: tiles ? tiles.getBoundingClientRect().height / H : null};
}"""


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Hall:
    """An open assembly of 480, at a moment that stands still."""
    hall = hall_of(480)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return hall


def asked(address: str) -> Any:
    """An answer of this very process, as a stranger gets it."""
    return Client().get(address, headers={"host": "localhost"})


@pytest.fixture
def look(many: Hall, chromium_launch: dict[str, Any]) -> Look:
    """Measure the screen as it is now, at every size, in both languages, with scripts and without."""

    def measure(*, scripts: bool = True) -> list[dict[str, Any]]:
        # Asked before the browser starts: a database connection is not shared with the browser's loop.
        pages = {hall_address(many.assembly.pk, language): None for language in ("es-ar", "en")}
        got = {address: asked(address) for address in pages}
        found = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium_launch)
            for width, height in SIZES:
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    java_script_enabled=scripts,
                    service_workers="block",
                )
                problems: list[str] = []
                page.on(
                    "console",
                    lambda said, to=problems: to.append(said.text) if said.type == "error" else None,
                )
                page.route("**/*", answers(got))
                for address in pages:
                    page.goto("http://localhost" + address)
                    seen: dict[str, Any] = page.evaluate(MEASURE)
                    about = {"size": (width, height), "problems": list(problems)}
                    found.append(seen | about | {"text": page.inner_text("#hall")})
                page.close()
            browser.close()
        return found

    return measure


def fits(look: Look) -> list[dict[str, Any]]:
    found = look()
    wrong = [
        (seen["size"], seen["scrolls"], seen["out"], seen["small"], seen["problems"])
        for seen in found
        if seen["scrolls"] or seen["out"] or seen["small"] or seen["problems"]
    ]
    assert wrong == []
    return found


def speak(hall: Hall, *, waiting: int = 12) -> None:
    Member.objects.filter(pk=hall.people[0].pk).update(name="María de los Ángeles Huenchullán de Arrieta")
    for number, person in enumerate(hall.people[: waiting + 1]):
        ask_for_the_floor(
            assembly_id=hall.assembly.pk, actor=person, now=hall.now + timedelta(milliseconds=number)
        )
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)


def test_while_somebody_speaks_under_the_longest_title(many: Hall, look: Look) -> None:
    many.motion(title=LONGEST[:200])
    begin_item(item_id=AgendaItem.objects.get().pk, actor=many.chair, now=many.now)
    speak(many)
    fits(look)


@pytest.mark.parametrize(
    "title", ["Two forklifts", LONGEST[:90], LONGEST[:200]], ids=["short", "long", "longest"]
)
def test_while_480_vote(many: Hall, look: Look, title: str) -> None:
    motion = many.vote(title=title)
    for person in many.people[:40]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=many.now)
    for seen in fits(look):
        assert seen["tiles"] > 0.16, seen["size"]
        assert "480" in seen["text"]


@pytest.mark.parametrize("title", ["Two forklifts", LONGEST[:200]], ids=["short", "longest"])
def test_when_the_result_is_there(many: Hall, look: Look, title: str) -> None:
    motion = many.vote(title=title)
    for number, person in enumerate(many.people[:300]):
        choice = ("for", "for", "against", "abstain")[number % 4]
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=many.now)
    close_voting(motion_id=motion.pk, actor=many.chair, now=many.now)
    fits(look)


def test_before_the_first_item_in_a_recess_without_quorum_and_once_it_is_over(many: Hall, look: Look) -> None:
    fits(look)
    many.now += timedelta(minutes=1)
    for person in many.people[:400]:
        depart(assembly_id=many.assembly.pk, member=person, now=many.now)
    fits(look)
    recess_assembly(assembly_id=many.assembly.pk, actor=many.chair, now=many.now)
    fits(look)
    close_assembly(assembly_id=many.assembly.pk, actor=many.chair, now=many.now)
    fits(look)


def test_without_scripts_it_shows_the_same(many: Hall, look: Look) -> None:
    for seen in look(scripts=False):
        assert not seen["scrolls"]
        assert many.assembly.hall_code in seen["text"]


def test_the_screen_follows_by_itself(many: Hall, chromium_launch: dict[str, Any]) -> None:
    """Somebody arrives, and the number on the screen changes, with nobody touching it."""
    many.now += timedelta(minutes=1)
    depart(assembly_id=many.assembly.pk, member=many.people[0], now=many.now)
    address = hall_address(many.assembly.pk, "en")
    before, part = asked(address), asked(address + "part/")
    arrive_at_door(assembly_id=many.assembly.pk, numbers=[1], actor=None, now=many.now)
    pages = {address: before, address + "part/": [part, asked(address + "part/")]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, service_workers="block")
        page.route("**/*", answers(pages))
        page.goto("http://localhost" + address)
        expect(page.locator(".here .cnt")).to_have_text("479")
        expect(page.locator(".here .cnt")).to_have_text("480", timeout=10_000)
        browser.close()
