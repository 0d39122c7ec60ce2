"""What the database refuses about pay, the surplus and what things cost."""

from __future__ import annotations

from payroll.guards import differences, pay, payments, products, set_asides, surplus
from record.guards import Guard

GUARDS: tuple[Guard, ...] = (
    *pay.GUARDS,
    *differences.GUARDS,
    *payments.GUARDS,
    *set_asides.GUARDS,
    *surplus.GUARDS,
    *products.GUARDS,
)
