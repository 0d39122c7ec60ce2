"""What the database refuses about pay runs and payslips."""

from __future__ import annotations

from record.guards import Guard, no_replacing

_SAME_SPAN = """EXISTS (SELECT 1 FROM payroll_payslip s WHERE s.run_id = NEW.run_id AND s.span = NEW.span
    AND s.equal_cents {} NEW.equal_cents)"""
"""Twice, below and above, so that the index answers: "different" would read every slip of the run."""

_OVERLAP = """NEW.kind = 'regular' AND NEW.state <> 'abandoned' AND EXISTS (SELECT 1 FROM payroll_payrun r
    WHERE r.kind = 'regular' AND r.state <> 'abandoned' AND r.id <> NEW.id
    AND r.from_on < NEW.until_on AND r.until_on > NEW.from_on)"""

_KEPT = """(SELECT COALESCE(SUM(w.cents), 0) FROM payroll_withholding w
    JOIN payroll_payslip s ON s.id = w.payslip_id WHERE s.run_id = NEW.id)"""
_SAID = "(SELECT COALESCE(SUM(s.withheld_cents), 0) FROM payroll_payslip s WHERE s.run_id = NEW.id)"

_KEPT_BACK = f"""NEW.state = 'computed' AND OLD.state = 'draft' AND ({_SAID} > {_KEPT}
    OR ((NEW.kind = 'regular' OR NEW.total_cents > 0) AND {_SAID} < {_KEPT}))"""
"""Less than thing by thing only where a correction found that too much was paid: then nothing is paid by it."""

_WAITING = """NEW.state = 'computed' AND OLD.state = 'draft' AND NEW.kind = 'regular' AND (NEW.carry_in_cents <>
    (SELECT COALESCE(SUM(CASE r.kind WHEN 'regular' THEN r.carry_out_cents - r.carry_in_cents
        ELSE r.carry_out_cents END), 0) FROM payroll_payrun r
        WHERE r.state IN ('posted', 'paid', 'reconciled', 'closed'))
    OR EXISTS (SELECT 1 FROM payroll_payrun r WHERE r.kind = 'regular' AND r.id <> NEW.id
        AND r.state IN ('computed', 'countersigned') AND r.carry_in_cents <> r.carry_out_cents))"""

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
        "computed_at",
        "countersigned_at",
        "posted_at",
        "paid_at",
        "closed_at",
    )
)
"""Who signed, under which mandate, when, and the entries: written once."""

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
            OR OLD.kind <> NEW.kind OR OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on
            OR OLD.rhythm <> NEW.rhythm OR COALESCE(OLD.corrects_id, 0) <> COALESCE(NEW.corrects_id, 0)
            OR COALESCE(OLD.member_id, 0) <> COALESCE(NEW.member_id, 0)
            OR (OLD.state <> 'draft' AND (OLD.total_cents <> NEW.total_cents
                OR OLD.carry_out_cents <> NEW.carry_out_cents OR OLD.carry_in_cents <> NEW.carry_in_cents
                OR OLD.people <> NEW.people OR OLD.digest <> NEW.digest
                OR CAST(OLD.inputs AS text) <> CAST(NEW.inputs AS text)))
            OR NOT (OLD.state = NEW.state OR (OLD.state = 'draft' AND NEW.state IN ('computed', 'abandoned'))
                OR (OLD.state = 'computed' AND NEW.state IN ('countersigned', 'abandoned'))
                OR (OLD.state = 'countersigned' AND NEW.state IN ('posted', 'abandoned'))
                OR (OLD.state = 'posted' AND NEW.state = 'paid')
                OR (OLD.state = 'posted' AND NEW.state = 'closed' AND NEW.total_cents = 0)
                OR (OLD.state = 'paid' AND NEW.state = 'reconciled')
                OR (OLD.state = 'reconciled' AND NEW.state IN ('paid', 'closed')))""",
    ),
    Guard(
        name="pay_runs_never_cover_the_same_day",
        table="payroll_payrun",
        event="INSERT",
        refuse_when=_OVERLAP,
    ),
    Guard(
        name="what_is_kept_back_is_said_thing_by_thing",
        table="payroll_payrun",
        event="UPDATE",
        refuse_when=_KEPT_BACK,
    ),
    Guard(
        name="cents_that_wait_are_taken_once",
        table="payroll_payrun",
        event="UPDATE",
        refuse_when=_WAITING,
    ),
    Guard(name="a_pay_run_is_never_deleted", table="payroll_payrun", event="DELETE"),
    no_replacing("payroll_payrun", thing="a_pay_run"),
)
