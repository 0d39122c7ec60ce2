"""The planner: who takes which seat over the coming terms, and the table of each assembly.

Pure: no database, no clock, no float, no chance. `docs/rotation.md` says in words what is best and proves when
a plan is. What is to be planned is a `Problem`; what comes out is a `Plan`.
"""

from rotation.rules.planning.people import Bar, Knows, Person, Span, Wish
from rotation.rules.planning.plan import ENGINE, STAGES, Placement, Plan, Stage, Value
from rotation.rules.planning.problem import STANDARD, Problem
from rotation.rules.planning.slots import PostRules, Slot, slots_of_posts, slots_of_wheel

__all__ = [
    "ENGINE",
    "STAGES",
    "STANDARD",
    "Bar",
    "Knows",
    "Person",
    "Placement",
    "Plan",
    "PostRules",
    "Problem",
    "Slot",
    "Span",
    "Stage",
    "Value",
    "Wish",
    "slots_of_posts",
    "slots_of_wheel",
]
