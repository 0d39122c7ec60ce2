"""The posts most co-operatives begin with; the founding page offers them, and a motion changes them later."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class FirstPost:
    """A post offered at the founding: what it is for and what it lets one do."""

    code: str
    name: Promise
    purpose: Promise
    powers: tuple[str, ...]
    months: int = 6
    incompatible: tuple[str, ...] = ()


FIRST_POSTS = (
    FirstPost(
        code="chair",
        name=_("Chair of the assembly"),
        purpose=_("Convokes, gives the floor, opens and closes votes."),
        powers=(
            "assemblies.convoke",
            "assemblies.chair",
            "assemblies.count_hands",
            "assemblies.keep_door",
            "rotation.assign_duties",
        ),
    ),
    FirstPost(
        code="secretary",
        name=_("Minutes and register"),
        purpose=_("Keeps the register of members, makes sign-in cards, writes the minutes."),
        powers=(
            "assemblies.keep_minutes",
            "assemblies.keep_door",
            "assemblies.count_hands",
            "members.keep_register",
            "members.issue_cards",
        ),
    ),
    FirstPost(
        code="treasurer",
        name=_("Treasury"),
        purpose=_("Keeps the books and prepares the equal pay."),
        powers=(
            "ledger.keep_books",
            "ledger.close_period",
            "payroll.prepare_pay",
            "payroll.pay",
            "payroll.propose_surplus",
        ),
        incompatible=("second-signature",),
    ),
    FirstPost(
        code="second-signature",
        name=_("Second signature"),
        purpose=_("Looks at the pay that somebody else prepared, and signs it or not."),
        powers=("payroll.countersign_pay", "payroll.hear_requests"),
        incompatible=("treasurer",),
    ),
)
