"""Payments as they are sent and shown: the bank's file, the sheet for the cash box, what is still owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ledger.models import Account, BankLine, Posting
from ledger.rules.memory import MATCH_WITHIN_DAYS
from members.models import Member
from payroll.models import BOOKED, Advance, PayFrom, Payment, PaymentPart, PayRun, PayRunState, Payslip, Way
from payroll.rules import bank_orders
from payroll.rules.bank_orders import Order, Transfer, credit_transfer, own_lines
from record.parts import as_written
from record.rules import Refused

MOST_MOVEMENTS = 5
"""Of the bank's, to choose from."""
BACK_WITHIN_DAYS = 60
"""A bank sends back what it could not pay out within so many days."""


def file_of(payment: Payment) -> bytes:
    """The file of a payment, always the same bytes. Refused where it says into which account for nobody."""
    return b"".join(pieces_of(payment))


def pieces_of(payment: Payment) -> Iterator[bytes]:
    """The same, piece by piece."""
    if payment.way == Way.CASH:
        return _sheet_lines(payment)
    if not payment.frozen:
        raise Refused(_("Say first which of our accounts pay leaves from: this payment has no file."))
    frozen = payment.frozen
    order = Order(
        number=payment.number,
        coop=frozen["coop"],
        made_at=payment.made_at.astimezone(UTC),
        pay_on=payment.pay_on,
        currency=frozen["currency"],
        decimals=frozen["decimals"],
        total_cents=payment.total_cents,
        people=payment.parts.count(),
        payer=bank_orders.Account(
            holder=frozen["holder"],
            number=frozen["account"],
            is_iban=frozen["is_iban"],
            bank=frozen["bank"],
        ),
        text=f"{frozen['coop']} {payment.number}",
    )
    if frozen["layout"]:
        return own_lines(frozen["layout"], order, _transfers(payment))
    return credit_transfer(order, _transfers(payment))


def file_name(payment: Payment) -> str:
    """The name of its file: the payment's own number."""
    if payment.way == Way.CASH:
        return f"pay-{payment.number:08d}.pdf"
    kind = "csv" if payment.frozen.get("layout") else "xml"
    return f"pay-{payment.number:08d}.{kind}"


def left_from(payment: Payment) -> Account:
    """The bank account or the box that a payment left, as its entry says."""
    return _leaves(payment).select_related("account")[0].account


def _leaves(payment: Payment) -> QuerySet[Posting]:
    """What its entry takes from where it left, the most first."""
    return Posting.objects.filter(entry=payment.entry_id, cents__lt=0).order_by("cents")


def found_as(payment: Payment) -> list[BankLine]:
    """Movements of the bank that may be this payment: of its account, its amount and days near it, and no other
    entry's. One question."""
    if payment.way != Way.BANK or payment.confirmed_at is not None:
        return []
    around = timedelta(days=MATCH_WITHIN_DAYS)
    rows = BankLine.objects.filter(
        Q(entry=None) | Q(entry=payment.entry_id),
        account=Subquery(_leaves(payment).values("account")[:1]),
        cents=-payment.total_cents,
        on__range=(payment.pay_on - around, payment.pay_on + around),
    )
    return list(rows.order_by("on", "pk")[:MOST_MOVEMENTS])


def brought_back(payment: Payment, parts: Iterable[PaymentPart]) -> dict[int, list[BankLine]]:
    """Movements of the bank that may have brought back what some parts paid, by cents. One question."""
    cents = {part.cents for part in parts if part.bounced_at is None}
    if payment.way != Way.BANK or not cents:
        return {}
    rows = BankLine.objects.waiting().filter(
        account=Subquery(_leaves(payment).values("account")[:1]),
        cents__in=cents,
        on__range=(payment.pay_on, payment.pay_on + timedelta(days=BACK_WITHIN_DAYS)),
    )
    found: dict[int, list[BankLine]] = {}
    for line in rows.order_by("on", "pk")[: MOST_MOVEMENTS * len(cents)]:
        found.setdefault(line.cents, []).append(line)
    return found


def _parts(payment: Payment) -> QuerySet[PaymentPart]:
    """Read as they were written, which is in order of number (`payroll.actions.paying_out`)."""
    return payment.parts.select_related("pay_to", "payslip__member").only(
        "payment", "cents", "pay_to", "payslip__run", "payslip__member__number", "payslip__member__name"
    )


