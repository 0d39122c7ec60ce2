"""What a page costs on a phone's data: counted by the browser, as sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import House, Phone

pytestmark = pytest.mark.browser

FIRST, AFTER, VOTING = 60_000, 15_000, 30_000

VOTER = """
from assemblies.models import Motion
motion = Motion.objects.get(state="voting")
voted = set(motion.ballots.values_list("member__number", flat=True))
here = motion.assembly.presences.filter(left_at=None).exclude(member__mandates__isnull=False)
answer = {"motion": motion.pk, "number": next(
    n for n in here.values_list("member__number", flat=True).order_by("member__number") if n not in voted)}
"""
PAGES = [
    *("/", "/assembly/", "/motions/", "/motions/{motion}/", "/motions/1/", "/motions/{motion}/ballot/"),
    *(
        "/assemblies/",
        "/minutes/1/",
        "/rules/",
        "/duties/",
        "/posts/",
        "/posts/treasurer/",
        "/duties/calendar/",
        "/powers/",
        "/power/what-if/",
        "/plans/",
        "/turns/",
        "/skills/",
        "/draws/",
        "/draws/1/",
        "/members/",
        "/me/",
    ),
    *(
        "/books/",
        "/books/accounts/",
        "/pay/",
        "/pay/runs/",
        "/surplus/",
        "/products/",
        "/record/",
        "/calculators/",
    ),
    *("/power/", "/power/months/", "/power/trained/", "/duties/burden/", "/pay/power/"),
]
TREASURERS_PAGES = [
    "/",
    "/books/bank/",
    "/books/entries/new/",
    "/pay/runs/",
    "/pay/set-asides/",
    "/motions/new/",
]


class Meter:
    """Counts the bytes of one phone, headers included."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.bytes = 0
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.wire.on("Network.loadingFinished", self._loaded)

    def _loaded(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def visit(self, address: str, *, first: bool) -> int:
        if first:
            self.wire.send("Network.clearBrowserCache")
        self.bytes = 0
        response = self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(150)
        assert response.ok, f"{response.status} at {address}"
        return self.bytes


def test_every_page_is_light_on_the_first_visit_and_lighter_after(house: House, phone: Phone) -> None:
    found = house.ask(VOTER)
    voter = next(card for card in house.cards if card["number"] == found["number"])
    visits = [(voter, PAGES), (house.card("treasurer"), TREASURERS_PAGES)]
    heavy = []
    for card, pages in visits:
        meter = Meter(phone(card))
        for page in (page.format_map(found) for page in pages):
            first = meter.visit(house.address + page, first=True)
            after = meter.visit(house.address + page, first=False)
            print(f"{page:28} {first:7,} first {after:7,} after")
            most = VOTING if page.endswith("/ballot/") else FIRST
            if first > most or after > AFTER:
                heavy.append(f"{page}: {first:,} bytes first, {after:,} after")
    assert not heavy, "\n".join(heavy)
