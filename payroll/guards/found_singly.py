"""What the database refuses about what is found in the bank: each transfer is its own movement, once at a time."""

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
    Guard(
        name="a_transfer_is_found_once_at_a_time",
        table="payroll_foundtransfer",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM payroll_foundtransfer f
            WHERE (f.part_id = NEW.part_id OR f.line_id = NEW.line_id)
            AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = f.entry_id))""",
        lock="PERFORM 1 FROM payroll_paymentpart WHERE id = NEW.part_id FOR UPDATE;",
    ),
    *append_only("payroll_confirmationundone", thing="an_undone_confirmation"),
    Guard(
        name="only_how_a_payment_was_found_is_undone",
        table="payroll_confirmationundone",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM payroll_payment p WHERE p.id = NEW.payment_id
            AND p.confirmed_at = NEW.confirmed_at AND p.confirmed_by_id = NEW.confirmed_by_id
            AND p.confirmed_by_what = NEW.confirmed_by_what
            AND COALESCE(p.confirmed_line_id, 0) = COALESCE(NEW.line_id, 0))""",
        lock="PERFORM 1 FROM payroll_payment WHERE id = NEW.payment_id FOR UPDATE;",
    ),
)
