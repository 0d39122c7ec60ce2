"""Spending a fund, as the assembly voted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.amounts import say_amount
from ledger.models import Account
from ledger.reports.places import place_called
from ledger.rules import LARGEST_CENTS, Line
from members.models import Cooperative, Member
from payroll.models import FundPayment
from payroll.reports.fund_spending import PAY, left_in_fund, may_pay_for
from payroll.reports.voted import left_of
from payroll.rules.fund_spending import SPENDABLE, VOTED_BY
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def spend_fund(
    *,
    fund: str,
    motion: Motion,
    what: str,
    cents: int,
    out_of: str,
    towards: str,
    on: date,
    key: str,
    actor: Member,
    now: datetime,
) -> FundPayment:
    """Write down a payment out of a fund, for a motion that let it: never more than was voted, nor than it has.

    The fund bears it, not the result of the month: the cost has it and gives it to the fund in the same entry. Plant
    that a fund buys becomes what is ours together. `fund` and `towards` are codes of accounts. `key` is the form's
    own: sending it twice enters it once; with anything else said under it, it is refused.
    """
    if not actor.has_perm(PAY, now):
        raise Refused(_("This needs a post that you do not hold now."))
    voted = Motion.objects.select_for_update(no_key=True, of=("self",)).get(pk=motion.pk)
    entry_key = f"payroll.fund:{key}"
    place = place_called(out_of)
    if place is None:
        raise Refused(_("Say whether it leaves the bank or the cash box."))
    there = (
        FundPayment.objects.filter(entry__key=entry_key).select_related("fund", "towards", "entry").first()
    )
    if there is not None:
        said = (fund, towards, voted.pk, cents, on, what.strip())
        was = (there.fund.code, there.towards.code, there.motion_id, there.cents, there.paid_on)
        left = there.entry.postings.filter(account__code=place, cents=-cents)
        if said != (*was, there.entry.memo) or not left.exists():
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        return there
    if not key or len(key) > 40:
        raise Refused(_("Open the form again: it has lost its number."))
    spent_of = Account.objects.filter(code=fund).first() if fund in SPENDABLE else None
    if spent_of is None:
        raise Refused(_("Say which fund."))
    spent_on = may_pay_for().filter(code=towards).first()
    if spent_on is None:
        raise Refused(_("Say what it was spent on: a cost, or plant and machines."))
    if not what.strip():
        raise Refused(_("Say what it is for."))
    if on > Cooperative.objects.here().day_of(now):
        raise Refused(_("That day has not come yet."))
    if not 0 < cents <= LARGEST_CENTS:
        raise Refused(_("Say how much: more than nothing."))
    if voted.state != MotionState.ADOPTED or voted.kind != VOTED_BY:
        raise Refused(_("Say which purchase that was adopted it is for."))
    room = left_of(voted)
    if cents > room:
        told = {"number": voted.number, "amount": say_amount(max(0, room))}
        raise Refused(_("Motion %(number)s lets no more than %(amount)s be spent on this.") % told)
    if cents > left_in_fund(fund):
        raise Refused(_("The fund does not have that much left."))

    balanced = chart.OURS_TOGETHER if towards == chart.MACHINES else towards
    entry = post_entry(
        on=on,
        memo=what.strip(),
        key=entry_key,
        lines=[
            Line(account=towards, cents=cents),
            Line(account=place, cents=-cents),
            Line(account=fund, cents=cents),
            Line(account=balanced, cents=-cents, note=_("borne by the fund")),
        ],
        because=f"assemblies.motion:{voted.pk}",
        actor=actor,
        now=now,
    )
    made = FundPayment.objects.create(
        fund=spent_of, towards=spent_on, motion=voted, cents=cents, paid_on=on, entry=entry
    )

    record(
        verb="payroll.fund.spent",
        subject=made,
        actor=actor,
        now=now,
        facts={"fund": fund, "towards": towards, "cents": cents, "entry": entry.number},
        because=voted,
    )
    return made
