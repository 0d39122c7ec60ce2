"""A plan, one of its seats, what if I took it, and a swap: axe finds nothing, and nothing overflows a small phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from rotation.models import Duty
from tests.coop.village import Village, a_village
from tests.journeys.answering import problems_of
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> Village:
    village = a_village()
    monkeypatch.setattr(timezone, "now", lambda: village.hall.now)
    return village


@pytest.mark.parametrize("language", ["es-ar", "en"])
def test_pages_of_turns_shut_nobody_out(
    village: Village, chromium_launch: dict[str, Any], language: str
) -> None:
    turn = Duty.objects.filter(kind="turn", member=village.member).earliest("pk")
    client = signed_in(village.member, language)
    looked_at = {
        "/the-plan/": f"/plans/{village.table.pk}/",
        "/mine/": f"/plans/{village.table.pk}/?mine=1",
        "/proposed/": f"/plans/{village.proposed.pk}/",
        "/a-seat/": f"/plans/{village.proposed.pk}/seats/{village.proposed.seats.earliest('pk').pk}/",
        "/what-if-i-took-it/": f"/plans/{village.table.pk}/seats/{village.table.seats.latest('pk').pk}/?take=1",
        "/a-swap/": f"/duties/{turn.pk}/swap/",
        "/what-if/": "/power/what-if/?months=24&percent=25",
        "/not-yours/": "/cards/",
        "/posts/": "/posts/",
    }
    pages = {path: client.get(address) for path, address in looked_at.items()}
    assert {path for path, page in pages.items() if page.status_code != 200} == {"/not-yours/"}
    assert problems_of(pages, chromium_launch) == {}
