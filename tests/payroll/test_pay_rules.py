"""Rhythms, days away, what is kept back, short cash, and the files for the bank: pure sums."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payroll.rules.bank_accounts import is_account, is_bank_code, is_cbu, is_iban, plain
from payroll.rules.bank_orders import (
    NAMESPACE,
    Account,
    Order,
    Transfer,
    amount,
    credit_transfer,
    first_lines,
    own_lines,
    plain_text,
    why_not_layout,
)
from payroll.rules.equal_pay import DatedAmount, Period, Span, fixed_pay, part_of_pool, pool_of, without
from payroll.rules.keeping_back import (
    Wanted,
    by_days,
    instalment_due,
    keep_back,
    most_to_advance,
    takes_back,
    why_not_so_much,
)
from payroll.rules.paying_out import notes_for
from payroll.rules.rhythm import RHYTHMS, cycle_of, cycles_between
from tests.payroll.paying import paid_oldest_first

JUNE = Period(from_on=date(2025, 6, 1), until_on=date(2025, 7, 1))


# --- rhythms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "day", "from_on", "until_on"),
    [
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        ("fortnight", date(2026, 3, 15), date(2026, 3, 1), date(2026, 3, 16)),
        ("fortnight", date(2026, 3, 16), date(2026, 3, 16), date(2026, 4, 1)),
        ("week", date(2026, 3, 5), date(2026, 3, 2), date(2026, 3, 9)),
        ("week", date(2026, 3, 8), date(2026, 3, 2), date(2026, 3, 9)),
    ],
)
def test_a_day_is_in_one_cycle(rhythm, day, from_on, until_on):
    assert cycle_of(day, rhythm) == Period(from_on=from_on, until_on=until_on)


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    days=st.integers(1, 400),
    rhythm=st.sampled_from(RHYTHMS),
)
def test_cycles_follow_each_other_without_a_hole(day, days, rhythm):
    until_on = day + timedelta(days=days)
    cycles = list(cycles_between(day, until_on, rhythm))
    assert cycles[0].from_on <= day < cycles[0].until_on
    assert cycles[-1].from_on < until_on <= cycles[-1].until_on
    assert all(a.until_on == b.from_on for a, b in itertools.pairwise(cycles))


def test_there_is_no_other_rhythm():
    with pytest.raises(ValueError, match="yearly"):
        cycle_of(date(2026, 1, 1), "yearly")


def test_a_pool_for_part_of_a_cycle_is_the_part_of_its_days_at_what_was_voted_each_day():
    first_half = Period(from_on=date(2025, 6, 1), until_on=date(2025, 6, 16))
    steps = [
        DatedAmount(from_on=date(2025, 6, 1), cents=3000),
        DatedAmount(from_on=date(2025, 6, 11), cents=6001),
    ]
    assert pool_of(JUNE, JUNE, [steps[0]]) == 3000
    assert pool_of(JUNE, first_half, [steps[0]]) == 1500
    assert pool_of(JUNE, first_half, steps) == (10 * 3000 + 5 * 6001) // 30


def test_part_of_a_pool_is_what_the_same_days_got():
    assert part_of_pool(3000000, days=30, of_days=140) == 642857
    assert part_of_pool(3000000, days=0, of_days=0) == 0


# --- days away ------------------------------------------------------------------------------------------------


def test_days_away_leave_the_complement_g11_and_g12():
    """One of two days, and two of twenty-two: what is not earned is never rounded on its own."""
    two_days = Period(from_on=date(2025, 6, 2), until_on=date(2025, 6, 4))
    left = without([(two_days.from_on, two_days.until_on)], [Span(from_on=date(2025, 6, 3))])
    spans = [Span(from_on=a, until_on=b) for a, b in left]
    earned = fixed_pay(two_days, spans, [DatedAmount(from_on=date(2025, 1, 1), cents=10001)])
    assert (earned, 10001 - earned) == (5001, 5000)
    assert (by_days(234567, days=20, of_days=22), 234567 - by_days(234567, days=20, of_days=22)) == (
        213243,
        21324,
    )


def test_days_away_are_cut_out_wherever_they_lie():
    stay = [(date(2025, 6, 1), date(2025, 7, 1))]
    middle = Span(from_on=date(2025, 6, 10), until_on=date(2025, 6, 12))
    assert without(stay, [middle]) == (
        (date(2025, 6, 1), date(2025, 6, 10)),
        (date(2025, 6, 12), date(2025, 7, 1)),
    )
    assert without(stay, [Span(from_on=date(2025, 5, 1), until_on=date(2025, 6, 3))]) == (
        (date(2025, 6, 3), date(2025, 7, 1)),
    )
    assert without(stay, [Span(from_on=date(2025, 5, 1))]) == ()
    assert without(stay, [Span(from_on=date(2025, 7, 1), until_on=date(2025, 8, 1))]) == tuple(stay)


@given(
    stays=st.sets(st.integers(0, 40)),
    away=st.lists(st.tuples(st.integers(-5, 45), st.integers(1, 20)), max_size=4),
)
def test_days_away_are_the_days_less_the_days(stays, away):
    day_0 = date(2025, 6, 1)
    spans = [(day_0 + timedelta(days=n), day_0 + timedelta(days=n + 1)) for n in sorted(stays)]
    gone = [Span(from_on=day_0 + timedelta(days=a), until_on=day_0 + timedelta(days=a + n)) for a, n in away]
    left = {
        start + timedelta(days=n)
        for start, until in without(spans, gone)
        for n in range((until - start).days)
    }
    lost = {a + k for a, n in away for k in range(n)}
    assert left == {day_0 + timedelta(days=n) for n in stays - lost}


# --- what is kept back ----------------------------------------------------------------------------------------


def test_recovery_never_goes_under_the_floor_g29():
    kept = keep_back(
        pay_cents=50000,
        earned_cents=50000,
        floor=Fraction(4, 5),
        wanted=[Wanted(kind="advance", id=1, cents=15000)],
    )
    assert [each.cents for each in kept] == [10000]
    assert instalment_due(15000, 1, nth=2, taken_cents=10000) == 5000


def test_the_law_comes_first_and_whole_then_advances_then_what_one_asked_for():
    wanted = [
        Wanted(kind="voluntary", id=1, cents=900),
        Wanted(kind="advance", id=8, cents=150),
        Wanted(kind="advance", id=7, cents=200),
        Wanted(kind="in_kind", id=2, cents=100),
        Wanted(kind="statutory", id=3, cents=300),
    ]
    kept = keep_back(pay_cents=1000, earned_cents=1000, floor=Fraction(1, 4), wanted=wanted)
    assert [(each.kind, each.id, each.cents) for each in kept] == [
        ("statutory", 3, 300),
        ("in_kind", 2, 100),
        ("advance", 7, 200),
        ("advance", 8, 150),
    ]


def test_what_the_law_takes_is_never_more_than_the_pay():
    wanted = [Wanted(kind="statutory", id=1, cents=700), Wanted(kind="statutory", id=2, cents=700)]
    kept = keep_back(pay_cents=1000, earned_cents=1000, floor=Fraction(1), wanted=wanted)
    assert [each.cents for each in kept] == [700, 300]


def test_an_advance_in_three_instalments_ends_to_the_cent_g28():
    taken = 0
    for nth, cents in enumerate([3333333, 3333333, 3333334], start=1):
        due = instalment_due(10000000, 3, nth=nth, taken_cents=taken)
        assert due == cents
        taken += due
    assert taken == 10000000
    assert instalment_due(10000000, 3, nth=4, taken_cents=taken) == 0
    assert instalment_due(10000000, 3, nth=0, taken_cents=0) == 0


@given(
    pay=st.integers(0, 10**6),
    wanted=st.lists(st.tuples(st.sampled_from(["advance", "voluntary"]), st.integers(0, 10**6)), max_size=6),
    floor=st.fractions(0, 1, max_denominator=20),
)
def test_nothing_asked_for_ever_goes_under_the_floor(pay, wanted, floor):
    things = [Wanted(kind=kind, id=n, cents=cents) for n, (kind, cents) in enumerate(wanted)]
    kept = keep_back(pay_cents=pay, earned_cents=pay, floor=floor, wanted=things)
    assert sum(each.cents for each in kept) <= pay - pay * floor
    assert all(0 < each.cents <= things[each.id].cents for each in kept)


# --- short cash -----------------------------------------------------------------------------------------------


def test_the_oldest_arrears_are_paid_first_and_the_same_to_each():
    march, april = {1: 1000, 2: 1000, 3: 500}, {4: 2000, 5: 2000}
    assert paid_oldest_first([march, april], 1001) == ([{1: 400, 2: 400, 3: 200}, {}], 1)
    assert paid_oldest_first([march, april], 3501) == ([march, {4: 500, 5: 500}], 1)
    assert paid_oldest_first([march, april]) == ([march, april], 0)
    assert paid_oldest_first([march, april], 9000) == ([march, april], 2500)


@given(
    owed=st.lists(st.lists(st.integers(0, 10**6), max_size=6), max_size=5), available=st.integers(0, 10**7)
)
def test_paying_out_makes_no_cent_and_leaves_equal_arrears(owed, available):
    names = [{100 * n + k: cents for k, cents in enumerate(run)} for n, run in enumerate(owed)]
    parts, over = paid_oldest_first(names, available)
    assert over >= 0
    assert sum(sum(run.values()) for run in parts) + over == available
    for run, part in zip(names, parts, strict=True):
        left = {slip: cents - part.get(slip, 0) for slip, cents in run.items()}
        assert all(cents >= 0 for cents in left.values())
        by_due = {}
        for slip, cents in run.items():
            by_due.setdefault(cents, set()).add(left[slip])
        assert all(len(arrears) == 1 for arrears in by_due.values())


def test_notes_are_the_largest_first_and_what_no_note_makes_is_said():
    assert notes_for(127000050, [2000000, 1000000, 200000, 100000]) == ({2000000: 63, 1000000: 1}, 50)
    assert notes_for(0, [100]) == ({}, 0)


# --- accounts and files ---------------------------------------------------------------------------------------


def test_an_account_with_a_wrong_digit_is_found_out():
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("GB82WEST12345698765433")
    assert not is_iban("ES9121000418450200051331")
    assert is_cbu("2850590940090418135201")
    assert not is_cbu("2850590940090418135202")
    assert not is_cbu("285059094009041813520")
    assert is_account("1234567")
    assert not is_account("12")
    assert not is_account("ñandú123")
    assert plain(" gb82 west-1234.5698 7654 32") == "GB82WEST12345698765432"
    assert is_bank_code("DEUTDEFF")
    assert is_bank_code("DEUTDEFF500")
    assert not is_bank_code("DEUT")


def test_names_are_written_in_letters_every_bank_takes():
    assert plain_text("Zulema Ávalos & Ñancucheo <x>") == "Zulema Avalos Nancucheo x"
    assert plain_text("中文") == "-"
    assert amount(123450, 2) == "1234.50"
    assert amount(5, 3) == "0.005"
    assert amount(7, 0) == "7"


def an_order(currency="EUR", **about):
    payer = Account(holder="Barda Clara", number="GB82WEST12345698765432", is_iban=True, bank="DEUTDEFF")
    whole = {
        "number": 12,
        "coop": "Barda Clara",
        "made_at": datetime(2026, 4, 1, 16, 30, 5, tzinfo=UTC),
        "pay_on": date(2026, 4, 1),
        "currency": currency,
        "decimals": 2,
        "total_cents": 300_01,
        "people": 2,
        "payer": payer,
        "text": "Barda Clara 12",
    }
    return Order(**(whole | about))


TO = [
    Transfer(
        member_number=1,
        to=Account(holder="Zulema Ávalos", number="GB82WEST12345698765432", is_iban=True),
        cents=100_00,
        reference="PAY-12-1",
    ),
    Transfer(
        member_number=2,
        to=Account(holder="Walter & Co", number="2850590940090418135201", is_iban=False, bank="DEUTDEFF"),
        cents=200_01,
        reference="PAY-12-2",
    ),
]


def test_a_credit_transfer_says_each_amount_their_sum_and_a_reference():
    """That it holds against the schema is tested in test_bank_order_schema.py."""
    root = ElementTree.fromstring(b"".join(credit_transfer(an_order(), TO)))
    assert root.tag == f"{{{NAMESPACE}}}Document"
    each = [e.text for e in root.iter(f"{{{NAMESPACE}}}InstdAmt")]
    assert each == ["100.00", "200.01"]
    assert {e.text for e in root.iter(f"{{{NAMESPACE}}}CtrlSum")} == {"300.01"}
    assert [e.text for e in root.iter(f"{{{NAMESPACE}}}EndToEndId")] == ["PAY-12-1", "PAY-12-2"]


def test_the_same_order_makes_the_same_bytes():
    first, again = (b"".join(credit_transfer(an_order(), TO)) for _time in range(2))
    assert first == again
    assert b"".join(credit_transfer(an_order(number=13), TO)) != first


def test_outside_the_euro_nothing_says_sepa():
    text = b"".join(credit_transfer(an_order("ARS"), TO)).decode()
    assert "SEPA" not in text
    assert "SLEV" not in text
    assert 'Ccy="ARS"' in text


def test_a_banks_own_lines_follow_its_layout():
    layout = {
        "separator": ";",
        "point": ",",
        "date": "dmy",
        "columns": [
            {"title": "CBU", "what": "account"},
            {"title": "Importe", "what": "amount"},
            {"title": "Fecha", "what": "date"},
            {"title": "Concepto", "what": "text", "text": "HAB"},
        ],
    }
    assert why_not_layout(layout) is None
    text = b"".join(own_lines(layout, an_order(), TO)).decode()
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["CBU", "Importe", "Fecha", "Concepto"]
    assert rows[2] == ["2850590940090418135201", "200,01", "01/04/2026", "HAB"]
    assert text.endswith("\r\n")


def test_how_a_file_begins_is_seen_with_people_and_accounts_that_are_made_up():
    about: dict[str, Any] = {"currency": "ARS", "decimals": 2, "on": date(2026, 4, 1)}
    columns: list[dict[str, str]] = [
        {"title": "CBU", "what": "account"},
        {"title": "Importe", "what": "amount"},
    ]
    layout: dict[str, Any] = {"columns": columns, "separator": "tab", "date": "dmy"}
    assert first_lines(layout, **about) == ["CBU\tImporte", f"{'1' * 22}\t12345,67"]
    without = {**layout, "columns": [{"what": what} for what in ("name", "date")], "header": False}
    assert first_lines(without, **about) == ["Ana Paz Gil\t01/04/2026", "Bruno Sol\t01/04/2026"]
    assert first_lines(layout, **{**about, "decimals": 0})[1].endswith("\t12345")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"columns": []}, "columns"),
        ({"columns": [{"what": "secret"}]}, "columns"),
        ({"columns": [{"what": "text", "text": 5}]}, "columns"),
        ({"separator": "-"}, "separator"),
        ({"point": ";"}, "point"),
        ({"separator": ",", "point": ","}, "point"),
        ({"date": "american"}, "date"),
    ],
)
def test_a_layout_that_makes_no_sense_says_what(change, why):
    assert why_not_layout({"columns": [{"what": "amount"}], **change}) == why


@pytest.mark.parametrize(
    ("pay", "floor", "instalments", "owed", "most"),
    [
        (100_000_000, Fraction(4, 5), 1, 0, 20_000_000),
        (100_000_000, Fraction(4, 5), 3, 50_000_000, 10_000_000),
        (100_000_000, Fraction(0), 2, 0, 200_000_000),
        (100_000_000, Fraction(1), 60, 0, 0),
        (101, Fraction(4, 5), 2, 0, 40),  # the floor is rounded up
        (0, Fraction(4, 5), 60, 0, 0),
        (1000, Fraction(1, 2), 1, 9000, 0),
    ],
)
def test_an_advance_is_no_more_than_its_instalments_take_back_above_the_floor(
    pay: int, floor: Fraction, instalments: int, owed: int, most: int
) -> None:
    each = takes_back(pay, floor)
    assert most_to_advance(each_cents=each, instalments=instalments, owed_cents=owed) == most
    for cents, is_refused in ((most, False), (most + 1, True)):
        why = why_not_so_much(cents=cents, most_cents=most, instalments=instalments, most="M", each="E")
        assert (why is not None) == is_refused
