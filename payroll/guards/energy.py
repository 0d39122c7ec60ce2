"""What the database refuses about what was made, what is owed for energy, and what we voted to save."""

from __future__ import annotations

from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = (
    *append_only("payroll_monthmade", thing="what_was_made"),
    *append_only("payroll_energydebt", thing="a_word_about_a_debt"),
    *append_only("payroll_energysaving", thing="a_saving"),
    Guard(
        name="what_was_voted_to_be_saved_stays",
        table="payroll_energysaving",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM payroll_project p
                WHERE p.id = NEW.project_id AND p.motion_id IS NOT NULL)
            AND EXISTS (SELECT 1 FROM payroll_energysaving s
                WHERE s.project_id = NEW.project_id AND s.kind = NEW.kind AND s.share <> NEW.share)""",
        lock="PERFORM 1 FROM payroll_project WHERE id = NEW.project_id FOR UPDATE;",
    ),
)
"""A machine that was voted is measured by what was said of it then, not by what is easier to reach."""
