"""What a post can let one do, as permission codes, and what breaking the glass lets one do."""

from __future__ import annotations

POWERS = (
    "members.issue_cards",
    "members.keep_register",
    "assemblies.convoke",
    "assemblies.chair",
    "assemblies.keep_minutes",
    "assemblies.keep_door",
    "assemblies.count_hands",
    "ledger.keep_books",
    "ledger.close_period",
    "payroll.prepare_pay",
    "payroll.countersign_pay",
    "payroll.pay",
    "payroll.propose_surplus",
    "payroll.hear_requests",
    "rotation.assign_duties",
    "record.audit",
)
"""Every power a post can carry."""

BROKEN_GLASS = (
    "assemblies.convoke",
    "assemblies.chair",
    "members.issue_cards",
    "rotation.assign_duties",
)
"""What whoever runs the machine may do when nobody else can: let people in, and call them together.

Never anything with money, the register or the minutes.
"""

BROKEN_GLASS_POST = "machine"
