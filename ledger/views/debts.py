"""Debts: who lent, for what, by which motion, and how much is left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ledger import actions
from ledger.days import today
from ledger.forms import DebtForm, PayInstalmentForm
from ledger.models import Instalment
from ledger.reports.explained.debts import debt_explained, debts_explained, instalments_explained
from ledger.reports.parties import debt_cards, debt_in_books
from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of
from record.rules import Refused

LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD"])
def debts(request: HttpRequest) -> HttpResponse:
    """Every debt, with what is left of each and of all."""
    cards = debt_cards()
    context = {
        "cards": [(card, debt_explained(card)) for card in cards],
        "left": debts_explained(cards),
        "in_books": debt_in_books(),
        "may_keep": may(member_of(request), KEEP_BOOKS, timezone.now()),
    }
    return render(request, "ledger/debts_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_debt(request: HttpRequest) -> HttpResponse:
    """Write down a debt that the assembly voted."""
    reader = member_of(request)
    if request.method != "POST" and not may(reader, KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = DebtForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.take_debt(
                lender_id=int(said["lender"]),
                purpose=said["purpose"],
                motion_number=said["motion_number"],
                on=said["on"],
                principal_cents=said["principal"],
                interest_cents=said["interest"],
                interest_of_each=said["interest_of_each"],
                yearly_rate=said["yearly_rate"],
                way=said["way"],
                instalments=said["instalments"],
                first_on=said["first_on"],
                came_to=said["came_to"],
                key=str(said["key"]),
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ledger:debt", debt_id=made.pk)
    return render(request, "ledger/new_debt_page.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def debt(request: HttpRequest, debt_id: int) -> HttpResponse:
    """One debt with its instalments; by POST the one that the form names is paid, once."""
    card = next(iter(debt_cards(debt_id)), None) if debt_id <= LARGEST_ID else None
    if card is None:
        raise Http404
    reader = member_of(request)
    starts = {"on": today(), "instalment": card.next_one.number if card.next_one else None}
    form = PayInstalmentForm(request.POST if request.method == "POST" else None, initial=starts)
    if request.method == "POST" and form.is_valid():
        named = get_object_or_404(Instalment, debt=card.debt, number=form.cleaned_data["instalment"])
        try:
            actions.pay_instalment(
                instalment_id=named.pk,
                through=form.cleaned_data["through"],
                on=form.cleaned_data["on"],
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Instalment %(n)s is paid.") % {"n": named.number})
            return redirect("ledger:debt", debt_id=debt_id)
    context = {
        "card": card,
        "opened": debt_explained(card),
        "instalments": instalments_explained(card),
        "form": form,
        "may_keep": may(reader, KEEP_BOOKS, timezone.now()),
    }
    return render(request, "ledger/debt_page.html", context)
