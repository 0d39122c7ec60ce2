"""What our bylaws say about PINs, about trying them, and about which standing may follow which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from members.models import Standing
from members.rules import (
    FREE_TRIES,
    LEAST_DIGITS,
    MOST_DIGITS,
    NEXT,
    WINDOW,
    why_not_enter,
    why_not_pin,
    why_not_standing,
    why_not_try,
)
from tests.makers import NOW

LENGTH = "A PIN has from 6 to 12 digits."
OBVIOUS = "That PIN is the first anyone would try. Choose another."
NORMA = 30_517
"""A member number that is in none of the PINs below."""

DIGITS = st.text("0123456789", min_size=LEAST_DIGITS, max_size=MOST_DIGITS)
BEFORE = st.integers(min_value=0, max_value=3600).map(lambda seconds: NOW - timedelta(seconds=seconds))


@pytest.fixture(autouse=True, scope="module")
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def said(pin: str, number: int = NORMA) -> str | None:
    reason = why_not_pin(pin, number=number)
    return None if reason is None else str(reason)


# --- a PIN -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("pin", ["482915", "48291573", "482915730164"])
def test_six_digits_will_do_and_so_will_twelve(pin: str):
    assert said(pin) is None


@pytest.mark.parametrize("pin", ["", "4", "48291", "4829157301648"])
def test_five_digits_are_too_few_and_thirteen_too_many(pin: str):
    assert said(pin) == LENGTH


@pytest.mark.parametrize(
    "pin", ["48291a", "48 915", " 482915", "482915\n", "-48291", "4829.5", "٤٨٢٩١٥", "４８２９１５", "48291²"]
)
def test_only_the_ten_digits_of_a_keyboard_are_digits(pin: str):
    assert said(pin) == LENGTH


@pytest.mark.parametrize("pin", ["000000", "777777", "999999999999"])
def test_one_digit_again_and_again_will_not_do(pin: str):
    assert said(pin) == OBVIOUS


@pytest.mark.parametrize("pin", ["123456", "456789", "567890", "890123", "012345678901"])
def test_counting_up_will_not_do_even_past_nine(pin: str):
    assert said(pin) == OBVIOUS


@pytest.mark.parametrize("pin", ["654321", "987654", "210987", "109876"])
def test_counting_down_will_not_do_even_past_nought(pin: str):
    assert said(pin) == OBVIOUS


@pytest.mark.parametrize("pin", ["482482", "12341234", "4829148291", "482915482915"])
def test_the_same_half_twice_will_not_do(pin: str):
    assert said(pin) == OBVIOUS


def test_of_an_odd_number_of_digits_no_half_is_the_other():
    assert said("4824824") is None


@pytest.mark.parametrize(
    ("number", "pin"),
    [
        (5, "000005"),
        (5, "000000000005"),
        (482_915, "482915"),
        (482_915, "0482915"),
        (2**31 - 1, "2147483647"),
    ],
)
def test_ones_own_number_will_not_do_with_or_without_noughts_before_it(number: int, pin: str):
    assert said(pin, number=number) == OBVIOUS


def test_the_number_of_somebody_else_says_nothing_about_me():
    assert said("482915", number=482_916) is None
    assert said("000005", number=6) is None


@given(pin=DIGITS, number=st.integers(min_value=1, max_value=2**31 - 1))
def test_six_to_twelve_digits_are_only_ever_refused_for_being_obvious(pin: str, number: int):
    assert said(pin, number) in (None, OBVIOUS)


@given(pin=st.text(max_size=20))
def test_whatever_is_typed_gets_an_answer_and_a_good_pin_is_of_digits(pin: str):
    if said(pin) is None:
        assert set(pin) <= set("0123456789")
        assert LEAST_DIGITS <= len(pin) <= MOST_DIGITS


@given(pin=DIGITS)
def test_a_pin_that_will_do_never_steps_evenly_by_one_or_stands_still(pin: str):
    if said(pin) is None:
        assert {(int(b) - int(a)) % 10 for a, b in pairwise(pin)} not in ({0}, {1}, {9})
        assert pin[: len(pin) // 2] * 2 != pin


@given(
    start=st.integers(0, 9), step=st.sampled_from([-1, 0, 1]), length=st.integers(LEAST_DIGITS, MOST_DIGITS)
)
def test_no_ladder_of_any_length_from_any_digit_will_do(start: int, step: int, length: int):
    assert said("".join(str((start + step * nth) % 10) for nth in range(length))) == OBVIOUS


# --- trying one ------------------------------------------------------------------------------------


def tried(how_many: int, *, seconds_ago: int = 0) -> list[datetime]:
    return [NOW - timedelta(seconds=seconds_ago)] * how_many


def test_four_wrong_pins_cost_nothing_and_the_fifth_makes_the_next_wait():
    assert why_not_try(tried(FREE_TRIES - 1), from_known_address=False, now=NOW) is None
    assert why_not_try(tried(FREE_TRIES), from_known_address=False, now=NOW) is not None


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (300, 900)]
)
def test_the_wait_doubles_from_half_a_minute_and_never_passes_a_quarter_of_an_hour(wrong: int, seconds: int):
    still = why_not_try(tried(wrong, seconds_ago=seconds - 1), from_known_address=False, now=NOW)
    assert still is not None
    assert why_not_try(tried(wrong, seconds_ago=seconds), from_known_address=False, now=NOW) is None


def test_the_wait_runs_from_the_last_wrong_one():
    wrong = [*tried(4, seconds_ago=800), *tried(1, seconds_ago=29)]
    assert why_not_try(wrong, from_known_address=False, now=NOW) is not None
    assert why_not_try(wrong, from_known_address=False, now=NOW + timedelta(seconds=1)) is None


def test_a_quarter_of_an_hour_later_nothing_is_held_against_anybody():
    assert why_not_try(tried(10_000, seconds_ago=900), from_known_address=False, now=NOW) is None


def test_a_member_is_told_whether_it_was_from_here():
    here = str(why_not_try(tried(5), from_known_address=True, now=NOW))
    elsewhere = str(why_not_try(tried(5), from_known_address=False, now=NOW))
    assert "from here" in here
    assert "from here" not in elsewhere
    assert "ask for a new card" in here
    assert "ask for a new card" in elsewhere


@given(wrong=st.lists(BEFORE, max_size=30), known=st.booleans())
def test_one_more_wrong_pin_now_never_shortens_a_wait(wrong: list[datetime], known: bool):
    if why_not_try(wrong, from_known_address=known, now=NOW) is not None:
        assert why_not_try([*wrong, NOW], from_known_address=known, now=NOW) is not None


@given(wrong=st.lists(BEFORE, max_size=30), known=st.booleans())
def test_everybody_gets_their_turn_a_window_after_the_last_wrong_one(wrong: list[datetime], known: bool):
    assert why_not_try(wrong, from_known_address=known, now=NOW + WINDOW) is None


@given(wrong=st.lists(BEFORE, min_size=1, max_size=30))
def test_the_order_in_which_wrong_pins_are_read_makes_no_difference(wrong: list[datetime]):
    forward = why_not_try(wrong, from_known_address=False, now=NOW)
    backward = why_not_try(sorted(wrong), from_known_address=False, now=NOW)
    assert (forward is None) == (backward is None)


# --- a standing ------------------------------------------------------------------------------------


def test_every_standing_we_keep_has_its_rule_and_no_other_has():
    assert set(NEXT) == {standing.value for standing in Standing}
    assert frozenset().union(*NEXT.values()) <= set(NEXT)


@pytest.mark.parametrize("to", list(NEXT))
def test_whoever_comes_new_may_come_in_any_standing(to: str):
    assert why_not_standing(None, to) is None


@pytest.mark.parametrize("to", ["chief", "", "MEMBER"])
def test_nobody_comes_new_in_a_standing_that_there_is_none_of(to: str):
    assert why_not_standing(None, to) is not None


@pytest.mark.parametrize("standing", list(NEXT))
def test_no_standing_follows_itself(standing: str):
    assert str(why_not_standing(standing, standing)).startswith("That standing does not follow")


@pytest.mark.parametrize("standing", ["probation", "member", "on_leave", "suspended"])
def test_everybody_may_leave(standing: str):
    assert why_not_standing(standing, "left") is None


@pytest.mark.parametrize("to", ["probation", "member"])
def test_somebody_who_left_may_come_back(to: str):
    assert why_not_standing("left", to) is None


@pytest.mark.parametrize("standing", ["member", "on_leave"])
def test_nobody_goes_back_on_probation_without_having_left(standing: str):
    assert why_not_standing(standing, "probation") is not None


@pytest.mark.parametrize(
    ("current", "to"),
    [("left", "on_leave"), ("left", "suspended")],
)
def test_leave_and_suspension_are_for_those_at_work(current: str, to: str):
    assert why_not_standing(current, to) is not None


@pytest.mark.parametrize("before", ["probation", "member", "on_leave"])
def test_an_exclusion_suspends_whoever_belongs_and_an_appeal_gives_back_what_they_were(before: str):
    assert why_not_standing(before, "suspended") is None
    assert why_not_standing("suspended", before) is None


@given(
    current=st.sampled_from(sorted(NEXT)), to=st.one_of(st.sampled_from(sorted(NEXT)), st.text(max_size=12))
)
def test_what_is_no_standing_follows_none(current: str, to: str):
    assert (why_not_standing(current, to) is None) == (to in NEXT[current])


# --- entering the register --------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2**31 - 1])
def test_numbers_go_from_one_to_what_the_tables_can_keep(number: int):
    assert why_not_enter(number, "Norma Quilodrán") is None


@pytest.mark.parametrize("number", [0, -1, 2**31])
def test_nought_and_below_and_beyond_is_nobodys_number(number: int):
    assert f"“{number}” is not a whole number" in str(why_not_enter(number, "Norma Quilodrán"))


@pytest.mark.parametrize("name", ["N", "ñ" * 120, "  " + "x" * 120 + "  "])
def test_a_name_has_up_to_120_letters_without_the_room_around_it(name: str):
    assert why_not_enter(1, name) is None


@pytest.mark.parametrize("name", ["", " \t\n", "x" * 121, "\x00"])
def test_a_name_is_not_empty_nor_longer_nor_unkeepable(name: str):
    assert str(why_not_enter(1, name)) == "Write a name of at most 120 letters."
