"""What our promises of time come to in a member's hand: `make bench PARTS=people`. Needs Chromium.

A browser does the whole thing on a phone's screen, its processor four times slower and its line "Slow 4G" as
browsers mean it. Waiting is measured; the hand is counted, at a pace said here, which is that of somebody who knows
the page and is in no hurry. What is only looked at counts too.
"""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

TAP, CHARACTER, CAMERA = 1.2, 0.3, 5.0
"""Seconds: a tap with finding where, a character on the phone's keyboard, a picture taken and accepted."""
LOOK, DECIDE = 1.0, 4.0
"""Seconds: to read a movement that is known, and to say what a new one was for."""
SLOWER = 4
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""Bytes a second, milliseconds: the line that browsers call Slow 4G."""
MOVEMENTS, NAMES, NEW_NAMES = 300, 60, 12
"""Of a month, with whom; and how many of those of the second month are new."""
MEMBERS = 312
TICKET_S, MONTH_S, ANSWER_MS = 25, 3600, 1000
STANDINGS = 40
AGO = timedelta(days=33)
"""So long ago the demo ends: its last month is over, and is closed here."""
ACCOUNTS = ("5.2.1", "5.2.2", "5.3.1", "5.5.1", "5.5.2", "5.6.3")


class Hand:
    """One journey: what the hand did, what the eyes read, and how long the phone kept them waiting."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = self.characters = self.waits = 0
        self.other = self.waited = 0.0

    def tap(self, times: int = 1) -> None:
        self.taps += times

    def type(self, field: Any, text: str) -> None:
        self.taps += 1
        self.characters += len(text)
        field.fill(text)

    @contextmanager
    def page_wait(self) -> Iterator[None]:
        """A tap after which another page comes."""
        self.tap()
        began = time.perf_counter()
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.waited += time.perf_counter() - began
        self.waits += 1

    def press(self, what: Any) -> None:
        with self.page_wait():
            what.click(no_wait_after=True)

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.characters * CHARACTER + self.other + self.waited

    def row(self, what: str, under: int, **more: Any) -> dict[str, Any]:
        return {
            "what": what,
            "seconds": round(self.seconds, 1),
            "under": under,
            "is_under": self.seconds < under,
            "taps": self.taps,
            "characters": self.characters,
            "pages": self.waits,
            "waited_s": round(self.waited, 1),
            **more,
        }


def a_photo() -> bytes:
    """What a phone's camera gives: twelve million points, some megabytes."""
    from PIL import Image

    paper = Image.effect_noise((400, 300), 70).resize(
        (4000, 3000)
    )  # light and shadow, and what the sensor adds
    grain = Image.effect_noise((4000, 3000), 24)
    file = io.BytesIO()
    Image.blend(paper, grain, 0.3).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def a_month(names: list[str], on: date, dice: random.Random) -> bytes:
    """A bank's file of so many movements: few names come often, most now and then; everyone comes once at least."""
    often = [1 / (nth + 1) for nth in range(len(names))]
    drawn = names + dice.choices(names, weights=often, k=MOVEMENTS - len(names))
    rows = sorted((on + timedelta(days=dice.randrange(28)), name) for name in drawn)
    lines = [
        f"{day:%d/%m/%Y};{name} {dice.randrange(10**6)};{-dice.randrange(1_000, 9_000_000) / 100:.2f}".replace(
            ".", ","
        )
        for day, name in rows
    ]
    return ("Fecha;Concepto;Importe\n" + "\n".join(lines) + "\n").encode()


def a_ticket(page: Any, base: str, photo: bytes) -> dict[str, Any]:
    page.goto(f"{base}/books/")
    hand = Hand(page)
    hand.press(page.locator('a[href="/books/tickets/new/"]').first)
    hand.tap(2)  # the field, and the camera among what the phone offers
    hand.other += CAMERA
    began = time.perf_counter()
    page.locator("[name=file]").set_input_files({"name": "f.jpg", "mimeType": "image/jpeg", "buffer": photo})
    size = len(photo)
    while size >= len(photo) and time.perf_counter() - began < 20:
        time.sleep(0.1)
        size = page.locator("[name=file]").evaluate("field => field.files[0].size")
    smaller = time.perf_counter() - began
    before = hand.seconds
    hand.type(page.locator("[name=amount]"), "12.500")
    hand.tap(3)  # the list, one push of it, the account
    page.locator("[name=account]").select_option(ACCOUNTS[3])
    hand.tap()  # a push of the page, to its button
    hand.other += max(0.0, smaller - (hand.seconds - before))  # where the hand was quicker than the phone
    hand.press(page.locator("main form button.main"))
    assert re.search(r"/books/entries/[0-9a-f-]{36}/", page.url), page.url
    return hand.row(
        "a ticket from the phone, seconds", TICKET_S, photo_kb=len(photo) // 1024, sent_kb=size // 1024
    )


