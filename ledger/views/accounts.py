"""Accounts: every one of them, one opened to its entries, and one more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ledger import actions
from ledger.forms import AccountForm
from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Open one more bank account, cash box, or thing that money goes to or comes from."""
    if request.method != "POST" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind, _colon, place = form.cleaned_data["what"].partition(":")
        try:
            opened = actions.open_account(
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                kind=kind,
                place=place,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Opened: %(name)s.") % {"name": opened.said})
            return redirect("ledger:account", code=opened.code)
    return render(request, "ledger/new_account_page.html", {"form": form})
