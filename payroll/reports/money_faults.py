"""What is wrong with the money that left: each payment, advance, refund, project, help and set-aside by its entry."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Q, Sum

from assemblies.models import Motion
from ledger import chart
from ledger.reports.entry_sums import places, sums_of, sums_of_members
from ledger.rules.agreement import disagreements
from members.models import Member
from payroll.accounts import ADVANCES, ON_ITS_WAY
from payroll.models import (
    Advance,
    FundPayment,
    HelpFund,
    HelpRequest,
    HelpState,
    Payment,
    PaymentPart,
    ProjectPayment,
    RefundPayment,
    Return,
    SetAside,
)
from payroll.reports.help import ACCOUNTS
from payroll.reports.voted import left_of_each

OfEach = dict[uuid.UUID, dict[int, int]]
"""Cents of each member by their number, in each entry."""


def faults() -> Iterator[str]:
    where = places()
    yield from _of_payments(where)
    yield from _of_bounces(where | {ON_ITS_WAY})
    yield from _of_advances(where)
    yield from _of_refunds(where)
    yield from _of_returns_of_leavers(where)
    yield from _of_projects(where)
    yield from _of_funds(where)
    yield from _of_help(where)
    yield from _of_set_asides()


def _of_payments(where: frozenset[str]) -> Iterator[str]:
    which = Q(entry__payment__isnull=False)
    parts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = PaymentPart.objects.order_by().values_list("payment_id", "payslip__member__number")
    for payment_id, number, cents in rows.annotate(sum=Sum("cents")):
        parts[payment_id][number] += cents
    booked, each = sums_of(which), _by_number(which, chart.PAY_OWED)
    for pk, number, total, entry_id in Payment.objects.order_by("number").values_list(
        "pk", "number", "total_cents", "entry_id"
    ):
        name = f"payment {number}"
        yield from disagreements(
            name, says={chart.PAY_OWED: total}, lines=booked.get(entry_id, {}), rest=where
        )
        yield from _members_differ(name, parts[pk], each.get(entry_id, {}))


def _of_bounces(where: frozenset[str]) -> Iterator[str]:
    which = Q(entry__payment_bounced__isnull=False)
    booked, each = sums_of(which), _by_number(which, chart.PAY_OWED)
    back = PaymentPart.objects.filter(bounce_entry__isnull=False).order_by("pk")
    for pk, number, cents, entry_id in back.values_list(
        "pk", "payslip__member__number", "cents", "bounce_entry_id"
    ):
        name = f"payment part {pk} that came back"
        if entry_id is not None:
            says = {chart.PAY_OWED: -cents}
            yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
            yield from _members_differ(name, {number: -cents}, each.get(entry_id, {}))


def _of_advances(where: frozenset[str]) -> Iterator[str]:
    which = Q(entry__pay_advance__isnull=False)
    booked, each = sums_of(which), _by_number(which, ADVANCES)
    rows = Advance.objects.order_by("pk").annotate(kept=Sum("overpaid__withholdings__cents", default=0))
    for pk, number, cents, entry_id, withheld, kept in rows.values_list(
        "pk", "member__number", "cents", "entry_id", "overpaid__withheld_cents", "kept"
    ):
        name = f"advance {pk}"
        if entry_id is not None:
            says = {ADVANCES: cents}
            yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
            yield from _members_differ(name, {number: cents}, each.get(entry_id, {}))
        if withheld is not None and cents != kept - withheld:
            yield f"{name} is of {cents}, the correction that made it says {kept - withheld}"


def _of_refunds(where: frozenset[str]) -> Iterator[str]:
    """One entry pays back the shares of several: each one's is theirs."""
    told: OfEach = defaultdict(dict)
    rows: dict[uuid.UUID, list[int]] = defaultdict(list)
    for pk, entry_id, number, cents in RefundPayment.objects.order_by("pk").values_list(
        "pk", "entry_id", "refund__member__number", "cents"
    ):
        told[entry_id][number] = told[entry_id].get(number, 0) + cents
        rows[entry_id].append(pk)
    of_them = Q(entry_id__in=list(told))  # several rows have one entry: joined, its lines would count twice
    booked, each = sums_of(of_them), _by_number(of_them, chart.SHARE_CAPITAL)
    for entry_id, of_each in told.items():
        name = f"share refunds {', '.join(map(str, rows[entry_id]))}"
        says = {chart.SHARE_CAPITAL: sum(of_each.values())}
        yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
        yield from _members_differ(name, of_each, each.get(entry_id, {}))
    given = RefundPayment.objects.standing().order_by().values_list("refund", "refund__cents")
    for pk, asked, cents in given.annotate(given=Sum("cents")).filter(given__gt=F("refund__cents")):
        yield f"refund {pk}: {cents} was given back of {asked} asked"


