"""Undoing a payment that was written down wrongly."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ledger.models import Entry
from members.gate import NotYours, member_of
from payroll.actions.undoing_payments import undo_payment
from payroll.forms.undoing_payments import UndoPaymentForm
from payroll.rules.undoing import MAY_UNDO, kind_of_payment
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One payment by its entry: whoever pays or signs undoes it, saying why."""
    reader, now = member_of(request), timezone.now()
    entry = get_object_or_404(Entry.objects.select_related("posted_by", "reversed_by"), pk=entry_id)
    if kind_of_payment(entry.key) is None:
        raise Http404
    if request.method != "POST" and not any(reader.may_read(power, now) for power in MAY_UNDO):
        raise NotYours(MAY_UNDO[0])
    form = UndoPaymentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            undone = undo_payment(
                entry_id=entry.pk, because=form.cleaned_data["because"], actor=reader, now=now
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Undone by entry %(number)s.") % {"number": undone.number})
            return redirect("ledger:entry", entry_id=undone.pk)
    lines = entry.postings.select_related("account").order_by("id")
    context = {"entry": entry, "lines": lines, "form": form, "wrote_it": entry.posted_by_id == reader.pk}
    return render(request, "payroll/undo_payment_page.html", context)
