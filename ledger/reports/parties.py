"""What is owed to whom: invoices with what is left of them, debts with their instalments, pay owed to members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from ledger.chart import LONG_DEBT, PAY_OWED
from ledger.models import Debt, Instalment, InstalmentPayment, Invoice, InvoicePayment, Posting
from ledger.reports.balances import balance, balances_by_member


@dataclass(frozen=True, kw_only=True)
class OpenInvoice:
    """An invoice and what is left of it, in its money and in ours."""

    invoice: Invoice
    paid: int
    left: int
    left_cents: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class DebtCard:
    """A debt as members read it."""

    debt: Debt
    instalments: list[tuple[Instalment, InstalmentPayment | None]]
    paid_cents: int
    """What was paid back, without interest."""
    left_cents: int
    interest_left_cents: int
    next_one: Instalment | None

    @property
    def motion_id(self) -> str:
        """The key of the motion that voted it, for its address."""
        return self.debt.voted.partition(":")[2]


@dataclass(frozen=True, kw_only=True)
class BackPay:
    """Pay that is owed to members, over the books."""

    whole_cents: int
    people: int
    by_member: dict[int, int]
    """Cents owed by member id."""
    own_cents: int
    own_lines: list[Posting]
    """The reader's own lines, latest first: what was owed and what was paid."""


def paid_of(invoice: Invoice) -> tuple[int, int]:
    """What was paid of an invoice in its money, and what that settled in ours; undone payments aside."""
    sums = InvoicePayment.objects.filter(invoice=invoice, entry__reversed_by=None).aggregate(
        paid=Sum("amount"), settled=Sum("settled_cents")
    )
    return sums["paid"] or 0, sums["settled"] or 0


def invoices_of(*, today: date, party_id: int | None = None, only_open: bool = False) -> list[OpenInvoice]:
    """Invoices that stand, the first due first, with what is left. One query."""
    found = Invoice.objects.filter(entry__reversed_by=None).select_related("party", "account", "entry")
    if party_id is not None:
        found = found.filter(party_id=party_id)
    stands = Q(payments__entry__reversed_by=None)
    found = found.annotate(
        paid_sum=Sum("payments__amount", filter=stands),
        settled_sum=Sum("payments__settled_cents", filter=stands),
    )
    rows = []
    for invoice in found:
        amount, cents = invoice.paid_sum or 0, invoice.settled_sum or 0
        left = invoice.amount - amount
        if left or not only_open:
            rows.append(
                OpenInvoice(
                    invoice=invoice,
                    paid=amount,
                    left=left,
                    left_cents=invoice.cents - cents,
                    is_late=bool(left) and invoice.due_on < today,
                )
            )
    return rows


def debt_cards(debt_id: int | None = None) -> list[DebtCard]:
    """Every debt that stands, or one, with its instalments and what is left of it. Three queries."""
    debts = Debt.objects.filter(entry__reversed_by=None).select_related("lender", "account", "entry")
    if debt_id is not None:
        debts = debts.filter(pk=debt_id)
    payments = {
        payment.instalment_id: payment
        for payment in InstalmentPayment.objects.filter(entry__reversed_by=None).select_related("entry")
    }
    parts: dict[int, list[Instalment]] = {}
    for part in Instalment.objects.order_by("debt_id", "number"):
        parts.setdefault(part.debt_id, []).append(part)
    cards = []
    for debt in debts:
        rows = [(part, payments.get(part.pk)) for part in parts.get(debt.pk, [])]
        waiting = [part for part, payment in rows if payment is None]
        paid = sum(part.principal_cents for part, payment in rows if payment is not None)
        cards.append(
            DebtCard(
                debt=debt,
                instalments=rows,
                paid_cents=paid,
                left_cents=debt.principal_cents - paid,
                interest_left_cents=sum(part.interest_cents for part in waiting),
                next_one=waiting[0] if waiting else None,
            )
        )
    return cards


def debt_in_books() -> int:
    """What the books say that we owe in the long run, in cents."""
    return -balance(LONG_DEBT)


def back_pay(*, reader_id: int | None) -> BackPay:
    """Pay owed to members and not paid yet. Two queries."""
    owed = {key: -cents for key, cents in balances_by_member(PAY_OWED).items()}
    lines = (
        Posting.objects.filter(account__code=PAY_OWED, member_id=reader_id or 0)
        .select_related("entry")
        .order_by("-entry__on", "-entry__number")
    )
    return BackPay(
        whole_cents=sum(owed.values()),
        people=sum(1 for cents in owed.values() if cents > 0),
        by_member=owed,
        own_cents=owed.get(reader_id, 0) if reader_id is not None else 0,
        own_lines=list(lines[:24]) if reader_id is not None else [],
    )
