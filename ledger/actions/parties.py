"""Suppliers, customers and lenders: written down, their invoices entered and paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from ledger.actions.entries import enter_by_hand, moved_through, refuse_other_figures
from ledger.chart import CUSTOMERS, EXCHANGE_DIFFERENCES, SUPPLIERS
from ledger.models import Account, Direction, Entry, Invoice, InvoicePayment, Party
from ledger.reports.parties import paid_of
from ledger.rules import Line, invoices
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if


@dataclass(frozen=True, kw_only=True)
class OtherMoney:
    """The money of an invoice that is not in ours: its letters, the rate of the day, and where it was read."""

    currency: str
    rate: str
    source: str
    decimals: int = 2


@one_act_at_a_time
def write_party(
    *,
    party_id: int | None = None,
    name: str,
    is_supplier: bool = False,
    is_customer: bool = False,
    is_lender: bool = False,
    tax_number: str = "",
    note: str = "",
    actor: Member | None,
    now: datetime,
) -> Party:
    """Write down somebody we deal with, or write anew who they are."""
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id) if party_id else Party()
    refuse_if(
        invoices.why_not_party(
            name=name,
            note=f"{tax_number}{note}",
            is_anything=is_supplier or is_customer or is_lender,
            actor=actor,
            now=now,
        )
    )
    if Party.objects.filter(name=name.strip()).exclude(pk=party.pk).exists():
        raise Refused(_("%(name)s is written down already.") % {"name": name.strip()})

    party.name, party.tax_number, party.note = name.strip(), tax_number.strip()[:30], note.strip()
    party.is_supplier, party.is_customer, party.is_lender = is_supplier, is_customer, is_lender
    party.save()
    record(
        verb="ledger.party.written",
        subject=party,
        actor=actor,
        now=now,
        facts={
            "name": fingerprint(party.name),
            "supplier": is_supplier,
            "customer": is_customer,
            "lender": is_lender,
        },
    )
    return party


@one_act_at_a_time
def enter_invoice(
    *,
    party_id: int,
    direction: str,
    number: str,
    on: date,
    due_on: date,
    amount: int,
    account: str,
    other: OtherMoney | None = None,
    key: str,
    actor: Member | None,
    now: datetime,
) -> Invoice:
    """Enter an invoice: what a supplier asks of us ("bill") or we of a customer ("sale").

    `amount` is in the smallest parts of its money. In other money, the rate of its day makes our cents, once.
    `key` is the form's own, so that sending it twice enters it once.
    """
    coop = Cooperative.objects.get()
    party = Party.objects.get(pk=party_id)
    of = Account.objects.filter(code=account).first()
    currency = other.currency.upper().strip() if other else coop.currency
    decimals = other.decimals if other else coop.decimals
    rate = invoices.rate_of(other.rate) if other else Fraction(1)
    rate_source = other.source.strip()[:120] if other else ""
    there = (
        Invoice.objects.filter(entry__key=f"hand:invoice:{key}").select_related("entry", "account").first()
    )
    if there is not None:  # a second tap
        was = (there.party_id, there.direction, there.number, there.on, there.due_on, there.account.code)
        was_worth = (there.amount, there.currency, there.decimals, there.rate, there.rate_source)
        refuse_other_figures(
            there.entry,
            is_same=was == (party.pk, direction, number.strip(), on, due_on, account)
            and was_worth == (amount, currency, decimals, str(rate), rate_source),
        )
        return there
    refuse_if(
        invoices.why_not_invoice(
            direction=direction,
            is_supplier=party.is_supplier,
            is_customer=party.is_customer,
            account_kind=of.kind if of else None,
            number=number,
            amount=amount,
            currency=currency,
            rate=rate,
            rate_source=rate_source,
            on=on,
            due_on=due_on,
            today=coop.day_of(now),
            actor=actor,
            now=now,
        )
    )
    _refuse_again(party, direction, number)
    cents = invoices.in_our_cents(amount, rate or Fraction(1), theirs=decimals, ours=coop.decimals)
    if cents < 1:
        raise Refused(_("Write an amount above zero."))

    sign = 1 if direction == Direction.BILL else -1
    owed = SUPPLIERS if direction == Direction.BILL else CUSTOMERS
    entry = enter_by_hand(
        on=on,
        memo=f"{party.name} {number.strip()}"[:200],
        key=f"invoice:{key}",
        lines=[Line(account=account, cents=sign * cents), Line(account=owed, cents=-sign * cents)],
        actor=actor,
        now=now,
    )
    invoice = Invoice.objects.create(
        party=party,
        direction=direction,
        number=number.strip(),
        account_id=entry.postings.get(account__code=account).account_id,
        on=on,
        due_on=due_on,
        currency=currency,
        decimals=decimals,
        amount=amount,
        rate=str(rate),
        rate_on=on,
        rate_source=rate_source,
        cents=cents,
        entry=entry,
        entered_at=now,
        entered_by=actor,
    )
    record(
        verb="ledger.invoice.entered",
        subject=invoice,
        actor=actor,
        now=now,
        facts={
            "entry": entry.number,
            "direction": direction,
            "currency": currency,
            "amount": amount,
            "rate": str(rate),
            "cents": cents,
        },
    )
    return invoice


@one_act_at_a_time
def pay_invoice(
    *,
    invoice_id: int,
    amount: int,
    through: str,
    on: date,
    rate: str = "",
    rate_source: str = "",
    key: str,
    actor: Member | None,
    now: datetime,
) -> InvoicePayment:
    """Pay an invoice, all or a part, from or into a place of money.

    `amount` is in the invoice's money. In other money the rate of the day says what it cost; what differs from
    what was entered is a difference of exchange.
    """
    coop = Cooperative.objects.get()
    invoice = (
        Invoice.objects.select_for_update(no_key=True, of=("self",))
        .select_related("party")
        .get(pk=invoice_id)
    )
    ours = invoice.currency == coop.currency
    today_rate = Fraction(1) if ours else invoices.rate_of(rate)
    there = (
        InvoicePayment.objects.filter(entry__key=f"hand:invoice-paid:{key}").select_related("entry").first()
    )
    if there is not None:  # a second tap
        was = (there.invoice_id, there.amount, there.entry.on, there.rate, there.rate_source)
        same = was == (invoice.pk, amount, on, str(today_rate), rate_source.strip()[:120])
        refuse_other_figures(there.entry, is_same=same and moved_through(there.entry, through))
        return there
    paid, settled = paid_of(invoice)
    refuse_if(
        invoices.why_not_pay_invoice(
            is_undone=Entry.objects.filter(reverses_id=invoice.entry_id).exists(),
            left=invoice.amount - paid,
            part=amount,
            on=on,
            entered_on=invoice.on,
            rate=today_rate,
        )
    )
    if not ours and not rate_source.strip():
        raise Refused(_("Say where the rate was read, so that anybody can look it up."))
    if not Account.objects.filter(code=through).exclude(place="").exists():
        raise Refused(_("Choose an account of a bank or a cash box."))

    part = invoices.part_settled(
        amount=invoice.amount, cents=invoice.cents, paid=paid, settled=settled, part=amount
    )
    moved = (
        part
        if ours
        else invoices.in_our_cents(
            amount, today_rate or Fraction(1), theirs=invoice.decimals, ours=coop.decimals
        )
    )
    sign = 1 if invoice.direction == Direction.BILL else -1
    owed = SUPPLIERS if invoice.direction == Direction.BILL else CUSTOMERS
    lines = [
        Line(account=owed, cents=sign * part),
        Line(account=through, cents=-sign * moved),
        Line(account=EXCHANGE_DIFFERENCES, cents=sign * (moved - part)),
    ]
    entry = enter_by_hand(
        on=on,
        memo=f"{invoice.party.name} {invoice.number}"[:200],
        key=f"invoice-paid:{key}",
        lines=[line for line in lines if line.cents],
        actor=actor,
        now=now,
    )
    payment = InvoicePayment.objects.create(
        invoice=invoice,
        entry=entry,
        amount=amount,
        settled_cents=part,
        rate=str(today_rate),
        rate_source=rate_source.strip()[:120],
    )
    record(
        verb="ledger.invoice.paid",
        subject=invoice,
        actor=actor,
        now=now,
        facts={"entry": entry.number, "amount": amount, "settled": part, "rate": str(today_rate)},
    )
    return payment


def _refuse_again(party: Party, direction: str, number: str) -> None:
    again = (
        Invoice.objects.filter(
            party=party, direction=direction, number=number.strip(), entry__reversed_by=None
        )
        .select_related("entry")
        .first()
    )
    if again is not None:
        raise Refused(
            _("Invoice %(number)s is in the books already, as entry %(n)s.")
            % {"number": number.strip(), "n": again.entry.number}
        )
