"""Accounts: opened once, never closed, never renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from ledger import rules
from ledger.chart import AccountData, Kind
from ledger.models import Account
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@one_act_at_a_time
def open_account(
    *,
    code: str,
    name: str,
    name_es: str = "",
    kind: Kind,
    place: Literal["", "bank", "cash"] = "",
    actor: Member | None,
    now: datetime,
) -> Account:
    """Open one more account: another bank, another cash box, another thing money goes to. A code is used once."""
    refuse_if(rules.why_not_open_account(code=code, name=name, actor=actor, now=now))
    refuse_if(rules.why_not_place(kind=kind, place=place, name_es=name_es))
    there = Account.objects.filter(code=code).first()
    if there is not None:
        raise Refused(_("The code %(code)s is taken: %(name)s.") % {"code": code, "name": there.said})

    wanted = AccountData(code=code, name=name, name_es=name_es, kind=kind, place=place)
    return open_accounts(accounts=[wanted], actor=actor, now=now)[0]


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
            place=account.place,
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
