"""What each fund has, and the reinvestment fund on its way to its target, opened up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.models import HouseRule
from ledger import chart
from ledger.models import Posting
from ledger.reports.explained import Explained, Given, in_record
from payroll.house_rules.funds import REINVESTMENT_TARGET
from payroll.models import HelpFund
from payroll.reports.fund_spending import FundHas
from payroll.reports.funds import Fund
from payroll.reports.help import ACCOUNTS, FundLine, HelpLine


@dataclass(frozen=True, kw_only=True)
class FundOpened:
    """The reinvestment fund: what is in it, what we want in it, and what a month puts into it."""

    balance: Explained
    target: Explained
    pace: Explained


def fund_explained(fund: Fund, *, today: date) -> FundOpened:
    """Two questions."""
    moved = Posting.objects.filter(account__code=chart.REINVESTMENT).aggregate(
        came=Sum("cents", filter=Q(cents__lt=0)), went=Sum("cents", filter=Q(cents__gt=0))
    )
    rule = HouseRule.objects.in_force(REINVESTMENT_TARGET.key, on=today)
    motion = rule.motion if rule is not None else None
    books = f"/books/accounts/{chart.REINVESTMENT}/"
    return FundOpened(
        balance=Explained(
            key="fund-balance",
            name=_("In the fund"),
            cents=fund.balance_cents,
            formula=_("All that was put into it, less all that was taken out of it."),
            given=(
                Given(text=_("Put in"), cents=-(moved["came"] or 0), link=books, counts=1),
                Given(text=_("Taken out"), cents=moved["went"] or 0, link=books, counts=-1),
            ),
        ),
        target=Explained(
            key="fund-target",
            name=_("The target"),
            cents=fund.target_cents,
            formula=_("As the house rule says that holds today."),
            rule=REINVESTMENT_TARGET.key,
            motion=(motion.pk, motion.number) if motion is not None else None,
        ),
        pace=Explained(
            key="fund-pace",
            name=_("Set aside a month"),
            cents=fund.pace_cents,
            formula=_(
                "What the last months set aside for it together ÷ how many they are, down to the cent."
            ),
            given=(
                *(
                    Given(text=date_format(month, "YEAR_MONTH_FORMAT"), cents=cents, link="/pay/set-asides/")
                    for month, cents in fund.lately
                ),
                Given(text=_("How many months"), said=str(len(fund.lately))),
            ),
        ),
    )


def help_funds_explained(funds: Iterable[FundLine]) -> list[tuple[FundLine, Explained]]:
    """What each fund for help has left. It asks nothing."""
    return [
        (
            fund,
            _left(
                fund.account,
                name=fund.label[:1].upper() + fund.label[1:],
                held_cents=fund.held_cents,
                granted_cents=fund.granted_cents,
            ),
        )
        for fund in funds
    ]


def requests_explained(lines: Sequence[HelpLine]) -> list[tuple[HelpLine, Explained]]:
    """Each request that a reader sees. Two questions where they were read with their entries."""
    subjects = {line.request.pk: f"payroll.helprequest:{line.request.pk}" for line in lines}
    acts = in_record(HELP_VERBS, subjects.values())
    found = []
    for line in lines:
        request, entry = line.request, line.request.entry
        account = Given(
            text=request.get_fund_display(), link=f"/books/accounts/{ACCOUNTS[HelpFund(request.fund)]}/"
        )
        why = Explained(
            key=f"request-{request.pk}",
            name=request.get_state_display(),
            cents=request.cents,
            formula=_("What was asked for. It leaves the fund when it is paid."),
            given=(account,),
            entry=(str(entry.pk), entry.number) if entry is not None else None,
            act=acts.get(subjects[request.pk]),
        )
        found.append((line, why))
    return found


HELP_VERBS = tuple(f"payroll.help.{verb}" for verb in ("asked", "granted", "declined", "paid"))


def funds_explained(funds: Iterable[FundHas]) -> list[tuple[FundHas, Explained]]:
    """What each fund that may be spent has left. It asks nothing."""
    return [
        (
            fund,
            _left(
                fund.account.code,
                name=fund.account.said,
                held_cents=fund.held_cents,
                granted_cents=fund.granted_cents,
            ),
        )
        for fund in funds
    ]


def _left(code: str, *, name: str, held_cents: int, granted_cents: int) -> Explained:
    return Explained(
        key=f"fund-{code.replace('.', '-')}",
        name=name,
        cents=held_cents - granted_cents,
        formula=_("What is on its account in the books, less the help that was granted and is not paid yet."),
        given=(
            Given(text=_("In the books"), cents=held_cents, link=f"/books/accounts/{code}/", counts=1),
            Given(text=_("Granted and not paid yet"), cents=granted_cents, counts=-1),
        ),
    )
