"""What a post does each week, as people write it and as it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.rules.weekly import WeeklyDuty, duties_in, keep_duty, legible, lines_of, read_duty

words = st.text("abc :;()-", min_size=1, max_size=30).map(str.strip).filter(lambda w: w and w[0] != "-")


def test_a_line_with_a_hyphen_is_a_step_of_the_one_above():
    text = "Publish the minutes\n - write them\n- put them on the board\n\nAnswer the schools"
    assert duties_in(text) == [
        {"title": "Publish the minutes", "steps": ["write them", "put them on the board"]},
        "Answer the schools",
    ]


def test_a_time_of_day_in_a_line_is_no_step():
    assert duties_in("Meeting of co-ordinators, Monday 14:00; bring the sheet") == [
        "Meeting of co-ordinators, Monday 14:00; bring the sheet"
    ]


def test_a_step_before_any_line_is_a_line_of_its_own():
    assert duties_in("- count the till\n-") == ["count the till"]


@pytest.mark.parametrize(
    "kept",
    [
        *(7, None, "", " ", "a\x00b", "x" * 201, {"steps": []}, {"title": "x", "steps": "y"}),
        *({"title": "x", "steps": [""]}, {"title": "x", "who": "me"}, {"title": "x", "steps": ["y"] * 31}),
    ],
)
def test_what_is_no_duty_is_not_read(kept: Any):
    with pytest.raises(ValueError, match=r"weekly duty|words"):
        read_duty(kept)


def test_what_cannot_be_read_is_left_out_and_the_others_keep_their_place():
    kept = ["Count", "", {"title": "x", "who": "me"}, {"title": "Water it", "steps": ["the beds"]}]
    found = [(0, WeeklyDuty(title="Count")), (3, WeeklyDuty(title="Water it", steps=("the beds",)))]
    assert list(legible(kept)) == found
    assert lines_of(kept) == "Count\nWater it\n- the beds"


@given(st.lists(st.tuples(words, st.lists(words, max_size=3)), max_size=5))
def test_what_people_wrote_comes_back_as_they_wrote_it(written: list[tuple[str, list[str]]]):
    kept = [keep_duty(WeeklyDuty(title=title, steps=tuple(steps))) for title, steps in written]
    assert duties_in(lines_of(kept)) == kept
