"""Which projects a sum pays for: the Method of Equal Shares, in exact fractions, each project explained.

Everybody who marks projects has an equal share of the sum. A project is bought only with the shares of those
who marked it, each paying the same as far as their share goes. So a group of us as large as a tenth decides
on a tenth of the money. What this leaves over is spent, or not, by a completion rule that is voted with it.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities" (2021),
with the cost of a project as its utility; equalshares.net, also for which of two level projects goes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import Any

from assemblies.rules.preferences import (
    BadOptions,
    Preferences,
    drawn,
    refuse_bad_options,
    whole,
)

STEP = Fraction(1, 100)
"""How much shares grow at a time under `Completion.ADD1`, of what they were."""
GROWS_TO = 2
"""How many times what they were shares may grow to."""


class Completion(StrEnum):
    """What is done with what equal shares leave over, as no group of supporters can pay for a whole project."""

    NONE = "none"  # it stays unspent
    UTILITARIAN = "utilitarian"  # the most supported of the rest that still fit, one after the other;
    # level: as with shares
    ADD1 = "add1"  # shares are counted larger, in steps, while what they buy costs no more than there is;
    # then as UTILITARIAN. ("Add1u" where it was first used.)


class FundedBy(StrEnum):
    SHARES = "shares"
    SUPPORT = "support"


@dataclass(frozen=True, kw_only=True)
class Project:
    """Something to buy, and what it costs in minor units."""

    code: str
    cost_cents: int


@dataclass(frozen=True, kw_only=True)
class ProjectResult:
    """One project: how many marked it, and why it is bought or not."""

    code: str
    cost_cents: int
    supporters: int
    funded_by: FundedBy | None = None
    payments: tuple[tuple[Fraction, int], ...] = ()
    """Bought with shares: how much, exactly in minor units, and how many pay that much; the most first."""
    could_pay: Fraction = Fraction(0)
    """Not bought: what its supporters had left of their shares, together."""
    left_cents: int | None = None
    """Not bought: how much of the sum was left when the completion rule came to it; None without one."""


@dataclass(frozen=True, kw_only=True)
class BudgetResult:
    """What is bought, in the order in which it was, then what is not, the most supported first."""

    projects: tuple[ProjectResult, ...]
    total_cents: int
    completion: Completion
    first_share: Fraction
    """The sum divided by those who marked anything."""
    share: Fraction
    """What shares were counted as in the end: more than at first only under `Completion.ADD1`."""
    ballots: int
    """Ballots that mark at least one project; only they have a share."""
    blank: int

    @property
    def funded(self) -> tuple[ProjectResult, ...]:
        return tuple(project for project in self.projects if project.funded_by is not None)

    @property
    def spent_cents(self) -> int:
        return sum(project.cost_cents for project in self.funded)


def count_budget(
    projects: Sequence[Project],
    ballots: Iterable[Sequence[str]],
    *,
    total_cents: int,
    completion: Completion,
    seed: str,
) -> BudgetResult:
    """The Method of Equal Shares for marks, and its completion.

    1. Each ballot that marks anything has an equal share of the sum.
    2. A project can be bought when its supporters have its cost left between them. Each pays the same,
       and whoever has less left pays all they have.
    3. Bought next is the one whose supporters pay least for each unit of its cost: the most supporters, as
       long as none runs short. Level: the cheaper; then more supporters; then the draw of `seed`.
    4. Over when no supporters can pay for any other. Then the completion rule.

    Raises `BadBallot` or `BadOptions`.
    """
    costs = _costs(projects, total_cents)
    counted: Counter[Preferences] = Counter()
    for ballot, times in whole(list(costs), ballots).items():
        counted[tuple(sorted(ballot))] += times
    blank = counted.pop((), 0)
    count = sum(counted.values())
    supporters = Counter[str]()
    for ballot, times in counted.items():
        supporters.update(dict.fromkeys(ballot, times))
    by_draw = {code: place for place, code in enumerate(drawn(costs, seed))}
    asked = _Asked(
        costs=costs,
        supporters=supporters,
        total_cents=total_cents,
        piles=list(counted.items()),
        first={code: (cost, -supporters[code], by_draw[code]) for code, cost in costs.items()},
    )
    share = Fraction(total_cents, count) if count else Fraction(0)
    bought = asked.equal_shares(share)
    grown = share
    if completion is Completion.ADD1 and count:
        grown, bought = _with_larger_shares(asked, share, bought)
    results = [
        ProjectResult(
            code=code,
            cost_cents=costs[code],
            supporters=supporters[code],
            funded_by=FundedBy.SHARES,
            payments=payments,
        )
        for code, payments in bought.payments.items()
    ]
    left_cents = total_cents - sum(costs[code] for code in bought.payments)
    rest = [code for code in costs if code not in bought.payments]
    rest.sort(key=lambda code: (-supporters[code], asked.first[code]))
    not_bought = list[ProjectResult]()
    for code in rest:
        completes = completion is not Completion.NONE and supporters[code] > 0
        fits = completes and costs[code] <= left_cents
        project = ProjectResult(
            code=code,
            cost_cents=costs[code],
            supporters=supporters[code],
            funded_by=FundedBy.SUPPORT if fits else None,
            could_pay=Fraction(0) if fits else bought.could_pay(code),
            left_cents=left_cents if completes and not fits else None,
        )
        (results if fits else not_bought).append(project)
        left_cents -= costs[code] if fits else 0
    return BudgetResult(
        projects=(*results, *not_bought),
        total_cents=total_cents,
        completion=completion,
        first_share=share,
        share=grown,
        ballots=count,
        blank=blank,
    )


@dataclass(kw_only=True)
class _Bought:
    """What one run of equal shares buys, who pays what, and what each pile of ballots has left for each."""

    payments: dict[str, tuple[tuple[Fraction, int], ...]] = field(default_factory=dict)
    left: list[tuple[Preferences, int, Fraction]] = field(default_factory=list)

    def could_pay(self, code: str) -> Fraction:
        return sum((times * left for ballot, times, left in self.left if code in ballot), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The projects and the ballots, in piles of those that mark the same: such people always pay the same."""

    costs: Mapping[str, int]
    supporters: Mapping[str, int]
    total_cents: int
    piles: list[tuple[Preferences, int]]
    first: Mapping[str, tuple[int, int, int]]
    """Which of two level projects goes first."""

    def equal_shares(self, share: Fraction) -> _Bought:
        """Steps 2 to 4 of `count_budget`, with a share each."""
        # What each pile has left, in whole numbers over one denominator: exact as fractions, and ten times faster.
        over = share.denominator
        left = [share.numerator] * len(self.piles)
        piles_of: dict[str, list[int]] = {code: [] for code in self.costs}
        for index, (ballot, _) in enumerate(self.piles):
            for code in ballot:
                piles_of[code].append(index)
        # What each unit of cost asks of whoever pays most; it only grows as shares are spent, so that a
        # project whose last known figure is worse than the best found need not be looked at again.
        known = {code: Fraction(1, self.supporters[code]) for code in self.costs if self.supporters[code]}
        bought = _Bought()
        while True:
            best: tuple[Fraction, tuple[int, int, int]] | None = None
            chosen, most = "", Fraction(0)
            for code in sorted(known, key=lambda code: known[code]):
                if best is not None and known[code] > best[0]:
                    break
                pays = self._most_each(code, piles_of[code], left, over)
                if pays is None:
                    del known[code]
                    continue
                known[code] = pays / self.costs[code]
                if best is None or (known[code], self.first[code]) < best:
                    best, chosen, most = (known[code], self.first[code]), code, pays
            if best is None:
                break
            del known[chosen]
            finer = lcm(over, most.denominator)
            left, over = [each * (finer // over) for each in left], finer
            asked = most.numerator * (over // most.denominator)
            paid: Counter[int] = Counter()
            for index in piles_of[chosen]:
                paid[min(left[index], asked)] += self.piles[index][1]
                left[index] -= min(left[index], asked)
            bought.payments[chosen] = tuple(
                (Fraction(each, over), paid[each]) for each in sorted(paid, reverse=True) if each
            )
        bought.left = [
            (ballot, times, Fraction(left[i], over)) for i, (ballot, times) in enumerate(self.piles)
        ]
        return bought

    def _most_each(self, code: str, piles: list[int], left: list[int], over: int) -> Fraction | None:
        """What each supporter with enough left pays, those with less paying all they have; None: too dear."""
        missing, people = self.costs[code] * over, self.supporters[code]
        for index in sorted(piles, key=left.__getitem__):
            times = self.piles[index][1]
            if missing <= left[index] * people:
                return Fraction(missing, people * over)
            missing -= left[index] * times
            people -= times
        return None

    def costs_of(self, bought: _Bought) -> int:
        return sum(self.costs[code] for code in bought.payments)

    def is_exhausted(self, bought: _Bought) -> bool:
        """Nothing that anybody marked would still fit."""
        rest = self.total_cents - self.costs_of(bought)
        return all(
            code in bought.payments or not self.supporters[code] or cost > rest
            for code, cost in self.costs.items()
        )


def _with_larger_shares(asked: _Asked, share: Fraction, bought: _Bought) -> tuple[Fraction, _Bought]:
    """Shares counted larger by `STEP` at a time, up to `GROWS_TO` times, while it costs no more than there is."""
    grown = share
    while not asked.is_exhausted(bought) and grown < share * GROWS_TO:
        larger = asked.equal_shares(grown + share * STEP)
        if asked.costs_of(larger) > asked.total_cents:
            break
        grown, bought = grown + share * STEP, larger
    return grown, bought


def _costs(projects: Sequence[Project], total_cents: int) -> dict[str, int]:
    refuse_bad_options([project.code for project in projects])
    if type(total_cents) is not int or total_cents <= 0:
        raise BadOptions("There is some money to share.", "Tiene que haber plata para repartir.")
    for project in projects:
        if type(project.cost_cents) is not int or project.cost_cents <= 0:
            raise BadOptions("A project costs something.", "Un proyecto cuesta algo.")
        if project.cost_cents > total_cents:
            raise BadOptions("A project costs more than there is.", "Un proyecto cuesta más de lo que hay.")
    return {project.code: project.cost_cents for project in projects}


# Data: what is kept with a decided vote -----------------------------------------------------------------


def to_data(result: BudgetResult) -> dict[str, Any]:
    """The result as plain JSON values, fractions as strings."""
    return {
        "total_cents": result.total_cents,
        "completion": str(result.completion),
        "first_share": str(result.first_share),
        "share": str(result.share),
        "ballots": result.ballots,
        "blank": result.blank,
        "projects": [
            {
                "code": each.code,
                "cost_cents": each.cost_cents,
                "supporters": each.supporters,
                "funded_by": None if each.funded_by is None else str(each.funded_by),
                "payments": [[str(amount), people] for amount, people in each.payments],
                "could_pay": str(each.could_pay),
                "left_cents": each.left_cents,
            }
            for each in result.projects
        ],
    }


def from_data(data: Mapping[str, Any]) -> BudgetResult:
    """The opposite of `to_data`."""
    return BudgetResult(
        total_cents=data["total_cents"],
        completion=Completion(data["completion"]),
        first_share=Fraction(data["first_share"]),
        share=Fraction(data["share"]),
        ballots=data["ballots"],
        blank=data["blank"],
        projects=tuple(
            ProjectResult(
                code=each["code"],
                cost_cents=each["cost_cents"],
                supporters=each["supporters"],
                funded_by=None if each["funded_by"] is None else FundedBy(each["funded_by"]),
                payments=tuple((Fraction(amount), people) for amount, people in each["payments"]),
                could_pay=Fraction(each["could_pay"]),
                left_cents=each["left_cents"],
            )
            for each in data["projects"]
        ),
    )
