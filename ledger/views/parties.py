"""Suppliers, customers and lenders, and their invoices."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledger import actions
from ledger.days import today
from ledger.forms import InvoiceForm, PartyForm, PayInvoiceForm
from ledger.models import Invoice, Party
from ledger.reports.explained.owed import back_pay_explained, invoices_explained, side_explained
from ledger.reports.parties import back_pay, invoices_of, paid_of
from ledger.rules import KEEP_BOOKS, may
from ledger.rules.invoices import decimals_of
from members.gate import NotYours, member_of
from members.models import Cooperative, Member
from record.rules import Refused

LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest) -> HttpResponse:
    """Whom we deal with and what is left to pay on each side; by POST somebody is written down."""
    form = PartyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_party(**form.cleaned_data, actor=member_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ledger:party", party_id=made.pk)
    rows = invoices_of(today=today(), only_open=True)
    we_owe = [row for row in rows if row.invoice.direction == "bill"]
    they_owe = [row for row in rows if row.invoice.direction == "sale"]
    context = {
        "parties": Party.objects.all(),
        "sides": [
            (we_owe, side_explained("we-owe", _("We owe"), we_owe)),
            (they_owe, side_explained("they-owe", _("We are owed"), they_owe)),
        ],
        "form": form,
        "may_keep": may(member_of(request), KEEP_BOOKS, timezone.now()),
    }
    return render(request, "ledger/parties_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Somebody we deal with, with their invoices; by POST an invoice is entered."""
    found = _found(party_id)
    starts = {"on": today(), "due_on": today(), "direction": "bill" if found.is_supplier else "sale"}
    form = InvoiceForm(request.POST) if request.method == "POST" else InvoiceForm(initial=starts)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        coop = Cooperative.objects.here()
        theirs = said["currency"].upper().strip() not in ("", coop.currency)
        other = actions.OtherMoney(
            currency=said["currency"],
            rate=said["rate"],
            source=said["rate_source"],
            decimals=decimals_of(said["currency"]),
        )
        try:
            made = actions.enter_invoice(
                party_id=found.pk,
                direction=said["direction"],
                number=said["number"],
                on=said["on"],
                due_on=said["due_on"],
                amount=said["amount"],
                account=said["account"],
                other=other if theirs else None,
                key=str(said["key"]),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Entered with number %(number)s.") % {"number": made.entry.number})
            return redirect("ledger:party", party_id=found.pk)
    context = {
        "party": found,
        "rows": invoices_explained(invoices_of(today=today(), party_id=found.pk)),
        "form": form,
        "may_keep": may(member_of(request), KEEP_BOOKS, timezone.now()),
    }
    return render(request, "ledger/party_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pay_invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Pay an invoice, or write down that it was paid to us."""
    if invoice_id > LARGEST_ID:
        raise Http404
    invoice = get_object_or_404(Invoice.objects.select_related("party"), pk=invoice_id)
    reader = member_of(request)
    if request.method != "POST" and not may(reader, KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = PayInvoiceForm(
        request.POST if request.method == "POST" else None,
        initial={"on": today()},
        decimals=invoice.decimals,
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.pay_invoice(
                invoice_id=invoice.pk, **(said | {"key": str(said["key"])}), actor=reader, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Paid: %(number)s.") % {"number": invoice.number})
            return redirect("ledger:party", party_id=invoice.party_id)
    paid, _settled = paid_of(invoice)
    context = {"invoice": invoice, "left": invoice.amount - paid, "form": form}
    context["is_ours"] = invoice.currency == Cooperative.objects.here().currency
    return render(request, "ledger/pay_invoice_page.html", context)


@require_safe
def owed_to_members(request: HttpRequest) -> HttpResponse:
    """Pay that is owed to us and not paid yet: all of it to everybody, each line to whoever it is owed."""
    reader = member_of(request)
    found = back_pay(reader_id=reader.pk)
    people = Member.objects.in_bulk(found.by_member) if may(reader, KEEP_BOOKS, timezone.now()) else {}
    rows = sorted(
        (people[key].number, people[key], cents) for key, cents in found.by_member.items() if people
    )
    opened = back_pay_explained(found, reader_id=reader.pk)
    context = {"back": found, "opened": opened, "rows": rows}
    return render(request, "ledger/back_pay_page.html", context)


def _found(party_id: int) -> Party:
    if party_id > LARGEST_ID:
        raise Http404
    return get_object_or_404(Party, pk=party_id)
