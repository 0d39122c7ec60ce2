"""Accounts: opened once, never closed, never renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ledger import rules
from ledger.chart import AccountData
from ledger.models import Account
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import refuse_if


@one_act_at_a_time
def open_accounts(*, accounts: Sequence[AccountData], actor: Member | None, now: datetime) -> list[Account]:
    """Open those of these accounts that are not there yet; an account that is there stays as it is.

    Answers the accounts of these codes, in the order given. Writes one act, when any was new.
    """
    for account in accounts:
        refuse_if(rules.why_not_open_account(code=account.code, name=account.name, actor=actor, now=now))

    known = set(Account.objects.values_list("code", flat=True))
    fresh = {account.code: account for account in accounts if account.code not in known}
    Account.objects.bulk_create(
        Account(
            code=account.code,
            name=account.name.strip(),
            name_es=account.name_es.strip(),
            kind=account.kind,
            is_shareable=account.is_shareable,
        )
        for account in fresh.values()
    )

    if fresh:
        record(
            verb="ledger.accounts.opened",
            subject="ledger.account:chart",
            actor=actor,
            now=now,
            facts={"accounts": [[account.code, account.kind] for account in fresh.values()]},
        )
    found = Account.objects.in_bulk([account.code for account in accounts], field_name="code")
    return [found[account.code] for account in accounts]
