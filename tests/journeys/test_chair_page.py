"""The chair's page in a real browser: it follows the hall, and no late tap falls on a button that has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assemblies.actions import ask_for_the_floor, begin_item, depart, give_the_floor, let_in_guest
from assemblies.hall_address import hall_address
from assemblies.models import AgendaItem
from rotation.models import Mandate
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_pages import signed_in
from tests.journeys.answering import answers

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    hall = hall_of(9)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return hall


def test_it_follows_the_hall_and_is_deaf_just_after_each_change(
    hall: Hall, chromium_launch: dict[str, Any]
) -> None:
    hall.motion()
    chair, address = signed_in(hall.chair), f"/assemblies/{hall.assembly.pk}/chair/"
    page_before, part_before = chair.get(address), chair.get(address + "part/")
    begin_item(item_id=AgendaItem.objects.get().pk, actor=hall.chair, now=hall.now)
    ask_for_the_floor(assembly_id=hall.assembly.pk, actor=hall.people[0], now=hall.now + timedelta(seconds=1))
    pages = {address: page_before, address + "part/": [part_before, chair.get(address + "part/")]}
    posted: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)
        page = browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
        page.on("request", lambda asked: posted.append(asked.url) if asked.method == "POST" else None)
        page.route("**/*", answers(pages))
        # Tapped while the page comes: nothing is sent.
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => document.getElementById('step-now').click())"
        )
        page.goto("http://localhost" + address)
        sync_api.expect(page.locator("#step-now")).to_have_text("Next item: Two forklifts")
        assert posted == []
        # Two polls later the step is another one, somebody waits, and the tap of that moment is not taken.
        page.evaluate(
            """() => new MutationObserver((_all, me) => {
                const now = document.getElementById('step-now');
                if (now && now.textContent.includes('Open the vote')) { me.disconnect(); now.click(); }
            }).observe(document.body, {childList: true, subtree: true})"""
        )
        sync_api.expect(page.locator("#step-now")).to_have_text(
            "Open the vote: Two forklifts", timeout=12_000
        )
        sync_api.expect(page.locator("#turn-next")).to_contain_text("Next: Zulema Ávalos")
        assert posted == []
        page.wait_for_timeout(800)
        page.click("#turn-next")
        assert [url.rpartition("/assemblies/")[2] for url in posted] == [f"{hall.assembly.pk}/floor/give/"]
        browser.close()


def test_nothing_is_replaced_while_somebody_types_in_it(hall: Hall, chromium_launch: dict[str, Any]) -> None:
    hall.motion()
    begin_item(item_id=AgendaItem.objects.get().pk, actor=hall.chair, now=hall.now)
    chair, address = signed_in(hall.chair), f"/assemblies/{hall.assembly.pk}/chair/"
    page_before = chair.get(address)
    ask_for_the_floor(assembly_id=hall.assembly.pk, actor=hall.people[0], now=hall.now)
    pages = {address: page_before, address + "part/": chair.get(address + "part/")}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)
        page = browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
        page.route("**/*", answers(pages))
        page.goto("http://localhost" + address)
        page.fill("#minutes", "45")
        page.wait_for_timeout(5000)
        assert page.input_value("#minutes") == "45"
        page.locator("#minutes").blur()
        sync_api.expect(page.locator("#turn-next")).to_contain_text("Zulema", timeout=6000)
        assert page.input_value("#minutes") == "45"
        assert page.evaluate("document.documentElement.scrollWidth <= 360")
        browser.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_floor_the_chairs_page_and_the_screen(
    hall: Hall, chromium_launch: dict[str, Any], theme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    hall.vote(title="A lathe")
    hall.motion()
    chair, zulema = signed_in(hall.chair), signed_in(hall.people[0])
    chair.cookies["theme"] = zulema.cookies["theme"] = theme
    base = f"/assemblies/{hall.assembly.pk}/"
    states: list[tuple[str, dict[str, Any]]] = []

    def keep(name: str) -> None:
        screen = hall_address(hall.assembly.pk, "en")
        got = {"/assembly/": zulema.get("/assembly/"), screen: chair.get(screen)}
        got |= {base + page: chair.get(base + page) for page in ("chair/", "guests/")}
        states.append((name, got))

    keep("a vote, and nobody speaks")
    begin_item(item_id=AgendaItem.objects.get(title="Two forklifts").pk, actor=hall.chair, now=hall.now)
    for number, person in enumerate(hall.people[:4]):
        about: dict[str, Any] = {"assembly_id": hall.assembly.pk, "now": hall.now + timedelta(seconds=number)}
        ask_for_the_floor(**about, actor=person, kind="order" if number == 2 else "turn")
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    let_in_guest(assembly_id=hall.assembly.pk, name="Paz", capacity="lawyer", actor=hall.chair, now=hall.now)
    keep("somebody speaks")
    hall.now += timedelta(minutes=4)
    for person in hall.people[1:8]:
        depart(assembly_id=hall.assembly.pk, member=person, now=hall.now)
    keep("the quorum was lost")
    found = {}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)
        page = browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
        for name, got in states:
            page.unroute_all()
            page.route("**/*", answers(got))
            for path in got:
                page.goto("http://localhost" + path)
                violations = axe.run(page).response["violations"]
                told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
                if told:
                    found[f"{name}: {path[:20]}"] = told
                page.set_viewport_size({"width": 320, "height": 568})
                if "/hall/" not in path and page.evaluate("document.documentElement.scrollWidth > 320"):
                    found[f"{name}: {path[:20]} at 320"] = ["it scrolls sideways"]
                page.set_viewport_size({"width": 360, "height": 740})
        browser.close()
    assert found == {}


def test_the_page_says_by_itself_that_ones_post_ended(hall: Hall, chromium_launch: dict[str, Any]) -> None:
    motion = hall.motion()
    chair, address = signed_in(hall.chair), f"/assemblies/{hall.assembly.pk}/chair/"
    page_before = chair.get(address)
    Mandate.objects.filter(member=hall.chair).update(
        ended_at=hall.now, ended_on=hall.assembly.starts_on, ended_by=motion
    )
    after = chair.get(address + "part/", headers={"x-requested-with": "XMLHttpRequest"})
    assert after.status_code == 403
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)
        page = browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
        page.route("**/*", answers({address: page_before, address + "part/": after}))
        page.goto("http://localhost" + address)
        sync_api.expect(page.locator("#chairing")).to_be_visible()
        sync_api.expect(page.get_by_role("alert")).to_contain_text(
            f"motion {motion.number} ended it", timeout=12_000
        )
        sync_api.expect(page.locator("#chairing")).to_have_count(0)
        browser.close()
