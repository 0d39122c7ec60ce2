"""A plan in the making: who has each slot, what each carries, and whether somebody is free for one more."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rotation.rules.planning.board import ROW_RULES, Board, bits
from rotation.rules.planning.bylaws import RULE_OF, Case, Held, is_new
from rotation.rules.planning.objective import leximax
from rotation.rules.planning.plan import Value
from rotation.rules.planning.slots import Slot

NOBODY = -1

Change = tuple[int, int]
"""A slot and who has it from now on, by places; NOBODY leaves it empty."""


class Draft:
    """Placements that keep every rule, and stay so: what would break one is not done."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.holder = [NOBODY] * len(board.slots)
        self.hold = [0] * len(board.people)
        self.carried = [0] * len(board.people)
        self._costs: dict[tuple[int, int], tuple[int, int, int]] = {}

    def copy_of(self) -> list[int]:
        """Who has each slot now."""
        return list(self.holder)

    def placements(self) -> dict[str, int | None]:
        """Who has each slot, by key and number."""
        people = self.board.people
        return {
            slot.key: None if self.holder[at] == NOBODY else people[self.holder[at]].number
            for at, slot in enumerate(self.board.slots)
        }

    def loads(self) -> Value:
        """Everybody's load, as stages are compared."""
        return leximax(Fraction(self.load(one), self.board.scale) for one in range(len(self.board.people)))

    def become(self, holder: Iterable[int]) -> None:
        """Take over placements that keep every rule."""
        for at, person in enumerate(holder):
            if self.holder[at] != person:
                self.set(at, person)

    def set(self, at: int, person: int) -> None:
        """Give a slot to somebody, or to NOBODY, without asking."""
        before = self.holder[at]
        if before != NOBODY:
            self.hold[before] &= ~(1 << at)
            self.carried[before] -= self.board.points[at]
        self.holder[at] = person
        if person != NOBODY:
            self.hold[person] |= 1 << at
            self.carried[person] += self.board.points[at]

    def load(self, person: int, more: int = 0) -> int:
        """Somebody's load, times the board's scale, with so many points more."""
        board = self.board
        return board.history[person] + (self.carried[person] + more) * board.weight[person]

    def is_free(self, person: int, at: int, without: int = 0) -> bool:
        """Whether a slot can be given to somebody who gives up the slots of `without`."""
        board = self.board
        if not board.can[person] >> at & 1:
            return False
        hold = self.hold[person] & ~without & ~(1 << at)
        return not hold & board.clash[at] and self._counts_allow(person, at, hold)

    def _counts_allow(self, person: int, at: int, hold: int) -> bool:
        board = self.board
        code = board.slots[at].post
        if board.counts_rows[code]:
            own = hold & board.of_post[code]
            if own:
                others: list[Held] = [board.slots[other] for other in bits(own)]
                case = self._case(person, at, [*board.rows_had[person].get(code, ()), *others])
                if any(
                    RULE_OF[name].stops(case, board.rules[name]) for name in ROW_RULES if name in board.rules
                ):
                    return False
        if board.at_once > 1 and hold.bit_count() + len(board.had_in_plan[person]) >= board.at_once:
            held: list[Held] = [board.slots[other] for other in bits(hold)]
            case = self._case(person, at, [*board.had_in_plan[person], *held])
            return not RULE_OF["at_once"].stops(case, board.at_once)
        return True

    def _case(self, person: int, at: int, others: list[Held]) -> Case:
        board = self.board
        return Case(problem=board.problem, person=board.people[person], slot=board.slots[at], others=others)

    def ways(self, person: int, at: int) -> Iterable[int]:
        """The sets of slots that somebody would give up to be free for this one: as few as need be."""
        board = self.board
        if not board.can[person] >> at & 1:
            return
        blocked = self.hold[person] & board.clash[at]
        if self._counts_allow(person, at, self.hold[person] & ~blocked & ~(1 << at)):
            yield blocked
            return
        for other in bits(self.hold[person] & ~blocked & ~(1 << at)):
            without = blocked | 1 << other
            if self._counts_allow(person, at, self.hold[person] & ~without & ~(1 << at)):
                yield without

    def change(self, changes: Iterable[Change]) -> bool:
        """Make these changes if every rule is kept; otherwise change nothing and answer no."""
        changes = list(changes)
        before = [(at, self.holder[at]) for at, _person in changes]
        for at, _person in changes:
            self.set(at, NOBODY)
        for at, person in changes:
            if person != NOBODY:
                if not self.is_free(person, at):
                    break
                self.set(at, person)
        else:
            if self.seats_are_apart(changes):
                return True
        for at, _person in changes:
            self.set(at, NOBODY)
        for at, person in before:
            self.set(at, person)
        return False

    def seats_are_apart(self, changes: Iterable[Change] | None = None) -> bool:
        """Whether no two seats of a post pass together to new people, in the posts of these changes."""
        board = self.board
        if not board.seats_together:
            return True
        posts = None if changes is None else {board.slots[at].post for at, _person in changes}
        for seats, most in board.seats_together:
            if posts is None or board.slots[seats[0]].post in posts:
                new = sum(self._is_new(at) for at in seats if self.holder[at] != NOBODY)
                if new > most:
                    return False
        return True

    def _is_new(self, at: int) -> bool:
        board, person, slot = self.board, self.holder[at], self.board.slots[at]
        own: list[Slot] = [
            board.slots[one] for one in bits(self.hold[person] & board.of_post[slot.post] & ~(1 << at))
        ]
        return is_new(board.people[person], slot, own)

    # --- what the lower stages cost ---------------------------------------------------------------------------

    def cost(self, person: int, hold: int) -> tuple[int, int, int]:
        """What these slots cost with somebody: posts had before, wishes (less is better), days too close."""
        key = (person, hold)
        found = self._costs.get(key)
        if found is None:
            if len(self._costs) > 200_000:
                self._costs.clear()
            found = self._costs[key] = self._cost(person, hold)
        return found

    def _cost(self, person: int, hold: int) -> tuple[int, int, int]:
        board = self.board
        begins, ends, days = board.begins, board.ends, board.problem.spacing_days
        again = wishes = close = 0
        slots, left = bits(hold), hold
        while slots:
            at = slots.pop()
            left ^= 1 << at
            had, liked, near = board.alone(person, at)
            again += had or bool(left & board.earlier[at])
            wishes -= liked
            close += near
            for other in slots:  # each begins no later than `at`: slots stand in the order of their days
                gap = begins[at] - min(ends[other], ends[at])
                if gap < days:
                    close += days - max(0, gap)
        return again, wishes, close

    def closeness(self, one: int, other: int) -> int:
        """By how many days two slots are closer than they might be."""
        board = self.board
        gap = max(board.begins[one], board.begins[other]) - min(board.ends[one], board.ends[other])
        return max(0, board.problem.spacing_days - max(0, gap))
