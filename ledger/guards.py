"""What the database refuses about money."""

from __future__ import annotations

from ledger.rules.by_hand import ENTERED_BY_HAND, KEPT_FROM_HANDS
from record.guards import Guard, append_only, no_replacing

_UNDONE_IS_OF_A_HAND = " OR ".join(f"e.key LIKE '{prefix}%'" for prefix in ENTERED_BY_HAND)
_OF_A_HAND = " OR ".join(f"NEW.key LIKE '{prefix}%'" for prefix in ENTERED_BY_HAND)
_KEPT = ", ".join(f"'{code}'" for code in sorted(KEPT_FROM_HANDS))

_UNMATCHED = """(NEW.entry_id IS NULL AND NEW.unmatched = OLD.unmatched + 1 AND EXISTS
            (SELECT 1 FROM ledger_bankmatchundone u WHERE u.line_id = OLD.id AND u.entry_id = OLD.entry_id
                AND u.nth = NEW.unmatched))"""

GUARDS: tuple[Guard, ...] = (
    *append_only("ledger_entry", thing="an_entry"),
    *append_only("ledger_posting", thing="a_posting"),
    Guard(
        name="an_entry_balances",
        table="ledger_entry",
        event="INSERT",
        refuse_when="(SELECT COALESCE(SUM(p.cents), 1) FROM ledger_posting p WHERE p.entry_id = NEW.id) <> 0",
    ),
    Guard(
        name="an_entry_stays_in_its_period",
        table="ledger_entry",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM ledger_period q WHERE q.id = NEW.period_id
            AND NEW."on" >= q.from_on AND NEW."on" < q.until_on)""",
    ),
    Guard(
        name="only_what_a_hand_entered_is_undone_by_hand",
        table="ledger_entry",
        event="INSERT",
        refuse_when=f"""NEW.key LIKE 'undo:%' AND NOT EXISTS (SELECT 1 FROM ledger_entry e
            WHERE e.id = NEW.reverses_id AND ({_UNDONE_IS_OF_A_HAND}))""",  # noqa: S608 - words of ours
    ),
    Guard(
        name="no_hand_takes_from_a_fund",
        table="ledger_entry",
        event="INSERT",
        refuse_when=f"""({_OF_A_HAND}) AND EXISTS (SELECT 1 FROM ledger_posting p
            JOIN ledger_account a ON a.id = p.account_id
            WHERE p.entry_id = NEW.id AND p.cents > 0
            AND (NOT a.is_shareable OR a.code IN ({_KEPT})))""",  # noqa: S608 - words of ours
    ),
    Guard(
        name="a_closed_period_takes_nothing_more",
        table="ledger_entry",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM ledger_period q WHERE q.id = NEW.period_id
            AND q.closed_at IS NOT NULL)""",
        lock="PERFORM 1 FROM ledger_period WHERE id = NEW.period_id FOR SHARE;",
    ),
    Guard(
        name="a_sealed_entry_takes_no_posting",
        table="ledger_posting",
        event="INSERT",
        refuse_when="EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id)",
    ),
    Guard(
        name="a_closed_period_stays_closed",
        table="ledger_period",
        event="UPDATE",
        refuse_when="""OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on OR OLD.name <> NEW.name
            OR (OLD.closed_at IS NOT NULL AND NOT (NEW.closed_at IS NULL AND NEW.closed_by_id IS NULL
                AND EXISTS (SELECT 1 FROM ledger_periodreopening r
                    WHERE r.period_id = OLD.id AND r.at > OLD.closed_at)))""",
    ),
    *append_only("ledger_periodreopening", thing="a_reopening_of_a_month"),
    Guard(name="a_period_is_never_deleted", table="ledger_period", event="DELETE"),
    no_replacing("ledger_period", thing="a_period"),
    Guard(
        name="periods_never_overlap",
        table="ledger_period",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM ledger_period q
            WHERE q.from_on < NEW.until_on AND q.until_on > NEW.from_on)""",
    ),
    Guard(
        name="a_bank_line_is_only_ever_classified",
        table="ledger_bankline",
        event="UPDATE",
        refuse_when=f"""(OLD.entry_id IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = OLD.entry_id) AND NOT {_UNMATCHED})
            OR (OLD.unmatched <> NEW.unmatched AND NOT {_UNMATCHED})
            OR OLD.cents <> NEW.cents OR OLD."on" <> NEW."on"
            OR OLD.text <> NEW.text OR OLD.words <> NEW.words
            OR OLD.account_id <> NEW.account_id
            OR OLD.fingerprint <> NEW.fingerprint OR OLD.occurrence <> NEW.occurrence
            OR OLD.reference <> NEW.reference OR OLD.format <> NEW.format
            OR COALESCE(OLD.paper_id, 0) <> COALESCE(NEW.paper_id, 0)""",  # noqa: S608 - words of ours
    ),
    *append_only("ledger_bankmatchundone", thing="an_undone_match"),
    Guard(
        name="only_what_was_matched_is_unmatched",
        table="ledger_bankmatchundone",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM ledger_bankline b JOIN ledger_entry e ON e.id = b.entry_id
            WHERE b.id = NEW.line_id AND b.entry_id = NEW.entry_id AND NEW.nth = b.unmatched + 1
            AND e.key NOT LIKE 'bank:%')""",
        lock="PERFORM 1 FROM ledger_bankline WHERE id = NEW.line_id FOR UPDATE;",
    ),
    Guard(name="a_bank_line_is_never_deleted", table="ledger_bankline", event="DELETE"),
    no_replacing("ledger_bankline", thing="a_bank_line"),
    *append_only("ledger_paper", thing="a_paper"),
    *append_only("ledger_paperofentry", thing="a_paper_of_an_entry"),
    Guard(
        name="an_account_keeps_its_code_and_kind",
        table="ledger_account",
        event="UPDATE",
        refuse_when="""OLD.code <> NEW.code OR OLD.kind <> NEW.kind OR OLD.is_shareable <> NEW.is_shareable
            OR (OLD.place <> '' AND OLD.place <> NEW.place)""",
    ),
    Guard(name="an_account_is_never_deleted", table="ledger_account", event="DELETE"),
    no_replacing("ledger_account", thing="an_account"),
    Guard(
        name="a_cash_count_that_is_over_stays",
        table="ledger_cashcount",
        event="UPDATE",
        refuse_when="""OLD.second_at IS NOT NULL OR OLD.dropped_at IS NOT NULL
            OR OLD.account_id <> NEW.account_id OR OLD.counted_cents <> NEW.counted_cents
            OR OLD.first_by_id <> NEW.first_by_id OR CAST(OLD.notes AS TEXT) <> CAST(NEW.notes AS TEXT)""",
    ),
    Guard(
        name="nobody_counts_second_the_money_they_entered",
        table="ledger_cashcount",
        event="UPDATE",
        refuse_when="""OLD.second_by_id IS NULL AND NEW.second_by_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id
            WHERE e.posted_by_id = NEW.second_by_id AND p.account_id = NEW.account_id
            AND NOT EXISTS (SELECT 1 FROM ledger_cashcount c WHERE c.entry_id = e.id)
            AND (NEW.entry_id IS NULL OR e.id <> NEW.entry_id)
            AND NOT EXISTS (SELECT 1 FROM ledger_cashcount c WHERE c.account_id = NEW.account_id
                AND c.id <> NEW.id AND c.second_at >= e.posted_at))""",
    ),
    Guard(name="a_cash_count_is_never_deleted", table="ledger_cashcount", event="DELETE"),
    no_replacing("ledger_cashcount", thing="a_cash_count"),
    Guard(name="a_party_is_never_deleted", table="ledger_party", event="DELETE"),
    no_replacing("ledger_party", thing="a_party"),
    *append_only("ledger_invoice", thing="an_invoice"),
    *append_only("ledger_invoicepayment", thing="a_payment_of_an_invoice"),
    *append_only("ledger_debt", thing="a_debt"),
    *append_only("ledger_instalment", thing="an_instalment"),
    Guard(
        name="instalments_pay_back_no_more_than_the_debt",
        table="ledger_instalment",
        event="INSERT",
        refuse_when="""NEW.principal_cents + (SELECT COALESCE(SUM(p.principal_cents), 0)
                FROM ledger_instalment p WHERE p.debt_id = NEW.debt_id)
            > (SELECT d.principal_cents FROM ledger_debt d WHERE d.id = NEW.debt_id)""",
        lock="PERFORM 1 FROM ledger_debt WHERE id = NEW.debt_id FOR UPDATE;",
    ),
    *append_only("ledger_instalmentpayment", thing="a_payment_of_an_instalment"),
    Guard(
        name="an_invoice_is_never_overpaid",
        table="ledger_invoicepayment",
        event="INSERT",
        refuse_when="""NEW.amount + (SELECT COALESCE(SUM(p.amount), 0) FROM ledger_invoicepayment p
                WHERE p.invoice_id = NEW.invoice_id
                AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = p.entry_id))
            > (SELECT i.amount FROM ledger_invoice i WHERE i.id = NEW.invoice_id)""",
        lock="PERFORM 1 FROM ledger_invoice WHERE id = NEW.invoice_id FOR UPDATE;",
    ),
    Guard(
        name="an_instalment_is_paid_once",
        table="ledger_instalmentpayment",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM ledger_instalmentpayment p
            WHERE p.instalment_id = NEW.instalment_id
            AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = p.entry_id))""",
        lock="PERFORM 1 FROM ledger_instalment WHERE id = NEW.instalment_id FOR UPDATE;",
    ),
)
