"""Debts: taken as the assembly voted, paid back instalment by instalment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ledger.actions.entries import enter_by_hand, moved_through, refuse_other_figures
from ledger.chart import INTEREST, LONG_DEBT
from ledger.models import Account, Debt, Entry, Instalment, InstalmentPayment, Party
from ledger.rules import KEEP_BOOKS, LONGEST_KEY, Line, debts, may
from ledger.votes import motion_numbered
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if


@one_act_at_a_time
def take_debt(
    *,
    lender_id: int,
    purpose: str,
    motion_number: int | None,
    on: date,
    principal_cents: int,
    interest_cents: int,
    instalments: int,
    first_on: date,
    interest_of_each: Sequence[int] = (),
    yearly_rate: Fraction | None = None,
    way: str = "",
    came_to: str = "",
    key: str,
    actor: Member | None,
    now: datetime,
) -> Debt:
    """Write a debt down with its instalments, and enter it where `came_to` says what the money went to: a place
    of money, or the account of an old bill. Empty where the debt was in the books from the beginning.

    Each instalment costs the same, or what `interest_of_each` says where the lender's sheet has its own, or what
    its `yearly_rate` says ("45 in a hundred" is 45/100), paid back in that `way` (`ledger.rules.interest.WAYS`).
    `key` is the form's own: sending it twice writes one debt down, and with other figures is refused.
    """
    if not key or len(key) > LONGEST_KEY - len("hand:debt:"):
        raise Refused(_("The entry needs a short key of its own."))
    there = Debt.objects.filter(Q(key=key) | Q(entry__key=f"hand:debt:{key}")).select_related("entry").first()
    if there is not None:  # a second tap
        was = (there.lender_id, there.purpose, there.motion_number, there.on, there.principal_cents)
        is_same = was == (lender_id, purpose.strip(), motion_number, on, principal_cents)
        is_same &= _went_to(there.entry, came_to) and debts.is_plan(
            [(part.due_on, part.principal_cents, part.interest_cents) for part in there.instalments.all()],
            principal_cents=principal_cents,
            interest_cents=interest_cents,
            instalments=instalments,
            first_on=first_on,
            interest_of_each=interest_of_each,
            yearly_rate=yearly_rate,
            way=way,
        )
        if there.entry is not None:
            refuse_other_figures(there.entry, is_same=is_same)
        if not is_same:
            raise Refused(_("This debt was written down already, with other figures."))
        return there
    coop = Cooperative.objects.get()
    lender = Party.objects.get(pk=lender_id)
    vote = motion_numbered(motion_number) if motion_number else None
    if motion_number and (vote is None or not vote.is_adopted):
        raise Refused(_("Motion %(n)s was not adopted.") % {"n": motion_number})
    refuse_if(
        debts.why_not_take_debt(
            is_lender=lender.is_lender,
            purpose=purpose,
            principal_cents=principal_cents,
            interest_cents=interest_cents,
            instalments=instalments,
            on=on,
            first_on=first_on,
            founded_on=coop.day_of(coop.founded_at),
            today=coop.day_of(now),
            is_voted=vote is not None,
            voted_cents=vote.allows_cents - _owed_under(vote.subject) if vote is not None else 0,
            interest_of_each=interest_of_each,
            yearly_rate=yearly_rate,
            way=way,
            actor=actor,
            now=now,
        )
    )

    entry = None
    if came_to:
        entry = enter_by_hand(
            on=on,
            memo=f"{lender.name}: {purpose.strip()}"[:200],
            key=f"debt:{key}",
            lines=[
                Line(account=came_to, cents=principal_cents),
                Line(account=LONG_DEBT, cents=-principal_cents),
            ],
            actor=actor,
            now=now,
        )
    debt = Debt.objects.create(
        lender=lender,
        purpose=purpose.strip(),
        voted=vote.subject if vote else "",
        motion_number=motion_number if vote else None,
        on=on,
        principal_cents=principal_cents,
        account=Account.objects.get(code=LONG_DEBT),
        entry=entry,
        key=key,
        yearly_rate="" if yearly_rate is None else str(yearly_rate),
        way="" if yearly_rate is None else way,
        written_at=now,
        written_by=actor,
    )
    parts = debts.plan(
        principal_cents=principal_cents,
        interest_cents=interest_cents,
        instalments=instalments,
        first_on=first_on,
        interest_of_each=interest_of_each,
        yearly_rate=yearly_rate,
        way=way,
    )
    Instalment.objects.bulk_create(
        Instalment(
            debt=debt,
            number=part.number,
            due_on=part.due_on,
            principal_cents=part.principal_cents,
            interest_cents=part.interest_cents,
        )
        for part in parts
    )
    record(
        verb="ledger.debt.taken",
        subject=debt,
        actor=actor,
        now=now,
        facts={
            "principal": principal_cents,
            "interest": sum(part.interest_cents for part in parts),
            "instalments": instalments,
            "rate": debt.yearly_rate,
            "entry": entry.number if entry else None,
        },
        because=debt.voted,
    )
    return debt


@one_act_at_a_time
def pay_instalment(
    *, instalment_id: int, through: str, on: date, actor: Member | None, now: datetime
) -> InstalmentPayment:
    """Pay the next instalment of a debt from a place of money: what it pays back and what it costs.

    Paid on that day from there already, it answers the payment there is: a second tap pays nothing more.
    """
    instalment = (
        Instalment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("debt__lender", "debt__account")
        .get(pk=instalment_id)
    )
    standing = InstalmentPayment.objects.filter(entry__reversed_by=None)
    there = standing.filter(instalment=instalment, entry__on=on).select_related("entry").first()
    if there is not None and moved_through(there.entry, through) and may(actor, KEEP_BOOKS, now):
        return there
    paid = set(standing.filter(instalment__debt=instalment.debt).values_list("instalment__number", flat=True))
    refuse_if(
        debts.why_not_pay_instalment(
            is_paid=instalment.number in paid,
            earlier_unpaid=[n for n in range(1, instalment.number) if n not in paid],
            on=on,
            taken_on=instalment.debt.on,
            actor=actor,
            now=now,
        )
    )
    if not Account.objects.filter(code=through).exclude(place="").exists():
        raise Refused(_("Choose an account of a bank or a cash box."))

    times = instalment.payments.count()  # undone ones leave room for another
    lines = [
        Line(account=instalment.debt.account.code, cents=instalment.principal_cents),
        Line(account=INTEREST, cents=instalment.interest_cents),
        Line(account=through, cents=-instalment.cents),
    ]
    entry = enter_by_hand(
        on=on,
        memo=_("%(lender)s: instalment %(n)s")
        % {"lender": instalment.debt.lender.name, "n": instalment.number},
        key=f"instalment:{instalment.pk}:{times}",
        lines=[line for line in lines if line.cents],
        actor=actor,
        now=now,
    )
    payment = InstalmentPayment.objects.create(instalment=instalment, entry=entry)
    record(
        verb="ledger.instalment.paid",
        subject=instalment,
        actor=actor,
        now=now,
        facts={"entry": entry.number, "cents": instalment.cents},
        because=instalment.debt.voted,
    )
    return payment


def _owed_under(voted: str) -> int:
    """What was lent under a motion already, in cents. A debt that was undone was not."""
    debts_of = Debt.objects.filter(voted=voted).filter(Q(entry=None) | Q(entry__reversed_by=None))
    return debts_of.aggregate(cents=Sum("principal_cents"))["cents"] or 0


def _went_to(entry: Entry | None, came_to: str) -> bool:
    """Whether the debt came into the books where this says; without an entry, it was there from the beginning."""
    if entry is None or not came_to:
        return entry is None and not came_to
    return entry.postings.filter(account__code=came_to, cents__gt=0).exists()
