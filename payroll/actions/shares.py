"""Members' shares: subscribed by the house rule, paid in by parts, given back the oldest request first."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from assemblies.models import HouseRule
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.reports import balance
from ledger.reports.places import place_called
from ledger.rules import KEEP_BOOKS, Line, may
from members.models import Cooperative, Member
from payroll.house_rules.shares import SHARES
from payroll.models import RefundPayment, ShareRefund, ShareSubscription
from payroll.reports.refunds import refund_queue
from record.actions import one_act_at_a_time, record, subject_of
from record.models import Act
from record.rules import Refused

PAY = "payroll.pay"


@one_act_at_a_time
def subscribe_shares(
    *, member_id: int, first_due_on: date, actor: Member | None, now: datetime
) -> ShareSubscription:
    """Write down that somebody subscribes what the house rule says, from a first day on. Once for each rule."""
    _refuse_without_books(actor, now)
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    today = Cooperative.objects.here().day_of(now)
    row = HouseRule.objects.in_force(SHARES.key, on=today)
    rule = SHARES.load(row.value) if row is not None else None
    if row is None or rule is None or not rule.cents:
        raise Refused(_("The assembly has not said how much each one subscribes."))
    if not Member.objects.here(on=today).filter(pk=member.pk).exists():
        raise Refused(_("Only those who belong subscribe shares."))
    there = ShareSubscription.objects.filter(member=member, rule=row).first()
    if there is not None:
        return there
    more = rule.cents - (member.share_subscriptions.aggregate(c=Sum("cents"))["c"] or 0)
    if more <= 0:
        raise Refused(_("They subscribed as much already."))

    made = ShareSubscription.objects.create(
        member=member,
        cents=more,
        instalments=min(rule.instalments, more),
        first_due_on=first_due_on,
        rule=row,
        made_at=now,
    )

    record(
        verb="payroll.shares.subscribed",
        subject=made,
        actor=actor,
        now=now,
        facts={"cents": more, "instalments": made.instalments, "member": member.number},
        because=f"assemblies.motion:{row.motion_id}" if row.motion_id else "",
    )
    return made


@one_act_at_a_time
def pay_in_shares(
    *, member_id: int, cents: int, into: str, on: date, key: str, actor: Member | None, now: datetime
) -> int:
    """Write down that somebody paid so much of their shares, into the bank or the cash box; answers what is left.

    `key` is the form's own: sending it twice enters it once. Never more than was subscribed.
    """
    _refuse_without_books(actor, now)
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    account = place_called(into)
    if account is None:
        raise Refused(_("Say whether it came into the bank or the cash box."))
    if on > Cooperative.objects.here().day_of(now):
        raise Refused(_("That day has not come yet."))
    if cents <= 0:
        raise Refused(_("Say how much: more than nothing."))
    lines = [
        Line(account=account, cents=cents),
        Line(account=chart.SHARE_CAPITAL, cents=-cents, member_id=member.pk),
    ]
    is_new = not _was_entered(key)
    if is_new and cents > unpaid(member):
        raise Refused(_("That is more than what is left to pay of what they subscribed."))

    entry = post_entry(
        on=on,
        memo=_("Shares paid in by one of us"),
        key=f"payroll.shares:{key}",
        lines=lines,
        because=f"members.member:{member.pk}",
        actor=actor,
        now=now,
    )

    if is_new:
        record(
            verb="payroll.shares.paid_in",
            subject=entry,
            actor=actor,
            now=now,
            facts={"cents": cents, "member": member.number, "entry": entry.number},
        )
    return unpaid(member)


@one_act_at_a_time
def ask_refund(*, member_id: int, actor: Member, now: datetime) -> ShareRefund:
    """Ask back all the shares of somebody who left: by themselves, or by whoever keeps the books. Once.

    Shares that a surplus brings them later are asked back by another request, which comes later too.
    """
    if actor.pk != member_id:
        _refuse_without_books(actor, now)
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    today = Cooperative.objects.here().day_of(now)
    if Member.objects.here(on=today).filter(pk=member.pk).exists():
        raise Refused(_("Shares are given back to whoever left."))
    requests = ShareRefund.objects.filter(member=member)
    asked = requests.aggregate(c=Sum("cents"))["c"] or 0
    given = RefundPayment.objects.standing().filter(refund__member=member).aggregate(c=Sum("cents"))["c"] or 0
    held = -balance(chart.SHARE_CAPITAL, member_id=member.pk) - (asked - given)
    latest = requests.order_by("-id").first()
    if held <= 0 and latest is not None:
        return latest
    if held <= 0:
        raise Refused(_("There are no shares to give back."))

    made = ShareRefund.objects.create(member=member, cents=held, asked_on=today, made_at=now)

    record(verb="payroll.shares.asked_back", subject=made, actor=actor, now=now, facts={"cents": held})
    return made


@one_act_at_a_time
def pay_refunds(
    *, most_cents: int, out_of: str, actor: Member, now: datetime, key: str = ""
) -> list[RefundPayment]:
    """Pay back shares in the order they were asked, as far as the year's limit and `most_cents` reach.

    `key` is the form's own: sending it twice pays once, and with another amount or place it is refused; what was
    undone since is not paid again by its own form.
    """
    if not actor.has_perm(PAY, now):
        raise Refused(_("This needs a post that you do not hold now."))
    place = place_called(out_of)
    if place is None:
        raise Refused(_("Say whether it leaves the bank or the cash box."))
    entry_key = f"payroll.refunds:{key or now.isoformat()}"
    there = list(RefundPayment.objects.filter(entry__key=entry_key).select_related("entry").order_by("id"))
    if there:
        said = Act.objects.get(verb="payroll.shares.given_back", subject=subject_of(there[0].entry)).facts
        if (said.get("most_cents"), said.get("out_of")) != (most_cents, place):
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        return there
    today = Cooperative.objects.here().day_of(now)
    waiting = refund_queue(today=today, most_cents=most_cents)
    paid = [each for each in waiting.places if each.payable_cents]
    if not paid:
        raise Refused(_("Nothing can be paid back now."))
    if any(each.refund.member_id == actor.pk for each in paid):
        raise Refused(_("Your own shares are among them: somebody else pays."))

    whole = sum(each.payable_cents for each in paid)
    entry = post_entry(
        on=today,
        memo=_("Shares given back"),
        key=entry_key,
        lines=[
            *(
                Line(account=chart.SHARE_CAPITAL, cents=each.payable_cents, member_id=each.refund.member_id)
                for each in paid
            ),
            Line(account=place, cents=-whole),
        ],
        because=f"payroll.sharerefund:{paid[0].refund.pk}",
        actor=actor,
        now=now,
    )
    made = RefundPayment.objects.bulk_create(
        [
            RefundPayment(refund=each.refund, cents=each.payable_cents, paid_on=today, entry=entry)
            for each in paid
        ]
    )

    record(
        verb="payroll.shares.given_back",
        subject=entry,
        actor=actor,
        now=now,
        facts={
            "cents": whole,
            "most_cents": most_cents,
            "out_of": place,
            "requests": [each.refund.pk for each in paid],
            "entry": entry.number,
        },
    )
    return made


def unpaid(member: Member) -> int:
    """What is left to pay of what somebody subscribed: shares given as a return count as paid."""
    subscribed = member.share_subscriptions.aggregate(c=Sum("cents"))["c"] or 0
    return max(0, subscribed + balance(chart.SHARE_CAPITAL, member_id=member.pk))


def _was_entered(key: str) -> bool:
    from ledger.models import Entry

    return Entry.objects.filter(key=f"payroll.shares:{key}").exists()


def _refuse_without_books(actor: Member | None, now: datetime) -> None:
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
