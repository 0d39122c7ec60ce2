"""How much there is on an account, and what a period left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ledger.models import Account, AccountKind, Period, Posting


@dataclass(frozen=True, kw_only=True)
class AccountBalance:
    """An account, what moved on it in a period and what is on it at its end; debit positive, in cents."""

    account: Account
    moved_cents: int
    balance_cents: int


def name_of(account: Account, language: str) -> str:
    """The account's name in the reader's language."""
    return (account.name_es if language.startswith("es") else "") or account.name


def balance(code: str, until: date | None = None, member_id: int | None = None) -> int:
    """Cents on an account, debit positive: up to a day (not included) or ever; of all or of one member."""
    lines = Posting.objects.filter(account__code=code)
    if until is not None:
        lines = lines.filter(entry__on__lt=until)
    if member_id is not None:
        lines = lines.filter(member_id=member_id)
    return int(lines.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])


def balances_by_member(code: str, until: date | None = None) -> dict[int, int]:
    """Cents on an account kept per member, debit positive, by member id; those at zero are left out."""
    lines = Posting.objects.filter(account__code=code, member_id__isnull=False)
    if until is not None:
        lines = lines.filter(entry__on__lt=until)
    sums = lines.order_by().values_list("member_id").annotate(cents=Sum("cents"))
    return {member_id: cents for member_id, cents in sums if member_id is not None and cents}


def result_of(period_id: int) -> int:
    """What a period left, in cents: what came in less what went out; negative when more went out."""
    lines = Posting.objects.filter(
        entry__period_id=period_id, account__kind__in=(AccountKind.INCOME, AccountKind.COST)
    )
    return -int(lines.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])


def balances(period: Period | None = None) -> list[AccountBalance]:
    """Every account with what moved on it in a period, and what is on it when the period ends.

    Without a period: what moved ever, which is what is on it. Two queries, however many lines there are.
    """
    lines = Posting.objects.order_by()
    inside = Q(entry__isnull=False)
    if period is not None:
        lines = lines.filter(entry__on__lt=period.until_on)
        inside = Q(entry__period=period)
    sums = {
        account_id: (moved, whole)
        for account_id, moved, whole in lines.values_list("account_id").annotate(
            moved=Coalesce(Sum("cents", filter=inside), 0), whole=Sum("cents")
        )
    }
    return [
        AccountBalance(account=account, moved_cents=moved, balance_cents=whole)
        for account in Account.objects.order_by("code")
        for moved, whole in [sums.get(account.pk, (0, 0))]
    ]
