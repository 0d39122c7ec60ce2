"""The transfers of a payment beside the bank's list, where the bank lists each by itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of
from payroll.actions.found_singly import find_transfers
from payroll.actions.signing import PREPARE
from payroll.actions.undoing_found import undo_confirmation, undo_found_transfer
from payroll.models import Payment, PaymentPart
from payroll.reports.found_singly import transfers_of
from record.rules import Refused

MOST_UNMATCHED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def transfers(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Which movement each transfer is: what is surely one in one tap, the rest chosen from those of its cents."""
    reader, now = member_of(request), timezone.now()
    payment = get_object_or_404(Payment.objects.select_related("entry"), pk=payment_id)
    if request.method != "POST" and not reader.may_read(PREPARE, now):
        raise NotYours(PREPARE)
    if request.method == "POST":
        try:
            find_transfers(
                payment_id=payment.pk,
                pairs=_pairs(request),
                all_sure="all_sure" in request.POST,
                actor=reader,
                now=now,
            )
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect(request.get_full_path())
        if not reader.may_read(PREPARE, now):
            raise NotYours(PREPARE)
    found, typed = transfers_of(payment), _pairs(request)
    shown = Paginator(found.rows, 25).get_page(request.GET.get("page"))
    sure = {} if typed else found.sure_pairs
    context = {
        "payment": payment,
        "transfers": found,
        "page": shown,
        "rows": [(row, (sure | typed).get(row.part.pk)) for row in shown],
        "unmatched": found.unmatched[:MOST_UNMATCHED],
        "more_unmatched": max(0, len(found.unmatched) - MOST_UNMATCHED),
        "may_undo": may(reader, KEEP_BOOKS, now),
    }
    return render(request, "payroll/transfers_page.html", context)


@require_POST
def another(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A transfer was another movement than the one it was found as: `found` is <its id>-<the movement's>."""
    part, _dash, line = request.POST.get("found", "").partition("-")
    there = get_object_or_404(PaymentPart, pk=_id(part), payment=payment_id)
    try:
        undo_found_transfer(part_id=there.pk, line_id=_id(line), actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Written down. The transfer and the movement wait again."))
    address, page = reverse("payroll:transfers", args=[payment_id]), _id(request.GET.get("page", ""))
    return redirect(f"{address}?page={page}" if page else address)


@require_POST
def another_payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A payment was not found as it was said: as another movement, or not at all."""
    there = get_object_or_404(Payment, pk=payment_id)
    line = request.POST.get("line", "")
    try:
        undo_confirmation(
            payment_id=there.pk,
            line_id=_id(line) if line else None,
            actor=member_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Written down. The payment waits to be found again."))
    return redirect("payroll:payment", payment_id=there.pk)


def _id(text: str) -> int:
    """The number of something; 0, which is nothing's, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _pairs(request: HttpRequest) -> dict[int, int]:
    """The movement chosen for each part: fields part-<id> with the id of a movement; what is no number is left out."""
    found: dict[int, int] = {}
    for name in request.POST:
        part, value = name.removeprefix("part-"), request.POST.get(name, "")
        if name != part and all(
            text.isascii() and text.isdigit() and len(text) < 19 for text in (part, value)
        ):
            found[int(part)] = int(value)
    return found
