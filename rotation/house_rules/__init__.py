"""The house rules of this room."""

from rotation.house_rules.deciding import DAYS_TO_CARRY_OUT, EXCLUDED_FROM_ACCOUNTS
from rotation.house_rules.declining import DECLINE_MONTHS
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
from rotation.house_rules.seeing import CONCENTRATION, TRAINED, Concentration
from rotation.house_rules.turns import STAND_INS_ASKED

__all__ = [
    "BURDEN",
    "CONCENTRATION",
    "DAYS_TO_CARRY_OUT",
    "DECLINE_MONTHS",
    "EXCLUDED_FROM_ACCOUNTS",
    "HORIZON",
    "PLANNING",
    "PUBLISHING",
    "STAND_INS_ASKED",
    "TRAINED",
    "Burden",
    "Concentration",
    "Horizon",
    "PlanningRules",
    "Publishing",
]
