"""The open books: every member reads them; whoever keeps them writes in them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger import actions
from ledger.bank_csv import LARGEST_FILE
from ledger.forms import BankAccountForm, BankFileForm, EntryForm, UndoForm
from ledger.models import Account, BankLine, Period
from ledger.reports import balance, balances, entries_of, entry_page, month_books, opened, period_shown
from ledger.reports.bank import with_memory
from ledger.rules import CLOSE_PERIOD, KEEP_BOOKS, Line, may
from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused

ENTRIES_A_PAGE = 30
LINES_A_PAGE = 20
LARGEST_ID = 2**63 - 1

CAUSES = {
    "payroll.payrun": "/pay/runs/{}/",
    "payroll.surplus": "/surplus/{}/",
    "assemblies.motion": "/motions/{}/",
    "ledger.entry": "/books/entries/{}/",
}
"""Where the thing that caused an entry is shown."""


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month: what came in, where it went, what was left."""
    asked = request.GET.get("period")
    period = period_shown(asked)
    if period is None and asked:
        raise Http404
    context = {"books": month_books(period) if period else None}
    return _kept_on_the_phone(render(request, "ledger/month_page.html", context))


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account and what is on it."""
    shown = [(row.account, row.account.sign * row.balance_cents) for row in balances()]
    return _kept_on_the_phone(render(request, "ledger/accounts_page.html", {"rows": shown}))


@require_safe
def account(request: HttpRequest, code: str) -> HttpResponse:
    """An account opened to its entries, of one month or of all."""
    found = get_object_or_404(Account, code=code)
    asked = request.GET.get("period")
    period = period_shown(asked) if asked else None
    if asked and period is None:
        raise Http404
    page = Paginator(entries_of(found, period), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "account": found,
        "period": period,
        "page": page,
        "rows": [(row.entry, found.sign * row.cents) for row in opened(list(page.object_list))],
        "balance": found.sign * balance(code, until=period.until_on if period else None),
    }
    return render(request, "ledger/account_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """An entry opened to its lines; by POST it is undone."""
    reader = member_of(request)
    page = entry_page(entry_id, reader_id=reader.pk)
    if page is None:
        raise Http404
    form = UndoForm(request.POST or None, initial={"on": _today(), "memo": page.entry.memo})
    if request.method == "POST" and form.is_valid():
        try:
            undone = actions.reverse_entry(
                entry_id=entry_id,
                on=form.cleaned_data["on"],
                memo=form.cleaned_data["memo"],
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Undone by entry %(number)s.") % {"number": undone.number})
            return redirect("ledger:entry", entry_id=undone.pk)
    may_undo = (
        page.undone_by is None
        and page.entry.reverses_id is None
        and may(member_of(request), KEEP_BOOKS, timezone.now())
    )
    context = {"page": page, "cause": _cause(page.entry.because), "form": form, "may_undo": may_undo}
    return render(request, "ledger/entry_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest) -> HttpResponse:
    """So much money from here to there, by whoever keeps the books.

    Whoever kept them when the page was opened and does not any more is told so, with what they typed.
    """
    if request.method != "POST" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise PermissionDenied
    form = EntryForm(request.POST if request.method == "POST" else None, initial={"on": _today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.enter_by_hand(
                on=said["on"],
                memo=said["memo"],
                key=str(said["key"]),
                lines=[
                    Line(account=said["to"], cents=said["amount"]),
                    Line(account=said["from_"], cents=-said["amount"]),
                ],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Entered with number %(number)s.") % {"number": made.number})
            return redirect("ledger:entry", entry_id=made.pk)
    return render(request, "ledger/new_entry_page.html", {"form": form})


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


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """The months, open and closed."""
    return _periods_page(request)


@require_POST
def close(request: HttpRequest, period_id: int) -> HttpResponse:
    """Close a month."""
    if period_id > LARGEST_ID:
        raise Http404
    period = get_object_or_404(Period, pk=period_id)
    try:
        actions.close_period(period_id=period.pk, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _periods_page(request, problem=refusal.sentence)
    messages.success(request, _("%(period)s is closed.") % {"period": period.said})
    return redirect("ledger:periods")


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


def _periods_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    found = list(Period.objects.select_related("closed_by").order_by("-from_on"))
    today = _today()
    may_close = may(member_of(request), CLOSE_PERIOD, timezone.now())
    next_to_close = next((each for each in reversed(found) if each.closed_at is None), None)
    if not may_close or (next_to_close and next_to_close.until_on > today):
        next_to_close = None
    context = {"periods": found, "next_to_close": next_to_close, "problem": problem}
    return render(request, "ledger/periods_page.html", context)


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


def _cause(because: str) -> str:
    """The address of what caused an entry, or nothing."""
    kind, _colon, key = because.partition(":")
    return CAUSES[kind].format(key) if kind in CAUSES and key else ""


def _today() -> date:
    return Cooperative.objects.get().day_of(timezone.now())


def _kept_on_the_phone(response: HttpResponse) -> HttpResponse:
    """A page that a phone may show again without signal."""
    response.headers["X-Offline"] = "yes"
    return response
