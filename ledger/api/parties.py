"""Whom we deal with, their invoices, debts and pay owed, as JSON."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from ledger import actions
from ledger.api.shapes import Cents, Code, EntryOut, Id, Problem, entries_out, me, router
from ledger.days import today
from ledger.models import Instalment, Invoice, Party
from ledger.reports.parties import DebtCard, OpenInvoice, back_pay, debt_cards, invoices_of
from ledger.rules.interest import rate_in_a_hundred
from record.paging import Page


class PartyIn(Schema):
    name: str = Field(max_length=120)
    is_supplier: bool = False
    is_customer: bool = False
    is_lender: bool = False
    tax_number: str = Field("", max_length=30)


class PartyOut(PartyIn):
    id: int


class PartyList(Schema):
    count: int
    items: list[PartyOut]


class OtherMoneyIn(Schema):
    currency: str = Field(max_length=3)
    rate: str = Field(max_length=30)
    """Our money for one of theirs: "1450.50" or "2901/2"."""
    source: str = Field(max_length=120)
    decimals: int = Field(2, ge=0, le=3)


class InvoiceIn(Schema):
    """`amount` in the smallest parts of its money. `key` is yours: sending it again enters it once."""

    key: uuid.UUID
    party: Id
    direction: Literal["bill", "sale"]
    number: str = Field(max_length=40)
    on: date
    due_on: date
    amount: Cents
    account: Code
    other: OtherMoneyIn | None = None


class InvoiceOut(Schema):
    id: int
    party: int
    direction: str
    number: str
    on: date
    due_on: date
    currency: str
    amount: int
    rate: str
    rate_source: str
    cents: int
    left: int
    """In the invoice's money."""
    left_cents: int
    entry: uuid.UUID


class InvoiceList(Schema):
    count: int
    items: list[InvoiceOut]


class PaymentIn(Schema):
    key: uuid.UUID
    amount: Cents
    through: Code
    on: date
    rate: str = Field("", max_length=30)
    rate_source: str = Field("", max_length=120)


class DebtIn(Schema):
    key: uuid.UUID
    lender: Id
    purpose: str = Field(max_length=200)
    motion_number: int | None = Field(None, ge=1, lt=2**31)
    on: date
    principal_cents: Cents
    interest_cents: Cents = 0
    instalments: int = Field(ge=1, le=480)
    first_on: date
    interest_of_each: list[Cents] = Field([], max_length=480)
    """What each instalment costs, where the lender's own sheet says so; they add up to the interest in all."""
    yearly_percent: str = Field("", max_length=30)
    """The rate of a year in a hundred ("45", "45.5"), where the interest is worked out from it; then no other is."""
    way: Literal["", "principal", "instalment"] = ""
    """What is the same each month at that rate: the principal, or the whole instalment."""
    came_to: str = Field("", max_length=24)


class InstalmentOut(Schema):
    id: int
    number: int
    due_on: date
    principal_cents: int
    interest_cents: int
    entry: uuid.UUID | None


class DebtOut(Schema):
    id: int
    lender: int
    purpose: str
    motion: int | None
    on: date
    principal_cents: int
    left_cents: int
    instalments: list[InstalmentOut]


class DebtList(Schema):
    count: int
    items: list[DebtOut]


class PayInstalmentIn(Schema):
    through: Code
    on: date


class BackPayOut(Schema):
    """What is owed to all of us, to how many, and to you."""

    whole_cents: int
    people: int
    own_cents: int


