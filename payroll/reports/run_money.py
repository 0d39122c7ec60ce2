"""How the pay of a run leaves: by bank and in cash, what of it left, and what the books say there is to pay it from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from ledger import chart
from ledger.models import Account, Posting
from payroll.models import PayFrom, PaymentPart, PayRun, PayRunState, Payslip, PayTo, Way
from payroll.reports.payments import OwedOfRun
from payroll.rules.paying_out import lacking

BOOKS = {Way.BANK: chart.BANK, Way.CASH: chart.CASH}
"""What pay leaves from where nothing else was written down."""


@dataclass(frozen=True, kw_only=True)
class RunMoney:
    """What a run pays by each way, paid or to be paid; and what this run and those before it owe still by each."""

    ways: Mapping[str, int]
    is_known: bool
    """Whether something was paid of it, or somebody said how they, or we, pay."""
    owed: OwedOfRun
    owed_until: Mapping[str, int] = field(default_factory=dict)


def run_money(run: PayRun, *, and_before: bool) -> RunMoney:
    """One question; `and_before` with what earlier runs that are in the books owe, which is paid first."""
    which = Q(run=run)
    if and_before:
        which |= Q(run__state__in=(PayRunState.POSTED, PayRunState.PAID), run__from_on__lte=run.from_on)
    said = PayTo.objects.filter(member=OuterRef("member"), wiped_at=None).order_by("-pk").values("way")[:1]
    rows = (
        Payslip.objects.filter(which, net_cents__gt=0)
        .annotate(
            by_bank=_paid(Way.BANK),
            by_cash=_paid(Way.CASH),
            said=Subquery(said),
            is_this=Case(When(run=run, then=Value(1)), default=Value(0)),
            has_ours=Exists(PayFrom.objects.all()),
            has_box=Exists(PayFrom.objects.filter(books__place=Way.CASH)),
        )
        .order_by()
        .values("is_this", "said", "has_ours", "has_box")
        .annotate(
            net=Sum("net_cents"),
            bank=Sum("by_bank"),
            cash=Sum("by_cash"),
            people=Count("pk", filter=Q(net_cents__gt=F("by_bank") + F("by_cash"))),
        )
    )
    ways: dict[str, int] = dict.fromkeys(BOOKS, 0)
    until: dict[str, int] = dict.fromkeys(BOOKS, 0)
    is_known, cents, people = False, 0, 0
    for row in rows:
        left = row["net"] - row["bank"] - row["cash"]
        others = Way.CASH if row["has_box"] else Way.BANK
        way = Way(row["said"]) if row["has_ours"] and row["said"] else others
        until[way] += left
        if row["is_this"]:
            ways[Way.BANK] += row["bank"]
            ways[Way.CASH] += row["cash"]
            ways[way] += left
            is_known |= bool(row["has_ours"] or left != row["net"])
            cents, people = cents + left, people + row["people"]
    return RunMoney(
        ways=ways,
        is_known=is_known,
        owed=OwedOfRun(cents=cents, people=people),
        owed_until=until if and_before else {},
    )


def _paid(way: str) -> Coalesce:
    """What was paid of a slip by a way and did not come back."""
    parts = PaymentPart.objects.filter(payslip=OuterRef("pk"), bounced_at__isnull=True, payment__way=way)
    sums = parts.order_by().values("payslip").annotate(cents=Sum("cents")).values("cents")
    return Coalesce(Subquery(sums), 0)


def there_is() -> dict[str, Any]:
    """What a question of a run adds to say what the books have on the account and in the box that pay leaves from."""
    return {f"there_by_{way.value}": _balance(way, code) for way, code in BOOKS.items()}


def _balance(way: Way, code: str) -> Coalesce:
    ours = PayFrom.objects.filter(books__place=way).order_by("-changed_at", "-pk").values("books")[:1]
    other = Account.objects.filter(code=code).values("pk")[:1]
    lines = Posting.objects.filter(account_id=Coalesce(Subquery(ours), Subquery(other))).order_by()
    return Coalesce(Subquery(lines.values("account").annotate(s=Sum("cents")).values("s")), 0)


@dataclass(frozen=True, kw_only=True)
class ThereIs:
    """What there is to pay from by the books, and whether it is less than what is owed."""

    bank_cents: int
    cash_cents: int
    bank_lacks_cents: int
    cash_lacks_cents: int


def there_is_for(run: PayRun, money: RunMoney) -> ThereIs:
    """Of a run read with `there_is`. It asks nothing."""
    there: dict[str, int] = {way: int(getattr(run, f"there_by_{way.value}", 0)) for way in BOOKS}
    lacks = lacking(money.owed_until, there)
    return ThereIs(
        bank_cents=there[Way.BANK],
        cash_cents=there[Way.CASH],
        bank_lacks_cents=lacks.get(Way.BANK, 0),
        cash_lacks_cents=lacks.get(Way.CASH, 0),
    )
