"""Books, pay and surplus shut nobody out: axe in light and dark, both languages, all of it opened, at 320 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from members.models import Member
from tests.journeys.answering import problems_of
from tests.journeys.sharing_world import a_month_of_everything
from tests.pages import signed_in
from tests.payroll.conftest import LATER
from tests.worlds import made_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Member, dict[str, str]]]:
    with made_once(a_month_of_everything, django_db_blocker) as world:
        yield world


@pytest.mark.parametrize(("language", "theme"), [("es-ar", "light"), ("en", "dark")])
def test_pages_of_sharing_shut_nobody_out(
    world: tuple[Member, dict[str, str]],
    chromium_launch: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    theme: str,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    delia, addresses = world
    client = signed_in(delia, language)
    client.cookies["theme"] = theme
    pages = {address: _shown(client, address) for address in addresses.values()}
    assert {address: page.status_code for address, page in pages.items() if page.status_code != 200} == {}
    assert {address for address, page in pages.items() if page.content.count(b"<h1") != 1} == set()
    assert problems_of(pages, chromium_launch) == {}


def _shown(client: Client, address: str) -> Any:
    return client.get(address, follow=True)
