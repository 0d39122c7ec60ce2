"""The cases worked by hand, each to the cent by the functions that the program itself uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

from assemblies.rules.law_packs import Said
from ledger.actions.entries import post_entry, reverse_entry
from ledger.money import format_money, share_nearest, split
from ledger.reports import balance
from ledger.rules import Line
from payroll.rules.equal_pay import DatedAmount, Span, fixed_pay
from payroll.rules.equal_pay import Period as Cycle
from payroll.rules.law_packs import PackStep, law_pack
from payroll.rules.returning import parts_of
from payroll.rules.surplus import SurplusInput, waterfall
from tests.payroll.conftest import LATER, Nine

TESTS = Path(__file__).parent.parent
GOLDEN = {case["id"]: case for case in json.loads((TESTS / "golden" / "worked.json").read_text())}
ELSEWHERE = {
    "tests/ledger/test_money.py": "G01 G02 G03 G04 G07 G13 G14 G17 G19 G22 G24 G24b G25 G26 G32",
    "tests/payroll/test_equal_pay_rules.py": "G09 G10 G10b G11 G28 G29 G34",
    "tests/payroll/test_surplus_rules.py": "G15 G16 G20 G21",
}
NOT_OURS = {"G08": "what a division leaves is carried to the next month (G07), never given to each in turn"}
WORDS = Said(en="a part", es="una parte")


def said(cents: Sequence[int], decimals: int = 2) -> list[str]:
    """Amounts as the cases write them."""
    return [
        format_money(each, currency_symbol="", decimals=decimals, language="en")
        .replace(",", "")
        .replace("−", "-")
        for each in cents
    ]


def spread(total_cents: int, *weights: int) -> list[int]:
    return list(split(total_cents, [Fraction(each) for each in weights], "largest_remainder").shares.values())


def counted(amounts: Sequence[int]) -> list[str]:
    """ "8 x 650.57": how many got how much, the higher first."""
    return [f"{amounts.count(each)} x {said([each])[0]}" for each in sorted(set(amounts), reverse=True)]


def funds(result_cents: int, *rates: tuple[str, Fraction]) -> list[int]:
    """A law that keeps these shares of a base, each up to the cent, and what is left."""
    steps = tuple(
        PackStep(
            code=f"fund_{nth}",
            label=WORDS,
            takes="rate",
            article="",
            destination=WORDS,
            shareable=False,
            base=base,
            rate=rate,
        )
        for nth, (base, rate) in enumerate(rates)
    )
    found = waterfall(replace(law_pack("NONE"), steps=steps), SurplusInput(result_cents=result_cents))
    return [*(step.cents for step in found.steps), found.for_return_cents]


def away_two_of_22_days() -> list[int]:
    begins = date(2026, 3, 2)
    cycle = Cycle(from_on=begins, until_on=begins + timedelta(days=22))
    stays = [Span(from_on=begins, until_on=begins + timedelta(days=20))]
    pay = fixed_pay(cycle, stays, [DatedAmount(from_on=begins, cents=2_345_67)])
    return [pay, 2_345_67 - pay]


def fifth_in_cash() -> list[int]:
    part = parts_of(5_254_06, {1: Fraction(1)}, cash=Fraction(1, 5)).by_member[1]
    return [part.cash_cents, part.shares_cents]


def rounded_lines() -> list[int]:
    lines = [share_nearest(17_51, Fraction("38.25")), share_nearest(2 * 17_51, Fraction("10.75"))]
    return [*lines, sum(lines)]


WORKED: dict[str, Callable[[], list[str]]] = {
    "G05": lambda: said(spread(100_000, 1, 1, 1), decimals=3),
    "G06": lambda: said(spread(-100_000, 1, 1, 1)),
    "G12": lambda: [f"pay {said(away_two_of_22_days())[0]}", f"withheld {said(away_two_of_22_days())[1]}"],
    "G18": lambda: said(funds(100_000_00, ("surplus", Fraction(15, 100)), ("rest", Fraction(1, 2)))),
    "G20b": lambda: said(funds(80_000_00, ("surplus", Fraction(1, 5)), ("surplus", Fraction(1, 10)))),
    "G20c": lambda: said(funds(80_000_00, ("surplus", Fraction(1, 10)), ("surplus", Fraction(1, 20)))),
    "G23": lambda: said(fifth_in_cash()),
    "G27": lambda: counted([each - 4_000_00 for each in spread(106_962_96, *[1] * 23)]),
    "G30": lambda: said(rounded_lines()),
    "G31": lambda: said(spread(1_002, 33, 33, 34), decimals=3),
}


@pytest.mark.parametrize("case", WORKED)
def test_it_comes_out_as_worked_by_hand(case: str):
    assert WORKED[case]() == GOLDEN[case]["expected"], GOLDEN[case]["title"]


@pytest.mark.django_db
def test_g33_what_was_paid_wrongly_is_undone_and_paid_anew_and_sixteen_sixty_six_is_left_to_pay(nine: Nine):
    def pay(cents: int, key: str) -> UUID:
        lines = [Line(account="5.4.1", cents=cents), Line(account="1.1.1", cents=-cents)]
        on = LATER.date()
        return post_entry(
            on=on, memo="Arreglo", key=f"hand:{key}", lines=lines, actor=nine.delia, now=LATER
        ).pk

    wrong = pay(333_34, "wrong")
    undone = reverse_entry(entry_id=wrong, on=LATER.date(), memo="Era más", actor=nine.delia, now=LATER)
    assert sorted(undone.postings.values_list("cents", flat=True)) == [-333_34, 333_34]
    assert balance("5.4.1") == 0
    pay(350_00, "right")
    assert balance("5.4.1") == 350_00
    assert said([balance("5.4.1") - 333_34]) == ["16.66"]
    assert GOLDEN["G33"]["expected"][-1] == "net to pay 16.66"


def test_no_case_is_forgotten():
    named = {case for cases in ELSEWHERE.values() for case in cases.split()}
    assert named | set(WORKED) | set(NOT_OURS) | {"G33"} == set(GOLDEN)
    for path, cases in ELSEWHERE.items():
        text = (TESTS.parent / path).read_text()
        assert [case for case in cases.split() if case not in text] == []