def a_month_of_the_bank(page: Any, base: str, file: bytes, what: str, *, closes: bool) -> dict[str, Any]:
    """From the open books to every movement entered and, where it `closes`, to the month closed."""
    page.goto(f"{base}/books/")
    hand = Hand(page)
    hand.press(page.locator('a[href="/books/bank/"]').first)
    hand.tap(2)
    upload = page.locator("#bank-file-form")
    upload.locator("[name=file]").set_input_files({"name": "m.csv", "mimeType": "text/csv", "buffer": file})
    hand.press(upload.locator("button"))
    hand.press(page.locator("main form button.main"))
    known = said = found = 0
    while True:
        asked = page.locator("#waiting form.row")
        if not asked.count():
            break
        hand.other += DECIDE
        yes = page.locator("#waiting li").filter(has=page.locator("[name=entry]")).first
        if yes.count() and asked.first.locator("xpath=ancestor::li").locator("[name=entry]").count():
            hand.press(yes.locator("button").first)
            found += 1
            continue
        hand.type(asked.first.locator("[name=account]"), ACCOUNTS[said % len(ACCOUNTS)])
        hand.press(asked.first.locator("button"))
        said += 1
    ticked = page.locator("[form=remembered]:checked").count()
    if ticked:
        hand.tap(page.locator("#waiting details").count())
        hand.other += LOOK * ticked
        known += ticked
        hand.press(page.locator("#remembered button"))
    assert not page.locator("#waiting li").count()
    if closes:
        hand.press(page.locator("main a").first)
        hand.press(page.locator('a[href="/books/periods/"]').first)
        hand.press(page.locator('a.btn[href^="/books/periods/"]').last)
        hand.other += DECIDE * page.locator("main ol li").count()
        looked_at = page.locator("main form [name=looked_at]")
        if looked_at.count():  # what is not done of the list was looked at
            hand.tap()
            looked_at.check()
        hand.press(page.locator("main form button.main"))
        assert not page.locator("[role=alert]").count(), page.locator("[role=alert]").inner_text()
    return hand.row(what, MONTH_S, said_one_by_one=said, known=known, found=found)


def sliders() -> dict[str, Any]:
    """What the page of what if answers to each push of a slider, beside an answer that asks nothing, on a demo."""
    from django.test import Client
    from django.test.utils import override_settings

    from members.models import Member

    client = Client(headers={"accept-language": "es-ar"})
    client.force_login(Member.objects.earliest("number"), backend="members.backends.NumberAndPin")

    def milliseconds(address: str) -> float:
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        return 1000 * (time.perf_counter() - began)

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        asked = [
            f"/surplus/what-if/?reinvestment={nth}&community={nth % 7}&pay={1_000_000 + 9_000 * nth}&joining={nth % 20}"
            for nth in range(STANDINGS + 1)
        ]
        answers = [milliseconds(address) for address in asked][1:]  # the first one warms up
        floor = [milliseconds("/manifest.webmanifest") for _ in asked]
    return {
        "what": f"what if, {Member.objects.count()} members of the demo, an answer",
        "p50_ms": round(statistics.median(answers), 1),
        "max_ms": round(max(answers), 1),
        "under_ms": ANSWER_MS,
        "is_under": max(answers) < ANSWER_MS,
        "floor_ms": round(statistics.median(floor), 2),
        "ratio": round(statistics.median(answers) / statistics.median(floor), 1),
    }


def stage(folder: Path) -> None:
    """The demo as it was some weeks ago, and whose card keeps the books."""
    from django.utils import timezone

    from coop.demo.load import load

    cards = load(members=MEMBERS, now=timezone.now() - AGO, say=lambda _step: None)
    card = next(card for card in cards if "treasurer" in card.posts)
    (folder / "people.json").write_text(json.dumps([card.number, card.pin]), encoding="utf-8")


def main(port: str, folder: str) -> None:
    """On a program that serves what `stage` told."""
    from playwright.sync_api import sync_playwright

    number, pin = json.loads((Path(folder) / "people.json").read_text(encoding="utf-8"))
    base, dice = f"http://localhost:{port}", random.Random(5)
    over = (datetime.now(tz=UTC) - AGO).date().replace(day=1)
    names = [f"PROVEEDOR {chr(65 + nth // 26)}{chr(65 + nth % 26)}" for nth in range(NAMES + NEW_NAMES)]
    browser_path = shutil.which("chromium") or "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        phone = browser.new_context(
            viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, locale="es-AR"
        )
        page = phone.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{base}/sign-in/")
        page.fill("[name=number]", str(number))
        page.fill("[name=pin]", pin)
        with page.expect_navigation():
            page.locator("main button").first.click()
        line = phone.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        rows = [a_ticket(page, base, a_photo())]
        first = a_month(names[:NAMES], over, dice)
        what = f"{MOVEMENTS} movements of the bank, nothing known yet, seconds"
        rows.append(a_month_of_the_bank(page, base, first, what, closes=False))
        then = a_month(names[NEW_NAMES:], over, dice)
        what = f"{MOVEMENTS} movements of the bank, and the month closed, seconds"
        rows.append(a_month_of_the_bank(page, base, then, what, closes=True))
        browser.close()
    print(json.dumps(rows))


if __name__ == "__main__":
    if sys.argv[1] in ("stage", "sliders"):
        django.setup()
    if sys.argv[1] == "sliders":
        print(json.dumps(sliders()))
    elif sys.argv[1] == "stage":
        stage(Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
