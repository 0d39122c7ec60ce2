"""The bank: files taken in, and movements given their account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ledger import actions
from ledger.bank_files import LARGEST_FILE
from ledger.forms import BankAccountForm, BankFileForm
from ledger.models import Account, BankLine
from ledger.reports.bank import with_memory
from ledger.rules import KEEP_BOOKS, may
from members.gate import member_of
from record.rules import Refused

LINES_A_PAGE = 20
LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """The bank's movements that wait for their account; by POST a file is taken in."""
    form = BankFileForm(request.POST, request.FILES) if request.method == "POST" else BankFileForm()
    if request.method == "POST" and form.is_valid():
        try:
            outcome = actions.import_bank_file(
                account=form.cleaned_data["account"],
                data=form.cleaned_data["file"].read(LARGEST_FILE + 1),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _what_came(outcome))
            return redirect("ledger:bank")
    return _bank_page(request, form=form)


@require_POST
def bank_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say what a movement was for; then the list is shown again, where the next one waits."""
    if line_id > LARGEST_ID:
        raise Http404
    line = get_object_or_404(BankLine, pk=line_id)
    form = BankAccountForm(request.POST)
    if form.is_valid():
        try:
            actions.classify_bank_line(
                line_id=line.pk,
                account=form.cleaned_data["account"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("account", refusal.sentence)
        else:
            messages.success(request, _("Entered: %(text)s.") % {"text": line.text})
            return redirect("ledger:bank")
    return _bank_page(request, form=BankFileForm(), wrong=line.pk, answer=form)


def _bank_page(request: HttpRequest, **more: Any) -> HttpResponse:
    waiting = BankLine.objects.filter(entry=None).select_related("account").order_by("on", "id")
    page = Paginator(waiting, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_memory(list(page.object_list)),
        "accounts": Account.objects.order_by("code"),
        "may_keep": may(member_of(request), KEEP_BOOKS, timezone.now()),
    }
    return render(request, "ledger/bank_page.html", context | more)


def _what_came(outcome: actions.BankImport) -> str:
    said = ngettext("%(new)s movement came in.", "%(new)s movements came in.", outcome.new) % {
        "new": outcome.new
    }
    if outcome.again:
        said += " " + ngettext(
            "%(again)s was here already.", "%(again)s were here already.", outcome.again
        ) % {"again": outcome.again}
    if outcome.left_out:
        lines = ", ".join(map(str, outcome.left_out[:10])) + ("…" if len(outcome.left_out) > 10 else "")
        said += " " + _("Lines that are no movements: %(lines)s.") % {"lines": lines}
    return said
