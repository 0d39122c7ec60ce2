"""The rules of a plan: each has a name, its one sentence, and the words for somebody whom it stops.

They are asked in this order, and the first that says no is the answer to *why not me*. A house rule switches
each of them on, some with a number (`Problem.rules`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence
from rotation.rules.planning.loads import merged
from rotation.rules.planning.people import Person, Span
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import PostRules, Slot
from rotation.rules.terms import Term, months_later

Held = Term | Slot
"""Something a person carries: a term they had or have, or a slot they are placed in."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One person and one slot, with what else they carry, and who sits in the other seats of the post."""

    problem: Problem
    person: Person
    slot: Slot
    others: Sequence[Held]
    """Every other term of theirs, had, running or planned."""
    new_beside: int = 0
    """How many other seats of the post pass, on the slot's first day, to somebody new."""
    most_new: int | None = None
    """How many may; None where no other seat begins on that day."""
    pinned_to: int | None = None
    """Whose it is already, if anybody's."""

    @property
    def post(self) -> PostRules:
        return self.problem.post_of[self.slot.post]

    @cached_property
    def in_plan(self) -> list[Held]:
        """What else they carry in the posts of this plan."""
        return [one for one in self.others if one.post in self.problem.post_of]

    @cached_property
    def rows(self) -> list[list[Held]]:
        """Their terms of this post, with the slot, in rows: a gap longer than the grace begins another row."""
        own = [one for one in self.others if one.post == self.slot.post]
        return rows_of([*own, self.slot], grace_days=self.problem.rules.get("consecutive", 31))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: `sentence` as the house says it, `why_not` of a person whom it stops, `stops` decides."""

    name: str
    sentence: Sentence
    why_not: Sentence
    stops: Callable[[Case, int], bool]
    """Whether it stops this case, with the rule's number."""


def rows_of(terms: Iterable[Held], *, grace_days: int) -> list[list[Held]]:
    """Terms of one post in rows: each begins at most so many days after the one before ended."""
    rows: list[list[Held]] = []
    for one in sorted(terms, key=lambda each: (each.from_on, each.until_on)):
        if rows and (one.from_on - rows[-1][-1].until_on).days <= grace_days:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def covers(spans: Iterable[Span], from_on: date, until_on: date) -> bool:
    """Whether every day of [from_on, until_on) is in one of them."""
    return any(one.from_on <= from_on and until_on <= one.until_on for one in merged(spans))


def overlap(one: Held, other: Held) -> bool:
    """Whether they share a day."""
    return one.from_on < other.until_on and other.from_on < one.until_on


def days_between(one: Held, other: Held) -> int:
    """The days between the end of the earlier and the beginning of the later; 0 where they share a day."""
    return max(0, (max(one.from_on, other.from_on) - min(one.until_on, other.until_on)).days)


def _not_member(case: Case, _number: int) -> bool:
    return not covers(case.person.member_spans, case.slot.from_on, case.slot.until_on)


def _too_new(case: Case, _number: int) -> bool:
    since = min((one.from_on for one in case.person.member_spans), default=date.max)
    return since == date.max or case.slot.from_on < months_later(since, case.post.months_here)


def _untrained(case: Case, _number: int) -> bool:
    for skill in case.post.skills:
        spans = [
            Span(from_on=one.from_on, until_on=one.until_on or date.max)
            for one in case.person.skills
            if one.skill == skill
        ]
        if not covers(spans, case.slot.from_on, case.slot.until_on):
            return True
    return False


def _absent(case: Case, percent: int) -> bool:
    begins, ends = case.slot.from_on, case.slot.until_on
    gone = sum(one.days_within(begins, ends) for one in merged(case.person.absences))
    return gone * 100 > percent * (ends - begins).days


def _incompatible(case: Case, _number: int) -> bool:
    return any(
        overlap(one, case.slot) and do_not_go_together(case.problem, one.post, case.slot.post)
        for one in case.others
    )


def do_not_go_together(problem: Problem, one: str, other: str) -> bool:
    """Whether nobody holds both at once: two seats of one post, or posts of which either names the other."""
    known = problem.post_of
    return (
        one == other
        or (one in known and other in known[one].incompatible_with)
        or (other in known and one in known[other].incompatible_with)
    )


def _too_many(case: Case, most: int) -> bool:
    beside = [one for one in case.in_plan if overlap(one, case.slot)]
    if len(beside) < most:
        return False
    days = [case.slot.from_on, *(one.from_on for one in beside if one.from_on > case.slot.from_on)]
    return any(sum(one.from_on <= day < one.until_on for one in beside) >= most for day in days)


