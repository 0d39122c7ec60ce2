"""What is asked of this room: where the assembly is now, a motion, its result, the rules, what is wrong."""

from assemblies.reports.counting import (
    rule_of,
    tally_kept,
    tally_of,
    who_took_part,
    why_not_enacted,
)
from assemblies.reports.faults import faults
from assemblies.reports.live import LiveCount, live_counts
from assemblies.reports.motions import MotionPage, Result, motion_page, result_of
from assemblies.reports.now import AssemblyNow, OpenVote, assembly_now, assembly_page
from assemblies.reports.rules import RuleInForce, rules_in_force

__all__ = [
    "AssemblyNow",
    "LiveCount",
    "MotionPage",
    "OpenVote",
    "Result",
    "RuleInForce",
    "assembly_now",
    "assembly_page",
    "faults",
    "live_counts",
    "motion_page",
    "result_of",
    "rule_of",
    "rules_in_force",
    "tally_kept",
    "tally_of",
    "who_took_part",
    "why_not_enacted",
]
