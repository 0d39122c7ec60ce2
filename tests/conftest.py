"""What every test may rely on."""

import gc
import os
import re
from typing import Any

# Playwright's plain API runs an event loop in the test's thread, where Django would refuse to touch the
# database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests.emptying import empty_the_tables

# A busy machine is slow, not wrong: no test fails for the time it takes.
_at_any_speed: Any = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("thorough", max_examples=100, **_at_any_speed)
settings.register_profile("quick", max_examples=20, **_at_any_speed)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--touching-the-database", action="store_true", help="only tests that an engine could make differ"
    )


def pytest_configure(config: pytest.Config) -> None:
    without_the_thorough = "not thorough" in config.getoption("markexpr")
    settings.load_profile("quick" if without_the_thorough else "thorough")
    config.addinivalue_line("markers", "both_engines: a journey, or a look at pages, made on PostgreSQL too")
    config.addinivalue_line("markers", "one_engine: no engine could make it differ: on SQLite only")
    TransactionTestCase._fixture_teardown = empty_the_tables  # type: ignore[attr-defined]


LOOKS_AT_PAGES = {"Client", "Program", "signed_in"}
"""What a file imports that sends requests: each costs a page, and there are thousands of them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if LOOKS_AT_PAGES & set(vars(getattr(item, "module", None) or object)):
            item.add_marker("pages")
    if config.getoption("--touching-the-database"):
        config.hook.pytest_deselected(
            items=[one for one in items if not _an_engine_could_make_it_differ(one)]
        )
        items[:] = filter(_an_engine_could_make_it_differ, items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector pass over what stays to the end: the program, its pages and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _an_engine_could_make_it_differ(item: pytest.Item) -> bool:
    """It touches the database, and not only to show on a page or in an answer what others tried on both engines.

    So words, forms and shapes are looked at on SQLite only, by the name of the file; every address is asked on
    both all the same (tests/coop: the fuzz, the budgets, the walk, the contract, the demo), and every action, guard
    and race has its own test. `both_engines` says which of those files try more than they show.
    """
    if item.get_closest_marker("both_engines"):
        return True
    if item.get_closest_marker("one_engine") or _ONLY_SHOWS.search(item.path.as_posix()):
        return False
    return bool(item.get_closest_marker("django_db") or TOUCHING & set(getattr(item, "fixturenames", ())))


TOUCHING = {"db", "transactional_db", "live_server"}
_ONLY_SHOWS = re.compile(r"(/test_(\w+_)?(pages|api)\.py|/api/test_\w+\.py)$")


@pytest.fixture(autouse=True)
def _no_test_remembers_another_cooperative() -> None:
    """What a process remembers is about one co-operative; each test founds its own."""
    from members.models import Cooperative
    from record import shared

    Cooperative.objects.forget()
    shared.forget()


@pytest.fixture(scope="session")
def chromium_launch() -> dict[str, Any]:
    """How to start the browser we test with: Debian's Chromium, quiet, able to run as root."""
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--font-render-hinting=none",
        ],
    }
