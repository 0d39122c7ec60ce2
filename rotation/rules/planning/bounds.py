"""Below what no plan can go, worked out without a search: the proof in `docs/rotation.md`.

Most rules are forgotten and two kept: who may have which slot at all, and that nobody has two slots that
clash. Of clashing slots only groups are seen in which every two clash, each slot in one group: a person has at
most one of a group. What is left is a flow from slots to people, where shifting along chains reaches the best
there is. It can only be better than a plan that keeps every rule, and where a plan is as good it is proved.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from rotation.rules.planning.board import Board, bits
from rotation.rules.planning.draft import NOBODY, Draft
from rotation.rules.planning.objective import changed_of, leximax, unfilled_of
from rotation.rules.planning.plan import Value


class Relaxed:
    """Placements that keep eligibility and one slot of a group each: as a plan, or better than any."""

    def __init__(self, board: Board, holder: list[int], *, fixed: int = 0) -> None:
        self.board, self.holder = board, list(holder)
        self.fixed = fixed
        """The slots that stay with whom they are."""
        self.group = groups(board)
        self.has: dict[tuple[int, int], int] = {}
        self.carried = [0] * len(board.people)
        for at, person in enumerate(holder):
            if person != NOBODY:
                self.has[person, self.group[at]] = at
                self.carried[person] += board.points[at]

    def fill(self) -> None:
        """Fill as much as can be, in the order of priority: the best that the relaxed rules allow."""
        board = self.board

        def rank(at: int) -> tuple[int, int]:
            return (-board.post(at).critical, -board.points[at])

        empty = sorted(
            (at for at, who in enumerate(self.holder) if who == NOBODY), key=lambda at: (rank(at), at)
        )
        for at in empty:
            self._fill(at, rank)

    def _fill(self, start: int, rank: object) -> None:
        """Fill a slot along a chain; where none ends free, leave out the least of those reached instead."""
        assert callable(rank)  # noqa: S101
        board, came = self.board, {start: (-1, -1)}
        queue = [start]
        for at in queue:
            for person in board.who[at]:
                other = self.has.get((person, self.group[at]), -1)
                if other == -1:
                    self._shift(at, person, came)
                    return
                if other not in came and not self.fixed >> other & 1:
                    came[other] = (at, person)
                    queue.append(other)
        least = max(queue, key=lambda at: (rank(at), at))
        if rank(least) > rank(start):
            at, person = came[least]
            del self.has[person, self.group[least]]
            self.holder[least] = NOBODY
            self.carried[person] -= board.points[least]
            self._shift(at, person, came)

    def _shift(self, at: int, person: int, came: dict[int, tuple[int, int]]) -> None:
        """Give `at` to somebody free for it, and so back along the chain to the slot that was empty."""
        while True:
            before, giver = came[at]
            if giver != -1:
                self.carried[giver] -= self.board.points[at]
                del self.has[giver, self.group[at]]
            self.holder[at] = person
            self.has[person, self.group[at]] = at
            self.carried[person] += self.board.points[at]
            if giver == -1:
                return
            at, person = before, giver

    # --- level loads ------------------------------------------------------------------------------------------

    def load(self, person: int, more: int = 0) -> int:
        """Somebody's load, times the board's scale, with so many points more."""
        board = self.board
        return board.history[person] + (self.carried[person] + more) * board.weight[person]

    def level(self, points: int) -> None:
        """Where every slot weighs so many points: shift them along chains until that makes no load smaller."""
        while (chain := self._chain(points)) is not None:
            for at, person in chain:
                holder = self.holder[at]
                if holder != NOBODY:
                    self.carried[holder] -= points
                self.holder[at] = person
                if person != NOBODY:
                    self.carried[person] += points
            self.has = {
                (person, self.group[at]): at for at, person in enumerate(self.holder) if person != NOBODY
            }

    def _chain(self, points: int) -> list[tuple[int, int]] | None:
        """Slots and who takes each, such that one heavy load falls and one rises to less than that was.

        Backwards from each possible receiver, the lightest first: which slots can be moved on, so that one
        more ends with the receiver. What an earlier receiver reached need not be looked at again.
        """
        board, people = self.board, range(len(self.board.people))
        hold, taken = [0] * len(board.people), [0] * len(board.people)
        members: dict[int, int] = {}
        for at, group in enumerate(self.group):
            members[group] = members.get(group, 0) | 1 << at
        for at, person in enumerate(self.holder):
            if person != NOBODY:
                hold[person] |= 1 << at
                taken[person] |= members[self.group[at]]
        onward: dict[int, tuple[int, int]] = {}  # a slot that can be moved on: to whom, and what they give up
        seen, opened = self.fixed, [False] * len(board.people)
        for receiver in sorted(people, key=lambda one: (self.load(one, points), -self.load(one), one)):
            if opened[receiver]:
                continue
            opened[receiver] = True
            limit = self.load(receiver, points)
            queue: list[int] = []
            fresh = board.can[receiver] & ~taken[receiver] & ~seen
            for at in bits(fresh):
                onward[at] = (receiver, -1)
                queue.append(at)
            seen |= fresh
            best = -1
            for at in queue:
                person = self.holder[at]
                if person == NOBODY:  # rather leave another of the same kind empty
                    fresh = self._alike(at) & ~seen
                    to = NOBODY
                else:
                    gives, keeps = self.load(person), self.load(person, -points)
                    lightens = gives > limit or (gives == limit and keeps < self.load(receiver))
                    if lightens and (best == -1 or gives > self.load(self.holder[best])):
                        best = at
                    fresh = board.can[person] & members[self.group[at]] & ~seen
                    if not opened[person]:
                        opened[person] = True
                        fresh |= board.can[person] & ~taken[person] & ~seen
                    to = person
                for other in bits(fresh):
                    onward[other] = (to, at)
                    queue.append(other)
                seen |= fresh
            if best != -1:
                return _followed(best, onward)
        return None

    def _alike(self, at: int) -> int:
        """The slots as heavy and as critical as one: whether one or another stays empty is the same."""
        board = self.board
        kind = (board.post(at).critical, board.points[at])
        return sum(
            1 << other
            for other in range(len(board.slots))
            if (board.post(other).critical, board.points[other]) == kind
        )


def _followed(start: int, onward: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
    chain, at = [], start
    while at != -1:
        person, gives = onward[at]
        chain.append((at, person))
        at = gives
    return chain


def water_level(board: Board, holder: list[int], *, fixed: int) -> list[int]:
    """Loads no plan that fills as many points can be more level than: poured unit by unit where it is lowest.

    The unit is the greatest that divides every slot's points; a person takes at most what their groups of
    clashing slots could bring. Times the board's scale.
    """
    unit = gcd(*board.points) or 1
    group = groups(board)
    carried, room, left = [0] * len(board.people), [0] * len(board.people), 0
    for at, person in enumerate(holder):
        if person != NOBODY:
            if fixed >> at & 1:
                carried[person] += board.points[at]
            else:
                left += board.points[at]
    for person, mask in enumerate(board.can):
        most: dict[int, int] = {}
        for at in bits(mask & ~fixed):
            most[group[at]] = max(most.get(group[at], 0), board.points[at])
        room[person] = sum(most.values())

    def load(person: int, more: int) -> int:
        return board.history[person] + (carried[person] + more) * board.weight[person]

    # Where two would come to the same load, the one who carries more already: the other stays lower.
    heap = [(load(one, unit), -load(one, 0), one) for one in range(len(board.people)) if room[one] >= unit]
    heapify(heap)
    while left >= unit and heap:
        _load, _before, person = heappop(heap)
        carried[person] += unit
        room[person] -= unit
        left -= unit
        if room[person] >= unit:
            heappush(heap, (load(person, unit), -load(person, 0), person))
    return [load(person, 0) for person in range(len(board.people))]


def groups(board: Board) -> list[int]:
    """For each slot its group: in a group every two slots clash. First fit, in the order of the slots."""
    found: list[int] = []
    common: list[int] = []
    for at in range(len(board.slots)):
        for nth, mask in enumerate(common):
            if mask >> at & 1:
                common[nth] &= board.clash[at]
                found.append(nth)
                break
        else:
            common.append(board.clash[at])
            found.append(len(common) - 1)
    return found


# --- the bound of each stage ----------------------------------------------------------------------------------


def bounds_of(draft: Draft) -> dict[str, Value]:
    """Below what no plan can go that is as good in the stages before: for the stages that have a bound of their own."""
    problem, board = draft.board.problem, draft.board
    changed = least_changed(board)
    nothing_else_changes = changed_of(problem, draft.placements()) == changed
    wished = [0] * len(board.slots)
    for person, one in enumerate(board.people):
        for wish in one.wishes:
            for at in board.places.get(wish.post, ()):
                if board.can[person] >> at & 1:
                    wished[at] = max(wished[at], board.wish(person, wish.post))
    return {
        "unfilled": least_unfilled(draft),
        "changed": changed,
        "load": least_load(draft, kept(draft) if nothing_else_changes else pins(board)),
        "again": (0,),
        "wishes": (-sum(wished),),
        "spacing": (0,),
    }


def least_unfilled(draft: Draft) -> Value:
    """As much as can be filled where only eligibility and clashes count."""
    board = draft.board
    relaxed = Relaxed(board, draft.holder, fixed=pins(board))
    relaxed.fill()
    empty = {board.slots[at].key: None if who == NOBODY else who for at, who in enumerate(relaxed.holder)}
    return unfilled_of(board.problem, empty)


def least_changed(board: Board) -> Value:
    """The published turns that those they were published for cannot have."""
    stay: dict[str, int | None] = {
        slot.key: slot.published
        for at, slot in enumerate(board.slots)
        if board.published[at] >= 0 and board.can[board.published[at]] >> at & 1
    }
    return changed_of(board.problem, stay)


def least_load(draft: Draft, fixed: int) -> Value:
    """The most level loads of plans that fill as much, and leave the fixed slots with whom they are."""
    board = draft.board
    weights = {points for at, points in enumerate(board.points) if not fixed >> at & 1}
    if len(weights) == 1:
        relaxed = Relaxed(board, draft.holder, fixed=fixed)
        relaxed.level(weights.pop())
        loads = [relaxed.load(person) for person in range(len(board.people))]
    else:
        loads = water_level(board, draft.holder, fixed=fixed)
    return leximax(Fraction(one, board.scale) for one in loads)


def pins(board: Board) -> int:
    """The slots that are pinned."""
    return sum(1 << at for at in board.pinned)


def kept(draft: Draft) -> int:
    """The slots that stay whose they are: pinned, or published and not changed."""
    board = draft.board
    return sum(
        1 << at
        for at, person in enumerate(draft.holder)
        if at in board.pinned or (person != NOBODY and person == board.published[at])
    )