def _in_a_row(case: Case, _grace: int) -> bool:
    most = case.post.max_consecutive_terms
    return bool(most) and any(case.slot in row and len(row) > most for row in case.rows)


def _cooling(case: Case, _number: int) -> bool:
    most, months = case.post.max_consecutive_terms, case.post.cool_down_months
    if not most or not months or "consecutive" not in case.problem.rules:
        return False  # without a limit in a row there is no last term after which to rest
    return any(
        (case.slot in before or case.slot in after)
        and len(before) >= most
        and after[0].from_on < months_later(max(one.until_on for one in before), months)
        for before, after in pairwise(case.rows)
    )


def _resting(case: Case, days: int) -> bool:
    return any(
        not overlap(one, case.slot)
        and days_between(one, case.slot) < days
        and not (one.post == case.slot.post and days_between(one, case.slot) == 0)
        for one in case.in_plan
    )


def is_new(person: Person, slot: Slot, planned: Iterable[Slot]) -> bool:
    """Whether somebody comes new to a post with a slot: they had no seat of it up to the slot's first day."""
    held: list[Held] = [*person.terms, *planned]
    return not any(one.post == slot.post and one.from_on < slot.from_on <= one.until_on for one in held)


def _together(case: Case, _number: int) -> bool:
    if case.most_new is None or case.new_beside < case.most_new:
        return False
    return is_new(case.person, case.slot, [one for one in case.others if isinstance(one, Slot)])


def _told_to_another(case: Case, _number: int) -> bool:
    return case.pinned_to not in (None, case.person.number)


def _barred(case: Case, _number: int) -> bool:
    return any(
        one.post == case.slot.post and one.from_on <= case.slot.from_on < one.until_on
        for one in case.person.bars
    )


RULES: tuple[Rule, ...] = (
    Rule(
        name="member",
        sentence=_("Only full members take a post, and only for days on which they are."),
        why_not=_("is not a full member on every day of it"),
        stops=_not_member,
    ),
    Rule(
        name="seniority",
        sentence=_("A post may ask for some months among us first."),
        why_not=_("has not been here for as long as the post asks"),
        stops=_too_new,
    ),
    Rule(
        name="skill",
        sentence=_("Whoever takes a post knows how, on every day of it."),
        why_not=_("does not have the skill that the post asks for, to the last day of it"),
        stops=_untrained,
    ),
    Rule(
        name="available",
        sentence=_("Nobody is given a term of which they will be away for more than a part."),
        why_not=_("is away for too much of it"),
        stops=_absent,
    ),
    Rule(
        name="compatible",
        sentence=_("Nobody holds two posts that do not go together, nor two seats of one."),
        why_not=_("holds then a post that does not go with this one"),
        stops=_incompatible,
    ),
    Rule(
        name="at_once",
        sentence=_("Nobody holds more posts at once than we agreed."),
        why_not=_("holds then as many posts as one may"),
        stops=_too_many,
    ),
    Rule(
        name="consecutive",
        sentence=_("Nobody has more terms in a row than the post allows."),
        why_not=_("would have more terms in a row than the post allows"),
        stops=_in_a_row,
    ),
    Rule(
        name="cool_down",
        sentence=_("After the last term in a row one rests from that post."),
        why_not=_("rests from this post until the cool-down is over"),
        stops=_cooling,
    ),
    Rule(
        name="rest",
        sentence=_("Between one post and another there are days of rest."),
        why_not=_("has not had the days of rest between one post and another"),
        stops=_resting,
    ),
    Rule(
        name="stagger",
        sentence=_(
            "Two seats of one post do not pass to new people on the same day, while that can be helped."
        ),
        why_not=_("would come new to the post on the same day as somebody else"),
        stops=_together,
    ),
    Rule(
        name="pinned",
        sentence=_("A turn that was published and is near stays whose it is."),
        why_not=_("comes too late: it was published as the turn of somebody else"),
        stops=_told_to_another,
    ),
    Rule(
        name="barred",
        sentence=_(
            "Nobody is asked again for what they declined or were recalled from, until its time is over."
        ),
        why_not=_("declined it, or was recalled from it, not long ago"),
        stops=_barred,
    ),
)
"""In the order in which they are asked."""

RULE_OF: Mapping[str, Rule] = {one.name: one for one in RULES}


def first_that_stops(case: Case, *, leaving_out: frozenset[str] = frozenset()) -> Rule | None:
    """The first rule switched on that says no to a case; None where it may be."""
    rules = case.problem.rules
    for rule in RULES:
        if rule.name in rules and rule.name not in leaving_out and rule.stops(case, rules[rule.name]):
            return rule
    return None
