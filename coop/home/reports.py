"""What needs me now, room by room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q

from assemblies.house_rules import as_typed, stored_in_force
from assemblies.models import (
    Assembly,
    AssemblyKind,
    AssemblyState,
    Ballot,
    Motion,
    MotionState,
    Participation,
    Presence,
    RollEntry,
)
from assemblies.models import Notice as NoticeOfAssembly
from assemblies.reports.law import TaskLine, open_tasks
from members.gate import belongs
from members.models import Cooperative, Member, Notice
from members.reports import notices
from payroll.house_rules import EQUAL_PAY, EqualPay
from payroll.models import BOOKED, PayRun, Payslip
from payroll.reports.gap import gap_of, highest_and_lowest, said_gap
from payroll.reports.own_lines import ToSign, to_sign
from payroll.rules.own_line import MAY_SIGN
from record.models import Head
from record.rules import GENESIS
from rotation.reports import MyDuties, duties_of
from rotation.reports.concentration import Concentrated, concentration


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything on the home page, the most urgent first; for somebody who left, their own papers only."""

    belongs: bool
    assembly: Assembly | None
    is_here: bool
    to_vote: list[Motion]
    coming: Assembly | None
    called: list[Assembly]
    """Others to come than the usual weekly ones: emergencies, and assemblies by law."""
    legal_tasks: list[TaskLine]
    """What the law wants done and is not, for whoever convokes."""
    to_second: list[Motion]
    duties: MyDuties
    to_sign: PayRun | None
    lines_to_sign: ToSign | None
    """With the line of somebody who signs a pay run, which waits for a third."""
    slip: Payslip | None
    pay: str
    """What we voted to pay each, in words."""
    gap: str
    """How far apart our pay is, `1.00` where all get the same; empty before anybody was paid."""
    last_decided: list[Motion]
    notices: list[Notice]
    few: Concentrated | None
    """How much few of us carry: said to everybody where it is more than we agreed on."""
    head_seq: int
    head_hash: str


def home(member: Member, *, now: datetime) -> Home:
    """What needs a member now. Nine questions, of the twelve that a page may ask in all."""
    coop = Cooperative.objects.here()
    is_one_of_us = belongs(member, now=now)
    assemblies = _assemblies(member, now=now) if is_one_of_us else []
    under_way = [one for one in assemblies if one.state != AssemblyState.CONVOKED]
    coming = [one for one in assemblies if one.state == AssemblyState.CONVOKED]
    motions = _motions(member, now=now) if is_one_of_us else []
    duties = duties_of(member, now=now)
    may_sign = any("payroll.countersign_pay" in holding.powers for holding in duties.holdings)
    signs_lines = any(power in MAY_SIGN for holding in duties.holdings for power in holding.powers)
    waits = to_sign(member) if signs_lines else None
    today = coop.day_of(now)
    head_seq, head_hash, pay, gap = _head_and_pay(today)
    may_convoke = any("assemblies.convoke" in holding.powers for holding in duties.holdings)
    return Home(
        belongs=is_one_of_us,
        assembly=under_way[-1] if under_way else None,
        is_here=bool(under_way) and getattr(under_way[-1], "is_here", False),
        to_vote=[motion for motion in motions if motion.state == MotionState.VOTING] if under_way else [],
        coming=coming[0] if coming else None,
        called=[one for one in coming[1:] if one.kind != AssemblyKind.WEEKLY],
        # Whoever signs the pay as well looks at them with the assembly: a page asks twelve times at most.
        legal_tasks=open_tasks(now=now) if may_convoke and not may_sign else [],
        to_second=[motion for motion in motions if motion.state == MotionState.TABLED],
        duties=duties,
        to_sign=waits.run if waits is not None and may_sign else None,
        lines_to_sign=waits,
        slip=Payslip.objects.filter(member=member, run__state__in=BOOKED)
        .select_related("run__period")
        .order_by("-run__period__from_on")
        .first(),
        pay=EQUAL_PAY.say(pay) if pay.amount_cents else "",
        gap=said_gap(gap) if gap is not None else "",
        last_decided=sorted(
            (motion for motion in motions if motion.is_decided),
            key=lambda motion: motion.closed_at or now,
            reverse=True,
        ),
        notices=notices(member, now=now),
        few=concentration(on=today) if is_one_of_us else None,
        head_seq=head_seq,
        head_hash=head_hash,
    )


def _head_and_pay(day: date) -> tuple[int, str, EqualPay, Fraction | None]:
    """Where the record stands, the equal pay of a day, and how far apart the last was: one question for all."""
    high, low = highest_and_lowest()
    row = Head.objects.filter(pk=1).annotate(pay=stored_in_force(EQUAL_PAY, on=day), high=high, low=low)
    found = row.values_list("seq", "hash", "pay", "high", "low").first()
    seq, last, pay, *paid = found or (0, GENESIS, None, None, None)
    return seq, last, as_typed(EQUAL_PAY, pay), gap_of(cents for cents in paid if cents is not None)


def _assemblies(member: Member, *, now: datetime) -> list[Assembly]:
    """Those under way and those to come, in their order, with whether the member is in the hall."""
    return list(
        (Assembly.objects.under_way() | Assembly.objects.coming(now))
        .annotate(
            is_here=Exists(Presence.objects.filter(assembly=OuterRef("pk"), member=member, left_at=None)),
            was_told=Exists(NoticeOfAssembly.objects.filter(assembly=OuterRef("pk"), member=member)),
        )
        .order_by("starts_at")
    )


def _motions(member: Member, *, now: datetime) -> list[Motion]:
    """To vote, to second and decided last, in one question: every motion is in one state."""
    cast = Ballot.objects.filter(motion=OuterRef("pk"), member=member)
    took_part = Participation.objects.filter(motion=OuterRef("pk"), member=member)
    on_the_roll = RollEntry.objects.filter(motion=OuterRef("pk"), member=member, excluded_because="")
    to_vote = Motion.objects.voting().filter(
        Exists(on_the_roll), ~Exists(cast), ~Exists(took_part), closes_at__gt=now
    )
    to_second = (
        Motion.objects.filter(state=MotionState.TABLED)
        .exclude(proposer=member)
        .exclude(secondings__member=member)
        .order_by("-number")
    )
    decided = Motion.objects.decided().order_by("-closed_at")
    return list(
        Motion.objects.filter(
            Q(pk__in=to_vote.values("pk"))
            | Q(pk__in=to_second.values("pk")[:3])
            | Q(pk__in=decided.values("pk")[:3])
        ).order_by("-number")
    )
