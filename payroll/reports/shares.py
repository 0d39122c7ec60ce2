"""One member's share account: what was subscribed, every movement, what is due, and the statement of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from ledger import chart
from ledger.models import Posting
from members.models import Member
from payroll.models import Return, ShareRefund, SurplusState
from payroll.reports.refunds import Place, refund_queue
from payroll.rules.share_accounts import Instalment, due, instalments


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One line of the account, with what was on it afterwards; more shares are above zero."""

    on: date
    memo: str
    cents: int
    balance_cents: int
    entry_id: str
    entry_number: int


@dataclass(frozen=True, kw_only=True)
class ShareAccount:
    """Everything of one member's shares."""

    member: Member
    subscribed_cents: int
    held_cents: int
    due_cents: int
    to_come: list[Instalment]
    movements: list[Movement]
    years: list[int]
    has_asked: bool
    """Whether they asked their shares back; `places` is what still waits of it."""
    places: list[Place]
    is_one_of_us: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A year of the account: what there was, what moved, what there is; and interest paid on it that year."""

    member: Member
    year: int
    opening_cents: int
    movements: list[Movement]
    closing_cents: int
    interest_cents: int
    subscribed_cents: int
    due_cents: int


def share_account(member: Member, *, today: date) -> ShareAccount:
    """A member's account as it is today."""
    movements = _movements(member)
    held = movements[-1].balance_cents if movements else 0
    subscriptions = list(member.share_subscriptions.all())
    parts = [
        part
        for each in subscriptions
        for part in instalments(each.cents, each.instalments, first_due_on=each.first_due_on)
    ]
    has_asked = ShareRefund.objects.filter(member=member).exists()
    waiting = refund_queue(today=today).places if has_asked else []
    return ShareAccount(
        member=member,
        subscribed_cents=sum(each.cents for each in subscriptions),
        held_cents=held,
        due_cents=due(parts, paid_cents=held, on=today) if not has_asked else 0,
        to_come=[part for part in parts if part.due_on > today][:12],
        movements=movements,
        years=sorted({movement.on.year for movement in movements}, reverse=True),
        has_asked=has_asked,
        places=[each for each in waiting if each.refund.member_id == member.pk],
        is_one_of_us=Member.objects.here(on=today).filter(pk=member.pk).exists(),
    )


def statement(member: Member, year: int) -> Statement:
    """The account in one year; what was before is its opening."""
    movements = _movements(member)
    before = [each for each in movements if each.on.year < year]
    inside = [each for each in movements if each.on.year == year]
    opening = before[-1].balance_cents if before else 0
    closing = inside[-1].balance_cents if inside else opening
    interest = (
        Return.objects.filter(
            member=member,
            surplus__state=SurplusState.POSTED,
            surplus__posted_at__year=year,
            given_up_by__isnull=True,
        ).aggregate(c=Sum("interest_cents"))["c"]
        or 0
    )
    last = date(year, 12, 31)
    subscriptions = [each for each in member.share_subscriptions.all() if each.made_at.year <= year]
    parts = [
        part
        for each in subscriptions
        for part in instalments(each.cents, each.instalments, first_due_on=each.first_due_on)
    ]
    return Statement(
        member=member,
        year=year,
        opening_cents=opening,
        movements=inside,
        closing_cents=closing,
        interest_cents=interest,
        subscribed_cents=sum(each.cents for each in subscriptions),
        due_cents=due(parts, paid_cents=closing, on=last),
    )


def _movements(member: Member) -> list[Movement]:
    held, found = 0, []
    lines = (
        Posting.objects.filter(account__code=chart.SHARE_CAPITAL, member=member)
        .select_related("entry")
        .order_by("entry__on", "entry__number")
    )
    for line in lines:
        held -= line.cents
        found.append(
            Movement(
                on=line.entry.on,
                memo=line.entry.memo,
                cents=-line.cents,
                balance_cents=held,
                entry_id=str(line.entry_id),
                entry_number=line.entry.number,
            )
        )
    return found
