"""A problem laid out for searching: people and slots by place, who may have what, and what cannot go together.

People stand in the order of their tickets, so that a member's number decides nothing but what the seed decides.
Sets of slots are whole numbers, one bit a slot: fast, and always in the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from itertools import compress, count
from math import lcm

from rotation.rules.drawing import lot
from rotation.rules.planning.bylaws import RULE_OF, Case, do_not_go_together
from rotation.rules.planning.house import House
from rotation.rules.planning.loads import measures, merged
from rotation.rules.planning.objective import published_days, ticket, tiers
from rotation.rules.planning.people import Person, Span
from rotation.rules.planning.problem import Problem
from rotation.rules.planning.slots import PostRules
from rotation.rules.terms import Term, months_later

ROW_RULES = ("consecutive", "cool_down")
ZERO_OR_ONE = bytes.maketrans(b"01", b"\x00\x01")


def bits(mask: int) -> list[int]:
    """The places of the bits set, ascending."""
    if mask.bit_count() > 12:
        return list(compress(count(), bin(mask)[:1:-1].encode().translate(ZERO_OR_ONE)))
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


class Board:
    """One problem, by places. Nothing in it changes during a search."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.house = problem, House(problem)
        self.slots = problem.slots
        self.rules = problem.rules
        self.people = sorted(problem.people, key=lambda one: (lot(problem.seed, one.number), one.number))
        self.place = {one.number: at for at, one in enumerate(self.people)}
        self.every = (1 << len(self.slots)) - 1
        self.begins = [slot.from_on.toordinal() for slot in self.slots]
        self.ends = [slot.until_on.toordinal() for slot in self.slots]
        self.points = [slot.points for slot in self.slots]
        self.of_post: dict[str, int] = {}
        self.places: dict[str, list[int]] = {}
        for at, slot in enumerate(self.slots):
            self.of_post[slot.post] = self.of_post.get(slot.post, 0) | 1 << at
            self.places.setdefault(slot.post, []).append(at)
        self.longest = max(
            (ends - begins for begins, ends in zip(self.begins, self.ends, strict=True)), default=0
        )
        self.tiers = tiers(problem)
        self.published_days = [day.toordinal() for day in published_days(problem)]
        self.at_once = self.rules.get("at_once", 0)
        self._lay_out_clashes()
        self._lay_out_people()
        self._lay_out_loads()
        self.pinned = {
            at: self.place[self.house.pins[slot.key]]
            for at, slot in enumerate(self.slots)
            if slot.key in self.house.pins
        }
        self.published = [
            -1 if slot.published is None else self.place.get(slot.published, -2) for slot in self.slots
        ]
        for at, person in self.pinned.items():
            self.can[person] &= ~self.clash[at] | 1 << at
        for at, pinned in self.pinned.items():
            for person in range(len(self.people)):
                if person != pinned:
                    self.can[person] &= ~(1 << at)
        for at, person in self.pinned.items():
            self.can[person] |= 1 << at
        self.who: list[list[int]] = [[] for _slot in self.slots]
        for person, mask in enumerate(self.can):
            for at in bits(mask):
                self.who[at].append(person)
        self.seats_together: list[tuple[tuple[int, ...], int]] = self._groups()
        self._tickets: list[dict[int, int]] = [{} for _slot in self.slots]
        self._alone: list[dict[int, tuple[bool, int, int]]] = [{} for _person in self.people]
        self.earlier = [
            self.of_post[slot.post] & (1 << bisect_left(self.begins, self.begins[at])) - 1
            for at, slot in enumerate(self.slots)
        ]
        """For each slot, those of the same post that begin before it."""
        self._wishes = [{wish.post: wish.weight for wish in one.wishes} for one in self.people]

    # --- what cannot go together ------------------------------------------------------------------------------

    def _lay_out_clashes(self) -> None:
        """For each slot the slots that nobody can have beside it; and the posts whose rows must be counted."""
        self.counts_rows: dict[str, bool] = {}
        for post in self.problem.posts:
            self.counts_rows[post.code] = "consecutive" in self.rules and post.max_consecutive_terms > 1
        self.clash = [0] * len(self.slots)
        spans = [(slot.post, slot.from_on, slot.until_on) for slot in self.slots]
        known: dict[tuple[str, date, date], int] = {}
        for at, span in enumerate(spans):
            if span not in known:
                known[span] = self._clash_of(*span)
            self.clash[at] = known[span] & ~(1 << at)

    def _clash_of(self, post: str, from_on: date, until_on: date) -> int:
        """The slots that nobody can have who has such a term."""
        begins, ends = from_on.toordinal(), until_on.toordinal()
        rest = self.rules.get("rest", 0) if post in self.problem.post_of else 0
        once = self.at_once == 1 and post in self.problem.post_of
        found = 0
        for other, places in self.places.items():
            apart = "compatible" in self.rules and do_not_go_together(self.problem, post, other)
            terms = self.problem.post_of[other]
            alone = other == post and terms.max_consecutive_terms == 1 and "consecutive" in self.rules
            if not (apart or once or rest or alone):
                continue
            grace = self.rules.get("consecutive", 0)
            cool = terms.cool_down_months if "cool_down" in self.rules else 0
            free_from = months_later(until_on, cool).toordinal() if alone and cool else 0
            far = 1 + max(rest, grace, 31 * cool) if alone or rest else 1
            first = bisect_left(places, begins - self.longest - far, key=self.begins.__getitem__)
            last = bisect_left(places, ends + far, key=self.begins.__getitem__)
            for at in places[first:last]:
                gap = max(begins - self.ends[at], self.begins[at] - ends)
                if gap < 0:
                    stops = apart or once or alone
                elif (alone and (gap <= grace or (ends <= self.begins[at] < free_from))) or (
                    alone and cool and self.ends[at] <= begins and begins < self._cooled(at, cool)
                ):
                    stops = True
                else:
                    stops = gap < rest and not (other == post and gap == 0)
                if stops:
                    found |= 1 << at
        return found

    def _cooled(self, at: int, months: int) -> int:
        return months_later(self.slots[at].until_on, months).toordinal()

    # --- who may have what ------------------------------------------------------------------------------------

    def _lay_out_people(self) -> None:
        self.can: list[int] = []
        self.rows_had: list[dict[str, list[Term]]] = []
        self.had_in_plan: list[list[Term]] = []
        self._known_terms: dict[tuple[str, date, date], int] = {}
        self._too_new = {
            post.code: post
            for post in self.problem.posts
            if "seniority" in self.rules and post.code in self.of_post
        }
        first = min(self.begins, default=0)
        self.reach = first - max(
            31,
            self.rules.get("consecutive", 31),
            31 * max((p.cool_down_months for p in self.problem.posts), default=0),
        )
        for person in self.people:
            had = [term for term in person.terms if term.post in self.problem.post_of]
            self.had_in_plan.append(had)
            rows: dict[str, list[Term]] = {}
            for term in had:
                if self.counts_rows[term.post]:
                    rows.setdefault(term.post, []).append(term)
            self.rows_had.append(rows)
            self.can.append(self._may_have(person, rows))

    def _may_have(self, person: Person, rows: dict[str, list[Term]]) -> int:
        can = self.every
        if not can:
            return can
        if "member" in self.rules:
            can &= self._inside(person.member_spans)
        since = min((one.from_on for one in person.member_spans), default=date.max)
        for code, post in self._too_new.items():
            if since == date.max:
                can = 0
                break
            enough = months_later(since, post.months_here).toordinal()
            if enough > self.begins[0]:
                can &= ~self._of_post_before(code, enough)
        if "skill" in self.rules:
            can &= self._knows(person)
        if "available" in self.rules and person.absences:
            can &= ~self._away(person)
        if "barred" in self.rules:
            for bar in person.bars:
                before = self._of_post_before(bar.post, bar.until_on.toordinal())
                can &= ~(before & ~self._of_post_before(bar.post, bar.from_on.toordinal()))
        for term in person.terms:
            if term.until_on.toordinal() + self.rules.get("rest", 0) < self.reach:
                continue
            span = (term.post, term.from_on, term.until_on)
            if span not in self._known_terms:
                self._known_terms[span] = self._clash_of(*span)
            can &= ~self._known_terms[span]
        asked = [name for name in ROW_RULES if name in self.rules]
        for code, had in rows.items():
            if all(term.until_on.toordinal() < self.reach for term in had):
                continue
            for at in bits(can & self.of_post.get(code, 0)):
                case = Case(problem=self.problem, person=person, slot=self.slots[at], others=had)
                if any(RULE_OF[name].stops(case, self.rules[name]) for name in asked):
                    can &= ~(1 << at)
        if self.at_once > 1:
            can &= ~self._too_many_already(person)
        return can

    def _inside(self, spans: tuple[Span, ...]) -> int:
        found = 0
        for span in merged(spans):
            begins, ends = span.from_on.toordinal(), span.until_on.toordinal()
            if begins <= self.begins[0] and max(self.ends) <= ends:
                return self.every
            for at, (since, until) in enumerate(zip(self.begins, self.ends, strict=True)):
                if begins <= since and until <= ends:
                    found |= 1 << at
        return found

    def _of_post_before(self, code: str, day: int) -> int:
        return sum(1 << at for at in self.places.get(code, ()) if self.begins[at] < day)

    def _knows(self, person: Person) -> int:
        can = self.every
        for post in self.problem.posts:
            for skill in post.skills:
                spans = [
                    Span(from_on=one.from_on, until_on=one.until_on or date.max)
                    for one in person.skills
                    if one.skill == skill
                ]
                mask = self.of_post.get(post.code, 0)
                can &= ~mask | (self._inside(tuple(spans)) if spans else 0)
        return can

    def _away(self, person: Person) -> int:
        found, percent = 0, self.rules["available"]
        absences = merged(person.absences)
        for at, slot in enumerate(self.slots):
            gone = sum(one.days_within(slot.from_on, slot.until_on) for one in absences)
            if gone * 100 > percent * (slot.until_on - slot.from_on).days:
                found |= 1 << at
        return found

    def _too_many_already(self, person: Person) -> int:
        found = 0
        for at, slot in enumerate(self.slots):
            case = Case(problem=self.problem, person=person, slot=slot, others=person.terms)
            if RULE_OF["at_once"].stops(case, self.at_once):
                found |= 1 << at
        return found

    # --- loads ------------------------------------------------------------------------------------------------

    def _lay_out_loads(self) -> None:
        """Loads as whole numbers: load = history[p] + planned * weight[p], all times `scale`."""
        found = measures(self.problem)
        each = [found[one.number] for one in self.people]
        self.scale = lcm(
            *(one.history.denominator for one in each), *(one.expected.numerator for one in each)
        )
        self.history = [int(one.history * self.scale) for one in each]
        self.weight = [int(self.scale / one.expected) for one in each]

    def _groups(self) -> list[tuple[tuple[int, ...], int]]:
        """The seats of a post that begin on one day, and how many may pass to new people, where fewer than all."""
        at_key = {slot.key: at for at, slot in enumerate(self.slots)}
        found = {
            tuple(at_key[one.key] for one in slots): most
            for slots, most in self.house.together.values()
            if most < len(slots)
        }
        return sorted(found.items())

    def ticket(self, at: int, person: int) -> int:
        """A person's ticket for a slot, by places."""
        known = self._tickets[at]
        if person not in known:
            known[person] = ticket(self.problem.seed, self.slots[at].key, self.people[person].number)
        return known[person]

    def wish(self, person: int, code: str) -> int:
        """How much somebody would like a post."""
        return self._wishes[person].get(code, 0)

    def alone(self, person: int, at: int) -> tuple[bool, int, int]:
        """What a slot is with somebody, by itself: had before, how much wished, how close to what they had."""
        known = self._alone[person]
        if at not in known:
            slot = self.slots[at]
            terms = self.had_in_plan[person]
            had = any(term.post == slot.post and term.from_on < slot.from_on for term in terms)
            known[at] = (had, self.wish(person, slot.post), self.close_to_terms(person, at))
        return known[at]

    def close_to_terms(self, person: int, at: int) -> int:
        """By how many days a slot is closer than it might be to what somebody had."""
        close, days = 0, self.problem.spacing_days
        for term in self.had_in_plan[person]:
            gap = max(
                self.begins[at] - term.until_on.toordinal(), term.from_on.toordinal() - self.ends[at], 0
            )
            close += max(0, days - gap)
        return close

    def post(self, at: int) -> PostRules:
        """The rules of a slot's post."""
        return self.problem.post_of[self.slots[at].post]