def _transfers(payment: Payment) -> Iterator[Transfer]:
    for part in as_written(_parts(payment)):
        to = part.pay_to
        if to is not None and to.wiped_at is not None:
            raise Refused(
                _("An account in this file was wiped: whoever it was of has left. It is not made again.")
            )
        if to is None or to.way != Way.BANK:
            raise Refused(_("%(name)s has not said into which account.") % {"name": part.payslip.member.name})
        yield Transfer(
            member_number=part.payslip.member.number,
            to=bank_orders.Account(holder=to.holder, number=to.account, is_iban=to.is_iban, bank=to.bank),
            cents=part.cents,
            reference=f"PAY-{payment.number}-{part.payslip_id}",
        )


def _sheet_lines(payment: Payment) -> Iterator[bytes]:
    for part in as_written(_parts(payment)):
        member = part.payslip.member
        yield f"{member.number};{part.cents};{part.payslip_id}\n".encode()


@dataclass(frozen=True, kw_only=True)
class PlaceOfOurs:
    """A bank account or a cash box of the books; what was written down to pay from it; whether pay leaves there."""

    account: Account
    kept: PayFrom | None
    is_in_use: bool


def our_places() -> list[PlaceOfOurs]:
    """Every bank account and box of the books, by code. Three questions."""
    kept = {row.books_id: row for row in PayFrom.objects.all()}
    used = {row.books_id for row in PayFrom.objects.in_use().values()}
    return [
        PlaceOfOurs(account=place, kept=kept.get(place.pk), is_in_use=place.pk in used)
        for place in Account.objects.exclude(place="").order_by("code")
    ]


@dataclass(frozen=True, kw_only=True)
class Arrears:
    """What one payslip still owes its member."""

    payslip: Payslip
    paid_cents: int
    owed_cents: int


def arrears_of(member: Member) -> list[Arrears]:
    """What a member is still owed of pay that is in the books, the oldest first. One question."""
    return [
        Arrears(payslip=slip, paid_cents=slip.paid, owed_cents=slip.net_cents - slip.paid)
        for slip in owing().filter(member=member).select_related("run__period").order_by("run__from_on", "pk")
    ]


def owing() -> Any:
    """Payslips in the books that are not paid whole: a query set, each with what was `paid` of it."""
    return (
        Payslip.objects.filter(run__state__in=BOOKED, net_cents__gt=0)
        .annotate(paid=paid_of_a_slip(bounced_at__isnull=True))
        .filter(paid__lt=F("net_cents"))
    )


def paid_of_a_slip(**which: bool) -> Coalesce:
    """What some parts (`which`) paid of a payslip. It is asked slip by slip, so that the database groups nothing."""
    parts = PaymentPart.objects.filter(payslip=OuterRef("pk"), **which).order_by().values("payslip")
    return Coalesce(Subquery(parts.annotate(together=Sum("cents")).values("together")), 0)


@dataclass(frozen=True, kw_only=True)
class OwedOfRun:
    """What a run still owes: together, to how many, and whether it is the same to everyone with the same pay."""

    cents: int
    people: int


def owed_by_run() -> list[tuple[PayRun, int, int]]:
    """Runs that still owe something, the oldest first: what, and to how many. Two questions."""
    rows = (
        owing().order_by().values("run").annotate(cents=Sum(F("net_cents") - F("paid")), people=Count("pk"))
    )
    owed = {row["run"]: (row["cents"], row["people"]) for row in rows}
    runs = PayRun.objects.filter(pk__in=owed).select_related("member").order_by("from_on", "pk")
    return [(run, *owed[run.pk]) for run in runs]


def advances_given() -> Any:
    """Advances, the latest first.

    A query set, each with what was `taken` back and what is `left`: of one that was undone, nothing.
    """
    live = ~Q(withholdings__payslip__run__state=PayRunState.ABANDONED)
    return (
        Advance.objects.select_related("member", "entry__reversed_by")
        .annotate(taken=Sum("withholdings__cents", filter=live, default=0))
        .annotate(left=Case(When(entry__reversed_by=None, then=F("cents") - F("taken")), default=0))
        .order_by("-pk")
    )


def owed_of(run: PayRun) -> OwedOfRun:
    """What is still to be paid of one run. One question."""
    found = (
        owing()
        .filter(run=run)
        .aggregate(cents=Sum(F("net_cents") - F("paid"), default=0), people=Count("pk"))
    )
    return OwedOfRun(cents=found["cents"], people=found["people"])
