"""A house whose every member has a phone over HTTP, and a browser once somebody looks at what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys.conftest import Phone
from tests.journeys.phones import HttpPhone, at_once
from tests.journeys.whole_assembly import PIN, Hall, expect, numbers

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


@dataclass(kw_only=True)
class Everybody(Hall):
    """The house, its clock, a phone over HTTP for each, and as many browsers as there are people to look at."""

    people: int
    phone: Phone
    pages: dict[int, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """What a browser complained of but a page that refused, and pages that scroll sideways."""

    def __post_init__(self) -> None:
        self.clock(self.now)
        self.phones = {
            number: HttpPhone(address=self.address, number=number, pin=PIN)
            for number in numbers(1, self.people)
        }
        at_once(HttpPhone.sign_in, self.phones.values())

    def browser(self, number: int, **about: Any) -> Any:
        """Somebody's own phone, signed in."""
        if number not in self.pages:
            page = self.phone({"number": number, "pin": PIN}, **about)
            page.on("pageerror", lambda problem: self.problems.append(str(problem)))
            self.pages[number] = page
        return self.pages[number]

    def go(self, number: int, path: str) -> Any:
        """Their phone with this page open, which fits on it."""
        page = self.browser(number)
        answer = page.goto(self.address + path)
        assert answer.status in (200, 403), (path, answer.status)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.problems.append(f"{path} scrolls sideways")
        return page

    def opens(self, number: int, path: str, title: str) -> Any:
        page = self.go(number, path)
        expect(page.locator("h1")).to_have_text(title)
        return page

    def reads_well(self, page: Any) -> None:
        """Axe finds nothing on the page as it stands."""
        for found in axe.Axe().run(page).response["violations"]:
            self.problems.append(f"{page.url}: {found['id']}: {found['nodes'][0]['html'][:120]}")
