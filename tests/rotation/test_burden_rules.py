"""A burden, line by line, is the figure by which the planner levels turns."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rotation.rules import Term
from rotation.rules.burden import Burden, Decay, here_of, line_of, middle_of
from rotation.rules.figures import hundredths
from rotation.rules.planning import Person, Problem, Span, carried, here_share, measures

ON = date(2026, 3, 5)
HALVED = Decay(window_months=36, yearly=Fraction(1, 2))
ALWAYS = (Span(from_on=date(2010, 1, 1), until_on=date.max),)

DAYS = st.integers(min_value=-2000, max_value=400).map(lambda days: ON + timedelta(days=days))
TERMS = st.builds(
    lambda since, days, points: Term(
        post="p", seat=1, from_on=since, until_on=since + timedelta(days=days), points=points
    ),
    DAYS,
    st.integers(min_value=1, max_value=800),
    st.integers(min_value=0, max_value=9),
)
DECAYS = st.builds(
    lambda months, percent: Decay(window_months=months, yearly=Fraction(percent, 100)),
    st.integers(min_value=1, max_value=80),
    st.integers(min_value=0, max_value=100),
)
SPANS = st.builds(
    lambda since, days: Span(from_on=since, until_on=since + timedelta(days=days)),
    DAYS,
    st.integers(min_value=1, max_value=1500),
)


def term(from_on: date, until_on: date, points: int = 1) -> Term:
    return Term(post="treasury", seat=1, from_on=from_on, until_on=until_on, points=points)


@given(terms=st.lists(TERMS, max_size=5), decay=DECAYS, by_term=st.booleans())
def test_the_lines_add_up_to_what_the_planner_counts(terms: list[Term], decay: Decay, by_term: bool):
    lines = [line_of(one, key=nth, on=ON, decay=decay, by_term=by_term) for nth, one in enumerate(terms)]
    whole = carried(terms, on=ON, window_months=decay.window_months, yearly=decay.yearly, by_term=by_term)
    assert sum((line.value for line in lines), Fraction(0)) == whole
    for line in lines:
        assert line.value == sum(
            (line.term.points * part.months * part.weight for part in line.parts), Fraction(0)
        )


@given(spans=st.lists(SPANS, min_size=1, max_size=3), away=st.lists(SPANS, max_size=2), decay=DECAYS)
def test_the_time_somebody_was_here_is_what_the_planner_counts(
    spans: list[Span], away: list[Span], decay: Decay
):
    person = Person(number=1, member_spans=tuple(spans), absences=tuple(away))
    assert here_of(person, on=ON, decay=decay) == here_share(
        person, on=ON, window_months=decay.window_months, yearly=decay.yearly
    )


PEOPLE = st.lists(
    st.tuples(
        st.lists(TERMS, max_size=3),
        st.lists(SPANS, min_size=1, max_size=2),
        st.lists(SPANS, max_size=1),
        st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(2, 3)]),
    ),
    min_size=1,
    max_size=6,
)


@given(PEOPLE)
def test_with_lines_time_away_and_the_middle_each_figure_is_the_planners(found: list[Any]):
    people, lines = [], []
    for number, (terms, spans, away, share) in enumerate(found, start=1):
        own = tuple(line_of(one, key=0, on=ON, decay=HALVED) for one in terms)
        one = Person(number=number, member_spans=tuple(spans), absences=tuple(away), share=share)
        people.append(
            Person(
                number=number,
                member_spans=tuple(spans),
                absences=tuple(away),
                share=share,
                history=sum((line.value for line in own), Fraction(0)),
                history_share=here_of(one, on=ON, decay=HALVED),
            )
        )
        lines.append(own)
    problem = Problem(
        people=tuple(people),
        posts=(),
        slots=(),
        from_on=ON,
        until_on=ON + timedelta(days=730),
        seed="s",
    )
    expected, middle = measures(problem), middle_of(people)
    for person, own in zip(people, lines, strict=True):
        assert person.history_share is not None
        burden = Burden(lines=own, share=person.share, here=person.history_share, middle=middle)
        assert burden.load == expected[person.number].history
        assert burden.load * burden.share == burden.carried + burden.begun_with


def test_a_year_counts_whole_the_year_before_half_of_it_and_what_is_before_the_window_not_at_all():
    [latest, earlier, first] = line_of(
        term(date(2020, 1, 1), date(2027, 1, 1), points=2), key=1, on=ON, decay=HALVED
    ).parts
    assert (latest.days, latest.weight) == (365, Fraction(1))
    assert (earlier.days, earlier.weight) == (365, Fraction(1, 2))
    assert (first.days, first.weight) == (366, Fraction(1, 4))
    assert latest.value == 2 * 12
    assert earlier.value == 12


def test_a_newcomer_begins_in_the_middle():
    rates = [Fraction(2), Fraction(4), Fraction(9)]
    old = [
        Person(number=nth, member_spans=ALWAYS, history=rate, history_share=Fraction(1))
        for nth, rate in enumerate(rates)
    ]
    came_today = Person(number=9, member_spans=(Span(from_on=ON, until_on=date.max),))
    here = here_of(came_today, on=ON, decay=HALVED)
    burden = Burden(lines=(), share=Fraction(1), here=here, middle=middle_of(old))
    assert here == 0
    assert burden.begun_with == burden.load == 4


def test_days_away_leave_less_to_have_carried():
    away = Person(
        number=1,
        member_spans=ALWAYS,
        absences=(Span(from_on=date(2025, 3, 5), until_on=date(2026, 3, 5)),),
    )
    assert here_of(away, on=ON, decay=HALVED) == Fraction(3, 7)


@given(st.lists(st.fractions(min_value=0, max_value=99), max_size=12))
def test_figures_as_they_are_shown_add_up(values: list[Fraction]):
    shown = hundredths(values)
    whole = sum(values, Fraction(0)) * 100
    assert abs(sum(shown) - whole) * 2 <= 1
    assert all(abs(one - value * 100) < 1 for one, value in zip(shown, values, strict=True))


def test_three_thirds_are_shown_as_one():
    assert hundredths([Fraction(1, 3)] * 3) == [34, 33, 33]
    assert hundredths([]) == []
