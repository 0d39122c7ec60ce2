"""Problems made up by dice: leave, skills, limits, history, wishes, bars, pins, and rules switched on and off."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from rotation.rules import Term, months_later
from rotation.rules.planning import (
    STANDARD,
    Bar,
    Knows,
    Person,
    PostRules,
    Problem,
    Slot,
    Span,
    Wish,
    slots_of_posts,
    slots_of_wheel,
)

BEGINS = date(2026, 12, 1)
LONG_AGO, FAR_AWAY = date(2015, 1, 1), date(2045, 1, 1)


def made_up(
    seed: int,
    *,
    people: tuple[int, int] = (3, 5),
    posts: tuple[int, int] = (2, 3),
    months: int = 12,
    most_slots: int = 6,
) -> Problem:
    """A small problem of posts, by terms. The same seed makes the same one."""
    dice = random.Random(seed)
    codes = [f"post-{nth}" for nth in range(dice.randint(*posts))]
    rules = [_post(dice, code, codes) for code in codes]
    free = {
        (post.code, seat): months_later(BEGINS, dice.randrange(post.term_months))
        for post in rules
        for seat in range(1, post.seats + 1)
        if dice.random() < 0.8
    }
    slots = slots_of_posts(rules, from_on=BEGINS, months=months, free_from=free)
    if dice.random() < 0.3:  # as many points for each
        slots = [replace(slot, points=2) for slot in slots]
    dice.shuffle(slots)
    slots = slots[:most_slots]
    numbers = dice.sample(range(1, 90), dice.randint(*people))
    members = [_person(dice, number, rules, months) for number in numbers]
    slots = [_told(dice, slot, numbers) for slot in slots]
    return Problem(
        people=tuple(members),
        posts=tuple(rules),
        slots=tuple(slots),
        from_on=BEGINS,
        until_on=months_later(BEGINS, months),
        seed=f"seed {seed}",
        rules=_rules(dice),
        spacing_days=dice.choice([60, 180, 400]),
    )


def wheel(
    seed: int, *, people: int = 5, weeks: int = 3, seats: int = 2, most_slots: int = 7, points: bool = False
) -> Problem:
    """A small wheel: turns of a day, week by week."""
    dice = random.Random(seed)
    rules = [
        PostRules(
            code=code,
            seats=seats if code == "signers" else 1,
            term_months=0,
            term_days=1,
            max_consecutive_terms=dice.choice([0, 1, 1]),
            cool_down_months=dice.choice([0, 1, 2]),
            points=dice.choice([1, 2, 3]) if points else 1,
        )
        for code in ("chair", "signers")
    ]
    slots = slots_of_wheel(rules, days=[BEGINS + timedelta(weeks=week) for week in range(weeks)])[:most_slots]
    numbers = dice.sample(range(1, 90), people)
    return Problem(
        people=tuple(_person(dice, number, rules, 3) for number in numbers),
        posts=tuple(rules),
        slots=tuple(_told(dice, slot, numbers) for slot in slots),
        from_on=BEGINS,
        until_on=months_later(BEGINS, 3),
        seed=f"seed {seed}",
        rules={**STANDARD, "rest": dice.choice([0, 7, 14])},
        spacing_days=dice.choice([10, 30]),
    )


def _post(dice: random.Random, code: str, codes: list[str]) -> PostRules:
    return PostRules(
        code=code,
        seats=dice.choice([1, 1, 2]),
        term_months=dice.choice([3, 4, 6, 6]),
        max_consecutive_terms=dice.choice([0, 1, 2, 2, 3]),
        cool_down_months=dice.choice([0, 3, 6, 12]),
        points=dice.choice([1, 1, 2, 3]),
        skills=("books",) if dice.random() < 0.3 else (),
        incompatible_with=(dice.choice(codes),) if dice.random() < 0.3 else (),
        months_here=dice.choice([0, 0, 0, 6]),
        critical=dice.choice([0, 0, 1]),
    )


def _person(dice: random.Random, number: int, rules: list[PostRules], months: int) -> Person:
    begins = LONG_AGO if dice.random() < 0.8 else months_later(BEGINS, dice.randint(-9, 4))
    ends = FAR_AWAY if dice.random() < 0.85 else months_later(BEGINS, dice.randint(2, 14))
    terms = [_term(dice, rules) for _nth in range(dice.choice([0, 0, 1, 1, 2]))]
    return Person(
        number=number,
        member_spans=(Span(from_on=begins, until_on=max(ends, months_later(begins, 1))),),
        share=dice.choice([Fraction(1), Fraction(1), Fraction(1), Fraction(1, 2)]),
        absences=tuple(_leave(dice, months) for _nth in range(dice.choice([0, 0, 0, 1]))),
        skills=tuple(_skill(dice) for _nth in range(dice.choice([0, 1, 1]))),
        terms=tuple(terms),
        history=Fraction(sum(term.points for term in terms) * dice.choice([2, 3, 6])),
        history_share=dice.choice([None, None, None, Fraction(0), Fraction(1, 4)]),
        wishes=tuple(
            Wish(post=post.code, weight=dice.choice([1, 1, 2, -1])) for post in rules if dice.random() < 0.2
        ),
        bars=tuple(
            Bar(post=post.code, from_on=BEGINS, until_on=months_later(BEGINS, dice.choice([1, 6])))
            for post in rules
            if dice.random() < 0.07
        ),
    )


def _term(dice: random.Random, rules: list[PostRules]) -> Term:
    post = dice.choice(rules)
    until = months_later(BEGINS, dice.choice([-14, -7, -3, -1, 0, 0, 2]))
    months = post.term_months or 1
    return Term(
        post=post.code, seat=1, from_on=months_later(until, -months), until_on=until, points=post.points
    )


def _leave(dice: random.Random, months: int) -> Span:
    begins = BEGINS + timedelta(days=dice.randrange(-20, months * 30))
    return Span(from_on=begins, until_on=begins + timedelta(days=dice.choice([5, 20, 60, 150])))


def _skill(dice: random.Random) -> Knows:
    until = None if dice.random() < 0.7 else months_later(BEGINS, dice.randint(1, 14))
    return Knows(skill="books", from_on=LONG_AGO, until_on=until)


def _told(dice: random.Random, slot: Slot, numbers: list[int]) -> Slot:
    if dice.random() < 0.75:
        return slot
    published = dice.choice([*numbers, 99])  # somebody who is no longer here among them
    return replace(slot, published=published, pinned=published if dice.random() < 0.4 else None)


def _rules(dice: random.Random) -> dict[str, int]:
    rules = dict(STANDARD) | {
        "at_once": dice.choice([1, 1, 1, 2]),
        "rest": dice.choice([0, 0, 30, 45]),
        "available": dice.choice([0, 25, 50]),
    }
    for name in STANDARD:
        if dice.random() < 0.05:
            del rules[name]
    return rules
