"""A second planner, asked only where the first leaves an empty seat or a gap: OR-Tools CP-SAT, stage by stage.

Optional: `pip install coop[solver]`. It knows the rules as the first one lays them out (`Board`), and what it
finds is told by the same engine: its values are worked out from nothing, and `verify` needs no solver. One
worker and a limit in the solver's own steps, never in time: the same input gives the same plan. Loads are
written in unary and by equality, which is what makes them provable.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import Any

from rotation.rules.planning.board import ROW_RULES, Board, bits
from rotation.rules.planning.bylaws import RULE_OF, Case
from rotation.rules.planning.draft import NOBODY, Draft
from rotation.rules.planning.engine import improve, told
from rotation.rules.planning.plan import STAGES, Plan
from rotation.rules.planning.problem import Problem

Progress = Callable[[str, bool], None]
"""Told after each stage: its name, and whether it was proved."""

STEPS_A_STAGE = 60.0
"""The solver's own measure of work for each question it is asked; about as many seconds on a small machine."""


def is_here() -> bool:
    """Whether the optional solver is installed."""
    return find_spec("ortools") is not None


def improve_plan(
    problem: Problem, plan: Plan, *, steps: float = STEPS_A_STAGE, progress: Progress | None = None
) -> Plan:
    """A plan at least as good, with as many stages proved as the steps allow; the same one where all were."""
    if plan.is_proved:
        return plan
    draft = Draft(Board(problem))
    numbers = plan.member_of
    draft.become(
        draft.board.place[number] if (number := numbers[slot.key]) is not None else NOBODY
        for slot in problem.slots
    )
    model = Model(draft, steps=steps)
    proved = 0
    for name in STAGES:
        if not model.minimise(name):
            break
        proved += 1
        if progress is not None:
            progress(name, True)
    draft.become(model.holder)
    if proved < len(STAGES):
        improve(draft)
    found = told(draft, searched=proved)
    better = [stage.value for stage in found.stages] <= [stage.value for stage in plan.stages]
    return found if better else plan


