"""What makes one's pay unlike another's: advances, deductions one asks for, and what the assembly voted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.accounts import open_accounts
from ledger.actions.entries import post_entry
from ledger.money import BadNumber, parse_share
from ledger.rules import LARGEST_CENTS, Line
from members.models import Cooperative, Member
from payroll.accounts import ADVANCES, PAY_ACCOUNTS
from payroll.actions.signing import PAY, mandate_for
from payroll.models import Advance, Deduction, DeductionKind, Difference, PayFrom, PayTo, Way
from payroll.rules.bank_accounts import is_account, is_bank_code, is_iban, plain
from payroll.rules.bank_orders import why_not_layout
from record.actions import one_act_at_a_time, record
from record.rules import Refused

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

    Whoever pays gives it, never to themselves. `key` is the form's own, so that sending it twice gives it once.
    """
    mandate_for(PAY, actor, now)
    there = Advance.objects.filter(key=f"form:{key}").first()
    if there is not None:
        return there
    member = Member.objects.get(pk=member_id)
    if member.pk == actor.pk:
        raise Refused(_("Nobody gives themselves an advance: somebody else who pays does."))
    if not 0 < cents <= LARGEST_CENTS:
        raise Refused(_("Say how much: more than nothing."))
    if not 1 <= instalments <= MOST_INSTALMENTS:
        raise Refused(_("In one to sixty instalments."))
    if not key or len(key) > 40:
        raise Refused(_("Open the form again: it has lost its number."))

    open_accounts(accounts=PAY_ACCOUNTS, actor=None, now=now)
    ours = PayFrom.objects.filter(way=way).select_related("books").order_by("pk").first()
    books = ours.books.code if ours else (chart.CASH if way == Way.CASH else chart.BANK)
    entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("Advance to number %(number)s") % {"number": member.number},
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
        facts={
            "member": member.number,
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
    """Ask that something be kept back from one's own pay, an amount or a part of it. Nobody asks for another."""
    _refuse_unclear(name, cents, share)

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
        facts={"cents": cents, "share": share, "from": from_on.isoformat()},
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
    """Keep something back from everyone alike, as an adopted motion says: by law, or had in kind at its value."""
    if motion.state != MotionState.ADOPTED:
        raise Refused(_("Only an adopted motion keeps something back from everyone."))
    if kind not in (DeductionKind.STATUTORY, DeductionKind.IN_KIND):
        raise Refused(_("Say whether it is by law or had in kind."))
    _refuse_unclear(name, cents, share)

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


@one_act_at_a_time
def say_where_paid(*, way: str, holder: str, account: str, bank: str, actor: Member, now: datetime) -> PayTo:
    """Say where one's own pay goes: in cash, or into an account whose check digits hold."""
    number, code = _account(way, holder, account, bank)

    pay_to = PayTo.objects.create(
        member=actor,
        way=way,
        holder=holder.strip() if way == Way.BANK else "",
        account=number,
        is_iban=is_iban(number),
        bank=code,
        set_at=now,
    )

    record(verb="payroll.pay_to.said", subject=pay_to, actor=actor, now=now, facts={"way": way})
    return pay_to


@one_act_at_a_time
def keep_pay_from(
    *,
    name: str,
    way: str,
    books_id: int,
    holder: str,
    account: str,
    bank: str,
    layout: dict[str, object],
    actor: Member,
    now: datetime,
) -> PayFrom:
    """Write down an account or a cash box that pay leaves from; by the same name it is changed.

    Payments that were made keep what they were made with.
    """
    mandate_for(PAY, actor, now)
    if not name.strip() or len(name) > 80 or "\x00" in name:
        raise Refused(_("Give it a short name."))
    number, code = _account(way, holder, account, bank)
    if layout and why_not_layout(layout):
        raise Refused(_("The columns of the bank's file make no sense."))

    kept, _made = PayFrom.objects.update_or_create(
        name=name.strip(),
        defaults={
            "way": way,
            "books_id": books_id,
            "holder": holder.strip() if way == Way.BANK else "",
            "account": number,
            "is_iban": is_iban(number),
            "bank": code,
            "layout": layout if way == Way.BANK else {},
            "changed_at": now,
        },
    )

    record(verb="payroll.pay_from.kept", subject=kept, actor=actor, now=now, facts={"way": way})
    return kept


def _account(way: str, holder: str, account: str, bank: str) -> tuple[str, str]:
    """The account and the bank's code as they are kept; empty in cash. Refused where they cannot be right."""
    if way == Way.CASH:
        return "", ""
    if way != Way.BANK:
        raise Refused(_("Say whether it is by bank or in cash."))
    if not holder.strip() or len(holder.strip()) > 70 or "\x00" in holder:
        raise Refused(_("Say whose account it is, as the bank writes it."))
    number, code = plain(account), plain(bank)
    if not is_account(number):
        raise Refused(_("That account number has a mistake: its check digits do not hold."))
    if code and not is_bank_code(code):
        raise Refused(_("The bank's code has eight or eleven letters and digits, or leave it empty."))
    return number, code


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
