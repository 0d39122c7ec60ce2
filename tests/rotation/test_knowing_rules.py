"""Who can take a post: who knows how, has been here long enough, and is there on those days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from rotation.rules import Candidate, Days, Limits, Sentence, in_turn, why_not_ask, why_not_eligible

DAY = timedelta(days=1)
ON, ENDS = date(2026, 3, 5), date(2026, 9, 5)
TREASURY = Limits(
    post="treasury", term_months=6, skills=frozenset({"books"}), months_here=12, away_percent=25
)


def delia(**about: Any) -> Candidate:
    whole: dict[str, Any] = {
        "name": "Delia Quiroga",
        "standing": "member",
        "joined_on": date(2020, 1, 1),
        "skills": {"books": (Days(from_on=date(2024, 1, 1)),)},
    }
    return Candidate(number=5, **(whole | about))


def said(reason: Sentence | None) -> str:
    with translation.override("en"):
        return str(reason or "")


def test_whoever_knows_how_and_is_there_can_take_it():
    assert why_not_eligible(delia(), TREASURY, on=ON) is None


@pytest.mark.parametrize(
    "spells",
    [
        (),
        (Days(from_on=ON + DAY),),
        (Days(from_on=date(2024, 1, 1), until_on=ENDS - DAY),),
        (Days(from_on=date(2024, 1, 1), until_on=date(2026, 5, 1)), Days(from_on=date(2026, 5, 2))),
    ],
    ids=["never", "a day too late", "a day too short", "with a day between"],
)
def test_a_skill_is_known_on_every_day_of_the_term(spells: tuple[Days, ...]):
    reason = why_not_eligible(delia(skills={"books": spells}), TREASURY, on=ON)
    assert said(reason) == "does not have the skill that the post asks for, to the last day of it"


def test_two_grants_that_touch_are_one_skill():
    spells = (Days(from_on=date(2026, 5, 1)), Days(from_on=date(2024, 1, 1), until_on=date(2026, 5, 1)))
    assert why_not_eligible(delia(skills={"books": spells}), TREASURY, on=ON) is None


def test_a_skill_need_only_last_as_long_as_one_carries_the_post():
    spells = (Days(from_on=date(2024, 1, 1), until_on=ON + 14 * DAY),)
    knows = delia(skills={"books": spells})
    assert why_not_eligible(knows, TREASURY, on=ON, until_on=ON + 14 * DAY) is None
    assert why_not_eligible(knows, TREASURY, on=ON, until_on=ON + 15 * DAY) is not None


def test_a_post_may_ask_for_some_months_among_us_first():
    assert why_not_eligible(delia(member_since=date(2025, 3, 5)), TREASURY, on=ON) is None
    reason = why_not_eligible(delia(member_since=date(2025, 3, 6)), TREASURY, on=ON)
    assert said(reason) == "has not been here for as long as the post asks"


def test_one_may_be_away_for_a_quarter_of_the_term_and_no_more():
    """184 days: a quarter is 46."""
    quarter = delia(
        absences=(Days(from_on=ON, until_on=ON + 40 * DAY), Days(from_on=ON, until_on=ON + 46 * DAY))
    )
    assert why_not_eligible(quarter, TREASURY, on=ON) is None
    longer = delia(absences=(Days(from_on=ON - 9 * DAY, until_on=ON + 47 * DAY),))
    assert said(why_not_eligible(longer, TREASURY, on=ON)) == "is away on those days"


def test_a_day_at_the_table_is_for_whoever_is_there():
    table = Limits(post="table-chair", term_months=0, term_days=1, away_percent=25)
    assert why_not_eligible(delia(absences=(Days(from_on=ON, until_on=ON + DAY),)), table, on=ON) is not None
    assert why_not_eligible(delia(absences=(Days(from_on=ON - DAY, until_on=ON),)), table, on=ON) is None


def test_whoever_said_no_is_not_asked_in_turn_and_may_stand_for_it():
    no = delia(said_no=True)
    assert why_not_eligible(no, TREASURY, on=ON) is None
    assert said(why_not_ask(no, TREASURY, on=ON)) == "said no to it for now"
    assert in_turn([no], TREASURY, on=ON, seed="x")[0].place is None
