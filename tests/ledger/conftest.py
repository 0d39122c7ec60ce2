"""Open books, with someone who keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from ledger.actions import open_accounts, post_entry
from ledger.chart import CHART
from ledger.models import Entry
from ledger.rules import Line
from members.models import Cooperative, Member
from tests.makers import NOW, TODAY, give_power, make_coop, make_member

BANK, CASH, SALES, GAS = "1.1.1", "1.1.2", "4.1.1", "5.2.1"


@dataclass
class Books:
    """The books of a co-operative: Delia keeps them, Oscar reads them."""

    coop: Cooperative
    delia: Member
    oscar: Member

    def post(
        self, *lines: tuple[str, int], key: str = "hand:sale", on: date = TODAY, memo: str = "Ventas"
    ) -> Entry:
        return post_entry(
            on=on,
            memo=memo,
            key=key,
            lines=[Line(account=code, cents=cents) for code, cents in lines],
            actor=self.delia,
            now=NOW,
        )

    def sell(self, cents: int, *, on: date = TODAY, key: str = "hand:sale") -> Entry:
        return self.post((BANK, cents), (SALES, -cents), key=key, on=on)


@pytest.fixture
def books(db: None) -> Books:
    with translation.override("en"):
        coop = make_coop()
        delia, oscar = make_member(5, "Delia Quiroga"), make_member(6, "Oscar Ñancucheo")
        give_power(delia, "ledger.keep_books", "ledger.close_period")
        open_accounts(accounts=CHART, actor=None, now=NOW)
    return Books(coop=coop, delia=delia, oscar=oscar)


@pytest.fixture(autouse=True)
def _powers_come_from_mandates(settings: Any) -> None:
    settings.AUTHENTICATION_BACKENDS = ["rotation.backends.TodaysMandates"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
