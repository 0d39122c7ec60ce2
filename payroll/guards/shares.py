"""What the database refuses about members' shares."""

from __future__ import annotations

from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = (
    *append_only("payroll_sharesubscription", thing="a_share_subscription"),
    *append_only("payroll_sharerefund", thing="a_share_refund"),
    *append_only("payroll_refundpayment", thing="a_refund_payment"),
    Guard(
        name="no_more_is_refunded_than_was_asked",
        table="payroll_refundpayment",
        event="INSERT",
        refuse_when="""NEW.cents + COALESCE((SELECT SUM(p.cents) FROM payroll_refundpayment p
            WHERE p.refund_id = NEW.refund_id
            AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.reverses_id = p.entry_id)), 0)
            > (SELECT r.cents FROM payroll_sharerefund r WHERE r.id = NEW.refund_id)""",
        lock="PERFORM 1 FROM payroll_sharerefund WHERE id = NEW.refund_id FOR UPDATE;",
    ),
)
