"""The stages below the loads: exchanges that leave every load as it is, and make the first stage that differs better."""

from __future__ import annotations

from rotation.rules.planning.board import bits
from rotation.rules.planning.building import Budget
from rotation.rules.planning.draft import NOBODY, Draft


def polish(draft: Draft, *, locked: int, budget: Budget) -> None:
    """Exchange slots until no exchange makes the lower stages better, or the steps are spent."""
    board = draft.board
    by_points: dict[int, int] = {}
    for at, points in enumerate(board.points):
        if not locked >> at & 1:
            by_points[points] = by_points.get(points, 0) | 1 << at
    stale, at, count = 0, 0, len(board.slots)
    while stale < count and budget.left > 0:
        if not locked >> at & 1 and draft.holder[at] != NOBODY and _improve(draft, at, by_points, budget):
            stale = 0
        else:
            stale += 1
            at = (at + 1) % count


def _improve(draft: Draft, at: int, by_points: dict[int, int], budget: Budget) -> bool:
    """The best exchange of one slot for another of the same points, or with somebody who would carry as much."""
    board, giver = draft.board, draft.holder[at]
    left = draft.hold[giver] & ~(1 << at)
    open_to = by_points[board.points[at]] & board.can[giver] & ~draft.hold[giver]
    for kept in bits(left):
        open_to &= ~board.clash[kept]
    best: tuple[tuple[int, int, int, int], list[tuple[int, int]]] | None = None
    here = draft.cost(giver, draft.hold[giver])
    for other in bits(open_to):
        taker = draft.holder[other]
        if taker == NOBODY:
            continue
        budget.spend()
        if not board.can[taker] >> at & 1:
            continue
        rest = draft.hold[taker] & ~(1 << other)
        if rest & board.clash[at]:
            continue
        there = draft.cost(taker, draft.hold[taker])
        mine = draft.cost(giver, left | 1 << other)
        theirs = draft.cost(taker, rest | 1 << at)
        gain = (
            mine[0] + theirs[0] - here[0] - there[0],
            mine[1] + theirs[1] - here[1] - there[1],
            mine[2] + theirs[2] - here[2] - there[2],
        )
        if gain > (0, 0, 0):
            continue
        drawn = (
            board.ticket(at, taker)
            + board.ticket(other, giver)
            - board.ticket(at, giver)
            - board.ticket(other, taker)
        )
        if (*gain, drawn) < (0, 0, 0, 0) and (best is None or (*gain, drawn) < best[0]):
            best = ((*gain, drawn), [(at, taker), (other, giver)])
    points, alone = board.points[at], draft.load(giver)
    lighter = draft.load(giver, -points)
    for taker in board.who[at]:
        if taker == giver or draft.load(taker, points) != alone or draft.load(taker) != lighter:
            continue
        budget.spend()
        if draft.hold[taker] & board.clash[at]:
            continue
        there = draft.cost(taker, draft.hold[taker])
        mine, theirs = draft.cost(giver, left), draft.cost(taker, draft.hold[taker] | 1 << at)
        gain = (
            mine[0] + theirs[0] - here[0] - there[0],
            mine[1] + theirs[1] - here[1] - there[1],
            mine[2] + theirs[2] - here[2] - there[2],
        )
        if gain > (0, 0, 0):
            continue
        drawn = board.ticket(at, taker) - board.ticket(at, giver)
        if (*gain, drawn) < (0, 0, 0, 0) and (best is None or (*gain, drawn) < best[0]):
            best = ((*gain, drawn), [(at, taker)])
    return best is not None and draft.change(best[1])
