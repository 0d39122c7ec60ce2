"""What the database refuses about pay, the surplus and what things cost."""

from __future__ import annotations

from payroll.guards import (
    differences,
    energy,
    found_singly,
    fund_payments,
    funds,
    own_lines,
    pay,
    payments,
    products,
    refusals,
    set_asides,
    shares,
    surplus,
)
from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = (
    *pay.GUARDS,
    *own_lines.GUARDS,
    *refusals.GUARDS,
    *differences.GUARDS,
    *payments.GUARDS,
    *found_singly.GUARDS,
    *set_asides.GUARDS,
    *surplus.GUARDS,
    *funds.GUARDS,
    *fund_payments.GUARDS,
    *energy.GUARDS,
    *shares.GUARDS,
    *append_only("payroll_whatifshown", thing="a_what_if_shown"),
    *products.GUARDS,
)
