"""A first plan: what stays, then date by date the least loaded who can, then chains for what stayed empty.

On each first day the sets of people who can be placed together form a transversal matroid: taking people by
their load, and keeping each for whom an augmenting path exists, gives the least loaded set there is.
"""

from __future__ import annotations

from collections.abc import Iterable

from rotation.rules.planning.board import Board, bits
from rotation.rules.planning.draft import NOBODY, Draft


class Budget:
    """How much searching is left, counted in steps and never in time, so that every machine stops at the same one."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> bool:
        """Take steps; whether there were any left."""
        self.left -= steps
        return self.left >= 0


def priority(board: Board, at: int) -> tuple[int, int, int, int]:
    """The order in which empty seats are filled: critical posts, then heavy ones, then where few can."""
    return (-board.post(at).critical, -board.points[at], len(board.who[at]), at)


def settle(draft: Draft) -> None:
    """Put everybody where a pin or a published turn has them, as far as the rules allow."""
    board = draft.board
    for at, person in board.pinned.items():
        draft.set(at, person)
    for at, person in enumerate(board.published):
        if person >= 0 and draft.holder[at] == NOBODY:
            draft.change([(at, person)])


def build(draft: Draft) -> None:
    """Fill what is empty, first day by first day."""
    board = draft.board
    days: dict[int, list[int]] = {}
    for at, person in enumerate(draft.holder):
        if person == NOBODY:
            days.setdefault(board.begins[at], []).append(at)
    for day in sorted(days):
        _fill_day(draft, sorted(days[day], key=lambda at: priority(board, at)))


def _fill_day(draft: Draft, slots: list[int]) -> None:
    by_person = _who_is_free(draft, slots)
    free: dict[int, list[int]] = {at: [] for at in slots}
    for person, open_to in by_person.items():
        for at in open_to:
            free[at].append(person)
    chosen = _can_be_filled(slots, free)
    wanted, liked = set(chosen), dict[int, list[int]]()
    taken: dict[int, int] = {}

    def place(person: int, seen: set[int]) -> bool:
        if person not in liked:
            liked[person] = sorted(
                (at for at in by_person[person] if at in wanted),
                key=lambda at: (draft.cost(person, 1 << at), at),
            )
        for at in liked[person]:
            if at in seen:
                continue
            seen.add(at)
            if at not in taken or place(taken[at], seen):
                taken[at] = person
                return True
        return False

    for person in sorted(by_person, key=lambda one: (draft.load(one), one)):
        if len(taken) == len(chosen):
            break
        place(person, set())
    for at in chosen:
        if at in taken:
            draft.change([(at, taken[at])])


def _who_is_free(draft: Draft, slots: list[int]) -> dict[int, list[int]]:
    """For each person the slots they could be given now, of these."""
    board, found = draft.board, dict[int, list[int]]()
    asked = near = 0
    for at in slots:
        asked |= 1 << at
        near |= board.clash[at] | board.of_post[board.slots[at].post]
    for person, can in enumerate(board.can):
        mask = can & asked
        if mask and draft.hold[person] & (near if board.at_once == 1 else -1):
            open_to = [at for at in bits(mask) if draft.is_free(person, at)]
        else:
            open_to = bits(mask)
        if open_to:
            found[person] = open_to
    return found


def _can_be_filled(slots: Iterable[int], free: dict[int, list[int]]) -> list[int]:
    """The slots that can be filled together, taken in order: each kept if those before can be kept as well."""
    has: dict[int, int] = {}

    def fill(at: int, seen: set[int]) -> bool:
        for person in free[at]:
            if person not in has:
                has[person] = at
                return True
        for person in free[at]:
            if person not in seen:
                seen.add(person)
                if fill(has[person], seen):
                    has[person] = at
                    return True
        return False

    return [at for at in slots if fill(at, set())]


class Filling:
    """Chains for an empty slot: somebody takes it and gives up one or two others, which somebody else takes."""

    def __init__(self, draft: Draft, *, locked: int, budget: Budget) -> None:
        self.draft, self.locked, self.budget = draft, locked, budget
        self._trail: list[tuple[int, int]] = []
        self._failed: dict[int, int] = {}

    def fill(self, at: int, *, depth: int) -> bool:
        """Fill one empty slot, moving whom it must; or leave everything as it was."""
        for deep in range(depth + 1):
            self._trail, self._failed = [], {}
            if self._place(at, deep, self.locked) and self.draft.seats_are_apart():
                return True
            self._undo(0)
            if self.budget.left < 0:
                return False
        return False

    def _put(self, at: int, person: int) -> None:
        self._trail.append((at, self.draft.holder[at]))
        self.draft.set(at, person)

    def _undo(self, mark: int) -> None:
        while len(self._trail) > mark:
            at, person = self._trail.pop()
            self.draft.set(at, person)

    def _place(self, at: int, deep: int, locked: int) -> bool:
        draft, board = self.draft, self.draft.board
        if self._failed.get(at, -1) >= deep or not self.budget.spend():
            return False
        ways = []
        for person in board.who[at]:
            for without in draft.ways(person, at):
                if without & locked or without.bit_count() > 2:
                    continue
                ways.append((without.bit_count(), draft.load(person, board.points[at]), person, without))
        ways.sort()
        for count, _load, person, without in ways:
            if count and not deep:
                break
            mark = len(self._trail)
            given_up = bits(without)
            for other in given_up:
                self._put(other, NOBODY)
            self._put(at, person)
            if count == 0:
                if draft.seats_are_apart([(at, person)]):
                    return True
            elif all(self._place(other, deep - 1, locked | 1 << at | without) for other in given_up):
                return True
            self._undo(mark)
            if self.budget.left < 0:
                return False
        self._failed[at] = max(deep, self._failed.get(at, -1))
        return False


def fill_empty(draft: Draft, *, locked: int, budget: Budget, depth: int = 4) -> None:
    """Fill every empty slot that a chain can fill, without touching the slots of `locked`."""
    empty = [at for at, person in enumerate(draft.holder) if person == NOBODY]
    for at in sorted(empty, key=lambda one: priority(draft.board, one)):
        if draft.holder[at] == NOBODY:
            Filling(draft, locked=locked, budget=budget).fill(at, depth=depth)
