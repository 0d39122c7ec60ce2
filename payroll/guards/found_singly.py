"""What the database refuses about transfers that are found one by one: each is its own movement, once."""

from __future__ import annotations

from record.guards import Guard, append_only

GUARDS: tuple[Guard, ...] = (
    *append_only("payroll_singlebooking", thing="a_single_booking"),
    *append_only("payroll_foundtransfer", thing="a_found_transfer"),
    Guard(
        name="a_payment_that_was_found_is_not_found_singly",
        table="payroll_singlebooking",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM payroll_payment p WHERE p.id = NEW.payment_id
            AND (p.confirmed_at IS NOT NULL OR p.way <> 'bank'))
            OR EXISTS (SELECT 1 FROM ledger_bankline b JOIN payroll_payment p ON p.entry_id = b.entry_id
                WHERE p.id = NEW.payment_id)""",
        lock="PERFORM 1 FROM payroll_payment WHERE id = NEW.payment_id FOR UPDATE;",
    ),
    Guard(
        name="a_payment_found_singly_is_no_one_movement",
        table="payroll_payment",
        event="UPDATE",
        refuse_when="""NEW.confirmed_line_id IS NOT NULL
            AND EXISTS (SELECT 1 FROM payroll_singlebooking s WHERE s.payment_id = NEW.id)""",
    ),
    Guard(
        name="a_transfer_is_found_as_its_own_movement",
        table="payroll_foundtransfer",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM payroll_paymentpart p
            JOIN payroll_singlebooking s ON s.payment_id = p.payment_id
            JOIN ledger_bankline b ON b.id = NEW.line_id
            WHERE p.id = NEW.part_id AND b.entry_id = NEW.entry_id AND b.cents = -p.cents)""",
    ),
)
