"""Splitting and rounding: no cent is lost and none is made."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import (
    BadNumber,
    format_money,
    parse_money,
    parse_share,
    parse_weight,
    share_down,
    share_nearest,
    share_up,
    split,
)

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "splits.json").read_text())
EQUAL = [Fraction(1)] * 3


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_it_answers_the_golden_cases(case):
    request = case["request"]

    parts = split(
        request["total_cents"],
        {member["id"]: parse_weight(member["weight"]) for member in request["members"]},
        request["method"],
        request["carry_in_cents"],
    )

    assert [{"id": id_, "cents": cents} for id_, cents in parts.shares.items()] == case["expected"]["shares"]
    assert parts.carry_out_cents == case["expected"]["carry_out_cents"]


def cents(total, weights, method="largest_remainder"):
    return list(split(total, [Fraction(weight) for weight in weights], method).shares.values())


@pytest.mark.parametrize(
    ("total", "people", "expected"),
    [
        (100000, 3, {33334: 1, 33333: 2}),  # G01
        (1000000, 7, {142858: 1, 142857: 6}),  # G02, G04
        (10000000, 120, {83334: 40, 83333: 80}),  # G03
        (2500000, 7, {357143: 6, 357142: 1}),  # G17
        (84999998, 42, {2023810: 20, 2023809: 22}),  # G21
        (10696296, 23, {465057: 8, 465056: 15}),  # G26
    ],
)
def test_equal_parts_leave_the_spare_cents_to_the_lowest_ids(total, people, expected):
    parts = cents(total, [1] * people)

    assert {part: parts.count(part) for part in parts} == expected
    assert parts == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (3000000, [30, 30, 30, 30, 20], [642857, 642857, 642857, 642857, 428572]),  # G13
        (1876543, [160, "152.5", 148, 80], [555498, 529460, 513836, 277749]),  # G14
        (1200000, [4050, 3000, 2200], [525406, 389189, 285405]),  # G22
        (3500000, [2080, 1560, 1040], [1555555, 1166667, 777778]),  # G24
        (1750000, [2080, 1560, 1040], [777778, 583333, 388889]),  # G24b
        (-700000, [2080, 1560, 1040], [-311111, -233333, -155556]),  # G25
    ],
)
def test_parts_by_work_are_exact(total, weights, expected):
    assert cents(total, weights) == expected


def test_strict_equality_carries_the_cent_until_it_can_be_paid_to_all():
    """G07: a thousand a month among three, four months."""
    carry, seen = 0, []
    for _ in range(4):
        month = split(100000, EQUAL, "equal_carry", carry)
        assert len(set(month.shares.values())) == 1
        carry = month.carry_out_cents
        seen.append((month.shares[0], carry))

    assert seen == [(33333, 1), (33333, 2), (33334, 0), (33333, 1)]


def test_a_large_remainder_may_not_carry():
    with pytest.raises(BadNumber, match="carry_in_cents must be 0"):
        split(100, EQUAL, "largest_remainder", 1)


@pytest.mark.parametrize(
    ("weights", "reason"),
    [([], "nobody"), ([Fraction(0)] * 2, "all be zero"), ([Fraction(2), Fraction(-1)], "negative")],
)
def test_weights_that_cannot_be_shared_by_are_refused(weights, reason):
    with pytest.raises(BadNumber, match=reason):
        split(100, weights)


def test_an_unknown_method_is_refused():
    with pytest.raises(BadNumber, match="equal_carry or largest_remainder"):
        split(100, EQUAL, "by_lot")  # type: ignore[arg-type]


def test_fractions_too_unlike_to_add_are_refused_and_not_waited_for():
    unlike = [Fraction(1, 10**18 + odd) for odd in range(1, 2000, 2)]

    with pytest.raises(BadNumber, match="too unlike"):
        split(100, unlike)


weights = st.dictionaries(
    st.integers(-5, 10**6),
    st.fractions(min_value=0, max_value=300, max_denominator=8),
    min_size=1,
    max_size=12,
).filter(lambda by_id: any(by_id.values()))
amounts = st.integers(-(10**12), 10**12)


@given(amounts, weights, st.integers(-50, 50))
def test_strict_equality_never_loses_a_cent_and_treats_the_same_weight_the_same(total, by_id, carry):
    parts = split(total, by_id, "equal_carry", carry)

    assert sum(parts.shares.values()) + parts.carry_out_cents == total + carry
    assert abs(parts.carry_out_cents) < len(by_id)
    assert len({(weight, parts.shares[id_]) for id_, weight in by_id.items()}) == len(set(by_id.values()))
    if total + carry >= 0:
        whole = sum(by_id.values())
        assert parts.shares == {id_: (total + carry) * weight // whole for id_, weight in by_id.items()}


@given(amounts, weights)
def test_the_parts_of_a_largest_remainder_sum_to_the_total_and_are_within_a_cent(total, by_id):
    parts = split(total, by_id, "largest_remainder")

    assert sum(parts.shares.values()) == total
    assert parts.carry_out_cents == 0
    whole = sum(by_id.values())
    for id_, weight in by_id.items():
        assert abs(parts.shares[id_] - total * weight / whole) < 1
        assert weight or parts.shares[id_] == 0


@given(st.integers(0, 10**6), weights)
def test_the_spare_cents_go_where_a_hand_would_put_them(total, by_id):
    """The oracle gives one cent at a time to whoever is furthest below their exact part."""
    whole = sum(by_id.values())
    exact = {id_: total * weight / whole for id_, weight in by_id.items()}
    given_out = {id_: int(part) for id_, part in exact.items()}
    while sum(given_out.values()) < total:
        behind = max(exact, key=lambda id_: (exact[id_] - given_out[id_], -id_))
        given_out[behind] += 1

    assert split(total, by_id, "largest_remainder").shares == given_out


@given(amounts, weights, st.sampled_from(["equal_carry", "largest_remainder"]))
def test_a_negative_amount_is_the_mirror_of_the_positive_one(total, by_id, method):
    there, back = split(total, by_id, method), split(-total, by_id, method)

    assert back.shares == {id_: -part for id_, part in there.shares.items()}
    assert back.carry_out_cents == -there.carry_out_cents


@given(amounts, weights, st.sampled_from(["equal_carry", "largest_remainder"]), st.randoms())
def test_the_order_in_which_people_are_named_changes_nothing(total, by_id, method, random):
    shuffled = list(by_id.items())
    random.shuffle(shuffled)

    assert split(total, dict(shuffled), method).shares == split(total, by_id, method).shares


# Rounding -------------------------------------------------------------------------------------------


def test_a_half_cent_goes_up_and_never_to_even():
    """G32: 0.005, 1.005 and 2.675 to the cent."""
    assert [share_nearest(mills, Fraction(1, 10)) for mills in (5, 1005, 2675)] == [1, 101, 268]
    assert share_nearest(-5, Fraction(1, 10)) == -1


def test_it_rounds_to_whole_pesos_where_asked():
    assert share_nearest(6109453100, Fraction(15, 100), unit_cents=100) == 916418000


def test_a_minimum_rounds_up_and_a_return_rounds_down():
    """G19 and G21."""
    assert share_up(1000001, Fraction(30, 100)) == 300001
    assert share_up(1000001, Fraction(3, 100)) == 30001
    assert share_up(100000001, Fraction(5, 100)) == 5000001
    assert share_down(525406, Fraction(20, 100)) == 105081
    assert share_down(-7, Fraction(1, 2)) == -3
    assert share_up(-7, Fraction(1, 2)) == -4


@given(amounts, st.fractions(min_value=0, max_value=1, max_denominator=1000))
def test_the_three_roundings_stand_within_a_cent_in_order(cents_, share):
    down, nearest, up = share_down(cents_, share), share_nearest(cents_, share), share_up(cents_, share)

    assert abs(down) <= abs(nearest) <= abs(up) <= abs(down) + 1
    assert abs(nearest - cents_ * share) <= Fraction(1, 2)


# Reading --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "weight"),
    [("3", Fraction(3)), ("152.5", Fraction(305, 2)), ("78/3714", Fraction(13, 619)), ("0", Fraction(0))],
)
def test_a_weight_is_whole_decimal_or_fraction(text, weight):
    assert parse_weight(text) == weight


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-1", "−1", "+1", "1e5", "1E5", "nan", "NaN", "inf", "1/0", "0/0", "1/-2", "1.", ".5", "1,5",
        "1.5/2", "1/2/3", "½", "٣", "１", "1_000", "0x10", "1 ", "1\n", "9" * 41, "abc",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(BadNumber) as refused:
        parse_weight(text)
    assert str(refused.value).endswith(".")
    assert refused.value.said("es") != refused.value.said("en")


@pytest.mark.parametrize("not_text", [1, 0.5, None, True, ["1"]])
def test_a_weight_that_is_not_text_is_refused(not_text):
    with pytest.raises(BadNumber):
        parse_weight(not_text)


def test_a_share_is_never_more_than_the_whole():
    assert parse_share("1") == 1
    with pytest.raises(BadNumber, match="more than the whole"):
        parse_share("1.01")


# Writing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "spanish", "english"),
    [
        (127000050, "$\xa01.270.000,50", "$1,270,000.50"),
        (-8000000, "−$\xa080.000,00", "−$80,000.00"),
        (5, "$\xa00,05", "$0.05"),
        (0, "$\xa00,00", "$0.00"),
    ],
)
def test_money_is_written_as_each_language_does(amount, spanish, english):
    assert format_money(amount, language="es-ar") == spanish
    assert format_money(amount, language="en") == english


def test_money_may_have_no_cents_or_three_places():
    assert format_money(1000000, currency_symbol="₲", decimals=0) == "₲\xa01.000.000"
    assert format_money(100000, currency_symbol="DT", decimals=3, language="en") == "DT100.000"
    assert format_money(127000000, trim=True) == "$\xa01.270.000"
    assert format_money(127000050, trim=True) == "$\xa01.270.000,50"
    assert format_money(5, currency_symbol="", language="es") == "0,05"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1270000", 127000000),
        ("1.270.000", 127000000),
        ("1.270.000,5", 127000050),
        ("$\xa01.270.000,50", 127000050),
        ("1.270", 127000),
        ("-3,05", -305),
        ("−$ 80.000", -8000000),
        (" 12 ", 1200),
    ],
)
def test_money_is_read_as_it_is_typed_in_spanish(text, amount):
    assert parse_money(text) == amount


@pytest.mark.parametrize(
    "text",
    ["1.27", "1.2700", "12.70.000", "1,2,3", "1.270,005", "", "$", "--3", "1e3", "٣", "1.270.00", "9" * 50],
)
def test_what_could_mean_two_things_is_refused_in_spanish(text):
    with pytest.raises(ValueError, match="Escribí el importe así"):
        parse_money(text)


def test_money_is_read_as_it_is_typed_in_english():
    assert parse_money("$1,270,000.50", language="en") == 127000050
    with pytest.raises(ValueError, match="Write the amount like this"):
        parse_money("1,27", language="en")
    with pytest.raises(ValueError, match="Write the amount like this"):
        parse_money("1.270", language="en")


def test_a_currency_without_cents_takes_none():
    assert parse_money("1.000", decimals=0) == 1000
    with pytest.raises(ValueError, match="Escribí"):
        parse_money("1,5", decimals=0)


@given(
    amounts,
    st.sampled_from([0, 2, 3]),
    st.sampled_from(["es-ar", "en"]),
    st.sampled_from(["$", "€", "", "DT"]),
)
def test_what_is_written_can_be_read_back(amount, decimals, language, symbol):
    written = format_money(amount, currency_symbol=symbol, decimals=decimals, language=language)

    assert parse_money(written, decimals=decimals, language=language, currency_symbol=symbol) == amount
