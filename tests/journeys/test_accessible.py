"""Nobody is shut out: axe's rules in light and dark, both languages; 320 pixels without scrolling sideways."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import House, Phone

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/assembly/",
    "/motions/51/",
    "/motions/51/ballot/",
    "/motions/47/",
    "/motions/",
    "/motions/new/equal_pay/",
    "/assemblies/",
    "/rules/",
    "/duties/",
    "/posts/",
    "/posts/treasurer/",
    "/power/",
    "/power/trained/",
    "/power/what-if/",
    "/members/3/burden/",
    "/power/months/",
    "/powers/",
    "/duties/burden/",
    "/duties/calendar/",
    "/posts/table-chair/",
    "/mandates/1/recall/",
    "/plans/",
    "/turns/",
    "/skills/",
    "/draws/",
    "/draws/1/",
    "/pay/power/",
    "/pay/",
    "/pay/runs/12/",
    "/surplus/1/",
    "/books/?period=2025-12",
    "/members/",
    "/me/",
    "/record/",
    "/products/",
    "/calculators/decision/",
)


@pytest.mark.parametrize(("language", "theme"), [("es-ar", "light"), ("en", "dark")])
def test_axe_finds_nothing(house: House, phone: Phone, language: str, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = phone(house.card("treasurer"))
    page.context.add_cookies(
        [
            {"name": "theme", "value": theme, "url": house.address},
            {"name": "django_language", "value": language, "url": house.address},
        ]
    )
    if language == "en":
        page.click("header form.lang button")
    found = {}
    for path in PAGES:
        assert page.goto(house.address + path).ok, path
        violations = axe.run(page).response["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
        if told:
            found[path] = told
    assert found == {}


def test_nothing_overflows_a_small_phone(house: House, phone: Phone) -> None:
    page = phone(house.card("treasurer"))
    page.set_viewport_size({"width": 320, "height": 568})
    wide = {}
    for path in PAGES:
        assert page.goto(house.address + path).ok, path
        # Measured element by element: an emulated phone's viewport grows with what overflows it.
        over = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321"
            " && getComputedStyle(e).position !== 'absolute').map(e => e.outerHTML.slice(0, 90)).slice(0, 3)"
        )
        if over:
            wide[path] = over
    assert wide == {}
