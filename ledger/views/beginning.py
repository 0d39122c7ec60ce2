"""What there was when the co-operative began: asked once, on the open books."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ledger import actions
from ledger.chart import BANK, CASH, OURS_TOGETHER
from ledger.forms.beginning import BeginningForm
from ledger.models import Entry
from ledger.rules import KEEP_BOOKS, Line, may
from members.gate import NotYours, member_of
from members.models import Cooperative
from record.rules import Refused

KEY = "beginning"


@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: HttpRequest) -> HttpResponse:
    """What the bank and the box held on the day of the founding, as one entry; entered, it leads to that entry."""
    if request.method != "POST":
        if not may(member_of(request), KEEP_BOOKS, timezone.now()):
            raise NotYours(KEEP_BOOKS)
        there = Entry.objects.filter(key=f"hand:{KEY}").first()
        if there is not None:
            return redirect("ledger:entry", entry_id=there.pk)
    form = BeginningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        held = {BANK: form.cleaned_data["bank"], CASH: form.cleaned_data["cash"]}
        lines = [Line(account=account, cents=cents) for account, cents in held.items() if cents]
        coop = Cooperative.objects.founded()
        try:
            made = actions.enter_by_hand(
                on=coop.day_of(coop.founded_at),
                memo=_("What there was when we began"),
                key=KEY,
                lines=[*lines, Line(account=OURS_TOGETHER, cents=-sum(held.values()))],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Entered with number %(number)s.") % {"number": made.number})
            return redirect("ledger:entry", entry_id=made.pk)
    return render(request, "ledger/beginning_page.html", {"form": form})
