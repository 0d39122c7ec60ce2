"""The planner: who takes which seat over the coming terms, and the table of each assembly.

Pure: no database, no clock, no float, no chance. `docs/rotation.md` says in words what is best and proves when
a plan is. What is to be planned is a `Problem`; what comes out is a `Plan`.
"""

from rotation.rules.planning.bylaws import RULE_OF, RULES, Rule
from rotation.rules.planning.engine import make_plan, unfilled
from rotation.rules.planning.explaining import Emptiness, Standing, WayOut, standings, why_empty
from rotation.rules.planning.house import Broken, House, check, faults, why_not
from rotation.rules.planning.loads import Measure, carried, expected_share, here_share, measures
from rotation.rules.planning.objective import evaluate, loads_of, ticket
from rotation.rules.planning.people import Bar, Knows, Person, Span, Wish
from rotation.rules.planning.plan import ENGINE, STAGES, Placement, Plan, Stage, Value
from rotation.rules.planning.problem import STANDARD, Problem
from rotation.rules.planning.replanning import (
    Moved,
    WhatIf,
    difference,
    frozen,
    published,
    replan,
    to_replan,
    touched,
    what_if,
)
from rotation.rules.planning.slots import PostRules, Slot, slots_of_posts, slots_of_wheel

__all__ = [
    "ENGINE",
    "RULES",
    "RULE_OF",
    "STAGES",
    "STANDARD",
    "Bar",
    "Broken",
    "Emptiness",
    "House",
    "Knows",
    "Measure",
    "Moved",
    "Person",
    "Placement",
    "Plan",
    "PostRules",
    "Problem",
    "Rule",
    "Slot",
    "Span",
    "Stage",
    "Standing",
    "Value",
    "WayOut",
    "WhatIf",
    "Wish",
    "carried",
    "check",
    "difference",
    "evaluate",
    "expected_share",
    "faults",
    "frozen",
    "here_share",
    "loads_of",
    "make_plan",
    "measures",
    "published",
    "replan",
    "slots_of_posts",
    "slots_of_wheel",
    "standings",
    "ticket",
    "to_replan",
    "touched",
    "unfilled",
    "what_if",
    "why_empty",
    "why_not",
]
