"""What pay and shared surplus take from our money in the weeks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Count, Max, Subquery
from django.utils.translation import gettext as _

from ledger import chart
from ledger.rules.forecast import WEEKS, Known
from members.models import Member
from payroll.house_rules import EQUAL_PAY, EqualPay
from payroll.models import BOOKED, PayRun, RunKind
from payroll.reports.inputs import PAID, rules_by_day
from payroll.rules.rhythm import cycles_between

OWED = (chart.PAY_OWED, chart.RETURNS_OWED, chart.INTEREST_OWED)


def money_to_members(today: date, until_on: date, balances: Mapping[str, int]) -> Iterator[Known]:
    """What is owed to us now, and each pay to come on the day after its month, fortnight or week.

    A pay to come is what is voted for its last day, for those who are paid today; one that is in the books already
    is in what is owed, and one that is late is due now. Two questions.
    """
    owed = sum(balances.get(code, 0) for code in OWED)
    if owed < 0:
        yield Known(on=today, cents=owed, what=_("Owed to us: pay and returns"), link="/books/back-pay/")
    runs = PayRun.objects.filter(kind=RunKind.REGULAR, state__in=BOOKED).order_by("-until_on")
    people, entered_until = (
        Member.objects.standing(*PAID, on=today)
        .order_by()
        .aggregate(people=Count("pk"), until=Max(Subquery(runs.values("until_on")[:1])))
        .values()
    )
    since = max(entered_until or today, today - timedelta(weeks=WEEKS))
    voted = {day: EQUAL_PAY.load(row.value) for day, row in rules_by_day(since, until_on).items()}
    if not voted:
        return

    def on(day: date) -> EqualPay:
        return voted[max((began for began in voted if began <= day), default=min(voted))]

    for cycle in cycles_between(since, until_on, on(today).rhythm):
        if cycle.until_on > until_on:
            return
        pay = on(cycle.until_on - timedelta(days=1))
        if pay.amount_cents:
            yield Known(
                on=cycle.until_on,
                cents=-pay.amount_cents * (people if pay.method == "fixed" else 1),
                what=_("Our equal pay"),
                link="/pay/",
            )
