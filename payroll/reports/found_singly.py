"""The transfers of one payment beside the bank's movements: found, surely one of these, or not there yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from ledger.models import BankLine
from ledger.rules.memory import MATCH_WITHIN_DAYS
from payroll.accounts import ON_ITS_WAY
from payroll.models import FoundTransfer, Payment, PaymentPart, SingleBooking, Way
from payroll.reports.payments import left_from
from payroll.rules.found_singly import Movement, Transfer, found_among, reference_of

MOST_TO_CHOOSE_FROM = 12


@dataclass(frozen=True, kw_only=True)
class TransferRow:
    """One part of a payment: the movement that it was found as, or those that it may be, the sure one first."""

    part: PaymentPart
    found: BankLine | None
    sure: BankLine | None = None
    others: list[BankLine] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Transfers:
    """All transfers of a payment, what was found of them, and movements of the same cents that are none surely."""

    rows: list[TransferRow]
    unmatched: list[BankLine]

    @property
    def found_count(self) -> int:
        return sum(row.found is not None for row in self.rows)

    @property
    def sure_pairs(self) -> dict[int, int]:
        """The movement of each part that is surely one, by their ids."""
        return {row.part.pk: row.sure.pk for row in self.rows if row.sure is not None}

    @property
    def sure_count(self) -> int:
        return len(self.sure_pairs)

    @property
    def left_count(self) -> int:
        """Transfers that neither were found nor surely are one of the movements, nor came back."""
        return sum(
            row.found is None and row.sure is None and row.part.bounced_at is None for row in self.rows
        )


def transfers_of(payment: Payment) -> Transfers:
    """The transfers of a payment through the bank, by member. Five questions, however many we are."""
    parts = list(
        payment.parts.select_related("payslip__member", "pay_to").order_by("payslip__member__number", "pk")
    )
    there = FoundTransfer.objects.standing().filter(part__payment=payment).select_related("line")
    found = {each.part_id: each.line for each in there}
    open_parts = [part for part in parts if part.pk not in found]
    lines = _may_be(payment, open_parts)
    by_id = {line.pk: line for line in lines}
    sure = found_among(
        [_transfer(payment, part) for part in open_parts if part.bounced_at is None],
        [
            Movement(id=line.pk, text=f"{line.text} {line.reference}", cents=-line.cents)
            for line in by_id.values()
        ],
    )
    taken = set(sure.values())
    free: dict[int, list[BankLine]] = defaultdict(list)
    for line in lines:
        if line.pk not in taken and len(free[-line.cents]) < MOST_TO_CHOOSE_FROM:
            free[-line.cents].append(line)
    return Transfers(
        rows=[
            TransferRow(
                part=part,
                found=found.get(part.pk),
                sure=by_id[sure[part.pk]] if part.pk in sure else None,
                others=free.get(part.cents, []) if part.pk not in found and not _never_left(part) else [],
            )
            for part in parts
        ],
        unmatched=[line for line in lines if line.pk not in taken],
    )


def is_found_singly(payment: Payment) -> bool:
    """Whether the bank lists its transfers one by one, as somebody found."""
    return SingleBooking.objects.filter(payment=payment).exists()


def comes_back_to(part: PaymentPart, *, has_movement: bool) -> str:
    """Where the money of a part that came back is now: in the bank, or never left it.

    It never left where the bank lists each transfer by itself, and neither its leaving nor its return is listed.
    """
    never_left = (
        not has_movement
        and is_found_singly(part.payment)
        and not FoundTransfer.objects.standing().filter(part=part).exists()
    )
    return ON_ITS_WAY if never_left else left_from(part.payment).code


def _never_left(part: PaymentPart) -> bool:
    """It came back, and no movement of the bank says so."""
    return part.bounced_at is not None and part.bounce_line_id is None


def _may_be(payment: Payment, parts: list[PaymentPart]) -> list[BankLine]:
    """Movements that wait, of the payment's account, days near it, and the cents of one of its transfers."""
    cents = {-part.cents for part in parts}
    if payment.way != Way.BANK or not cents:
        return []
    around = timedelta(days=MATCH_WITHIN_DAYS)
    rows = BankLine.objects.waiting().filter(
        account=left_from(payment),
        cents__gte=min(cents),
        cents__lte=max(cents),
        on__range=(payment.pay_on - around, payment.pay_on + around),
    )
    return [line for line in rows.order_by("on", "pk") if line.cents in cents]


def _transfer(payment: Payment, part: PaymentPart) -> Transfer:
    to = part.pay_to
    return Transfer(
        id=part.pk,
        reference=reference_of(number=payment.number, payslip_id=part.payslip_id),
        holder=(to.holder if to is not None else "") or part.payslip.member.name,
        account=to.account if to is not None else "",
        cents=part.cents,
    )
