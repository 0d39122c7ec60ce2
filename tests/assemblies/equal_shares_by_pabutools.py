"""Writes equal_shares_by_pabutools.json: what a published library answers to random budget votes.

The library (pabutools 1.2.3, GPLv3+) brings a proprietary solver of 55 MB, so that it is not in our lock. Its
answers are kept instead, and this says how they were made. To make them again, in an environment of its own:

    python -m venv /tmp/oracle && /tmp/oracle/bin/pip install pabutools==1.2.3
    /tmp/oracle/bin/python tests/assemblies/equal_shares_by_pabutools.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.fractions import frac
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import min_cost_tie_breaking

HOW_MANY = 400
STEPS = 100


def answers(seed: int) -> dict | None:
    """One random vote and its three answers.

    None where shares would have to more than double, and where nobody marks some project: the library buys
    such a one with what is left over, our rule never does.
    """
    luck = random.Random(seed)
    codes = "abcdefghij"[: luck.randint(3, 10)]
    total = luck.choice([100_00, 250_000_00, 999_999_97])
    # Different costs: which of two level projects goes first is never left to a draw.
    costs = dict(zip(codes, luck.sample(range(total // 50, total * 3 // 5), len(codes)), strict=True))
    ballots = [
        "".join(sorted(luck.sample(codes, luck.randint(1, len(codes))))) for _ in range(luck.randint(2, 40))
    ]

    if set("".join(ballots)) != set(codes):
        return None
    projects = {code: Project(code, cost) for code, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=total)
    profile = ApprovalProfile([ApprovalBallot([projects[code] for code in ballot]) for ballot in ballots])

    def shares(**how) -> list:
        return method_of_equal_shares(instance, profile, Cost_Sat, tie_breaking=min_cost_tie_breaking, **how)

    def completed(funded: list) -> str:
        # Satisfaction by cost, looked at per unit of cost: the number of supporters.
        return said(
            greedy_utilitarian_welfare(
                instance,
                profile,
                Cost_Sat,
                tie_breaking=min_cost_tie_breaking,
                initial_budget_allocation=list(funded),
            )
        )

    step = frac(total, len(ballots) * STEPS)
    if not _ends_in_time(projects, profile, total, len(ballots)):
        return None
    return {
        "total_cents": total,
        "costs": costs,
        "ballots": ballots,
        "none": said(shares()),
        "utilitarian": completed(shares()),
        "add1": completed(shares(voter_budget_increment=step)),
    }


def said(funded: list) -> str:
    return "".join(sorted(project.name for project in funded))


def _ends_in_time(projects: dict, profile: ApprovalProfile, total: int, voters: int) -> bool:
    """Whether the library stops raising shares before they are doubled, which is where our rule stops."""
    marked = {project for ballot in profile for project in ballot}
    for step in range(STEPS + 1):
        limit = frac(total * (STEPS + step), STEPS)
        funded = method_of_equal_shares(
            Instance(projects.values(), budget_limit=limit),
            profile,
            Cost_Sat,
            tie_breaking=min_cost_tie_breaking,
        )
        spent = sum(project.cost for project in funded)
        if spent > total or all(each in funded or spent + each.cost > total for each in marked):
            return True
    return False


if __name__ == "__main__":
    kept: list[dict] = []
    seed = 0
    while len(kept) < HOW_MANY:
        one = answers(seed)
        seed += 1
        if one is not None:
            kept.append(one)
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in kept)
    Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")
