"""What makes one's pay unlike another's: advances, deductions one asks for, and what the assembly voted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.accounts import open_accounts
from ledger.actions.entries import post_entry
from ledger.amounts import say_amount
from ledger.models import Posting
from ledger.money import BadNumber, parse_share
from ledger.rules import LARGEST_CENTS, Line
from members.models import Cooperative, Member
from payroll.accounts import ADVANCES, PAY_ACCOUNTS
from payroll.actions.signing import PAY, mandate_for
from payroll.models import Advance, Deduction, DeductionKind, Difference, PayFrom, Way
from payroll.reports.advancing import each_takes_back, most_for
from payroll.rules.keeping_back import why_not_so_much
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if

MOST_INSTALMENTS = 60


@one_act_at_a_time
def give_advance(
    *,
    member_id: int,
    cents: int,
    instalments: int,
    from_on: date,
    way: str,
    key: str,
    actor: Member,
    now: datetime,
) -> Advance:
    """Give a member money before its day; it is taken back from their pays from a day on, in equal instalments.

    Whoever pays gives it, never to themselves, and no more than those instalments can take back above the protected
    floor. `key` is the form's own, so that sending it twice gives it once; with
    anything else said under it, it is refused.
    """
    mandate_for(PAY, actor, now)
    there = Advance.objects.filter(key=f"form:{key}").first()
    if there is not None:
        said = (member_id, cents, instalments, from_on, way)
        if said != (there.member_id, there.cents, there.instalments, there.from_on, _left_by(there)):
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        return there
    member = Member.objects.get(pk=member_id)
    if member.pk == actor.pk:
        raise Refused(_("Nobody gives themselves an advance: somebody else who pays does."))
    if cents <= 0:
        raise Refused(_("Say how much: more than nothing."))
    if cents > LARGEST_CENTS:
        raise Refused(_("That amount is too large. Check the zeros."))
    if not 1 <= instalments <= MOST_INSTALMENTS:
        raise Refused(_("In one to sixty instalments."))
    if not key or len(key) > 40:
        raise Refused(_("Open the form again: it has lost its number."))
    each = each_takes_back(on=Cooperative.objects.here().day_of(now))
    most = most_for(member, instalments=instalments, each_cents=each)
    refuse_if(
        why_not_so_much(
            cents=cents,
            most_cents=most,
            instalments=instalments,
            most=say_amount(most),
            each=say_amount(each),
        )
    )

    open_accounts(accounts=PAY_ACCOUNTS, actor=None, now=now)
    ours = PayFrom.objects.in_use().get(way)
    books = ours.books.code if ours else (chart.CASH if way == Way.CASH else chart.BANK)
    entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("Advance to one of us"),
        key=f"payroll.advance:{key}",
        lines=[
            Line(account=ADVANCES, cents=cents, member_id=member.pk),
            Line(account=books, cents=-cents),
        ],
        actor=actor,
        now=now,
    )
    advance = Advance.objects.create(
        member=member,
        cents=cents,
        instalments=instalments,
        from_on=from_on,
        given_by=actor,
        given_at=now,
        key=f"form:{key}",
        entry=entry,
    )

    record(
        verb="payroll.advance.given",
        subject=advance,
        actor=actor,
        now=now,
        facts={  # whose it is, the entry seals: everybody reads the record
            "cents": cents,
            "instalments": instalments,
            "from": from_on.isoformat(),
            "entry": entry.number,
        },
    )
    return advance


@one_act_at_a_time
def ask_deduction(
    *, name: str, cents: int, share: str, from_on: date, actor: Member, now: datetime
) -> Deduction:
    """Ask that something be kept back from one's own pay, an amount or a part of it. Nobody asks for another.

    The same asked for again, while it is kept back, is the same: a form sent twice keeps back once.
    """
    _refuse_unclear(name, cents, share)
    there = Deduction.objects.filter(
        member=actor, name=name.strip(), cents=cents, share=share, from_on=from_on, until_on__isnull=True
    ).first()
    if there is not None:
        return there

    deduction = Deduction.objects.create(
        kind=DeductionKind.VOLUNTARY,
        name=name.strip(),
        cents=cents,
        share=share,
        from_on=from_on,
        member=actor,
        asked_at=now,
    )

    record(
        verb="payroll.deduction.asked",
        subject=deduction,
        actor=actor,
        now=now,
        facts={"what": fingerprint(f"{name.strip()} {cents} {share}"), "from": from_on.isoformat()},
    )
    return deduction


@one_act_at_a_time
def end_deduction(*, deduction_id: int, until_on: date, actor: Member, now: datetime) -> Deduction:
    """End what one asked for, from a day on. What the assembly voted only the assembly ends."""
    deduction = Deduction.objects.select_for_update(no_key=True).get(pk=deduction_id)
    if deduction.member_id != actor.pk:
        raise Refused(_("Only whoever asked for it ends it."))
    if deduction.until_on is not None:
        return deduction
    if until_on < Cooperative.objects.here().day_of(now):
        raise Refused(_("Choose today or a later day: what was kept back stays as it was."))

    deduction.until_on = max(until_on, deduction.from_on)
    deduction.save(update_fields=["until_on"])

    record(
        verb="payroll.deduction.ended",
        subject=deduction,
        actor=actor,
        now=now,
        facts={"until": deduction.until_on.isoformat()},
    )
    return deduction


@one_act_at_a_time
def vote_deduction(
    *,
    kind: str,
    name: str,
    cents: int,
    share: str,
    from_on: date,
    until_on: date | None,
    motion: Motion,
    now: datetime,
) -> Deduction:
    """Keep something back from everyone alike, as an adopted motion says: by law, or had in kind at its value.

    Voted again under the same name it is instead of the one before, from its own first day on: so what was wrong is
    put right. Pay that is in the books stays as it was until it is corrected.
    """
    if motion.state != MotionState.ADOPTED:
        raise Refused(_("Only an adopted motion keeps something back from everyone."))
    if kind not in (DeductionKind.STATUTORY, DeductionKind.IN_KIND):
        raise Refused(_("Say whether it is by law or had in kind."))
    _refuse_unclear(name, cents, share)

    earlier = Deduction.objects.select_for_update(no_key=True).filter(
        kind=kind, name=name.strip(), member__isnull=True, until_on__isnull=True
    )
    for each in earlier:
        each.until_on = max(from_on, each.from_on)
        each.save(update_fields=["until_on"])
    deduction = Deduction.objects.create(
        kind=kind,
        name=name.strip(),
        cents=cents,
        share=share,
        from_on=from_on,
        until_on=until_on,
        motion=motion,
        asked_at=now,
    )

    record(
        verb="payroll.deduction.voted",
        subject=deduction,
        actor=None,
        now=now,
        facts={"kind": kind, "cents": cents, "share": share, "from": from_on.isoformat()},
        because=motion,
    )
    return deduction


@one_act_at_a_time
def vote_difference(
    *,
    member_id: int,
    cents: int,
    reason: str,
    from_on: date,
    until_on: date,
    motion: Motion,
    now: datetime,
) -> Difference:
    """Let one member's pay differ from everyone's until a day, as an adopted motion says and why."""
    if motion.state != MotionState.ADOPTED:
        raise Refused(_("Only an adopted motion makes one's pay unlike everyone's."))

    difference = Difference.objects.create(
        member_id=member_id, cents=cents, reason=reason, from_on=from_on, until_on=until_on, motion=motion
    )

    record(
        verb="payroll.difference.voted",
        subject=difference,
        actor=None,
        now=now,
        facts={
            "member": difference.member.number,
            "cents": cents,
            "from": from_on.isoformat(),
            "until": until_on.isoformat(),
        },
        because=motion,
    )
    return difference


def _left_by(advance: Advance) -> str:
    """Whether an advance left the bank or the cash box, as its entry says."""
    lines = Posting.objects.filter(entry=advance.entry_id, cents__lt=0)
    return str(lines.values_list("account__place", flat=True)[0])


def _refuse_unclear(name: str, cents: int, share: str) -> None:
    if not name.strip() or len(name.strip()) > 80 or "\x00" in name:
        raise Refused(_("Give it a short name."))
    if bool(cents) == bool(share) or not 0 <= cents <= LARGEST_CENTS:
        raise Refused(_("Say an amount, or a part of the pay: one of the two."))
    if share:
        try:
            part = parse_share(share)
        except BadNumber as problem:
            raise Refused(problem.said(get_language() or "es-ar")) from problem
        if not part or len(share) > 24:
            raise Refused(_("Say an amount, or a part of the pay: one of the two."))
