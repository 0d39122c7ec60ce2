"""What the database refuses about differences, advances and what is kept back."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_TAKEN = """NEW.advance_id IS NOT NULL AND NEW.cents + (SELECT COALESCE(SUM(w.cents), 0)
    FROM payroll_withholding w JOIN payroll_payslip s ON s.id = w.payslip_id
    JOIN payroll_payrun r ON r.id = s.run_id
    WHERE w.advance_id = NEW.advance_id AND r.state <> 'abandoned')
    > (SELECT a.cents FROM payroll_advance a WHERE a.id = NEW.advance_id)"""

GUARDS: tuple[Guard, ...] = (
    *append_only("payroll_difference", thing="a_difference"),
    *append_only("payroll_advance", thing="an_advance"),
    *append_only("payroll_withholding", thing="what_is_kept_back"),
    Guard(
        name="an_advance_is_never_taken_back_twice",
        table="payroll_withholding",
        event="INSERT",
        refuse_when=_TAKEN,
        lock="PERFORM 1 FROM payroll_advance WHERE id = NEW.advance_id FOR UPDATE;",
    ),
    Guard(
        name="nothing_is_kept_back_of_an_advance_that_was_undone",
        table="payroll_withholding",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM payroll_advance a JOIN ledger_entry e ON e.reverses_id = a.entry_id
            WHERE a.id = NEW.advance_id)""",
    ),
    Guard(
        name="what_is_kept_back_is_written_while_its_run_is_a_draft",
        table="payroll_withholding",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM payroll_payslip s JOIN payroll_payrun r ON r.id = s.run_id
            WHERE s.id = NEW.payslip_id AND r.state <> 'draft')""",
    ),
    Guard(
        name="only_a_correction_gives_back_what_was_kept",
        table="payroll_withholding",
        event="INSERT",
        refuse_when="""NEW.cents < 0 AND EXISTS (SELECT 1 FROM payroll_payslip s
            JOIN payroll_payrun r ON r.id = s.run_id
            WHERE s.id = NEW.payslip_id AND r.kind <> 'correction')""",
    ),
    Guard(
        name="a_deduction_only_ever_ends",
        table="payroll_deduction",
        event="UPDATE",
        refuse_when="""OLD.kind <> NEW.kind OR OLD.name <> NEW.name OR OLD.cents <> NEW.cents
            OR OLD.share <> NEW.share OR OLD.from_on <> NEW.from_on
            OR COALESCE(OLD.member_id, 0) <> COALESCE(NEW.member_id, 0)
            OR COALESCE(OLD.motion_id, 0) <> COALESCE(NEW.motion_id, 0)
            OR OLD.until_on IS NOT NULL OR NEW.until_on IS NULL""",
    ),
    Guard(name="a_deduction_is_never_deleted", table="payroll_deduction", event="DELETE"),
    no_replacing("payroll_deduction", thing="a_deduction"),
)
