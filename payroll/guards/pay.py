"""What the database refuses about pay runs and payslips."""

from __future__ import annotations

from record.guards import Guard, no_replacing

_SAME_SPAN = """EXISTS (SELECT 1 FROM payroll_payslip s WHERE s.run_id = NEW.run_id AND s.span = NEW.span
    AND s.equal_cents {} NEW.equal_cents)"""
"""Twice, below and above, so that the index answers: "different" would read every slip of the run."""

_POSTED = "EXISTS (SELECT 1 FROM payroll_payrun r WHERE r.id = {}.run_id AND r.state <> 'draft')"

_SIGNED = " OR ".join(
    f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
    for column in (
        "prepared_by_id",
        "prepared_under_id",
        "countersigned_by_id",
        "countersigned_under_id",
        "entry_id",
        "payment_entry_id",
    )
)
"""Who signed, under which mandate, and the entries: written once."""

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="the_same_days_get_the_same_pay",
        table="payroll_payslip",
        event="INSERT",
        refuse_when=" OR ".join(_SAME_SPAN.format(other) for other in ("<", ">")),
    ),
    Guard(
        name="a_payslip_is_written_while_its_run_is_a_draft",
        table="payroll_payslip",
        event="INSERT",
        refuse_when=_POSTED.format("NEW"),
        lock="PERFORM 1 FROM payroll_payrun WHERE id = NEW.run_id FOR SHARE;",
    ),
    Guard(name="a_payslip_is_never_changed", table="payroll_payslip", event="UPDATE"),
    Guard(name="a_payslip_is_never_deleted", table="payroll_payslip", event="DELETE"),
    no_replacing("payroll_payslip", thing="a_payslip"),
    Guard(
        name="a_pay_run_only_goes_forward",
        table="payroll_payrun",
        event="UPDATE",
        refuse_when=f"""OLD.period_id <> NEW.period_id OR {_SIGNED}
            OR (OLD.state <> 'draft' AND (OLD.total_cents <> NEW.total_cents
                OR OLD.carry_out_cents <> NEW.carry_out_cents OR OLD.people <> NEW.people
                OR OLD.digest <> NEW.digest OR CAST(OLD.inputs AS text) <> CAST(NEW.inputs AS text)))
            OR NOT (OLD.state = NEW.state OR (OLD.state = 'draft' AND NEW.state IN ('computed', 'abandoned'))
                OR (OLD.state = 'computed' AND NEW.state IN ('countersigned', 'abandoned'))
                OR (OLD.state = 'countersigned' AND NEW.state IN ('posted', 'abandoned'))
                OR (OLD.state = 'posted' AND NEW.state = 'paid'))""",
    ),
    Guard(name="a_pay_run_is_never_deleted", table="payroll_payrun", event="DELETE"),
    no_replacing("payroll_payrun", thing="a_pay_run"),
)
