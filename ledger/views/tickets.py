"""Tickets from the phone, and papers as downloads."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledger import actions
from ledger.days import today
from ledger.downloads import download_of
from ledger.forms import PictureForm, TicketForm
from ledger.models import Entry, Paper, PaperKind
from ledger.rules import KEEP_BOOKS, may
from ledger.rules.papers import MOST_BYTES
from members.gate import NotYours, member_of
from record.rules import Refused

LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def new_ticket(request: HttpRequest) -> HttpResponse:
    """Picture, amount, account: one form, and the ticket is in the books."""
    if request.method != "POST" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    starts = {"on": today(), "paid_from": request.GET.get("from", "")}
    form = TicketForm(request.POST, request.FILES) if request.method == "POST" else TicketForm(initial=starts)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.enter_ticket(
                on=said["on"],
                cents=said["amount"],
                account=said["account"],
                paid_from=said["paid_from"],
                memo=said["memo"],
                key=str(said["key"]),
                content=said["file"].read(MOST_BYTES + 1),
                name=said["file"].name,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Entered with number %(number)s.") % {"number": made.number})
            return redirect("ledger:entry", entry_id=made.pk)
    if request.method == "POST" and "file" in request.FILES:
        form.add_error("file", _("A picture is not kept here until all is right. Choose it again."))
    return render(request, "ledger/new_ticket_page.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def put_ticket(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Put the picture of its ticket to an entry."""
    entry = get_object_or_404(Entry, pk=entry_id)
    if request.method != "POST" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_ticket(
                entry_id=entry.pk,
                content=form.cleaned_data["file"].read(MOST_BYTES + 1),
                name=form.cleaned_data["file"].name,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The ticket is with its entry."))
            return redirect("ledger:entry", entry_id=entry.pk)
    return render(request, "ledger/put_ticket_page.html", {"form": form, "entry": entry})


@require_safe
def paper(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """A paper, to keep and open elsewhere. Tickets are everybody's to see; a bank's file is not."""
    if paper_id > LARGEST_ID:
        raise Http404
    found = get_object_or_404(Paper, pk=paper_id)
    if found.kind == PaperKind.BANK and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise Http404
    return download_of(found)
