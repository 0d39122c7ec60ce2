"""A payment whose transfers the bank lists one by one: each is found as the movement that it is, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger.actions.accounts import open_accounts
from ledger.actions.bank_lines import match_bank_line, open_day_for
from ledger.actions.entries import post_entry
from ledger.models import Account, BankLine
from ledger.rules import Line, why_not_bank
from members.models import Member
from payroll.accounts import ON_ITS_WAY, WAY_ACCOUNTS
from payroll.actions.payments import reconcile_runs_of
from payroll.actions.signing import PREPARE, mandate_for
from payroll.models import FoundTransfer, Payment, PaymentPart, SingleBooking, Way
from payroll.reports.found_singly import transfers_of
from payroll.reports.payments import left_from
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

MOST_AT_ONCE = 500


@one_act_at_a_time
def find_transfers(
    *,
    payment_id: int,
    pairs: Mapping[int, int],
    all_sure: bool = False,
    actor: Member,
    now: datetime,
) -> Payment:
    """Say which movement of the bank each of some transfers is: `pairs` has the movement's id by the part's.

    1. The first time the payment goes, in the books, from the bank back to what is on its way: all of it but what
       came back before with no movement of the bank, which never left.
    2. Each transfer then leaves the bank on its movement's day, with an entry that is that movement's and no other's.
    3. `all_sure` adds those that surely are one (`transfers_of`), up to `MOST_AT_ONCE` of them.
    The payment is found when each of its transfers is, or came back. Again, what was found stays as it is.
    """
    mandate_for(PREPARE, actor, now)
    refuse_if(why_not_bank(actor=actor, now=now))
    payment = (
        Payment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("entry")
        .get(pk=payment_id)
    )
    wanted = dict(pairs)
    if all_sure:
        sure = transfers_of(payment).sure_pairs
        wanted = dict(list(sure.items())[:MOST_AT_ONCE]) | wanted
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Too many at once: up to %(most)s.") % {"most": MOST_AT_ONCE})
    parts = payment.parts.in_bulk(list(wanted))
    lines = BankLine.objects.in_bulk(list(wanted.values()))
    standing = FoundTransfer.objects.standing()
    there = dict(standing.filter(part__in=parts).values_list("part_id", "line_id"))
    new = {part: line for part, line in wanted.items() if there.get(part) != line}
    if wanted and not new:
        return payment
    _refuse_what_is_not_theirs(payment, new, parts=parts, lines=lines, there=there)

    bank = left_from(payment)
    open_accounts(accounts=WAY_ACCOUNTS, actor=None, now=now)
    _begin(payment, bank, actor=actor, now=now)
    for part_id, line_id in sorted(new.items()):
        _find(parts[part_id], lines[line_id], bank, actor=actor, now=now)

    record(
        verb="payroll.transfers.found",
        subject=payment,
        actor=actor,
        now=now,
        facts={"number": payment.number, "movements": sorted(new.values())},
    )
    settle(payment=payment, actor=actor, now=now)
    return payment


def settle(*, payment: Payment, actor: Member, now: datetime) -> None:
    """A payment whose every transfer was found one by one, or came back, was found."""
    if payment.confirmed_at is not None or not SingleBooking.objects.filter(payment=payment).exists():
        return
    found = FoundTransfer.objects.standing().filter(part__payment=payment)
    if payment.parts.filter(bounced_at=None).exclude(pk__in=found.values("part")).exists():
        return
    payment.confirmed_by, payment.confirmed_at = actor, now
    payment.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        verb="payroll.payment.confirmed",
        subject=payment,
        actor=actor,
        now=now,
        facts={"number": payment.number, "singly": found.count()},
    )
    reconcile_runs_of(payment=payment, actor=actor, now=now)


def _refuse_what_is_not_theirs(
    payment: Payment,
    new: Mapping[int, int],
    *,
    parts: Mapping[int, PaymentPart],
    lines: Mapping[int, BankLine],
    there: Mapping[int, int],
) -> None:
    """Each is a part of this payment and a movement of its cents, each once, and neither was found before."""
    if payment.way != Way.BANK:
        raise Refused(_("Only what left through a bank is found in its list."))
    is_begun = SingleBooking.objects.filter(payment=payment).exists()
    if not is_begun and (
        payment.confirmed_at is not None or BankLine.objects.filter(entry=payment.entry_id).exists()
    ):
        raise Refused(_("This payment was found already, as a whole."))
    if not new:
        raise Refused(_("Choose at least one movement of the bank."))
    if len(set(new.values())) != len(new):
        raise Refused(_("One movement of the bank is one transfer only."))
    for part_id, line_id in new.items():
        part, line = parts.get(part_id), lines.get(line_id)
        if part is None or line is None:
            raise Refused(_("There is no such transfer in this payment, or no such movement of the bank."))
        if part_id in there:
            raise Refused(_("That transfer was found already, as another movement."))
        if line.cents != -part.cents:
            raise Refused(_("That movement is of another amount than the transfer."))
        if part.bounced_at is not None and part.bounce_line_id is None:
            raise Refused(_("That transfer came back without having left: it is in no list of the bank."))


def _begin(payment: Payment, bank: Account, *, actor: Member, now: datetime) -> None:
    if SingleBooking.objects.filter(payment=payment).exists():
        return
    back = payment.parts.filter(
        bounced_at__isnull=False, bounce_line=None
    )  # and none is found yet: never left
    cents = payment.total_cents - back.aggregate(s=Sum("cents", default=0))["s"]
    entry = post_entry(
        on=open_day_for(payment.pay_on),
        memo=_("The bank lists each transfer of payment %(number)s by itself") % {"number": payment.number},
        key=f"payroll.singly:{payment.pk}",
        lines=[
            Line(account=bank.code, cents=cents),
            Line(account=ON_ITS_WAY, cents=-cents),
        ],
        because=f"payroll.payment:{payment.pk}",
        actor=actor,
        now=now,
    )
    SingleBooking.objects.create(payment=payment, entry=entry, begun_by=actor, begun_at=now)


def _find(part: PaymentPart, line: BankLine, bank: Account, *, actor: Member, now: datetime) -> None:
    before = FoundTransfer.objects.filter(part=part).count()  # each of them another movement, after all
    entry = post_entry(
        on=open_day_for(line.on),
        memo=_("A transfer of payment %(number)s leaves the bank") % {"number": part.payment.number},
        key=f"payroll.found:{part.pk}:{before}" if before else f"payroll.found:{part.pk}",
        lines=[Line(account=ON_ITS_WAY, cents=part.cents), Line(account=bank.code, cents=-part.cents)],
        because=f"payroll.payment:{part.payment_id}",
        actor=actor,
        now=now,
    )
    match_bank_line(line_id=line.pk, entry_id=entry.pk, actor=actor, now=now)
    FoundTransfer.objects.create(part=part, line=line, entry=entry, found_by=actor, found_at=now)
