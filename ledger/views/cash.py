"""Cash boxes: what is in them, who counted, and counting again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger import actions
from ledger.actions.cash import why_not_me
from ledger.forms import NotesForm
from ledger.models import Account, CashCount, Place
from ledger.reports.balances import balances
from ledger.reports.explained.cash import count_explained
from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of
from record.rules import Refused

LARGEST_ID = 2**63 - 1
COUNTS_SHOWN = 12


@require_safe
def boxes(request: HttpRequest) -> HttpResponse:
    """Every cash box with what the books say is in it, and its latest counts."""
    counts: dict[int, list[CashCount]] = {}
    found = CashCount.objects.filter(dropped_at=None).select_related("first_by", "second_by")
    for count in found.order_by("-first_at")[:100]:
        counts.setdefault(count.account_id, []).append(count)
    rows = [
        (
            row.account,
            row.balance_cents,
            [(each, count_explained(each)) for each in counts.get(row.account.pk, [])[:COUNTS_SHOWN]],
        )
        for row in balances()
        if row.account.place == Place.CASH
    ]
    return render(request, "ledger/cash_page.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, code: str) -> HttpResponse:
    """Count a box: first by whoever keeps the books, then by another of us."""
    box = get_object_or_404(Account, code=code, place=Place.CASH)
    reader = member_of(request)
    waiting = (
        CashCount.objects.filter(account=box, second_at=None, dropped_at=None)
        .select_related("first_by")
        .first()
    )
    if waiting is None and request.method != "POST" and not may(reader, KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = NotesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if waiting is None:
                actions.count_cash(account=box.code, notes=form.notes(), actor=reader, now=timezone.now())
            else:
                waiting = actions.confirm_cash(
                    count_id=waiting.pk, notes=form.notes(), actor=reader, now=timezone.now()
                )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if waiting is None:
                messages.success(request, _("Counted. Now another of us counts it."))
            else:
                messages.success(request, _("Counted by two."))
            return redirect("ledger:cash")
    mine = waiting is not None and waiting.first_by_id == reader.pk
    why_not = why_not_me(count=waiting, actor=reader, now=timezone.now()) if waiting and not mine else None
    context = {"box": box, "waiting": waiting, "mine": mine, "why_not": why_not, "form": form}
    return render(request, "ledger/count_page.html", context)


@require_POST
def drop(request: HttpRequest, count_id: int) -> HttpResponse:
    """Leave a count that nobody confirmed."""
    if count_id > LARGEST_ID:
        raise Http404
    found = get_object_or_404(CashCount.objects.select_related("account"), pk=count_id)
    try:
        actions.drop_count(count_id=found.pk, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Dropped. Count it again."))
    return redirect("ledger:cash")