def _of_returns_of_leavers(where: frozenset[str]) -> Iterator[str]:
    which = Q(entry__return_paid__isnull=False)
    booked, each = sums_of(which), _by_number(which, chart.RETURNS_OWED)
    paid = Return.objects.filter(entry__isnull=False).order_by("pk")
    for pk, number, cents, entry_id in paid.values_list("pk", "member__number", "cents", "entry_id"):
        if entry_id is not None:
            name = f"return {pk} of somebody who left"
            says = {chart.RETURNS_OWED: cents}
            yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
            yield from _members_differ(name, {number: cents}, each.get(entry_id, {}))


def _of_projects(where: frozenset[str]) -> Iterator[str]:
    booked = sums_of(Q(entry__project_payment__isnull=False))
    own = where | {chart.REINVESTMENT, chart.OURS_TOGETHER}
    for pk, code, cents, entry_id in ProjectPayment.objects.order_by("pk").values_list(
        "pk", "project__code", "cents", "entry_id"
    ):
        name = f"payment {pk} for project {code}"
        yield from disagreements(name, says={chart.MACHINES: cents}, lines=booked.get(entry_id, {}), rest=own)
    standing = ProjectPayment.objects.filter(entry__reversed_by=None).order_by()
    over = standing.values_list("project__code", "project__cents")
    for code, voted, paid in over.annotate(paid=Sum("cents")).filter(paid__gt=F("project__cents")):
        yield f"project {code}: {paid} was paid of {voted} voted"


def _of_funds(where: frozenset[str]) -> Iterator[str]:
    """The fund bears what was spent on a cost, whose own lines come to nothing; plant it buys is ours together."""
    booked = sums_of(Q(entry__fund_payment__isnull=False))
    for pk, fund, towards, cents, entry_id in FundPayment.objects.order_by("pk").values_list(
        "pk", "fund__code", "towards__code", "cents", "entry_id"
    ):
        says = {fund: cents, towards: 0}
        if towards == chart.MACHINES:
            says |= {towards: cents, chart.OURS_TOGETHER: -cents}
        yield from disagreements(
            f"payment {pk} out of fund {fund}", says=says, lines=booked.get(entry_id, {}), rest=where
        )
    spent = list(Motion.objects.filter(fund_payments__isnull=False).distinct().order_by("number"))
    left = left_of_each(spent)
    for motion in spent:
        if left[motion.pk] < 0:
            yield f"motion {motion.number}: {-left[motion.pk]} more than was voted is listed or spent"


def _of_help(where: frozenset[str]) -> Iterator[str]:
    booked = sums_of(Q(entry__help_request__isnull=False))
    paid = HelpRequest.objects.filter(state=HelpState.PAID).order_by("pk")
    for pk, fund, cents, entry_id in paid.values_list("pk", "fund", "cents", "entry_id"):
        lines = booked.get(entry_id, {}) if entry_id is not None else {}
        says = {ACCOUNTS[HelpFund(fund)]: cents}
        yield from disagreements(f"request for help {pk}", says=says, lines=lines, rest=where)


def _of_set_asides() -> Iterator[str]:
    """What a month set aside, purpose by purpose, by the entry that its rows share."""
    says: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    months: dict[uuid.UUID, str] = {}
    without = SetAside.objects.filter(entry=None).exclude(cents=0).order_by("pk")
    for name, purpose, cents in without.values_list("period__name", "purpose", "cents"):
        yield f"what {name} set aside for {purpose} is {cents}, and in no entry"
    for entry_id, name, purpose, cents in (
        SetAside.objects.filter(entry__isnull=False)
        .order_by("pk")
        .values_list("entry_id", "period__name", "purpose", "cents")
    ):
        account = chart.SET_ASIDE_ACCOUNTS[purpose]
        says[entry_id][account] = says[entry_id].get(account, 0) - cents
        months[entry_id] = name
    booked = sums_of(Q(entry_id__in=list(says)))
    for entry_id, of_it in says.items():
        of_it[chart.RESULT] = -sum(of_it.values())
        yield from disagreements(
            f"what {months[entry_id]} set aside", says=of_it, lines=booked.get(entry_id, {})
        )


def _by_number(which: Q, account: str) -> OfEach:
    numbers = dict(Member.objects.values_list("pk", "number"))
    found: OfEach = defaultdict(dict)
    for (entry_id, member_id), cents in sums_of_members(which, account).items():
        found[entry_id][numbers[member_id] if member_id is not None else 0] = cents
    return found


def _members_differ(name: str, says: dict[int, int], lines: dict[int, int]) -> Iterator[str]:
    for number in sorted({*says, *lines}):
        if says.get(number, 0) != lines.get(number, 0):
            yield f"{name} says {says.get(number, 0)} for member {number}, its entry {lines.get(number, 0)}"
