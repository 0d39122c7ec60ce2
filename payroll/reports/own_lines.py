"""Lines of a run that a third person signs: whose they are, who may sign them, and who did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from members.models import Cooperative, Member
from payroll.models import BOOKED, LineSignature, PayRun, PayRunState, Payslip
from payroll.reports.pay import SlipLine, lines_of
from payroll.rules.own_line import MAY_SIGN, is_apart, who_may_sign
from rotation.reports.powers import everybodys_powers

MOST_NAMES = 3


def own_slips(run: PayRun) -> list[Payslip]:
    """Slips of those who sign a run that differ from everyone's, with the third's signature where there is one.

    One question.
    """
    return [slip for slip in _of_signers(run) if is_apart(slip.lines)]


def _of_signers(run: PayRun) -> Iterable[Payslip]:
    signers = [pk for pk in (run.prepared_by_id, run.countersigned_by_id) if pk is not None]
    slips = run.payslips.filter(member__in=signers).order_by("member__number")
    return slips.select_related("member", "run__period", "line_signature__by") if signers else ()


def signature_of(slip: Payslip) -> LineSignature | None:
    """The third's signature on a slip read by `own_slips`."""
    found: LineSignature | None = getattr(slip, "line_signature", None)
    return found


def waiting(run: PayRun) -> list[Payslip]:
    """Those of them that nobody signed yet, of a run that waits for it. One question."""
    if run.state != PayRunState.COUNTERSIGNED:
        return []
    return [slip for slip in own_slips(run) if signature_of(slip) is None]


def signers_of_lines(run: PayRun, at: datetime) -> frozenset[int]:
    """Who may sign the lines of a run that wait. Two questions at most."""
    holders = {pk for pk, powers in everybodys_powers(at).items() if not powers.isdisjoint(MAY_SIGN)}
    signed = {pk for pk in (run.prepared_by_id, run.countersigned_by_id) if pk is not None}
    today = Cooperative.objects.here().day_of(at)
    members = () if holders - signed else Member.objects.with_vote(on=today).values_list("pk", flat=True)
    return who_may_sign(holders=holders, members=members, signed=signed)


def said_signers(ids: Iterable[int]) -> str:
    """Who may sign, by name; where they are many, how many."""
    wanted = sorted(set(ids))
    if len(wanted) > MOST_NAMES:
        return _("any of %(n)s of us") % {"n": len(wanted)}
    names = Member.objects.filter(pk__in=wanted).order_by("number").values_list("name", flat=True)
    return ", ".join(names) or _("nobody: the assembly elects somebody to the second signature")


def why_not_posted(run: PayRun, at: datetime) -> str:
    """Whose line waits, and for whom; empty where none does."""
    slips = waiting(run)
    if not slips:
        return ""
    return _(
        "The pay of %(name)s differs from everyone's, and they sign this run: somebody else signs that line first."
        " Who can: %(who)s."
    ) % {
        "name": ", ".join(slip.member.name for slip in slips),
        "who": said_signers(signers_of_lines(run, at)),
    }


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """One line that a third signs. Whose it is (`slip`) only its own member, the treasury and its signers see."""

    slip: Payslip | None
    lines: list[SlipLine]
    """What it says, for whoever may sign it or sees what everyone is paid."""
    by: Member | None
    signed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OwnLines:
    """The lines of a run that a third signs, as one reader sees them."""

    items: list[OwnLine]
    waiting: int
    may_sign: bool
    who: str
    """Who can sign those that wait."""


def own_lines(run: PayRun, *, reader: Member, at: datetime, shows_nets: bool) -> OwnLines:
    """What a reader sees of the lines that a third signs. None before the second signature. Four questions at most."""
    seen = run.state == PayRunState.COUNTERSIGNED or run.state in BOOKED
    slips = own_slips(run) if seen else []
    left = sum(signature_of(slip) is None for slip in slips) if run.state == PayRunState.COUNTERSIGNED else 0
    ids = signers_of_lines(run, at) if left else frozenset()
    may_sign = reader.pk in ids
    return OwnLines(
        items=[
            _own_line(slip, shows=shows_nets or may_sign or slip.member_id == reader.pk) for slip in slips
        ],
        waiting=left,
        may_sign=may_sign,
        who=said_signers(ids) if left else "",
    )


def _own_line(slip: Payslip, *, shows: bool) -> OwnLine:
    signature = signature_of(slip)
    return OwnLine(
        slip=slip if shows else None,
        lines=lines_of(slip) if shows else [],
        by=signature.by if signature is not None else None,
        signed_at=signature.signed_at if signature is not None else None,
    )


def line_to_sign(member: Member) -> Payslip | None:
    """A line that waits for a third, in a run that this member does not sign. Two questions, one where none waits."""
    runs = PayRun.objects.filter(state=PayRunState.COUNTERSIGNED).select_related("period")
    others = runs.exclude(prepared_by=member).exclude(countersigned_by=member).order_by("from_on", "pk")[:1]
    return next((slip for run in others for slip in waiting(run)), None)
