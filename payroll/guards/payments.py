"""What the database refuses about payments: nobody is paid more than their payslip says, however it is tried."""

from __future__ import annotations

from record.guards import Guard, no_replacing

_TOO_MUCH = """NEW.cents + (SELECT COALESCE(SUM(p.cents), 0) FROM payroll_paymentpart p
    WHERE p.payslip_id = NEW.payslip_id AND p.bounced_at IS NULL)
    > (SELECT s.net_cents FROM payroll_payslip s WHERE s.id = NEW.payslip_id)"""

_ONCE = " OR ".join(
    f"(OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
    for column in ("exported_by_id", "exported_at")
)

_FOUND_OTHERWISE = """OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at IS NULL OR NEW.confirmed_by_id IS NULL
            OR NEW.confirmed_at <> OLD.confirmed_at OR NEW.confirmed_by_id <> OLD.confirmed_by_id
            OR NEW.confirmed_by_what <> OLD.confirmed_by_what
            OR COALESCE(OLD.confirmed_line_id, 0) <> COALESCE(NEW.confirmed_line_id, 0))"""

_FOUND_NO_MORE = """(NEW.confirmed_at IS NULL AND NEW.confirmed_by_id IS NULL AND NEW.confirmed_line_id IS NULL
            AND NEW.confirmed_by_what = '' AND EXISTS (SELECT 1 FROM payroll_confirmationundone u
                WHERE u.payment_id = OLD.id AND u.confirmed_at = OLD.confirmed_at))"""

_NOT_A_PLACE = """NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.books_id
    AND ((a.place = 'bank' AND NEW.account <> '') OR (a.place = 'cash' AND NEW.account = '')))"""

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="a_bank_we_pay_from_has_its_account",
        table="payroll_payfrom",
        event="INSERT",
        refuse_when=_NOT_A_PLACE,
    ),
    Guard(
        name="a_bank_we_pay_from_keeps_an_account",
        table="payroll_payfrom",
        event="UPDATE",
        refuse_when=f"OLD.books_id <> NEW.books_id OR {_NOT_A_PLACE}",
    ),
    Guard(
        name="nobody_is_paid_more_than_their_payslip",
        table="payroll_paymentpart",
        event="INSERT",
        refuse_when=_TOO_MUCH,
        lock="PERFORM 1 FROM payroll_payslip WHERE id = NEW.payslip_id FOR UPDATE;",
    ),
    Guard(
        name="only_what_is_in_the_books_is_paid",
        table="payroll_paymentpart",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM payroll_payslip s JOIN payroll_payrun r ON r.id = s.run_id
            WHERE s.id = NEW.payslip_id AND r.state IN ('posted', 'paid', 'reconciled', 'closed'))""",
    ),
    Guard(
        name="only_what_came_back_is_paid_again",
        table="payroll_paymentpart",
        event="INSERT",
        refuse_when="""NEW.instead_of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payroll_paymentpart p
            WHERE p.id = NEW.instead_of_id AND p.bounced_at IS NOT NULL AND p.payslip_id = NEW.payslip_id
            AND p.cents = NEW.cents)""",
    ),
    Guard(
        name="a_payment_part_only_ever_comes_back",
        table="payroll_paymentpart",
        event="UPDATE",
        refuse_when="""OLD.payment_id <> NEW.payment_id OR OLD.payslip_id <> NEW.payslip_id
            OR OLD.cents <> NEW.cents OR COALESCE(OLD.pay_to_id, 0) <> COALESCE(NEW.pay_to_id, 0)
            OR COALESCE(OLD.instead_of_id, 0) <> COALESCE(NEW.instead_of_id, 0)
            OR OLD.bounced_at IS NOT NULL OR NEW.bounced_at IS NULL""",
    ),
    Guard(
        name="what_came_back_is_its_own_movement",
        table="payroll_paymentpart",
        event="UPDATE",
        refuse_when="""NEW.bounce_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_bankline b
            WHERE b.id = NEW.bounce_line_id AND b.entry_id = NEW.bounce_entry_id)""",
    ),
    Guard(name="a_payment_part_is_never_deleted", table="payroll_paymentpart", event="DELETE"),
    no_replacing("payroll_paymentpart", thing="a_payment_part"),
    Guard(
        name="a_payment_is_never_another",
        table="payroll_payment",
        event="UPDATE",
        refuse_when=f"""OLD.number <> NEW.number OR OLD.way <> NEW.way OR OLD.total_cents <> NEW.total_cents
            OR OLD.pay_on <> NEW.pay_on OR OLD.entry_id <> NEW.entry_id OR OLD.made_at <> NEW.made_at
            OR COALESCE(OLD.pay_from_id, 0) <> COALESCE(NEW.pay_from_id, 0)
            OR CAST(OLD.frozen AS text) <> CAST(NEW.frozen AS text)
            OR (OLD.file_digest <> '' AND OLD.file_digest <> NEW.file_digest) OR {_ONCE}
            OR ({_FOUND_OTHERWISE} AND NOT {_FOUND_NO_MORE})""",
    ),
    Guard(
        name="a_payment_is_found_as_its_own_movement",
        table="payroll_payment",
        event="UPDATE",
        refuse_when="""NEW.confirmed_line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_bankline b
            WHERE b.id = NEW.confirmed_line_id AND b.entry_id = NEW.entry_id)""",
    ),
    Guard(name="a_payment_is_never_deleted", table="payroll_payment", event="DELETE"),
    no_replacing("payroll_payment", thing="a_payment"),
    Guard(
        name="where_one_is_paid_is_only_ever_wiped",
        table="payroll_payto",
        event="UPDATE",
        refuse_when="""OLD.member_id <> NEW.member_id OR OLD.way <> NEW.way OR OLD.set_at <> NEW.set_at
            OR OLD.is_iban <> NEW.is_iban OR OLD.way <> 'bank' OR OLD.wiped_at IS NOT NULL OR NEW.wiped_at IS NULL
            OR EXISTS (SELECT 1 FROM members_membership m
                WHERE m.member_id = OLD.member_id AND m.until_on IS NULL AND m.standing <> 'left')""",
    ),
    Guard(name="where_one_is_paid_is_never_deleted", table="payroll_payto", event="DELETE"),
    no_replacing("payroll_payto", thing="where_one_is_paid"),
)
