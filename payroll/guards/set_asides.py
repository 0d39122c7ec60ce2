"""What the database refuses about what is set aside."""

from __future__ import annotations

from record.guards import Guard, no_replacing

GUARDS: tuple[Guard, ...] = (
    Guard(name="a_set_aside_is_never_changed", table="payroll_setaside", event="UPDATE"),
    Guard(name="a_set_aside_is_never_deleted", table="payroll_setaside", event="DELETE"),
    no_replacing("payroll_setaside", thing="a_set_aside"),
)
