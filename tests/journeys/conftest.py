"""The real program for the journeys: a demo told once, served by a real process, phones that are real browsers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """What a served co-operative finds around it; without an address its database is a file in its folder."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    }
    own = {"COOP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "coop.settings"}
    return {**kept, **own, **({"DATABASE_URL": database} if database else {})}


def manage(folder: Path, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env=environment(folder, database),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """The whole demo of 312, in a folder, and everybody's cards."""
    folder = tmp_path_factory.mktemp("told")
    assert manage(folder, "migrate", "-v0").returncode == 0
    assert manage(folder, "collectstatic", "-v0", "--no-input").returncode == 0
    demo = manage(folder, "demo", "--json")
    assert demo.returncode == 0, demo.stderr
    return folder, json.loads(demo.stdout)["cards"]


@dataclass(kw_only=True)
class House:
    """A served co-operative: where it is, its folder, and who may sign in."""

    address: str
    folder: Path
    cards: list[dict[str, Any]]
    database: str = ""

    def card(self, post: str) -> dict[str, Any]:
        return next(card for card in self.cards if post in card["posts"])

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return manage(self.folder, *arguments, database=self.database)

    def ask(self, question: str) -> Any:
        """Something from its database, as JSON, asked by another process."""
        done = self.manage(
            "shell", "--no-imports", "-c", f"import json\n{question}\nprint(json.dumps(answer))"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture
def house(told: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> Iterator[House]:
    """A fresh copy of the told demo, served by the program's own entry on a free port."""
    with served(told, tmp_path / "coop") as house:
        yield house


@contextmanager
def served(told: tuple[Path, list[dict[str, Any]]], own: Path) -> Iterator[House]:
    """A copy of the told demo in a folder of its own, served until it is let go."""
    folder, cards = told
    shutil.copytree(folder, own)
    with serving(own, cards=cards) as house:
        yield house


@contextmanager
def serving(
    own: Path, *, cards: list[dict[str, Any]], database: str = "", entry: str = "coop.asgi:application"
) -> Iterator[House]:
    """The co-operative of this folder (and database), served by this entry until it is let go."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", entry, "--host", "127.0.0.1"),
            *("--port", str(port), "--log-level", "warning", "--no-access-log"),
            *("--timeout-graceful-shutdown", "2"),
        ],
        cwd=ROOT,
        env=environment(own, database),
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield House(address=f"http://127.0.0.1:{port}", folder=own, cards=cards, database=database)
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def own_database() -> Iterator[str]:
    """A new database on the PostgreSQL of DATABASE_URL, gone afterwards; "" on SQLite, whose file is in the folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres://", "postgresql://")):
        yield ""
        return
    name = f"journey_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


Phone = Callable[..., Any]


@pytest.fixture
def phone(house: House, chromium_launch: dict[str, Any]) -> Iterator[Phone]:
    """Make a phone (360×740, Spanish) and, with a card, sign in on it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_launch)

        def make(
            card: dict[str, Any] | None = None,
            *,
            scripts: bool = True,
            locale: str = "es-AR",
            keeps_pages: bool = False,
        ) -> Any:
            context = browser.new_context(
                viewport={"width": 360, "height": 740},
                is_mobile=True,
                has_touch=True,
                locale=locale,
                timezone_id="America/Argentina/Buenos_Aires",
                reduced_motion="reduce",
                service_workers="allow" if keeps_pages else "block",
                java_script_enabled=scripts,
            )
            page = context.new_page()
            page.set_default_timeout(45_000)
            page.goto(house.address + "/sign-in/")
            if card is not None:
                page.fill("input[name=number]", str(card["number"]))
                page.fill("input[name=pin]", card["pin"])
                page.click("main form button.main")
                page.wait_for_url(house.address + "/")
            return page

        yield make
        browser.close()
