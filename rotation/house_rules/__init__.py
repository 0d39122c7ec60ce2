"""The house rules of this room."""

from rotation.house_rules.deciding import DAYS_TO_CARRY_OUT, EXCLUDED_FROM_ACCOUNTS
from rotation.house_rules.planning import (
    BURDEN,
    HORIZON,
    PLANNING,
    PUBLISHING,
    Burden,
    Horizon,
    PlanningRules,
    Publishing,
)

__all__ = [
    "BURDEN",
    "DAYS_TO_CARRY_OUT",
    "EXCLUDED_FROM_ACCOUNTS",
    "HORIZON",
    "PLANNING",
    "PUBLISHING",
    "Burden",
    "Horizon",
    "PlanningRules",
    "Publishing",
]
