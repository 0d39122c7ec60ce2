"""Looking through everything, where there is little: what is not looked at cannot be better, and that is the proof.

Slot by slot, who has it; a branch is left when what is certain of it is already no better than the best plan
found. Steps are counted, not time: where they do not suffice, nothing is proved and nothing is lost.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from heapq import heapify, heapreplace
from math import gcd

from rotation.rules.planning.building import Budget
from rotation.rules.planning.draft import NOBODY, Draft

Cost = tuple[tuple[int, ...], ...]
"""What placements are worth in the first stages, to be compared from left to right; loads times the scale."""


class Search:
    """The best plan in the first so many stages, among all, if the budget suffices."""

    def __init__(self, draft: Draft, *, stages: int, budget: Budget, fixed: int) -> None:
        self.draft, self.board, self.budget = draft, draft.board, budget
        parts = (
            self._unfilled,
            self._changed,
            self._load,
            self._again,
            self._wishes,
            self._close,
            self._drawn,
        )
        self._parts = parts[:stages]
        self.unit = gcd(*self.board.points) or 1
        self.loads = [draft.load(one) for one in range(len(self.board.people))]
        self.in_order = sorted(self.loads)
        self.best = draft.copy_of()
        self.best_cost = self.cost()
        self.order = self._order(fixed)
        self.is_complete = False

    def _order(self, fixed: int) -> list[int]:
        """Slots to be decided: those that few can have first, and after one those that clash with it."""
        board = self.board
        open_slots = [at for at in range(len(board.slots)) if not fixed >> at & 1]
        return sorted(open_slots, key=lambda at: (len(board.who[at]), at))

    def run(self) -> bool:
        """Look through everything; whether it came to an end. The best is in the draft afterwards."""
        for at in self.order:
            self._set(at, NOBODY)
        self.is_complete = self._decide(0)
        self.draft.become(self.best)
        return self.is_complete

    def _set(self, at: int, person: int) -> None:
        """Give a slot to somebody, or to NOBODY; loads are kept in order, as nearly all of them stay as they are."""
        before = self.draft.holder[at]
        self.draft.set(at, person)
        for one in (before, person):
            if one != NOBODY:
                del self.in_order[bisect_left(self.in_order, self.loads[one])]
                self.loads[one] = self.draft.load(one)
                insort(self.in_order, self.loads[one])

    def _decide(self, nth: int) -> bool:
        if not self.budget.spend():
            return False
        draft = self.draft
        if nth == len(self.order):
            if self._is_better() and draft.seats_are_apart():
                self.best, self.best_cost = draft.copy_of(), self.cost()
            return True
        if self._is_hopeless(self.order[nth:]):
            return True
        at = self.order[nth]
        points = self.board.points[at]
        who = [person for person in self.board.who[at] if draft.is_free(person, at)]
        published = self.board.published[at]
        who.sort(key=lambda one: (one != published, draft.load(one, points), self.board.ticket(at, one)))
        for person in who:
            self._set(at, person)
            done = self._decide(nth + 1)
            self._set(at, NOBODY)
            if not done:
                return False
        if at in self.board.pinned:
            return True
        return self._decide(nth + 1)

    # --- what is certain --------------------------------------------------------------------------------------

    def cost(self) -> Cost:
        """What the draft is worth."""
        return tuple(part([]) for part in self._parts)

    def _is_better(self) -> bool:
        """Whether the draft as it is, is better than the best found; stage by stage, as far as need be."""
        for part, best in zip(self._parts, self.best_cost, strict=True):
            value = part([])
            if value != best:
                return value < best
        return False

    def _is_hopeless(self, left: list[int]) -> bool:
        """Whether the draft, whoever has the slots that are left, is no better than the best found."""
        for part, best in zip(self._parts, self.best_cost, strict=True):
            least = part(left)
            if least != best:
                return least > best
        return True

    def _unfilled(self, left: list[int]) -> tuple[int, ...]:
        board, draft = self.board, self.draft
        waiting = set(left)
        empty = [at for at, person in enumerate(draft.holder) if person == NOBODY and at not in waiting]
        empty += [at for at in left if not self._anybody(at)]
        critical = [board.post(at).critical for at in empty]
        points = [board.points[at] for at in empty]
        return (*map(critical.count, board.tiers[0]), *map(points.count, board.tiers[1]))

    def _anybody(self, at: int) -> bool:
        hold, clash = self.draft.hold, self.board.clash[at]
        return any(not hold[person] & clash for person in self.board.who[at])

    def _changed(self, left: list[int]) -> tuple[int, ...]:
        board, waiting = self.board, set(left)
        changed = []
        for at, person in enumerate(board.published):
            if person == -1:
                continue
            if at in waiting:
                if person >= 0 and self.draft.is_free(person, at):
                    continue
            elif self.draft.holder[at] == person:
                continue
            changed.append(board.begins[at])
        return (len(changed), *map(changed.count, board.published_days))

    def _load(self, left: list[int]) -> tuple[int, ...]:
        """The most level loads there could be: what is left is poured, unit by unit, where it is lowest.

        As this is asked only where no further slot may stay empty, all of it is poured.
        """
        board = self.board
        pour = sum(board.points[at] for at in left if self._anybody(at)) // self.unit
        if not pour:
            return tuple(self.in_order[::-1])
        loads = list(self.loads)
        takers = {one for at in left for one in board.who[at]}
        heap = [(loads[one] + self.unit * board.weight[one], -loads[one], one) for one in sorted(takers)]
        heapify(heap)
        for _drop in range(pour if heap else 0):
            load, _before, one = heap[0]
            loads[one] = load
            heapreplace(heap, (load + self.unit * board.weight[one], -load, one))
        return tuple(sorted(loads, reverse=True))

    def _sum(self, part: int) -> int:
        hold = self.draft.hold
        return sum(self.draft.cost(one, hold[one])[part] for one in set(self.draft.holder) if one != NOBODY)

    def _again(self, left: list[int]) -> tuple[int, ...]:
        return (self._sum(0),)

    def _wishes(self, left: list[int]) -> tuple[int, ...]:
        board, best = self.board, 0
        for at in left:
            code = board.slots[at].post
            best += max(0, max((board.wish(one, code) for one in board.who[at]), default=0))
        return (self._sum(1) - best,)

    def _close(self, left: list[int]) -> tuple[int, ...]:
        return (self._sum(2),)

    def _drawn(self, left: list[int]) -> tuple[int, ...]:
        return (sum(self.board.ticket(at, one) for at, one in enumerate(self.draft.holder) if one != NOBODY),)
