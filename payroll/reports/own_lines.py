"""Lines of a run that a third person signs: whose they are, who may sign them, and who did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from members.models import Cooperative, Member
from payroll.models import BOOKED, LineSignature, PayRun, PayRunState, Payslip, Withholding
from payroll.reports.pay import SlipLine, lines_of
from payroll.rules.own_line import MAY_SIGN, is_apart, who_may_sign
from rotation.reports.powers import everybodys_powers

MOST_NAMES = 3
Powers = Mapping[int, AbstractSet[str]]
"""The powers of every member who has any, by member."""


def own_slips(run: PayRun) -> list[Payslip]:
    """Slips of those who sign a run that differ from everyone's, with the third's signature where there is one.

    One question.
    """
    return _apart(_slips_of(run, _signers(run)), run)


def _signers(run: PayRun) -> set[int]:
    return {pk for pk in (run.prepared_by_id, run.countersigned_by_id) if pk is not None}


def _slips_of(run: PayRun, members: Iterable[int]) -> list[Payslip]:
    slips = run.payslips.filter(member__in=list(members)).order_by("member__number")
    return list(slips.select_related("member", "run__period", "line_signature__by"))


def _apart(slips: Iterable[Payslip], run: PayRun) -> list[Payslip]:
    signers = _signers(run)
    return [slip for slip in slips if slip.member_id in signers and is_apart(slip.lines)]


def signature_of(slip: Payslip) -> LineSignature | None:
    """The third's signature on a slip read by `own_slips`."""
    found: LineSignature | None = getattr(slip, "line_signature", None)
    return found


def waiting(run: PayRun) -> list[Payslip]:
    """Those of them that nobody signed yet, of a run that waits for it. One question."""
    if run.state != PayRunState.COUNTERSIGNED:
        return []
    return [slip for slip in own_slips(run) if signature_of(slip) is None]


def signers_of_lines(run: PayRun, at: datetime, *, powers: Powers | None = None) -> list[Member]:
    """Who may sign the lines of a run that wait, by number. Two questions; one where everybody's powers are given."""
    held = everybodys_powers(at) if powers is None else powers
    holders = [pk for pk, some in held.items() if not some.isdisjoint(MAY_SIGN)]
    wanted = who_may_sign(holders=holders, members=(), signed=_signers(run))
    if wanted:
        return list(Member.objects.filter(pk__in=wanted).order_by("number"))
    full = list(Member.objects.with_vote(on=Cooperative.objects.here().day_of(at)).order_by("number"))
    wanted = who_may_sign(holders=holders, members=[member.pk for member in full], signed=_signers(run))
    return [member for member in full if member.pk in wanted]


def said_signers(signers: Sequence[Member]) -> str:
    """Who may sign, by name; where they are many, how many."""
    if len(signers) > MOST_NAMES:
        return _("any of %(n)s of us") % {"n": len(signers)}
    names = ", ".join(member.name for member in signers)
    return names or _("nobody: the assembly elects somebody to the second signature")


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
    own: Payslip | None
    """The reader's own slip, whole; none for whoever sees everyone's."""


def own_lines(
    run: PayRun, *, reader: Member, at: datetime, shows_nets: bool, powers: Powers | None = None
) -> OwnLines:
    """What a reader sees of the lines that a third signs. None before the second signature.

    One question; two more where a line waits, one of them for everybody's powers if they are not given.
    """
    waits = run.state == PayRunState.COUNTERSIGNED
    wanted = _signers(run) if waits or run.state in BOOKED else set()
    wanted |= set() if shows_nets else {reader.pk}
    found = _slips_of(run, wanted) if wanted else []
    slips = _apart(found, run) if waits or run.state in BOOKED else []
    left = sum(signature_of(slip) is None for slip in slips) if waits else 0
    signers = signers_of_lines(run, at, powers=powers) if left else []
    may_sign = any(member.pk == reader.pk for member in signers)
    return OwnLines(
        items=[
            _own_line(slip, shows=shows_nets or may_sign or slip.member_id == reader.pk) for slip in slips
        ],
        waiting=left,
        may_sign=may_sign,
        who=said_signers(signers) if left else "",
        own=next((slip for slip in found if slip.member_id == reader.pk and not shows_nets), None),
    )


def _own_line(slip: Payslip, *, shows: bool) -> OwnLine:
    signature = signature_of(slip)
    return OwnLine(
        slip=slip if shows else None,
        lines=lines_of(slip) if shows else [],
        by=signature.by if signature is not None else None,
        signed_at=signature.signed_at if signature is not None else None,
    )


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """What waits for signatures of pay: a whole run for its second, and of another the line of `line_of`."""

    run: PayRun | None
    line_in: PayRun | None
    line_of: str


def to_sign(member: Member) -> ToSign:
    """The latest run that waits for a second signature, and the latest not signed by this member in which a line waits.

    One question: it is asked by the home page of whoever holds one of these powers.
    """
    states = (PayRunState.COMPUTED, PayRunState.COUNTERSIGNED)
    runs = list(
        PayRun.objects.filter(state__in=states)
        .annotate(line_of=Subquery(_lines_that_wait()[:1]))
        .select_related("period")
    )
    others = [run for run in runs if member.pk not in _signers(run) and getattr(run, "line_of", None)]
    line_in = next((run for run in others if run.state == PayRunState.COUNTERSIGNED), None)
    return ToSign(
        run=next((run for run in runs if run.state == PayRunState.COMPUTED), None),
        line_in=line_in,
        line_of=getattr(line_in, "line_of", ""),
    )


def _lines_that_wait() -> Any:
    """Of a run, the names of those who sign it and whose line differs and has no signature."""
    return (
        Payslip.objects.filter(
            Q(member=OuterRef("prepared_by")) | Q(member=OuterRef("countersigned_by")),
            run=OuterRef("pk"),
            line_signature__isnull=True,
        )
        .annotate(said=Cast("lines", TextField()))
        .filter(apart_in_tables() | Q(said__contains='"code": "days_unpaid"'))
        .order_by("member__number")
        .values("member__name")
    )


def apart_in_tables() -> Q:
    """What sets a slip apart by its columns and by what was kept back, whatever its lines say."""
    kept = Withholding.objects.filter(payslip=OuterRef("pk")).filter(
        Q(advance__isnull=False) | Q(deduction__member__isnull=False)
    )
    return Q(Exists(kept)) | ~Q(difference_cents=0) | Q(difference_by__isnull=False)
