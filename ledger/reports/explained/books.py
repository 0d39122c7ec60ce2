"""The totals of the open books, opened up: a month, an account, what we have and owe, and how far our money reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ledger.chart import IN_BETWEEN
from ledger.models import Account, AccountKind, Posting
from ledger.reports.balances import AccountBalance
from ledger.reports.explained import Explained, Given
from ledger.reports.months import MonthBooks
from ledger.reports.statements import BalanceSheet
from ledger.rules.forecast import WEEKS, Forecast


def of_account(account: Account, cents: int, *, period: str = "", counts: int = 1) -> Given:
    """An account as a part of a sum; its link opens it, in a month where one is named."""
    address = f"/books/accounts/{account.code}/"
    link = f"{address}?period={quote(period)}" if period else address
    return Given(text=account.said, cents=cents, link=link, counts=counts)


def month_explained(books: MonthBooks) -> dict[str, Explained]:
    """What came in ("in") and what was left ("left") of a month. It asks nothing."""
    name = books.period.name
    return {
        "in": Explained(
            key="month-in",
            name=_("What came in"),
            cents=books.income_cents,
            formula=_("All that came in this month, account by account."),
            given=tuple(of_account(account, cents, period=name) for account, cents in books.income),
        ),
        "left": Explained(
            key="month-left",
            name=_("What was left"),
            cents=books.result_cents,
            formula=_("What came in less all that it went to."),
            given=(
                Given(text=_("What came in"), cents=books.income_cents, counts=1),
                *(
                    of_account(bar.account, -bar.cents, period=name, counts=-1)
                    for bar in books.bars
                    if bar.account is not None
                ),
            ),
        ),
    }


def balance_explained(account: Account, *, until: date | None = None) -> Explained:
    """What is on an account, up to a day (not included) or ever: what it got less what it gave. One question."""
    lines = Posting.objects.filter(account=account)
    if until is not None:
        lines = lines.filter(entry__on__lt=until)
    sums = lines.aggregate(more=Sum("cents", filter=Q(cents__gt=0)), less=Sum("cents", filter=Q(cents__lt=0)))
    more, less = sums["more"] or 0, -(sums["less"] or 0)
    added, taken = (more, less) if account.sign > 0 else (less, more)
    return Explained(
        key="account",
        name=account.said,
        cents=added - taken,
        formula=_("All its entries together: what was added to it less what was taken from it."),
        given=(
            Given(text=_("Added"), cents=added, counts=1),
            Given(text=_("Taken from it"), cents=taken, counts=-1),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class StatementsOpened:
    """The totals of the statements."""

    cash: Explained
    usual_in: Explained
    usual_out: Explained
    have: Explained
    owe: Explained
    ours: Explained
    result: Explained


def statements_explained(
    sheet: BalanceSheet, ahead: Forecast, rows: Sequence[AccountBalance]
) -> StatementsOpened:
    """What is of `rows`, the balance of every account. It asks nothing."""

    def all_of(kind: str) -> int:
        return sum(row.account.sign * row.balance_cents for row in rows if row.account.kind == kind)

    def usual(key: str, name: str, cents: int, whole: int) -> Explained:
        formula = _("What it was in the last %(weeks)s weeks ÷ %(weeks)s, down to the cent.")
        return Explained(
            key=key,
            name=name,
            cents=cents,
            formula=formula % {"weeks": WEEKS},
            given=(Given(text=_("In all those weeks, between our banks and boxes aside"), cents=whole),),
        )

    def side(key: str, name: str, cents: int, accounts: Sequence[tuple[Account, int]]) -> Explained:
        return Explained(
            key=key,
            name=name,
            cents=cents,
            formula=_("What is on each of these accounts, together."),
            given=tuple(of_account(account, each) for account, each in accounts),
        )

    places = [row for row in rows if row.account.place or row.account.code == IN_BETWEEN]
    return StatementsOpened(
        cash=Explained(
            key="cash",
            name=_("In our banks and boxes"),
            cents=ahead.cash_cents,
            formula=_("What the books say of each bank account and box."),
            given=tuple(of_account(row.account, row.balance_cents) for row in places if row.balance_cents),
        ),
        usual_in=usual("usual-in", _("Came in, an average week"), ahead.usual_in_cents, ahead.came_in_cents),
        usual_out=usual(
            "usual-out", _("Went out, an average week"), ahead.usual_out_cents, ahead.went_out_cents
        ),
        have=side("have", _("We have"), sheet.have_cents, sheet.have),
        owe=side("owe", _("We owe"), sheet.owe_cents, sheet.owe),
        ours=Explained(
            key="ours",
            name=_("It is ours"),
            cents=sheet.ours_cents,
            formula=_("What we have less what we owe."),
            given=(
                Given(text=_("We have"), cents=sheet.have_cents, counts=1),
                Given(text=_("We owe"), cents=sheet.owe_cents, counts=-1),
            ),
        ),
        result=Explained(
            key="result",
            name=_("What came in less what went out, of every month"),
            cents=sheet.result_cents,
            formula=_("All that came in, of every month, less all that went out."),
            given=(
                Given(text=_("What came in"), cents=all_of(AccountKind.INCOME), counts=1),
                Given(text=_("What went out"), cents=all_of(AccountKind.COST), counts=-1),
                Given(text=_("Every account"), link="/books/accounts/"),
            ),
        ),
    )
