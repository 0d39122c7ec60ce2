"""Requests for help: asked in confidence, answered by whoever hears them, paid out of their fund."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ledger.actions.entries import post_entry
from ledger.models import Entry
from ledger.reports.places import place_called
from ledger.rules import LARGEST_CENTS, Line
from members.models import Cooperative, Member
from payroll.models import HelpFund, HelpRequest, HelpState
from payroll.reports.help import ACCOUNTS, HEAR, PAY, left_in
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def ask_help(*, fund: str, text: str, cents: int, actor: Member, now: datetime) -> HelpRequest:
    """Ask a fund for help. The record says that somebody asked, and how much: not who, nor why."""
    today = Cooperative.objects.here().day_of(now)
    if not Member.objects.here(on=today).filter(pk=actor.pk).exists():
        raise Refused(_("Only those who belong ask the funds."))
    if fund not in HelpFund.values:
        raise Refused(_("Say which fund."))
    if not text.strip() or len(text) > 4000 or "\x00" in text:
        raise Refused(_("Say what it is for."))
    if not 0 < cents <= LARGEST_CENTS:
        raise Refused(_("Say how much: more than nothing."))
    same = HelpRequest.objects.filter(
        member=actor, fund=fund, cents=cents, text=text.strip(), state=HelpState.ASKED
    ).first()
    if same is not None:
        return same

    made = HelpRequest.objects.create(fund=fund, member=actor, text=text.strip(), cents=cents, asked_at=now)

    record(verb="payroll.help.asked", subject=made, actor=None, now=now, facts={"fund": fund, "cents": cents})
    return made


@one_act_at_a_time
def answer_help(
    *, request_id: int, is_granted: bool, answer: str, actor: Member, now: datetime
) -> HelpRequest:
    """Grant it or not, by whoever hears requests; never one's own, and never more than the fund has left."""
    if not actor.has_perm(HEAR, now):
        raise Refused(_("This needs a post that you do not hold now."))
    request = HelpRequest.objects.select_for_update(no_key=True).get(pk=request_id)
    if request.member_id == actor.pk:
        raise Refused(_("It is your own request: somebody else answers."))
    wanted = HelpState.GRANTED if is_granted else HelpState.DECLINED
    if request.state == wanted:
        return request
    if request.state != HelpState.ASKED:
        raise Refused(_("It was answered already."))
    if len(answer) > 4000 or "\x00" in answer:
        raise Refused(_("Write a shorter answer."))
    if is_granted and request.cents > left_in(request.fund):
        raise Refused(_("The fund does not have that much left."))

    request.state, request.answer = wanted, answer.strip()
    request.answered_by, request.answered_at = actor, now
    request.save(update_fields=["state", "answer", "answered_by", "answered_at"])

    record(
        verb="payroll.help.granted" if is_granted else "payroll.help.declined",
        subject=request,
        actor=actor,
        now=now,
        facts={"fund": request.fund, "cents": request.cents},
    )
    return request


@one_act_at_a_time
def pay_help(*, request_id: int, out_of: str, actor: Member, now: datetime) -> HelpRequest:
    """Pay what was granted, once, by somebody else than who granted it. The books name the request, not the person."""
    if not actor.has_perm(PAY, now):
        raise Refused(_("This needs a post that you do not hold now."))
    request = HelpRequest.objects.select_for_update(no_key=True).get(pk=request_id)
    if request.state == HelpState.PAID:
        return request
    if request.state != HelpState.GRANTED:
        raise Refused(_("It was not granted."))
    if actor.pk in (request.answered_by_id, request.member_id):
        raise Refused(_("Somebody else than who asked or granted it pays."))
    place = place_called(out_of)
    if place is None:
        raise Refused(_("Say whether it leaves the bank or the cash box."))

    before = Entry.objects.filter(because=f"payroll.helprequest:{request.pk}", reverses=None).count()
    request.entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("Help from a fund, request %(n)s") % {"n": request.pk},
        key=f"payroll.help:{request.pk}:{before}" if before else f"payroll.help:{request.pk}",
        lines=[
            Line(account=ACCOUNTS[HelpFund(request.fund)], cents=request.cents),
            Line(account=place, cents=-request.cents),
        ],
        because=f"payroll.helprequest:{request.pk}",
        actor=actor,
        now=now,
    )
    request.state = HelpState.PAID
    request.save(update_fields=["state", "entry"])

    record(
        verb="payroll.help.paid",
        subject=request,
        actor=actor,
        now=now,
        facts={"fund": request.fund, "cents": request.cents, "entry": request.entry.number},
    )
    return request
