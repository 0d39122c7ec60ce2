"""What the database refuses about what things cost."""

from __future__ import annotations

from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = append_only("payroll_costsheet", thing="a_cost_sheet")
