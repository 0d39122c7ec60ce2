"""Quotes and payments for machines and works."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger import chart
from ledger.actions.entries import post_entry
from ledger.reports import balance
from ledger.reports.places import place_called
from ledger.rules import KEEP_BOOKS, LARGEST_CENTS, Line, may
from members.models import Cooperative, Member
from payroll.models import Project, ProjectPayment, ProjectQuote
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def add_quote(
    *,
    code: str,
    supplier: str,
    cents: int,
    given_on: date,
    note: str,
    actor: Member | None,
    now: datetime,
) -> ProjectQuote:
    """Write down what somebody asks for a machine or a work. The same again is the same."""
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
    project = Project.objects.get(code=code)
    if not 0 <= cents <= LARGEST_CENTS:
        raise Refused(_("That amount is too large. Check the zeros."))
    if given_on > Cooperative.objects.here().day_of(now):
        raise Refused(_("That day has not come yet."))
    quote, is_new = ProjectQuote.objects.get_or_create(
        project=project, supplier=supplier.strip(), cents=cents, given_on=given_on, note=note.strip()
    )

    if is_new:
        record(verb="payroll.project.quoted", subject=project, actor=actor, now=now, facts={"cents": cents})
    return quote


@one_act_at_a_time
def pay_for_project(
    *, code: str, cents: int, out_of: str, on: date, key: str, actor: Member, now: datetime
) -> ProjectPayment:
    """Write down a payment for what was voted, never more than was voted; the fund gives as far as it reaches.

    The money becomes plant; what the reinvestment fund kept for it becomes what is ours together.
    `key` is the form's own: sending it twice enters it once; with other figures under it, it is refused.
    """
    if not actor.has_perm("payroll.pay", now):
        raise Refused(_("This needs a post that you do not hold now."))
    project = Project.objects.select_for_update(no_key=True, of=("self",)).get(code=code)
    entry_key = f"payroll.project:{project.pk}:{key}"
    there = ProjectPayment.objects.filter(entry__key=entry_key).first()
    place = place_called(out_of)
    if place is None:
        raise Refused(_("Say whether it leaves the bank or the cash box."))
    if there is not None:
        left = there.entry.postings.filter(account__code=place, cents=-cents)
        if (cents, on) != (there.cents, there.paid_on) or not left.exists():
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        return there
    if project.motion_id is None:
        raise Refused(_("Say which motion adopted it first."))
    if on > Cooperative.objects.here().day_of(now):
        raise Refused(_("That day has not come yet."))
    if cents <= 0:
        raise Refused(_("Say how much: more than nothing."))
    paid = project.payments.filter(entry__reversed_by=None).aggregate(c=Sum("cents"))["c"] or 0
    if paid + cents > project.cents:
        raise Refused(_("That is more than was voted for it: the assembly says so first."))

    from_fund = min(cents, max(0, -balance(chart.REINVESTMENT)))
    lines = [Line(account=chart.MACHINES, cents=cents), Line(account=place, cents=-cents)]
    if from_fund:
        lines += [
            Line(account=chart.REINVESTMENT, cents=from_fund),
            Line(account=chart.OURS_TOGETHER, cents=-from_fund),
        ]
    entry = post_entry(
        on=on,
        memo=_("Paid for %(name)s") % {"name": project.name[:150]},
        key=entry_key,
        lines=lines,
        because=f"assemblies.motion:{project.motion_id}",
        actor=actor,
        now=now,
    )
    made = ProjectPayment.objects.create(project=project, cents=cents, paid_on=on, entry=entry)

    record(
        verb="payroll.project.paid",
        subject=project,
        actor=actor,
        now=now,
        facts={"cents": cents, "from_fund_cents": from_fund, "entry": entry.number},
        because=f"assemblies.motion:{project.motion_id}",
    )
    return made
