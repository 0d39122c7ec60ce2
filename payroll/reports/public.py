"""What neighbours may see: sums only, never a name, and only what the assembly opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from assemblies.house_rules import in_force
from assemblies.models import HouseRule
from ledger import chart
from ledger.models import Posting
from ledger.reports import balance
from members.models import Member
from payroll.house_rules import EQUAL_PAY
from payroll.house_rules.funds import PUBLIC_ACCOUNTS
from payroll.models import FundPayment, HelpFund, HelpRequest, HelpState, Project, ProjectPayment

GIVEN = "5.9.2"


@dataclass(frozen=True, kw_only=True)
class PublicAccounts:
    """Each part is None unless the assembly opened it. `motion` is the number of the one that did."""

    motion: int | None
    since: date | None
    jobs: int | None = None
    joined: int | None = None
    pay: str | None = None
    reinvested_cents: int | None = None
    projects: tuple[Project, ...] = ()
    given_cents: int | None = None
    debt_cents: int | None = None


def a_year_before(today: date) -> date:
    """The same day a year ago; of the last of February in a leap year, the first of March."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return date(today.year - 1, 3, 1)


def reinvested(*, since: date) -> int:
    """Cents paid for machines and works since a day. What was undone was not paid."""
    paid = ProjectPayment.objects.filter(paid_on__gte=since, entry__reversed_by=None)
    of_funds = FundPayment.objects.filter(
        paid_on__gte=since, entry__reversed_by=None, towards__code=chart.MACHINES
    )
    return sum(rows.aggregate(cents=Sum("cents"))["cents"] or 0 for rows in (paid, of_funds))


def given(*, since: date) -> int:
    """Cents given to others since a day: things at their cost, and money from the community fund."""
    things = Posting.objects.filter(account__code=GIVEN, entry__on__gte=since)
    money = HelpRequest.objects.filter(
        fund=HelpFund.COMMUNITY, state=HelpState.PAID, entry__on__gte=since, entry__reversed_by=None
    )
    voted = FundPayment.objects.filter(
        fund__code=chart.COMMUNITY, paid_on__gte=since, entry__reversed_by=None
    ).exclude(towards__code=chart.MACHINES)
    return sum(rows.aggregate(cents=Sum("cents"))["cents"] or 0 for rows in (things, money, voted))


def public_accounts(*, today: date) -> PublicAccounts | None:
    """What is open today; None where nothing is."""
    row = HouseRule.objects.in_force(PUBLIC_ACCOUNTS.key, on=today)
    parts = PUBLIC_ACCOUNTS.load(row.value) if row is not None else ()
    if row is None or not parts:
        return None
    a_year_ago = a_year_before(today)
    people = Member.objects.here(on=today)
    return PublicAccounts(
        motion=row.motion.number if row.motion is not None else None,
        since=row.in_force_from,
        jobs=people.count() if "jobs" in parts else None,
        joined=(
            people.exclude(memberships__from_on__lt=a_year_ago).distinct().count()
            if "jobs" in parts
            else None
        ),
        pay=EQUAL_PAY.say(in_force(EQUAL_PAY, on=today)) if "pay" in parts else None,
        reinvested_cents=reinvested(since=a_year_ago) if "reinvestment" in parts else None,
        projects=(
            tuple(
                Project.objects.filter(in_use_since__gte=a_year_ago)
                .select_related("motion")
                .order_by("-in_use_since")
            )
            if "reinvestment" in parts
            else ()
        ),
        given_cents=given(since=a_year_ago) if "donations" in parts else None,
        debt_cents=max(0, -balance(chart.LONG_DEBT)) if "debt" in parts else None,
    )
