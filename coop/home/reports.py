"""What needs me now, room by room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assemblies.house_rules import in_force
from assemblies.models import Assembly, Ballot, Motion, MotionState, Participation, Presence, RollEntry
from members.models import Cooperative, Member, Notice
from members.reports import notices
from payroll.house_rules import EQUAL_PAY, EqualPay
from payroll.models import PayRun, PayRunState, Payslip
from rotation.reports import MyDuties, duties_of


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything on the home page, the most urgent first."""

    assembly: Assembly | None
    is_here: bool
    to_vote: list[Motion]
    coming: Assembly | None
    to_second: list[Motion]
    duties: MyDuties
    to_sign: PayRun | None
    slip: Payslip | None
    pay: EqualPay
    last_decided: list[Motion]
    notices: list[Notice]


def home(member: Member, *, now: datetime) -> Home:
    """What needs a member now."""
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    assembly = Assembly.objects.under_way().order_by("-starts_at").first()
    to_vote: list[Motion] = []
    is_here = False
    if assembly is not None:
        is_here = Presence.objects.filter(assembly=assembly, member=member, left_at__isnull=True).exists()
        open_now = Motion.objects.filter(state=MotionState.VOTING, closes_at__gt=now)
        mine = RollEntry.objects.filter(member=member, excluded_because="", motion__in=open_now)
        voted = set(
            Ballot.objects.filter(member=member, motion__in=open_now).values_list("motion_id", flat=True)
        )
        voted |= set(
            Participation.objects.filter(member=member, motion__in=open_now).values_list(
                "motion_id", flat=True
            )
        )
        to_vote = [row.motion for row in mine.select_related("motion") if row.motion_id not in voted]
    to_sign = None
    if member.has_perm("payroll.countersign_pay"):
        to_sign = PayRun.objects.filter(state=PayRunState.COMPUTED).select_related("period").first()
    return Home(
        assembly=assembly,
        is_here=is_here,
        to_vote=to_vote,
        coming=Assembly.objects.coming(now).first(),
        to_second=list(
            Motion.objects.filter(state=MotionState.TABLED)
            .exclude(proposer=member)
            .exclude(secondings__member=member)
            .order_by("-number")[:3]
        ),
        duties=duties_of(member, now=now),
        to_sign=to_sign,
        slip=Payslip.objects.filter(member=member, run__state__in=(PayRunState.POSTED, PayRunState.PAID))
        .select_related("run__period")
        .order_by("-run__period__from_on")
        .first(),
        pay=in_force(EQUAL_PAY, on=today),
        last_decided=list(Motion.objects.decided().order_by("-closed_at")[:3]),
        notices=notices(member, now=now),
    )