@router.get("/ledger/parties", response=PartyList, summary="Suppliers, customers and lenders")
def list_parties(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found = Party.objects.all()
    return {"count": found.count(), "items": list(found[page.part])}


@router.post(
    "/ledger/parties", response={201: PartyOut, 409: Problem}, summary="Write down somebody we deal with"
)
def write_party(request: HttpRequest, said: PartyIn) -> Status[Party]:
    return Status(201, actions.write_party(**said.dict(), actor=me(request), now=timezone.now()))


@router.get("/ledger/invoices", response=InvoiceList, summary="Invoices, the first due first")
def list_invoices(
    request: HttpRequest, page: Query[Page], party: Id | None = None, is_open: bool = False
) -> dict[str, Any]:
    rows = invoices_of(today=today(), party_id=party, only_open=is_open)
    return {"count": len(rows), "items": [_invoice(row) for row in rows[page.part]]}


@router.post(
    "/ledger/invoices", response={201: InvoiceOut, 404: Problem, 409: Problem}, summary="Enter an invoice"
)
def enter_invoice(request: HttpRequest, said: InvoiceIn) -> Status[dict[str, Any]]:
    about = said.dict(exclude={"other", "party", "key"})
    get_object_or_404(Party, pk=said.party)
    made = actions.enter_invoice(
        **about,
        party_id=said.party,
        other=actions.OtherMoney(**said.other.dict()) if said.other else None,
        key=str(said.key),
        actor=me(request),
        now=timezone.now(),
    )
    return Status(201, _one(made))


@router.post(
    "/ledger/invoices/{invoice_id}/payments",
    response={201: InvoiceOut, 404: Problem, 409: Problem},
    summary="Pay an invoice, all or a part",
)
def pay_invoice(request: HttpRequest, invoice_id: Id, said: PaymentIn) -> Status[dict[str, Any]]:
    invoice = get_object_or_404(Invoice, pk=invoice_id)
    actions.pay_invoice(
        invoice_id=invoice.pk, **(said.dict() | {"key": str(said.key)}), actor=me(request), now=timezone.now()
    )
    return Status(201, _one(invoice))


@router.get("/ledger/debts", response=DebtList, summary="Debts with their instalments and what is left")
def list_debts(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    cards = debt_cards()
    return {"count": len(cards), "items": [_debt(card) for card in cards[page.part]]}


@router.post(
    "/ledger/debts", response={201: DebtOut, 404: Problem, 409: Problem}, summary="Write a voted debt down"
)
def take_debt(request: HttpRequest, said: DebtIn) -> Status[dict[str, Any]]:
    get_object_or_404(Party, pk=said.lender)
    about = said.dict(exclude={"lender", "key", "yearly_percent"})
    about["yearly_rate"] = rate_in_a_hundred(said.yearly_percent)
    made = actions.take_debt(
        **about, lender_id=said.lender, key=str(said.key), actor=me(request), now=timezone.now()
    )
    return Status(201, _debt(debt_cards(made.pk)[0]))


@router.post(
    "/ledger/instalments/{instalment_id}/pay",
    response={201: EntryOut, 404: Problem, 409: Problem},
    summary="Pay an instalment of a debt",
)
def pay_instalment(request: HttpRequest, instalment_id: Id, said: PayInstalmentIn) -> Status[dict[str, Any]]:
    found = get_object_or_404(Instalment, pk=instalment_id)
    paid = actions.pay_instalment(
        instalment_id=found.pk, through=said.through, on=said.on, actor=me(request), now=timezone.now()
    )
    return Status(201, entries_out([paid.entry], me(request))[0])


@router.get("/ledger/back-pay", response=BackPayOut, summary="Pay owed to us and not paid yet")
def show_back_pay(request: HttpRequest) -> Any:
    return back_pay(reader_id=me(request).pk)


def _one(invoice: Invoice) -> dict[str, Any]:
    rows = invoices_of(today=today(), party_id=invoice.party_id)
    return _invoice(next(row for row in rows if row.invoice.pk == invoice.pk))


def _invoice(row: OpenInvoice) -> dict[str, Any]:
    names = ("direction", "number", "on", "due_on", "currency", "amount", "rate", "rate_source", "cents")
    return {
        "id": row.invoice.pk,
        "party": row.invoice.party_id,
        **{name: getattr(row.invoice, name) for name in names},
        "left": row.left,
        "left_cents": row.left_cents,
        "entry": row.invoice.entry_id,
    }


def _debt(card: DebtCard) -> dict[str, Any]:
    return {
        "id": card.debt.pk,
        "lender": card.debt.lender_id,
        "purpose": card.debt.purpose,
        "motion": card.debt.motion_number,
        "on": card.debt.on,
        "principal_cents": card.debt.principal_cents,
        "left_cents": card.left_cents,
        "instalments": [
            {
                "id": part.pk,
                "number": part.number,
                "due_on": part.due_on,
                "principal_cents": part.principal_cents,
                "interest_cents": part.interest_cents,
                "entry": payment.entry_id if payment else None,
            }
            for part, payment in card.instalments
        ],
    }
