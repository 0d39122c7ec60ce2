"""Each one's part of the return: the same weight the same cents, in cash and in shares, and nothing lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BadNumber
from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.returning import KEYS, How, Worked, check_how, parts_of, weights

RETURN = 855_068_777_15
HOURS = Fraction(1_122_769, 2)
"""561,384.50 hours of everybody in the demo's year."""


def by_hours(*some: str) -> dict[int, Fraction]:
    """The hours named, and all the others' together."""
    named = [Fraction(text) for text in some]
    return dict(enumerate([*named, HOURS - sum(named)]))


def test_the_demo_year_by_hours_to_the_cent():
    parts = parts_of(RETURN, by_hours("1840", "1796.5", "1612", "920"), cash=Fraction(2, 5))

    assert [parts.by_member[nth].cents for nth in range(4)] == [
        2_802_582_81,
        2_736_326_09,
        2_455_306_24,
        1_401_291_40,
    ]


def test_the_demo_year_by_equal_heads_leaves_a_peso_and_a_half():
    parts = parts_of(RETURN, dict.fromkeys(range(312), Fraction(1)), cash=Fraction(2, 5))

    assert {part.cents for part in parts.by_member.values()} == {2_740_605_05}
    assert parts.left_over_cents == 1_55


def test_forty_in_a_hundred_in_cash_and_the_rest_in_shares():
    parts = parts_of(RETURN, {1: Fraction(1)}, cash=Fraction(2, 5))

    assert (parts.cash_cents, parts.shares_cents) == (342_027_510_86, 513_041_266_29)


def test_half_in_cash_never_pays_more_than_half_g24b():
    weights_of = {1: Fraction(2080), 2: Fraction(1560), 3: Fraction(1040)}
    parts = parts_of(35_000_00, weights_of, cash=Fraction(1, 2))

    assert parts.cash_cents + parts.shares_cents + parts.left_over_cents == 35_000_00
    assert parts.cash_cents <= 17_500_00
    assert [part.cents for part in parts.by_member.values()] == [15_555_55, 11_666_66, 7_777_77]


def test_g26_the_rest_equally_among_twenty_three():
    parts = parts_of(106_962_96, dict.fromkeys(range(23), Fraction(1)), cash=Fraction(1))

    assert {part.cents for part in parts.by_member.values()} == {4_650_56}
    assert parts.left_over_cents == 8


def test_argentina_shares_by_work_done_and_never_by_heads():
    """The sentence of law 20.337, art. 42 (5), is the reason that is given."""
    for key in ("days", "hours"):
        check_how(law_pack("AR"), How(key=key, cash=Fraction(2, 5)))
    for key in ("equal", "mixed"):
        with pytest.raises(BadNumber, match=r"art.* 42 .* by work done"):
            check_how(law_pack("AR"), How(key=key))


def test_france_gives_nothing_in_shares_by_what_we_read_and_the_united_states_a_fifth_in_cash():
    with pytest.raises(BadNumber, match="in shares"):
        check_how(law_pack("FR"), How(key="equal", cash=Fraction(1, 2)))
    with pytest.raises(BadNumber, match="At least 1/5"):
        check_how(law_pack("US"), How(key="hours", cash=Fraction(1, 10)))
    check_how(law_pack("US"), How(key="hours", cash=Fraction(1, 5)))


def test_in_the_united_states_the_fifth_is_of_each_part_and_up_to_the_cent():
    parts = parts_of(1_001, {1: Fraction(1), 2: Fraction(2)}, cash=Fraction(1, 5), cash_floor=Fraction(1, 5))

    assert [(part.cents, part.cash_cents) for part in parts.by_member.values()] == [(333, 67), (667, 134)]


@pytest.mark.parametrize("wrong", [How(key="days", cash=Fraction(2)), How(key="mixed", heads=Fraction(-1))])
def test_more_than_the_whole_is_refused(wrong: How):
    with pytest.raises(BadNumber):
        check_how(law_pack("NONE"), wrong)


@pytest.mark.parametrize("code", PACKS)
def test_every_pack_says_by_what_its_return_is_shared(code: str):
    pack = law_pack(code)

    assert pack.keys
    assert set(pack.keys) <= set(KEYS)
    check_how(pack, How(key=pack.keys[0], cash=pack.cash_rate))


def test_a_mix_is_half_by_heads_and_half_by_work():
    worked = {1: Worked(days=30), 2: Worked(days=10)}

    assert weights(How(key="mixed"), worked) == {1: Fraction(5, 8), 2: Fraction(3, 8)}
    assert weights(How(key="mixed", heads=Fraction(1)), worked) == {1: Fraction(1, 2), 2: Fraction(1, 2)}


def test_a_mix_goes_by_hours_where_they_are_kept():
    worked = {1: Worked(days=30, minutes=60), 2: Worked(days=30, minutes=180)}

    assert weights(How(key="mixed", heads=Fraction(0)), worked) == {1: Fraction(1, 4), 2: Fraction(3, 4)}


def test_who_was_not_here_has_no_part_by_any_key():
    worked = {1: Worked(days=30, minutes=90), 2: Worked(days=0)}

    assert [weights(How(key=key), worked).keys() for key in ("equal", "days", "hours", "mixed")] == [{1}] * 4


def test_by_hours_nothing_is_shared_before_hours_are_written_down():
    with pytest.raises(BadNumber, match="hours"):
        weights(How(key="hours"), {1: Worked(days=30)})


cents = st.integers(0, 10**12) | st.integers(0, 30)
shares = st.fractions(min_value=0, max_value=1, max_denominator=40)
people = st.dictionaries(
    st.integers(1, 10**6),
    st.builds(Worked, days=st.integers(1, 31), minutes=st.integers(0, 12_000)),
    min_size=1,
    max_size=40,
)


@given(cents, people, st.sampled_from(KEYS), shares, shares)
def test_no_cent_is_lost_or_made_and_the_same_work_gets_the_same(total, worked, key, cash, heads):
    how = How(key=key, cash=cash, heads=heads)
    try:
        weights_of = weights(how, worked)
    except BadNumber:
        assert key == "hours"
        return
    parts = parts_of(total, weights_of, cash=cash)

    assert parts.cash_cents + parts.shares_cents + parts.left_over_cents == total
    assert all(0 <= part.cash_cents <= part.cents for part in parts.by_member.values())
    assert 0 <= parts.left_over_cents < max(1, len(worked)) or not total
    assert parts.cash_cents <= total * cash
    same: dict[Worked, set[tuple[int, int]]] = {}
    for member, part in parts.by_member.items():
        same.setdefault(worked[member], set()).add((part.cents, part.cash_cents))
    assert all(len(each) == 1 for each in same.values())
