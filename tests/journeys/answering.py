"""A browser that is given answers of this very process: no server, no port, no waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

WIDE = (
    "[...document.querySelectorAll('body:not(.hall) *')].filter(e => e.getBoundingClientRect().right > 321"
    " && getComputedStyle(e).position !== 'absolute').map(e => e.outerHTML.slice(0, 90)).slice(0, 3)"
)
"""What is wider than 320 pixels, element by element: an emulated phone's viewport grows with what overflows it.

The screen of the hall stands in the hall, and is measured there."""
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


def problems_of(pages: dict[str, Any], launch: dict[str, Any]) -> dict[str, list[str]]:
    """What axe finds on each of these answers, everything on it opened, and what is wider than a small phone."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    sync_api = pytest.importorskip("playwright.sync_api")
    by_path = {f"/{number}/": got for number, got in enumerate(pages.values())}
    found: dict[str, list[str]] = {}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch)
        page = browser.new_page(viewport={"width": 320, "height": 568}, service_workers="block")
        page.route("**/*", answers(by_path))
        for path, name in zip(by_path, pages, strict=True):
            page.goto("http://localhost" + path)
            page.evaluate(OPEN)
            violations = axe.run(page).response["violations"]
            told = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations]
            told += page.evaluate(WIDE)
            if told:
                found[name] = told
        browser.close()
    return found


def answers(pages: dict[str, Any]) -> Callable[[Any], None]:
    """Give a browser these answers by their paths, and the static files."""

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
        elif path in pages:
            got = pages[path]
            if isinstance(got, list):  # one after the other, the last for ever
                got = got.pop(0) if len(got) > 1 else got[0]
            route.fulfill(status=got.status_code, body=got.content, headers=dict(got.headers))
        else:
            route.fulfill(status=204)

    return answer
