"""What the database refuses about the line of somebody who signs the run that it is in."""

from __future__ import annotations

from record.guards import Guard, append_only

_APART = """(s.difference_cents <> 0 OR s.difference_by_id IS NOT NULL
    OR CAST(s.lines AS text) LIKE '%"code": "days_unpaid"%'
    OR EXISTS (SELECT 1 FROM payroll_withholding w LEFT JOIN payroll_deduction d ON d.id = w.deduction_id
        WHERE w.payslip_id = s.id AND (w.advance_id IS NOT NULL OR d.member_id IS NOT NULL)))"""
"""`payroll.rules.own_line.APART`, in the database's words."""

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="nobody_signs_a_difference_of_their_own",
        table="payroll_payrun",
        event="UPDATE",
        refuse_when=f"""NEW.state = 'posted' AND OLD.state <> 'posted' AND EXISTS (
            SELECT 1 FROM payroll_payslip s WHERE s.run_id = NEW.id
            AND s.member_id IN (NEW.prepared_by_id, NEW.countersigned_by_id) AND {_APART}
            AND NOT EXISTS (SELECT 1 FROM payroll_linesignature l WHERE l.slip_id = s.id))""",  # noqa: S608
    ),
    Guard(
        name="a_line_of_ones_own_is_signed_by_a_third",
        table="payroll_linesignature",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM payroll_payslip s JOIN payroll_payrun r ON r.id = s.run_id
            WHERE s.id = NEW.slip_id AND r.state = 'countersigned'
            AND s.member_id IN (r.prepared_by_id, r.countersigned_by_id)
            AND NEW.by_id NOT IN (r.prepared_by_id, r.countersigned_by_id))""",
        lock="""PERFORM 1 FROM payroll_payrun r WHERE r.id = (SELECT s.run_id FROM payroll_payslip s
            WHERE s.id = NEW.slip_id) FOR SHARE;""",
    ),
    *append_only("payroll_linesignature", thing="a_line_signature"),
)
