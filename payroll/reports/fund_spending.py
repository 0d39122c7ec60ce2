"""What each fund has, and what was spent of it, by which motion: everybody sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from ledger import chart
from ledger.models import Account, Posting
from ledger.reports import balance
from payroll.models import FundPayment, HelpFund, HelpRequest, HelpState
from payroll.reports.help import ACCOUNTS
from payroll.rules.fund_spending import NEVER_ON, SPENDABLE

A_PAGE = 25
PAY = "payroll.pay"


@dataclass(frozen=True, kw_only=True)
class FundHas:
    """A fund by its account: what may be spent of it, and what was, as voted."""

    account: Account
    held_cents: int
    """What is on it in the books; `granted_cents` of it are help that was granted and not paid yet."""
    granted_cents: int
    spent_cents: int

    @property
    def left_cents(self) -> int:
        return self.held_cents - self.granted_cents


@dataclass(frozen=True, kw_only=True)
class FundsSpent:
    funds: list[FundHas]
    payments: Page[FundPayment]


def funds_spent(page: str | int | None = 1) -> FundsSpent:
    """Every fund that has something or gave something, and the payments, the latest first."""
    rows = FundPayment.objects.select_related("fund", "towards", "motion", "entry__reversed_by")
    return FundsSpent(funds=funds_there(), payments=Paginator(rows, A_PAGE).get_page(page))


def funds_there() -> list[FundHas]:
    """The funds that may be spent, where there is or was something in them."""
    held = Posting.objects.filter(account=OuterRef("pk"))
    spent = FundPayment.objects.filter(fund=OuterRef("pk"), entry__reversed_by=None)
    rows = Account.objects.filter(code__in=SPENDABLE).annotate(
        held=_sum_of(held, "account"), spent=_sum_of(spent, "fund")
    )
    granted = _granted()
    return [
        FundHas(
            account=account,
            held_cents=-account.held,
            granted_cents=granted.get(account.code, 0),
            spent_cents=account.spent or 0,
        )
        for account in sorted(rows, key=lambda row: SPENDABLE.index(row.code))
        if account.held is not None
    ]


def left_in_fund(code: str) -> int:
    """What a fund has in cents, less the help that was granted out of it and waits to be paid."""
    return -balance(code) - _granted().get(code, 0)


def may_pay_for() -> QuerySet[Account]:
    """What a fund may be spent on: costs, but for pay, and plant."""
    return Account.objects.filter(Q(kind="cost") | Q(code=chart.MACHINES)).exclude(code__in=NEVER_ON)


def _granted() -> dict[str, int]:
    rows = HelpRequest.objects.filter(state=HelpState.GRANTED).order_by().values_list("fund")
    return {ACCOUNTS[HelpFund(fund)]: cents for fund, cents in rows.annotate(c=Sum("cents"))}


def _sum_of(rows: QuerySet[Any], of: str) -> Subquery:
    return Subquery(rows.order_by().values(of).annotate(c=Sum("cents")).values("c"))
