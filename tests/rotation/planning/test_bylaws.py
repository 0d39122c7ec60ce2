"""The rules of a plan, one by one, on their edges: each says no in its one sentence, and can be switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils import translation

from rotation.rules import Term, months_later
from rotation.rules.planning import (
    RULES,
    STANDARD,
    Bar,
    House,
    Knows,
    Person,
    PostRules,
    Problem,
    Slot,
    Span,
    carried,
    evaluate,
    here_share,
    measures,
    ticket,
    why_not,
)

MARCH, SEPTEMBER, NEXT_MARCH = date(2026, 3, 1), date(2026, 9, 1), date(2027, 3, 1)
DAY = timedelta(days=1)
EVER = Span(from_on=date(2020, 1, 1), until_on=date(2040, 1, 1))


def delia(number: int = 5, **about: Any) -> Person:
    return Person(**{"number": number, "member_spans": (EVER,), **about})


def post(code: str = "treasury", **about: Any) -> PostRules:
    return PostRules(code=code, **about)


def slot(
    code: str = "treasury", seat: int = 1, from_on: date = MARCH, until_on: date = SEPTEMBER, **about: Any
) -> Slot:
    return Slot(post=code, seat=seat, from_on=from_on, until_on=until_on, **{"points": 1, **about})


def term(from_on: date, until_on: date, code: str = "treasury", seat: int = 1) -> Term:
    return Term(post=code, seat=seat, from_on=from_on, until_on=until_on)


def problem(
    *people: Person, posts: tuple[PostRules, ...] = (), slots: tuple[Slot, ...] = (), **rules: int
) -> Problem:
    return Problem(
        people=people or (delia(),),
        posts=posts or (post(),),
        slots=slots or (slot(),),
        from_on=MARCH,
        until_on=NEXT_MARCH,
        seed="a head",
        rules={**STANDARD, **rules},
    )


def says(
    asked: Problem, placed: Mapping[str, int | None] | None = None, *, member: int = 5, nth: int = 0
) -> str | None:
    rule = why_not(asked, member, asked.slots[nth].key, placed)
    return rule.name if rule else None


def test_each_rule_has_its_sentence_and_its_words_for_somebody() -> None:
    assert [rule.name for rule in RULES] == list(STANDARD)
    with translation.override("en"):
        sentences = [str(rule.sentence) for rule in RULES]
        words = [str(rule.why_not) for rule in RULES]
    assert all(one.endswith(".") for one in sentences)
    assert len({*sentences, *words}) == 2 * len(RULES)


def test_one_is_a_full_member_to_the_last_day_of_the_term() -> None:
    assert says(problem(delia(member_spans=(Span(from_on=MARCH, until_on=SEPTEMBER),)))) is None
    assert says(problem(delia(member_spans=(Span(from_on=MARCH, until_on=SEPTEMBER - DAY),)))) == "member"
    two = (
        Span(from_on=MARCH, until_on=date(2026, 5, 1)),
        Span(from_on=date(2026, 5, 1), until_on=NEXT_MARCH),
    )
    assert says(problem(delia(member_spans=two))) is None
    assert says(problem(delia(member_spans=()))) == "member"


def test_seniority_counts_from_the_first_day_as_a_member() -> None:
    posts = (post(months_here=6),)
    six = delia(member_spans=(Span(from_on=months_later(MARCH, -6), until_on=NEXT_MARCH),))
    less = delia(member_spans=(Span(from_on=months_later(MARCH, -6) + DAY, until_on=NEXT_MARCH),))
    assert says(problem(six, posts=posts)) is None
    assert says(problem(less, posts=posts)) == "seniority"


def test_a_skill_lasts_to_the_end_of_the_term() -> None:
    posts = (post(skills=("books",)),)
    assert says(problem(posts=posts)) == "skill"
    for until, expected in ((None, None), (SEPTEMBER, None), (SEPTEMBER - DAY, "skill")):
        knows = (Knows(skill="books", from_on=date(2025, 1, 1), until_on=until),)
        assert says(problem(delia(skills=knows), posts=posts)) == expected


def test_leave_over_more_than_a_quarter_of_the_term_is_too_much() -> None:
    days = (SEPTEMBER - MARCH).days  # 184, a quarter is 46
    for away, expected in ((days // 4, None), (days // 4 + 1, "available")):
        leave = (Span(from_on=MARCH, until_on=MARCH + timedelta(days=away)),)
        assert says(problem(delia(absences=leave))) == expected
        assert says(problem(delia(absences=leave), available=100)) is None


def test_posts_that_do_not_go_together_whichever_of_them_says_so() -> None:
    posts = (post(incompatible_with=("audit",)), post("audit"))
    running = delia(terms=(term(date(2025, 9, 1), MARCH + DAY, "audit"),))
    over = delia(terms=(term(date(2025, 9, 1), MARCH, "audit"),))
    assert says(problem(running, posts=posts, at_once=2)) == "compatible"
    assert says(problem(over, posts=posts)) is None
    assert (
        says(problem(running, posts=(post(), post("audit", incompatible_with=("treasury",))), at_once=2))
        == "compatible"
    )


def test_nobody_has_two_seats_of_one_post() -> None:
    asked = problem(posts=(post(seats=2),), slots=(slot(), slot(seat=2)), at_once=2)
    assert says(asked, {"treasury/1/2026-03-01": 5}, nth=1) == "compatible"


def test_only_so_many_posts_at_once() -> None:
    posts, slots = (post("a"), post("b"), post("c")), (slot("a"), slot("b"), slot("c"))
    one, two = {"a/1/2026-03-01": 5}, {"a/1/2026-03-01": 5, "b/1/2026-03-01": 5}
    assert says(problem(posts=posts, slots=slots), one, nth=2) == "at_once"
    assert says(problem(posts=posts, slots=slots, at_once=2), one, nth=2) is None
    assert says(problem(posts=posts, slots=slots, at_once=2), two, nth=2) == "at_once"
    elsewhere = delia(terms=(term(date(2026, 1, 1), NEXT_MARCH, "another plan's"),))
    assert says(problem(elsewhere, posts=posts, slots=slots)) is None


def test_two_terms_in_a_row_and_not_a_third() -> None:
    posts = (post(max_consecutive_terms=2),)
    once = (term(date(2025, 9, 1), MARCH),)
    twice = (term(date(2025, 3, 1), date(2025, 9, 1)), *once)
    assert says(problem(delia(terms=once), posts=posts)) is None
    assert says(problem(delia(terms=twice), posts=posts)) == "consecutive"
    month_before = (
        term(date(2025, 2, 1), date(2025, 8, 1)),
        term(date(2025, 8, 1), MARCH - timedelta(days=32)),
    )
    assert (
        says(problem(delia(terms=month_before), posts=posts)) is None
    )  # stepped aside for longer than the grace


def test_after_the_last_term_in_a_row_one_rests_from_the_post() -> None:
    posts = (post(max_consecutive_terms=1, cool_down_months=12),)
    for ended, expected in ((months_later(MARCH, -12), None), (months_later(MARCH, -12) + DAY, "cool_down")):
        had = (term(months_later(ended, -6), ended),)
        assert says(problem(delia(terms=had), posts=posts)) == expected
    later = {"treasury/1/2026-09-01": 5}
    both = (slot(), slot(from_on=date(2026, 9, 1), until_on=NEXT_MARCH))
    assert says(problem(posts=posts, slots=both), later) == "consecutive"


def test_days_of_rest_between_one_post_and_another_and_not_within_one() -> None:
    posts = (post(), post("audit"))
    for ended, expected in ((MARCH - timedelta(days=30), None), (MARCH - timedelta(days=29), "rest")):
        had = (term(date(2025, 9, 1), ended, "audit"),)
        assert says(problem(delia(terms=had), posts=posts, rest=30)) == expected
    stays = (term(date(2025, 9, 1), MARCH),)
    assert says(problem(delia(terms=stays), posts=posts, rest=30)) is None


def test_two_seats_do_not_pass_to_new_people_on_one_day_if_somebody_may_stay() -> None:
    posts, slots = (post(seats=2, max_consecutive_terms=2),), (slot(), slot(seat=2))
    raul, nora = delia(9), delia(11, terms=(term(date(2025, 9, 1), MARCH),))
    with_nora, without = (
        problem(delia(), raul, nora, posts=posts, slots=slots),
        problem(delia(), raul, posts=posts, slots=slots),
    )
    beside = {"treasury/1/2026-03-01": 9}
    assert says(with_nora, beside, nth=1) == "stagger"
    assert says(with_nora, {"treasury/1/2026-03-01": 11}, nth=1) is None
    assert says(without, beside, nth=1) is None  # it cannot be helped


def test_a_pinned_turn_is_whose_it_is_unless_they_cannot() -> None:
    raul = delia(9)
    gone = delia(9, member_spans=(Span(from_on=date(2020, 1, 1), until_on=MARCH),))
    slots = (slot(pinned=9),)
    assert says(problem(delia(), raul, slots=slots)) == "pinned"
    assert says(problem(delia(), raul, slots=slots), member=9) is None
    assert says(problem(delia(), gone, slots=slots)) is None
    assert House(problem(delia(), raul, slots=slots)).broken({slots[0].key: None})[0].rule == "pinned"


def test_who_declined_is_not_asked_until_its_time_is_over() -> None:
    for until, expected in ((MARCH, None), (MARCH + DAY, "barred")):
        bars = (Bar(post="treasury", from_on=date(2026, 1, 1), until_on=until),)
        assert says(problem(delia(bars=bars))) == expected


def test_the_first_rule_that_says_no_is_the_answer() -> None:
    posts = (post(skills=("books",), months_here=600),)
    asked = problem(posts=posts)
    assert says(asked) == "seniority"
    off = {name: value for name, value in asked.rules.items() if name != "seniority"}
    assert says(replace(asked, rules=off)) == "skill"


# --- loads ----------------------------------------------------------------------------------------------------


def test_a_newcomer_begins_at_the_median() -> None:
    found = measures(
        problem(
            delia(1, history=Fraction(2)),
            delia(2, history=Fraction(6)),
            delia(3, history=Fraction(9)),
            delia(4, history_share=Fraction(0)),
        )
    )
    assert [found[number].history for number in (1, 2, 3, 4)] == [2, 6, 9, 6]


def test_half_the_time_and_half_the_leave_halve_what_is_expected() -> None:
    leave = (Span(from_on=MARCH, until_on=SEPTEMBER),)
    found = measures(problem(delia(1), delia(2, share=Fraction(1, 2)), delia(3, absences=leave)))
    assert [found[number].expected for number in (1, 2, 3)] == [1, Fraction(1, 2), Fraction(1, 2)]
    assert found[2].load(3) == 6


def test_what_was_carried_counts_whole_for_a_year_and_then_less() -> None:
    had = (term(date(2025, 1, 1), date(2026, 1, 1)), term(date(2024, 1, 1), date(2025, 1, 1)))
    on = date(2026, 1, 1)
    assert carried(had, on=on, window_months=12, yearly=Fraction(1, 2)) == 12
    whole = carried(had, on=on, window_months=24, yearly=Fraction(1, 2))
    assert whole == 12 + Fraction(366 * 12, 365) / 2
    assert carried(had, on=on, window_months=36, yearly=Fraction(1, 2), by_term=True) == Fraction(3, 2)


def test_whoever_came_a_year_ago_was_here_for_the_heavier_part_of_the_window() -> None:
    came = delia(member_spans=(Span(from_on=date(2025, 1, 1), until_on=date(2040, 1, 1)),))
    assert here_share(came, on=date(2026, 1, 1), window_months=24, yearly=Fraction(1, 2)) == Fraction(2, 3)


def test_a_ticket_is_eight_digits_of_a_hash_anyone_can_make() -> None:
    import hashlib

    digits = hashlib.sha256(b"a head/treasury/1/2026-03-01/5").hexdigest()[:8]
    assert ticket("a head", "treasury/1/2026-03-01", 5) == int(digits, 16)


def test_every_stage_is_worth_what_it_says() -> None:
    posts = (post(points=2), post("audit", critical=1))
    slots = (
        slot(points=12, published=9),
        slot("audit", points=6),
        slot(from_on=SEPTEMBER, until_on=NEXT_MARCH, points=12),
    )
    raul = delia(9, terms=(term(date(2025, 9, 1), MARCH),))
    asked = replace(problem(delia(), raul, posts=posts, slots=slots), spacing_days=100)
    keys = [one.key for one in asked.slots]
    assert keys == ["audit/1/2026-03-01", "treasury/1/2026-03-01", "treasury/1/2026-09-01"]
    values = evaluate(asked, dict(zip(keys, (9, 5, 9), strict=True)))
    assert values["unfilled"] == (0, 0, 0, 0)
    assert evaluate(asked, {keys[2]: 9})["unfilled"] == (1, 1, 1, 1)
    assert values["changed"] == (1, 1)
    assert values["load"] == (18, 1, 12, 1)
    assert values["again"] == (1,)
    assert values["wishes"] == (0,)
    assert values["spacing"] == (200,)  # the audit on the day one term ends, and another on the day it ends
    assert values["draw"] == (
        sum(ticket("a head", key, who) for key, who in zip(keys, (9, 5, 9), strict=True)),
    )
