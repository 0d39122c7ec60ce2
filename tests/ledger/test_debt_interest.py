"""What a debt costs by its rate: worked tables, sums to the cent, and one entry for each instalment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import chart
from ledger.actions import pay_instalment, take_debt, write_party
from ledger.forms import DebtForm
from ledger.models import Debt, Instalment
from ledger.reports import balance, faults
from ledger.rules.interest import instalments_by_rate, rate_in_a_hundred
from record.rules import Refused
from tests.ledger.conftest import BANK, Books
from tests.makers import NOW, TODAY
from tests.promises import lift, refused

PER_CENT_A_MONTH = Fraction(12, 100)


def test_a_table_worked_by_hand_with_the_same_instalment_each_time() -> None:
    # 1,000.00 at 12 a year: 100000 × 0.01 / (1 - 1.01^-3) = 34002.21…, so 340.02 each
    assert instalments_by_rate(
        principal_cents=1_000_00, yearly_rate=PER_CENT_A_MONTH, instalments=3, way="instalment"
    ) == [
        (330_02, 10_00),  # 1 % of 1,000.00
        (333_32, 6_70),  # 1 % of 669.98 is 6.6998
        (336_66, 3_37),  # what is left; 1 % of 336.66 is 3.3666: the last is a cent more
    ]


def test_a_table_worked_by_hand_with_the_same_principal_each_time() -> None:
    assert instalments_by_rate(
        principal_cents=1_000_00, yearly_rate=PER_CENT_A_MONTH, instalments=3, way="principal"
    ) == [(333_33, 10_00), (333_33, 6_67), (333_34, 3_33)]


def test_without_a_rate_a_debt_costs_nothing() -> None:
    for way in ("principal", "instalment"):
        rows = instalments_by_rate(principal_cents=100, yearly_rate=Fraction(0), instalments=3, way=way)
        assert rows == [(33, 0), (33, 0), (34, 0)]


@given(
    st.integers(1, 10**14),
    st.fractions(0, 20, max_denominator=10_000),
    st.integers(1, 60),
    st.sampled_from(["principal", "instalment"]),
)
def test_instalments_pay_back_all_of_it_and_never_less_than_nothing(
    cents: int, rate: Fraction, instalments: int, way: str
) -> None:
    rows = instalments_by_rate(principal_cents=cents, yearly_rate=rate, instalments=instalments, way=way)
    assert sum(principal for principal, _ in rows) == cents
    assert all(principal >= 0 and interest >= 0 for principal, interest in rows)
    left = cents
    for principal, interest in rows:
        assert abs(left * rate / 12 - interest) <= Fraction(1, 2)
        left -= principal


@given(st.integers(10**6, 10**12), st.fractions(0, 3, max_denominator=1_000), st.integers(2, 60))
def test_the_same_instalment_is_the_same_but_for_the_last(cents: int, rate: Fraction, n: int) -> None:
    rows = instalments_by_rate(principal_cents=cents, yearly_rate=rate, instalments=n, way="instalment")
    assert len({sum(row) for row in rows[:-1]}) == 1
    tail = (1 + rate / 12) ** n
    assert abs(sum(rows[-1]) - sum(rows[0])) <= n * tail, "half a cent each time, and what that grows to"


@pytest.mark.parametrize(
    ("text", "rate"), [("45", Fraction(9, 20)), ("45,5 %", Fraction(91, 200)), ("", None), ("0", Fraction(0))]
)
def test_a_rate_is_written_in_a_hundred(text: str, rate: Fraction | None) -> None:
    assert rate_in_a_hundred(text) == rate
    for wrong in ("x", "-1", "1/2", "1.2.3", "1e5", "٣"):
        with pytest.raises(Refused):
            rate_in_a_hundred(wrong)


# In the books ---------------------------------------------------------------------------------------


def take(books: Books, **other: Any) -> Debt:
    lender = write_party(name=f"Banco {other.get('key', 'one')}", is_lender=True, actor=books.delia, now=NOW)
    about: dict[str, Any] = {"purpose": "Oven", "motion_number": None, "on": date(2024, 5, 1), "key": "one"}
    about |= {
        "principal_cents": 1_000_00,
        "interest_cents": 0,
        "instalments": 3,
        "first_on": date(2026, 3, 1),
    }
    about |= {"yearly_rate": PER_CENT_A_MONTH, "way": "instalment"}
    return take_debt(lender_id=lender.pk, actor=books.delia, now=NOW, **(about | other))


def test_an_instalment_books_what_it_pays_back_and_what_it_costs_in_one_entry(books: Books) -> None:
    debt = take(books)
    assert (debt.yearly_rate, debt.way, debt.in_a_hundred) == ("3/25", "instalment", "12")
    for part in debt.instalments.all():
        entry = pay_instalment(
            instalment_id=part.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW
        ).entry
        lines = dict(entry.postings.values_list("account__code", "cents"))
        assert lines == {
            chart.LONG_DEBT: part.principal_cents,
            chart.INTEREST: part.interest_cents,
            BANK: -part.cents,
        }
    assert (balance(chart.LONG_DEBT), balance(chart.INTEREST)) == (1_000_00, 20_07)
    assert faults() == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"interest_cents": 5}, "not both"),
        ({"interest_of_each": [1, 2, 3]}, "not both"),
        ({"way": "other"}, "how it is paid back"),
        ({"way": ""}, "how it is paid back"),
        ({"yearly_rate": Fraction(101)}, "rate of a year"),
        ({"yearly_rate": Fraction(-1)}, "rate of a year"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(books: Books, other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        take(books, **other)
    assert not Debt.objects.exists()


def test_an_instalment_moved_from_one_to_another_is_named(books: Books) -> None:
    debt = take(books)
    lift("an_instalment_is_never_changed", on="ledger_instalment")
    for number, interest in ((2, 6_71), (3, 3_36)):
        Instalment.objects.filter(debt=debt, number=number).update(interest_cents=interest)
    assert [
        f"ledger: debt {debt.pk} (Banco one, Oven): instalment {n} is not what its rate says" for n in (2, 3)
    ] == (faults())


def test_a_rate_says_how_it_is_paid_back(books: Books) -> None:
    debt = take(books)
    about = {
        "lender": debt.lender,
        "purpose": "x",
        "on": TODAY,
        "principal_cents": 1,
        "account": debt.account,
    }
    for rate, way in (("1/2", ""), ("", "principal"), ("1/2", "other")):
        with refused("a_rate_says_how_it_is_paid_back"):
            Debt.objects.create(yearly_rate=rate, way=way, written_at=NOW, **about)


def test_the_form_takes_a_rate_in_a_hundred(books: Books) -> None:
    party = write_party(name="Banco", is_lender=True, actor=books.delia, now=NOW)
    said = {"lender": party.pk, "purpose": "x", "on": "2026-03-05", "principal": "30", "instalments": 3}
    said |= {"first_on": "2026-04-05", "key": "3f0e1c1e-0000-4000-8000-000000000000"}
    form = DebtForm(said | {"yearly_rate": "45,5", "way": "principal"})
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["yearly_rate"], form.cleaned_data["interest"]) == (Fraction(91, 200), 0)
    assert "yearly_rate" in DebtForm(said | {"yearly_rate": "x"}).errors
