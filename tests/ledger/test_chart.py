"""The chart that a founding opens suits any trade, and has what the program posts to."""

from __future__ import annotations

from ledger import chart
from ledger.chart import CHART, GENERAL_CHART
from payroll.reports.energy import ACCOUNTS
from payroll.reports.public import GIVEN

OF_CERAMICS = (
    *("clay", "feldspar", "kaolin", "frit", "glaze", "porcelain", "tile", "red body", "white body"),
    *("polish", "dies", "mould", "pallet", "33x33", "60x60", "monotributo"),
    *("arcilla", "feldespato", "caol", "frita", "esmalte", "porcelan", "cerámic", "pasta", "pulido", "matri"),
)


def test_nothing_of_ceramics_is_in_a_new_co_operatives_books():
    names = " | ".join(f"{account.name} {account.name_es}" for account in GENERAL_CHART).lower()
    assert [word for word in OF_CERAMICS if word in names] == []


def test_every_account_that_the_program_knows_is_opened():
    constants = {value for name, value in vars(chart).items() if name.isupper() and isinstance(value, str)}
    known = {*constants, *ACCOUNTS.values(), GIVEN}
    assert chart.BANK in known
    assert sorted(known - {account.code for account in GENERAL_CHART}) == []


def test_it_is_the_chart_of_the_works_with_other_names_and_no_other_codes():
    """Kind, place and what may be shared stay, so that a name read from either is of the same account."""
    of_works = {account.code: account for account in CHART}
    for account in GENERAL_CHART:
        there = of_works[account.code]
        assert (account.kind, account.place, account.is_shareable) == (
            there.kind,
            there.place,
            there.is_shareable,
        )
    codes = [account.code for account in GENERAL_CHART]
    assert len(codes) == len(set(codes))


def test_funds_are_called_alike_in_both():
    """A fund's name may be read from the chart of the works: it is the one in everyone's books."""
    of_works = {account.code: account for account in CHART}
    funds = {*chart.STEP_ACCOUNTS.values(), *chart.SET_ASIDE_ACCOUNTS.values()}
    assert all(account == of_works[account.code] for account in GENERAL_CHART if account.code in funds)
