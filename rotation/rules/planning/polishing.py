"""The stages below the loads: exchanges that leave every load as it is, and make the first stage that differs better."""

from __future__ import annotations

from rotation.rules.planning.board import bits
from rotation.rules.planning.building import Budget
from rotation.rules.planning.draft import NOBODY, Change, Draft

NEAR = 40
"""For the sake of the draw alone a slot is exchanged with one of so many that follow it."""

Gain = tuple[int, int, int, int]
Cost = tuple[int, int, int]


def polish(draft: Draft, *, locked: int, budget: Budget) -> None:
    """Exchange slots until no exchange found makes the lower stages better, or the steps are spent.

    First where a post was had before, turns are close or a wish is open; then for the draw.
    """
    open_slots = [at for at, person in enumerate(draft.holder) if not locked >> at & 1 and person != NOBODY]
    polisher = Polisher(draft, locked, budget)
    for wanted in (polisher.worth_trying, polisher.near):
        stale, nth = 0, 0
        while stale < len(open_slots) and budget.left > 0:
            at = open_slots[nth]
            if polisher.improve(at, wanted(at)):
                stale = 0
            else:
                stale += 1
                nth = (nth + 1) % len(open_slots)


class Polisher:
    """Exchanges of one slot: for another of the same points, or given to somebody who then carries as much."""

    def __init__(self, draft: Draft, locked: int, budget: Budget) -> None:
        self.draft, self.budget = draft, budget
        self.by_points: dict[int, int] = {}
        for at, points in enumerate(draft.board.points):
            if not locked >> at & 1:
                self.by_points[points] = self.by_points.get(points, 0) | 1 << at

    def worth_trying(self, at: int) -> int:
        """All slots, where this one costs anything with its holder; those of posts they wish for otherwise."""
        draft, board = self.draft, self.draft.board
        person = draft.holder[at]
        hold = draft.hold[person]
        with_it, without = draft.cost(person, hold), draft.cost(person, hold & ~(1 << at))
        if with_it[0] > without[0] or with_it[2] > without[2] or with_it[1] > without[1]:
            return board.every
        wished = 0
        for wish in board.people[person].wishes:
            if wish.weight > board.wish(person, board.slots[at].post):
                wished |= board.of_post.get(wish.post, 0)
        return wished

    def near(self, at: int) -> int:
        """The slots that follow, the first again after the last."""
        count = len(self.draft.board.slots)
        window = (1 << NEAR) - 1 << at + 1
        return (window | window >> count) & self.draft.board.every

    def improve(self, at: int, wanted: int) -> bool:
        """Make the best exchange of a slot with one of those wanted, if one makes anything better."""
        if not wanted:
            return False
        draft, board, giver = self.draft, self.draft.board, self.draft.holder[at]
        left = draft.hold[giver] & ~(1 << at)
        open_to = wanted & self.by_points[board.points[at]] & board.can[giver] & ~draft.hold[giver]
        for kept in bits(left):
            open_to &= ~board.clash[kept]
        best, chosen = (0, 0, 0, 0), list[Change]()
        here = draft.cost(giver, draft.hold[giver])
        for other in bits(open_to):
            taker = draft.holder[other]
            self.budget.spend()
            if taker == NOBODY or not board.can[taker] >> at & 1:
                continue
            rest = draft.hold[taker] & ~(1 << other)
            if rest & board.clash[at]:
                continue
            gain = self._gain(best, here, giver, left | 1 << other, taker, rest | 1 << at, (at, other))
            if gain < best:
                best, chosen = gain, [(at, taker), (other, giver)]
        if wanted == board.every:
            points = board.points[at]
            would, was = draft.load(giver, -points), draft.load(giver)
            for taker in board.who[at]:
                if draft.load(taker) != would or draft.load(taker, points) != was:
                    continue
                self.budget.spend()
                if draft.hold[taker] & board.clash[at]:
                    continue
                gain = self._gain(best, here, giver, left, taker, draft.hold[taker] | 1 << at, (at, -1))
                if gain < best:
                    best, chosen = gain, [(at, taker)]
        return bool(chosen) and draft.change(chosen)

    def _gain(
        self,
        best: Gain,
        here: Cost,
        giver: int,
        gives: int,
        taker: int,
        takes: int,
        exchanged: tuple[int, int],
    ) -> Gain:
        """By how much each lower stage changes; the draw is looked at only if the others are no worse than the best."""
        draft, ticket = self.draft, self.draft.board.ticket
        mine, theirs = draft.cost(giver, gives), draft.cost(taker, takes)
        there = draft.cost(taker, draft.hold[taker])
        again = mine[0] + theirs[0] - here[0] - there[0]
        wishes = mine[1] + theirs[1] - here[1] - there[1]
        close = mine[2] + theirs[2] - here[2] - there[2]
        if (again, wishes, close) > best[:3]:
            return (again, wishes, close, 0)
        at, other = exchanged
        drawn = ticket(at, taker) - ticket(at, giver)
        if other != -1:
            drawn += ticket(other, giver) - ticket(other, taker)
        return (again, wishes, close, drawn)
