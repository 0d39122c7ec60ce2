"""A co-operative of nine with its books, its posts of money, and what a month is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from ledger.actions import open_accounts, post_entry
from ledger.chart import CHART
from ledger.models import Period
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_run
from payroll.models import PayRun
from tests.makers import NOW, give_power, make_coop, make_voters, write_house_rule

MARCH = (date(2026, 3, 1), date(2026, 4, 1))
LATER = NOW + timedelta(days=27)
"""The first of April: March is over."""


def month(name: str) -> Period:
    """A calendar month of the books: month("2026-03")."""
    year, number = map(int, name.split("-"))
    until_on = date(year + number // 12, number % 12 + 1, 1)
    return Period.objects.get_or_create(
        name=name, defaults={"from_on": date(year, number, 1), "until_on": until_on}
    )[0]


@dataclass
class Nine:
    """Delia prepares the pay and pays it, Oscar signs it, Teresa proposes the surplus."""

    coop: Cooperative
    people: list[Member]
    delia: Member
    oscar: Member
    teresa: Member
    mandates: dict[str, Any] = field(default_factory=dict)

    def computed(self, name: str = "2026-03", *, now: datetime = LATER) -> PayRun:
        run = prepare_run(period_id=month(name).pk, actor=self.delia, now=now)
        return compute_run(run_id=run.pk, actor=self.delia, now=now)

    def signed(self, name: str = "2026-03", *, now: datetime = LATER) -> PayRun:
        return countersign_run(run_id=self.computed(name, now=now).pk, actor=self.oscar, now=now)

    def posted(self, name: str = "2026-03", *, now: datetime = LATER) -> PayRun:
        return post_run(run_id=self.signed(name, now=now).pk, actor=self.delia, now=now)

    def paid(self, name: str = "2026-03", *, now: datetime = LATER) -> PayRun:
        return pay_run(run_id=self.posted(name, now=now).pk, actor=self.delia, now=now)

    def earn(self, cents: int, *, on: date = date(2026, 3, 10), key: str = "sale") -> None:
        """Money comes in (below zero: goes out) and is the month's result."""
        lines = [Line(account="1.1.1", cents=cents), Line(account="4.1.1", cents=-cents)]
        post_entry(on=on, memo="Ventas", key=f"{key} {on}", lines=lines, actor=None, now=LATER)


def nine_of(*, people: int = 9, law_pack: str = "NONE", pay_cents: int = 100_000_000) -> Nine:
    coop = make_coop(law_pack=law_pack)
    everyone = make_voters(people)
    open_accounts(accounts=CHART, actor=None, now=NOW)
    write_house_rule("pay.equal", {"method": "fixed", "amount_cents": pay_cents})
    write_house_rule("assembly.seconders", 0)
    delia, oscar, teresa = everyone[4], everyone[5], everyone[6]
    mandates = {
        "treasury": give_power(delia, "payroll.prepare_pay", "payroll.pay", "ledger.keep_books"),
        "signature": give_power(oscar, "payroll.countersign_pay"),
        "surplus": give_power(teresa, "payroll.propose_surplus", "ledger.close_period"),
        "chair": give_power(everyone[8], "assemblies.chair", "assemblies.convoke", "assemblies.keep_door"),
    }
    return Nine(coop=coop, people=everyone, delia=delia, oscar=oscar, teresa=teresa, mandates=mandates)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def nine(db: None) -> Nine:
    return nine_of()
