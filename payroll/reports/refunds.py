"""The queue of shares asked back: who comes when, and how much can be paid now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from assemblies.house_rules import in_force
from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from payroll.house_rules.shares import SHARES, Shares
from payroll.models import RefundPayment, ShareRefund
from payroll.rules.share_accounts import Asked, ceiling, queue


@dataclass(frozen=True, kw_only=True)
class Place:
    """One request, its place (from 1), what is still to be paid of it and what can be paid of it now."""

    refund: ShareRefund
    place: int
    left_cents: int
    payable_cents: int


@dataclass(frozen=True, kw_only=True)
class RefundQueue:
    """Everyone who waits, and the year's limit by the house rule."""

    rule: Shares
    capital_cents: int
    """What there was before this year's refunds."""
    places: list[Place]
    paid_this_year_cents: int
    ceiling_cents: int


@dataclass(frozen=True, kw_only=True)
class GivenBack:
    """One time that shares were given back: its entry, undone or not, and how much in all. Of whom it does not say."""

    entry: Entry
    cents: int


def latest_given_back(*, most: int = 10) -> list[GivenBack]:
    """The latest times that shares were given back. One question."""
    entries = Entry.objects.filter(share_refunds__isnull=False).select_related("reversed_by")
    found = entries.annotate(given=Sum("share_refunds__cents")).order_by("-number")
    return [GivenBack(entry=each, cents=each.given) for each in found[:most]]


def refund_queue(*, today: date, most_cents: int | None = None) -> RefundQueue:
    """The queue as it is; the limit is of the capital that there was before this year's refunds."""
    requests = list(ShareRefund.objects.select_related("member").order_by("asked_on", "id"))
    in_the_year = Q(paid_on__year=today.year)
    given = RefundPayment.objects.standing().order_by().values("refund_id")
    given = given.annotate(all=Sum("cents"), this_year=Sum("cents", filter=in_the_year, default=0))
    paid = {each["refund_id"]: each["all"] for each in given}
    this_year = sum(each["this_year"] for each in given)
    capital = max(0, -balance(chart.SHARE_CAPITAL)) + this_year
    rule = in_force(SHARES, on=today)
    most = ceiling(capital, rule.refunds, paid_this_year_cents=this_year)
    asked = [
        Asked(id=each.pk, asked_on=each.asked_on, cents=each.cents - paid.get(each.pk, 0))
        for each in requests
        if each.cents > paid.get(each.pk, 0)
    ]
    by_id = {each.pk: each for each in requests}
    left = {each.id: each.cents for each in asked}
    reach = most if most_cents is None else min(most, max(0, most_cents))
    return RefundQueue(
        rule=rule,
        capital_cents=capital,
        places=[
            Place(refund=by_id[p.id], place=p.place, left_cents=left[p.id], payable_cents=p.cents)
            for p in queue(asked, ceiling_cents=reach)
        ],
        paid_this_year_cents=this_year,
        ceiling_cents=most,
    )
