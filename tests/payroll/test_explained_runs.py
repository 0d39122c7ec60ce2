"""What a pay run comes to and how far apart we are paid open to their rule, their entry and the pay of that month."""

from __future__ import annotations

import pytest
from django.db.models import F, Sum

from payroll.models import Payslip
from payroll.reports.explained.runs import gap_explained, run_explained
from payroll.reports.power import power_and_pay
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine

pytestmark = pytest.mark.django_db


def test_a_run_opens_to_its_rule_and_its_entry_and_adds_up(nine: Nine) -> None:
    run = nine.posted("2026-03")
    sums = Payslip.objects.filter(run=run).aggregate(
        gross=Sum(F("equal_cents") + F("difference_cents") + F("return_cents")), kept=Sum("withheld_cents")
    )
    opened = run_explained(run, each_cents=100_000_000, kept_cents=sums["kept"])
    assert opened.total.given[0].cents == sums["gross"]
    assert opened.each.given[0].cents == opened.each.cents == 100_000_000
    assert (opened.total.cents, opened.total.adds_up) == (run.total_cents, True)
    assert run.entry is not None
    for why in (opened.each, opened.total):
        assert why.entry == (str(run.entry.pk), run.entry.number)
    assert opened.each.rule == "pay.equal"


def test_the_gap_opens_to_the_most_and_the_least(nine: Nine) -> None:
    nine.paid("2026-02")
    found = power_and_pay()
    assert found is not None
    opened = gap_explained(found)
    assert (opened.highest.cents, opened.lowest.cents, found.gap) == (100_000_000, 100_000_000, "1.00")
    for group in (opened.holders, opened.others):
        assert (group.lowest.cents, group.highest.cents) == (
            group.group.lowest_cents,
            group.group.highest_cents,
        )
    assert opened.highest.given[0].link == f"/pay/runs/{found.run.pk}/?all"
    assert opened.highest.entry is not None


def test_the_pages_of_pay_open_their_figures_without_scripts(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(LATER, monkeypatch)
    run = nine.paid("2026-02")
    client = signed_in(nine.people[0])
    for address, keys in (
        (f"/pay/runs/{run.pk}/", ("run-each", "run-total")),
        ("/pay/power/", ("gap-highest", "gap-lowest", "holders-lowest", "others-highest")),
    ):
        page = client.get(address).content.decode()
        for key in keys:
            assert f'id="explained-{key}"' in page, (address, key)
