"""The open books: every member reads them; whoever keeps them writes in them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ledger import actions
from ledger.days import today
from ledger.forms import EntryForm, UndoForm
from ledger.models import Account, Entry
from ledger.reports import balances, entries_of, entry_page, month_books, opened, period_shown
from ledger.reports.explained.books import balance_explained, month_explained
from ledger.reports.months import MonthBooks
from ledger.rules import KEEP_BOOKS, Line, may
from ledger.undoing import undone_otherwise
from members.gate import NotYours, member_of
from record.rules import Refused

ENTRIES_A_PAGE = 30

CAUSES = {
    "payroll.payrun": "/pay/runs/{}/",
    "payroll.payment": "/pay/payments/{}/",
    "payroll.payslip": "/pay/payments/",
    "payroll.surplus": "/surplus/{}/",
    "payroll.helprequest": "/funds/",
    "payroll.sharerefund": "/shares/",
    "members.member": "/shares/",
    "assemblies.houserule": "/rules/",
    "assemblies.motion": "/motions/{}/",
    "ledger.entry": "/books/entries/{}/",
    "ledger.cashcount": "/books/cash/",
}
"""Where the thing that caused an entry is shown: itself, or the page it is on. Entries of a member are shares."""


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month: what came in, where it went, what was left."""
    asked = request.GET.get("period")
    period = period_shown(asked)
    if period is None and asked:
        raise Http404
    books = month_books(period) if period else None
    context = {
        "books": books,
        "opened": month_explained(books) if books else {},
        "may_begin": _may_begin(request, books),
    }
    return _kept_on_the_phone(render(request, "ledger/month_page.html", context))


def _may_begin(request: HttpRequest, books: MonthBooks | None) -> bool:
    """Whether whoever looks may say what there was when we began: they keep the books, and nothing is in them."""
    if books is not None and (books.ours or books.earlier):
        return False
    return may(member_of(request), KEEP_BOOKS, timezone.now()) and not Entry.objects.exists()


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
        "rows": [(row.entry, found.sign * row.cents, row.papers) for row in opened(list(page.object_list))],
        "balance": balance_explained(found, until=period.until_on if period else None),
    }
    return render(request, "ledger/account_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """An entry opened to its lines; by POST it is undone."""
    reader = member_of(request)
    page = entry_page(entry_id, reader_id=reader.pk)
    if page is None:
        raise Http404
    form = UndoForm(request.POST or None, initial={"on": today(), "memo": page.entry.memo})
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
    now = timezone.now()
    may_keep = may(reader, KEEP_BOOKS, now)
    stands = page.undone_by is None and page.entry.reverses_id is None
    otherwise = undone_otherwise(page.entry.key)
    undo_at = ""
    if otherwise is not None and any(reader.has_perm(power, now) for power in otherwise.powers):
        undo_at = otherwise.where.format(entry=entry_id)
    context = {
        "page": page,
        "cause": _cause(page.entry.because),
        "form": form,
        "may_keep": may_keep,
        "may_undo": may_keep and stands and otherwise is None,
        "undone_otherwise": otherwise.said if otherwise and (may_keep or undo_at) and stands else None,
        "undo_at": undo_at,
    }
    return render(request, "ledger/entry_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest) -> HttpResponse:
    """So much money from here to there, by whoever keeps the books.

    Whoever kept them when the page was opened and does not any more is told so, with what they typed.
    """
    if request.method != "POST" and not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    form = EntryForm(request.POST if request.method == "POST" else None, initial={"on": today()})
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


def _cause(because: str) -> str:
    """The address of what caused an entry, or nothing."""
    kind, _colon, key = because.partition(":")
    return CAUSES[kind].format(key) if kind in CAUSES and key else ""


def _kept_on_the_phone(response: HttpResponse) -> HttpResponse:
    """A page that a phone may show again without signal."""
    response.headers["X-Offline"] = "yes"
    return response
