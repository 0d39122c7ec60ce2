"""What the database refuses about a second signature that was not given."""

from __future__ import annotations

from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="only_what_waits_for_a_second_signature_is_refused",
        table="payroll_payrefusal",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM payroll_payrun r WHERE r.id = NEW.run_id
            AND r.state = 'computed' AND r.prepared_by_id <> NEW.by_id AND r.prepared_under_id <> NEW.under_id
            AND COALESCE(r.member_id, 0) <> NEW.by_id)""",
        lock="PERFORM 1 FROM payroll_payrun WHERE id = NEW.run_id FOR UPDATE;",
    ),
    Guard(
        name="what_was_refused_is_never_signed",
        table="payroll_payrun",
        event="UPDATE",
        refuse_when="""NEW.state = 'countersigned' AND OLD.state <> 'countersigned'
            AND EXISTS (SELECT 1 FROM payroll_payrefusal f WHERE f.run_id = NEW.id)""",
    ),
    *append_only("payroll_payrefusal", thing="a_refusal"),
)
