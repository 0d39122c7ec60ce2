"""Who carries which post, worked out: time, memory, what it is worth and below what it cannot go.

`python -m bench.planning` runs every row, each in a process of its own; `python -m bench.planning 2` one of
them. The floor, in the same run, is what most do: seat by seat, in order, the least loaded who can.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

BEGINS = date(2026, 12, 1)


def main() -> None:
    """Every row, or the one asked for."""
    if len(sys.argv) > 1:
        from django.conf import settings

        settings.configure(USE_I18N=False)
        print(json.dumps(ROWS[int(sys.argv[1])]()))
        return
    for nth in range(len(ROWS)):
        done = subprocess.run(
            [sys.executable, "-m", "bench.planning", str(nth)], capture_output=True, text=True, check=True
        )
        print(done.stdout, end="", flush=True)


def row(what: str, problem: Any) -> dict[str, Any]:
    """One row: the plan beside the floor."""
    from rotation.rules.planning import evaluate, faults, make_plan

    began, cpu = time.perf_counter(), time.process_time()
    plan = make_plan(problem)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    began = time.perf_counter()
    wrong = faults(problem, plan)
    checked = time.perf_counter() - began
    began = time.process_time()
    floor = evaluate(problem, seat_by_seat(problem))
    floor_cpu = time.process_time() - began
    stages = plan.stage_of
    load, bound = stages["load"].value, stages["load"].bound or (0,)
    return {
        "what": what,
        "slots": len(problem.slots),
        "seconds": round(wall, 2),
        "cpu": round(cpu, 2),
        "floor_cpu": round(floor_cpu, 2),
        "times_the_floor": round(cpu / floor_cpu, 1),
        "memory_mb": memory,
        "verify_seconds": round(checked, 2),
        "rules_broken": len(wrong),
        "empty": len(plan.empty),
        "floor_empty": sum(floor["unfilled"][: len({post.critical for post in problem.posts})]),
        "greatest_load": said(load[0]),
        "bound": said(bound[0]),
        "floor_load": said(floor["load"][0]),
        "bound_met": [name for name, stage in stages.items() if stage.bound == stage.value],
        "proved": [name for name, stage in stages.items() if stage.is_proved],
    }


def said(load: Fraction | int) -> str:
    """A load to two decimals, for the table only."""
    return f"{float(load):.2f}"


def seat_by_seat(problem: Any) -> dict[str, int | None]:
    """The floor: each slot in order to the least loaded whom the rules let have it, and never moved again."""
    from rotation.rules.planning import House, measures

    house, measure = House(problem), measures(problem)
    points = dict.fromkeys(measure, 0)
    own: dict[int, dict[str, int | None]] = {number: {} for number in measure}
    placed: dict[str, int | None] = {}
    for slot in problem.slots:
        placed[slot.key] = None
        seen = placed if slot.key in house.together else None
        for number in sorted(measure, key=lambda one: (measure[one].load(points[one]), one)):
            person = problem.person_of[number]
            if house.why_not(person, slot, own[number] if seen is None else seen) is None:
                placed[slot.key] = own[number][slot.key] = number
                points[number] += slot.points
                break
    return placed


# --- what is planned ------------------------------------------------------------------------------------------


def posts_and_people(
    people: int, posts: int, months: int, *, seed: int = 1, weights: tuple[int, ...] = (1,)
) -> Any:
    """Posts of half a year or a year, with limits, skills, leave, half-timers, newcomers and what they carried."""
    from rotation.rules import Term, months_later
    from rotation.rules.planning import Knows, Person, PostRules, Problem, Span, Wish, slots_of_posts

    dice = random.Random(seed)
    rules = [
        PostRules(
            code=f"post-{nth:02}",
            seats=dice.choice([1, 1, 1, 2, 2, 3]),
            term_months=6 if len(weights) == 1 else dice.choice([6, 12]),
            max_consecutive_terms=2 if nth % 3 else 1,
            cool_down_months=dice.choice([6, 12]),
            points=dice.choice(weights),
            skills=("books",) if nth % 5 == 0 else (),
            incompatible_with=("post-01",) if nth == 0 else (),
        )
        for nth in range(posts)
    ]
    free = {
        (post.code, seat): months_later(
            BEGINS, (seat - 1) * post.term_months // post.seats + dice.randrange(2)
        )
        for post in rules
        for seat in range(1, post.seats + 1)
    }
    members = []
    for number in range(1, people + 1):
        terms = ()
        if dice.random() < 0.4:
            post, until = dice.choice(rules), months_later(BEGINS, -dice.randrange(12))
            since = months_later(until, -post.term_months)
            terms = (Term(post=post.code, seat=1, from_on=since, until_on=until, points=post.points),)
        gone = months_later(BEGINS, dice.randrange(months))
        away = Span(from_on=gone, until_on=months_later(gone, dice.choice([1, 3, 6])))
        came = date(2020, 1, 1) if dice.random() < 0.9 else months_later(BEGINS, -3)
        members.append(
            Person(
                number=number,
                member_spans=(Span(from_on=came, until_on=date(2040, 1, 1)),),
                share=Fraction(1, 2) if dice.random() < 0.1 else Fraction(1),
                history_share=Fraction(0) if came > date(2026, 1, 1) else None,
                absences=(away,) if dice.random() < 0.1 else (),
                skills=(Knows(skill="books", from_on=date(2020, 1, 1)),) if dice.random() < 0.35 else (),
                terms=terms,
                history=Fraction(sum(term.points for term in terms) * 6),
                wishes=(Wish(post=dice.choice(rules).code),) if dice.random() < 0.3 else (),
            )
        )
    return Problem(
        people=tuple(members),
        posts=tuple(rules),
        slots=tuple(slots_of_posts(rules, from_on=BEGINS, months=months, free_from=free)),
        from_on=BEGINS,
        until_on=months_later(BEGINS, months),
        seed="a head of the record",
    )


def weekly_wheel(people: int, weeks: int, *, seed: int = 1, weights: dict[str, int] | None = None) -> Any:
    """Nine seats at the table each week: a year of history, leave, rest between turns and cool-down."""
    from rotation.rules import Term
    from rotation.rules.planning import STANDARD, Person, PostRules, Problem, Span, Wish, slots_of_wheel

    dice = random.Random(seed)
    seats = {"chair": 1, "minutes": 1, "door": 1, "signers": 2, "scrutineers": 3, "childcare": 1}
    rules = [
        PostRules(
            code=code,
            seats=count,
            term_months=0,
            term_days=1,
            max_consecutive_terms=1,
            cool_down_months=3,
            points=(weights or {}).get(code, 1),
        )
        for code, count in seats.items()
    ]
    members = []
    for number in range(1, people + 1):
        terms = []
        for _nth in range(dice.choice([0, 0, 1, 1, 2])):
            day, post = BEGINS - timedelta(weeks=dice.randrange(1, 52)), dice.choice(rules)
            terms.append(
                Term(
                    post=post.code, seat=1, from_on=day, until_on=day + timedelta(days=1), points=post.points
                )
            )
        gone = BEGINS + timedelta(days=dice.randrange(330))
        away = Span(from_on=gone, until_on=gone + timedelta(days=30))
        members.append(
            Person(
                number=number,
                member_spans=(Span(from_on=date(2020, 1, 1), until_on=date(2040, 1, 1)),),
                absences=(away,) if dice.random() < 0.1 else (),
                terms=tuple(terms),
                history=Fraction(sum(term.points for term in terms)),
                wishes=(Wish(post=dice.choice(rules).code),) if dice.random() < 0.2 else (),
            )
        )
    days = [BEGINS + timedelta(weeks=week) for week in range(weeks)]
    return Problem(
        people=tuple(members),
        posts=tuple(rules),
        slots=tuple(slots_of_wheel(rules, days=days)),
        from_on=BEGINS,
        until_on=BEGINS + timedelta(weeks=weeks),
        seed="a head of the record",
        rules={**STANDARD, "rest": 14},
        spacing_days=60,
    )


WEIGHTS = (1, 2, 3)
TABLE = {"chair": 3, "minutes": 2, "scrutineers": 2}

ROWS: tuple[Callable[[], dict[str, Any]], ...] = (
    lambda: row("43 members, 12 posts, 24 months", posts_and_people(43, 12, 24)),
    lambda: row("312 members, 36 posts, 24 months", posts_and_people(312, 36, 24)),
    lambda: row("312 members, the table of 52 weeks", weekly_wheel(312, 52)),
    lambda: row("2,000 members, 60 posts, 24 months", posts_and_people(2000, 60, 24)),
    lambda: row("43 members, 12 posts that weigh 1 to 3", posts_and_people(43, 12, 24, weights=WEIGHTS)),
    lambda: row("312 members, 36 posts that weigh 1 to 3", posts_and_people(312, 36, 24, weights=WEIGHTS)),
    lambda: row("312 members, a table that weighs 1 to 3", weekly_wheel(312, 52, weights=TABLE)),
)


if __name__ == "__main__":
    main()