class Model:
    """The problem as the solver reads it, with the best placements found so far."""

    def __init__(self, draft: Draft, *, steps: float) -> None:
        self.cp = import_module("ortools.sat.python.cp_model")
        self.draft, self.board, self.steps = draft, draft.board, steps
        self.holder = draft.copy_of()
        self.model: Any = self.cp.CpModel()
        self.has: dict[tuple[int, int], Any] = {}
        self.empty: list[Any] = []
        self._marks: dict[int, Callable[[], int]] = {}
        self._extra: list[tuple[Any, Callable[[list[int]], int]]] = []
        self._place()
        self._keep_apart()
        self._count_rows()
        self._count_at_once()
        self._stagger()

    def _yes(self) -> Any:
        return self.model.new_bool_var("")

    def _total(self, parts: list[Any]) -> Any:
        return self.cp.LinearExpr.sum(parts) if parts else 0

    # --- the rules --------------------------------------------------------------------------------------------

    def _place(self) -> None:
        for at, who in enumerate(self.board.who):
            for person in who:
                self.has[person, at] = self._yes()
            empty = self._yes()
            self.empty.append(empty)
            if at in self.board.pinned:
                self.model.add(empty == 0)
            self.model.add_exactly_one([*(self.has[person, at] for person in who), empty])

    def _keep_apart(self) -> None:
        """Nobody has two slots that clash, said once for each set in which every two do."""
        board, cliques = self.board, []
        for at in range(len(board.slots)):
            left = board.clash[at] >> at + 1 << at + 1
            while left:
                clique, common = [at], left
                while common:
                    other = (common & -common).bit_length() - 1
                    clique.append(other)
                    left &= ~(1 << other)
                    common &= board.clash[other]
                cliques.append(clique)
        for person, can in enumerate(board.can):
            for clique in cliques:
                own = [self.has[person, at] for at in clique if can >> at & 1]
                if len(own) > 1:
                    self.model.add_at_most_one(own)

    def _count_rows(self) -> None:
        """No row too long and no return too early: said as the smallest sets of slots that break it."""
        board = self.board
        asked = [name for name in ROW_RULES if name in board.rules]
        known: dict[tuple[str, tuple[Any, ...]], list[tuple[int, ...]]] = {}
        for person, can in enumerate(board.can):
            for code, places in board.places.items():
                if not board.counts_rows[code]:
                    continue
                had = tuple((one.from_on, one.until_on) for one in board.rows_had[person].get(code, ()))
                if (code, had) not in known:
                    known[code, had] = self._too_many_in_a_row(code, person, places, asked)
                for slots in known[code, had]:
                    if all(can >> at & 1 for at in slots):
                        own = [self.has[person, at] for at in slots]
                        self.model.add(self._total(own) <= len(own) - 1)

    def _too_many_in_a_row(
        self, code: str, person: int, places: list[int], asked: list[str]
    ) -> list[tuple[int, ...]]:
        board = self.board
        most = board.problem.post_of[code].max_consecutive_terms
        found: list[tuple[int, ...]] = []
        for size in range(1, most + 2):
            for slots in combinations(places, size):
                if any(set(less) <= set(slots) for less in found):
                    continue
                others = [*board.rows_had[person].get(code, ()), *(board.slots[at] for at in slots[:-1])]
                case = Case(
                    problem=board.problem,
                    person=board.people[person],
                    slot=board.slots[slots[-1]],
                    others=others,
                )
                if any(RULE_OF[name].stops(case, board.rules[name]) for name in asked):
                    found.append(slots)
        return found

    def _count_at_once(self) -> None:
        board = self.board
        if board.at_once < 2:
            return
        for person, can in enumerate(board.can):
            for at in bits(can):
                day = board.slots[at].from_on
                had = sum(one.from_on <= day < one.until_on for one in board.had_in_plan[person])
                own = [
                    self.has[person, other]
                    for other in bits(can)
                    if board.slots[other].from_on <= day < board.slots[other].until_on
                ]
                self.model.add(self._total(own) <= max(board.at_once - had, 1))

    def _stagger(self) -> None:
        """Of the seats that begin together only so many go to people who had none of that post up to the day."""
        board = self.board
        for seats, most in board.seats_together:
            day, code = board.slots[seats[0]].from_on, board.slots[seats[0]].post
            before = [
                at for at in board.places[code] if board.slots[at].from_on < day <= board.slots[at].until_on
            ]
            new: list[Any] = []
            for at in seats:
                for person in board.who[at]:
                    terms = board.people[person].terms
                    if any(one.post == code and one.from_on < day <= one.until_on for one in terms):
                        continue
                    is_new = self._yes()
                    had = [self.has[person, other] for other in before if (person, other) in self.has]
                    self.model.add(is_new >= self.has[person, at] - self._total(had))
                    new.append(is_new)
            self.model.add(self._total(new) <= most)

    # --- the stages -------------------------------------------------------------------------------------------

    def minimise(self, stage: str) -> bool:
        """Make one stage as small as it can be, and keep it so. Whether that was proved."""
        return all(self._solve(part) for part in getattr(self, f"_{stage}")())

    def _solve(self, part: Any) -> bool:
        """One question; the answer is kept."""
        if isinstance(part, int):
            return True
        self.model.minimize(part)
        self.model.clear_hints()
        for (person, at), has in self.has.items():
            self.model.add_hint(has, self.holder[at] == person)
        for at, empty in enumerate(self.empty):
            self.model.add_hint(empty, self.holder[at] == NOBODY)
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = self.steps
        status = solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return False
        self.holder = [NOBODY] * len(self.board.slots)
        for (person, at), has in self.has.items():
            if solver.boolean_value(has):
                self.holder[at] = person
        if status != self.cp.OPTIMAL:
            return False
        self.model.add(part <= round(solver.objective_value))
        return True

    def _unfilled(self) -> list[Any]:
        board, slots = self.board, range(len(self.board.slots))
        critical, points = board.tiers
        parts = [[self.empty[at] for at in slots if board.post(at).critical == tier] for tier in critical]
        parts += [[self.empty[at] for at in slots if board.points[at] == tier] for tier in points]
        return [self._total(one) for one in parts]

    def _changed(self) -> list[Any]:
        board = self.board
        kept = {
            at: self.has[person, at] for at, person in enumerate(board.published) if (person, at) in self.has
        }
        parts = [[1 - has for has in kept.values()]]
        parts += [
            [1 - has for at, has in kept.items() if board.begins[at] == day] for day in board.published_days
        ]
        return [self._total(one) for one in parts]

    def _load(self) -> list[Any]:
        """From the greatest load that anybody might carry downwards: how many carry so much, as few as can be."""
        board = self.board
        unit = _unit(board)
        steps: dict[int, list[Any]] = {}
        at_least: dict[int, list[Any]] = {}
        for person, can in enumerate(board.can):
            own = bits(can)
            most = sum(board.points[at] for at in own) // unit
            if not most:
                continue
            steps[person] = [self._yes() for _step in range(most)]
            carried = [self.has[person, at] * (board.points[at] // unit) for at in own]
            self.model.add(self._total(carried) == self._total(steps[person]))
            for lower, higher in zip(steps[person], steps[person][1:], strict=False):
                self.model.add_implication(higher, lower)
            for nth, step in enumerate(steps[person], start=1):
                load = board.history[person] + nth * unit * board.weight[person]
                at_least.setdefault(load, []).append((person, nth, step))
        heights = sorted(at_least, reverse=True)
        counted = [self._carrying(at_least, height) for height in heights]
        size, base = 0, len(board.people) + 1
        while base ** (size + 1) < 2**40 and size < 8:
            size += 1
        batches = [counted[nth : nth + size] for nth in range(0, len(counted), size)]
        return [
            self._total([part * base ** (len(batch) - nth) for nth, part in enumerate(batch, start=1)])
            for batch in batches
        ]

    def _carrying(self, at_least: dict[int, list[Any]], height: int) -> Any:
        """How many carry at least so much who did not before."""
        lowest: dict[int, tuple[int, Any]] = {}
        for load, found in at_least.items():
            if load >= height:
                for person, nth, step in found:
                    if self.board.history[person] >= height:
                        continue
                    if person not in lowest or nth < lowest[person][0]:
                        lowest[person] = (nth, step)
        return self._total([step for _nth, step in lowest.values()])

    def _again(self) -> list[Any]:
        board, parts = self.board, []
        for (person, at), has in self.has.items():
            slot = board.slots[at]
            had = board.had_in_plan[person]
            if any(one.post == slot.post and one.from_on < slot.from_on for one in had):
                parts.append(has)
                continue
            before = [
                self.has[person, other]
                for other in board.places[slot.post]
                if board.begins[other] < board.begins[at] and (person, other) in self.has
            ]
            if before:
                again = self._yes()
                for earlier in before:
                    self.model.add(again >= has + earlier - 1)
                parts.append(again)
        return [self._total(parts)]

    def _wishes(self) -> list[Any]:
        board = self.board
        wished = [(has, board.wish(person, board.slots[at].post)) for (person, at), has in self.has.items()]
        return [self._total([-weight * has for has, weight in wished if weight])]

    def _spacing(self) -> list[Any]:
        board, parts = self.board, []
        for person, can in enumerate(board.can):
            own = bits(can)
            for nth, at in enumerate(own):
                close = board.close_to_terms(person, at)
                if close:
                    parts.append(close * self.has[person, at])
                for other in own[:nth]:
                    close = self.draft.closeness(other, at)
                    if close and not board.clash[at] >> other & 1:
                        both = self._yes()
                        self.model.add(both >= self.has[person, at] + self.has[person, other] - 1)
                        parts.append(close * both)
        return [self._total(parts)]

    def _draw(self) -> list[Any]:
        return [self._total([self.board.ticket(at, person) * has for (person, at), has in self.has.items()])]


def _unit(board: Board) -> int:
    from math import gcd

    return gcd(*board.points) or 1
