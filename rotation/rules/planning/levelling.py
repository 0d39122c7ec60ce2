"""Making loads level: chains by which a heavy load falls and no other rises as high; and exchanges of weight."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush

from rotation.rules.planning.board import bits
from rotation.rules.planning.building import Budget
from rotation.rules.planning.draft import NOBODY, Change, Draft
from rotation.rules.planning.plan import Value

Onward = dict[int, tuple[int, int, int]]
"""For a slot: the highest load if it is moved on, to whom it goes, and the slot that they give up (or -1)."""


def level(draft: Draft, *, locked: int, target: Value, budget: Budget) -> None:
    """Make loads as level as chains and exchanges can, or as the target, without moving the slots of `locked`."""
    while budget.left > 0 and draft.loads() != target:
        if not _along_chains(draft, locked, budget) and not _by_exchange(draft, locked, budget):
            return


def _along_chains(draft: Draft, locked: int, budget: Budget) -> bool:
    """Every chain that makes a load smaller, the heaviest load first. Whether there was one."""
    onward = _ways_on(draft, locked, budget)
    givers = [
        (-draft.load(holder), at)
        for at, (highest, _to, _gives) in onward.items()
        if (holder := draft.holder[at]) != NOBODY and draft.load(holder) >= highest
    ]
    found = False
    for _load, at in sorted(givers):
        chain = list(_chain(at, onward))
        if _lightens(draft, chain) and draft.change(chain):
            found = True
    return found


def _chain(start: int, onward: Onward) -> Iterable[Change]:
    at = start
    while at != -1:
        _highest, to, gives = onward[at]
        yield at, to
        at = gives


def _lightens(draft: Draft, changes: list[Change]) -> bool:
    """Whether these changes leave the loads they touch more level: compared from the greatest down."""
    after: dict[int, int] = {}
    for at, person in changes:
        holder, points = draft.holder[at], draft.board.points[at]
        if holder != NOBODY:
            after[holder] = after.get(holder, 0) - points
        if person != NOBODY:
            after[person] = after.get(person, 0) + points
    before = sorted((draft.load(person) for person in after), reverse=True)
    return sorted((draft.load(person, more) for person, more in after.items()), reverse=True) < before


def _ways_on(draft: Draft, locked: int, budget: Budget) -> Onward:
    """For each slot the way to move it on that raises the highest load least (chains by which each gives one)."""
    board = draft.board
    heap: list[tuple[int, int, int, int, int]] = []
    for points in sorted(set(board.points)):
        left = sum(1 << at for at, each in enumerate(board.points) if each == points) & ~locked
        order = sorted((draft.load(person, points), person) for person in range(len(board.people)))
        for steps, (highest, person) in enumerate(order):
            if not left:
                break
            for at in bits(left & _open_to(draft, person)):
                if draft.is_free(person, at):
                    left &= ~(1 << at)
                    heappush(heap, (highest, steps, at, person, -1))
    found: Onward = {}
    movable = [
        draft.load(person)
        for at, person in enumerate(draft.holder)
        if person != NOBODY and not locked >> at & 1
    ]
    heaviest = max(movable, default=0)
    known: dict[int, int] = {}
    waits = ~locked & board.every
    reached = 0  # with no more than the highest load so far: no later way there is better
    while heap and budget.left > 0:
        highest, steps, at, to, gives = heappop(heap)
        if not waits >> at & 1:
            continue
        waits &= ~(1 << at)
        found[at] = (highest, to, gives)
        holder = draft.holder[at]
        if holder == NOBODY:
            for other in bits(waits & alike(draft, at)):
                if draft.holder[other] != NOBODY:
                    heappush(heap, (highest, steps, other, NOBODY, at))
            continue
        open_to = waits & board.can[holder]
        for kept in bits(draft.hold[holder] & ~(1 << at)):
            open_to &= ~board.clash[kept] & ~(1 << kept)
        budget.spend(1 + open_to.bit_count() // 8)
        for other in bits(open_to & ~reached):
            more = board.points[other] - board.points[at]
            then = max(highest, draft.load(holder, more)) if more else highest
            if then <= heaviest and then < known.get(other, heaviest + 1):
                known[other] = then
                heappush(heap, (then, steps, other, holder, at))
                if then == highest:
                    reached |= 1 << other
    return found


def _open_to(draft: Draft, person: int) -> int:
    """The slots that do not clash with what somebody has."""
    board = draft.board
    open_to = board.can[person] & ~draft.hold[person]
    for at in bits(draft.hold[person]):
        open_to &= ~board.clash[at]
    return open_to


def alike(draft: Draft, at: int) -> int:
    """The slots as heavy and as critical as one: it is the same which of them stays empty."""
    board = draft.board
    kind = (board.post(at).critical, board.points[at])
    return sum(
        1 << other
        for other in range(len(board.slots))
        if (board.post(other).critical, board.points[other]) == kind and board.published[other] == -1
    )


def _by_exchange(draft: Draft, locked: int, budget: Budget) -> bool:
    """Two people change a heavy slot for a lighter one, so that both carry less than the heavier did."""
    board, found = draft.board, False
    if len(set(board.points)) < 2:
        return False
    by_points: dict[int, int] = {}
    for at, points in enumerate(board.points):
        by_points[points] = by_points.get(points, 0) | 1 << at
    for giver in sorted(range(len(board.people)), key=lambda one: (-draft.load(one), one)):
        for at in bits(draft.hold[giver] & ~locked):
            lighter = sum(mask for points, mask in by_points.items() if points < board.points[at])
            open_to = lighter & board.can[giver] & ~locked & ~draft.hold[giver]
            for kept in bits(draft.hold[giver] & ~(1 << at)):
                open_to &= ~board.clash[kept]
            for other in bits(open_to):
                taker = draft.holder[other]
                if taker == NOBODY or not budget.spend():
                    continue
                more = board.points[at] - board.points[other]
                if draft.load(taker, more) < draft.load(giver) and draft.change(
                    [(at, taker), (other, giver)]
                ):
                    found = True
                    break
    return found
