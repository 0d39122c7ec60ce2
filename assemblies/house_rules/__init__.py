"""The house rules: which there are, of which type, how each is said and asked for, what it is before any motion.

A rule's *type* says what values make sense; its *values* (`HouseRule` rows) are dated and set only by a motion
or at the founding. Rooms above register rules of their own (`payroll` registers equal pay).
"""

from assemblies.house_rules.by_law import SECRET_ASKED, YEAR_ENDS
from assemblies.house_rules.deciding import (
    DECISIONS,
    MAJOR,
    RULE_OF_KIND,
    SECRET_KINDS,
    SIMPLE,
    TWO_THIRDS,
    say_by_preference,
    say_decision,
)
from assemblies.house_rules.leaving import DAYS_OF_NOTICE, DAYS_TO_ANSWER, DAYS_TO_APPEAL
from assemblies.house_rules.meeting import (
    AGENDA_CLOSES,
    CHANGEABLE,
    EMERGENCY_NOTICE_HOURS,
    FROM_HOME,
    LEGAL_NOTICE_DAYS,
    SECOND_CALL_MINUTES,
    SECONDERS,
    WEEKLY,
    AgendaClosing,
    WeeklyAssembly,
)
from assemblies.house_rules.registry import (
    HouseRuleType,
    all_types,
    as_typed,
    in_force,
    read_at_once,
    register,
    stored_in_force,
    type_of,
)
from assemblies.house_rules.speaking import SPEAKING_MINUTES, SPEAKING_ORDER
from assemblies.house_rules.words import WEEKDAYS

__all__ = [
    "AGENDA_CLOSES",
    "CHANGEABLE",
    "DAYS_OF_NOTICE",
    "DAYS_TO_ANSWER",
    "DAYS_TO_APPEAL",
    "DECISIONS",
    "EMERGENCY_NOTICE_HOURS",
    "FROM_HOME",
    "LEGAL_NOTICE_DAYS",
    "MAJOR",
    "RULE_OF_KIND",
    "SECONDERS",
    "SECOND_CALL_MINUTES",
    "SECRET_ASKED",
    "SECRET_KINDS",
    "SIMPLE",
    "SPEAKING_MINUTES",
    "SPEAKING_ORDER",
    "TWO_THIRDS",
    "WEEKDAYS",
    "WEEKLY",
    "YEAR_ENDS",
    "AgendaClosing",
    "HouseRuleType",
    "WeeklyAssembly",
    "all_types",
    "as_typed",
    "in_force",
    "read_at_once",
    "register",
    "say_by_preference",
    "say_decision",
    "stored_in_force",
    "type_of",
]
