"""What the database refuses about spending the funds: more than was voted, and more than there is."""

from __future__ import annotations

from payroll.rules.fund_spending import SPENDABLE, VOTED_BY
from record.guards import Guard, append_only

_FUNDS = ", ".join(f"'{code}'" for code in SPENDABLE)


def _beyond_the_vote(at_most: str) -> str:
    return f"""NEW.cents + COALESCE((SELECT SUM(p.cents) FROM payroll_fundpayment p
                WHERE p.motion_id = NEW.motion_id
                AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = p.entry_id)), 0)
            + COALESCE((SELECT SUM(j.cents) FROM payroll_project j WHERE j.motion_id = NEW.motion_id), 0)
            > COALESCE((SELECT {at_most} FROM assemblies_motion m WHERE m.id = NEW.motion_id
                AND m.state = 'adopted' AND m.kind = '{VOTED_BY}'), 0)"""  # noqa: S608 - names of ours


GUARDS: tuple[Guard, ...] = (
    *append_only("payroll_fundpayment", thing="a_fund_payment"),
    Guard(
        name="no_more_of_our_funds_is_spent_than_was_voted",
        table="payroll_fundpayment",
        event="INSERT",
        sqlite=_beyond_the_vote("json_extract(m.terms, '$.at_most_cents')"),
        postgresql=_beyond_the_vote("CAST(m.terms ->> 'at_most_cents' AS bigint)"),
        lock="PERFORM 1 FROM assemblies_motion WHERE id = NEW.motion_id FOR NO KEY UPDATE;",
    ),
    Guard(
        name="no_fund_gives_more_than_it_has",
        table="payroll_fundpayment",
        event="INSERT",
        refuse_when="""COALESCE((SELECT SUM(p.cents) FROM ledger_posting p
            WHERE p.account_id = NEW.fund_id), 0) > 0""",
        lock="PERFORM 1 FROM ledger_account WHERE id = NEW.fund_id FOR NO KEY UPDATE;",
    ),
    Guard(
        name="only_a_fund_that_may_be_spent_is_spent",
        table="payroll_fundpayment",
        event="INSERT",
        refuse_when=f"""NOT EXISTS (SELECT 1 FROM ledger_account a
            WHERE a.id = NEW.fund_id AND a.code IN ({_FUNDS}))""",  # noqa: S608 - names of ours
    ),
)
"""Its entry is posted first: what the fund has is what is left of it then."""
