"""The bank: files taken in, and movements given their account."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ledger import actions
from ledger.bank_files import LARGEST_FILE, first_rows
from ledger.forms import BankAccountForm, BankFileForm, ColumnsForm
from ledger.models import Account, BankLine, Entry, Paper, PaperKind
from ledger.reports.explained.bank import movement_explained
from ledger.reports.waiting import waiting_lines
from ledger.rules import KEEP_BOOKS, may
from members.gate import NotYours, member_of
from record.rules import Refused

LINES_A_PAGE = 20
LARGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """The bank's movements that wait for their account; by POST a file is kept, to see what it would bring."""
    form = BankFileForm(request.POST, request.FILES) if request.method == "POST" else BankFileForm()
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            paper = actions.keep_bank_file(
                account=form.cleaned_data["account"],
                data=uploaded.read(LARGEST_FILE + 1),
                name=uploaded.name,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ledger:bank_file", paper_id=paper.pk)
    return _bank_page(request, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def bank_file(request: HttpRequest, paper_id: int) -> HttpResponse:
    """What a bank's file would bring; by POST it comes in."""
    paper, data = _kept(request, paper_id)
    problem = ""
    if request.method == "POST":
        try:
            outcome = _imported(request, paper, data)
        except Refused as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _what_came(outcome))
            return redirect("ledger:bank")
    return _file_page(request, paper, data, problem=problem)


@require_POST
def bank_columns(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Say what each column of this bank's CSV is; then the file is shown again."""
    paper, data = _kept(request, paper_id)
    form = ColumnsForm(request.POST)
    if form.is_valid():
        try:
            actions.say_columns(
                account=paper.account.code if paper.account else "",
                columns=form.said(),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("We read this bank's files like this from now on."))
            return redirect("ledger:bank_file", paper_id=paper.pk)
    return _file_page(request, paper, data, columns_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def bank_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say what a movement was for; then the list is shown again, where the next one waits."""
    if line_id > LARGEST_ID:
        raise Http404
    line = get_object_or_404(BankLine, pk=line_id)
    if request.method != "POST":  # a page shown again from the address of what was refused
        return redirect("ledger:bank")
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
            return _back_to_the_page(request)
    return _bank_page(request, form=BankFileForm(), wrong=line.pk, answer=form)


@require_POST
def remembered(request: HttpRequest) -> HttpResponse:
    """Enter the movements that were ticked where their like went last time."""
    ids = [int(text) for text in request.POST.getlist("line") if text.isdecimal() and len(text) < 19]
    try:
        made = actions.classify_as_remembered(line_ids=ids, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _bank_page(request, form=BankFileForm(), problem=refusal.sentence)
    messages.success(
        request,
        ngettext("%(n)s movement was entered.", "%(n)s movements were entered.", len(made))
        % {"n": len(made)},
    )
    return _back_to_the_page(request)


@require_POST
def match(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say that a movement is in the books already."""
    if line_id > LARGEST_ID:
        raise Http404
    line = get_object_or_404(BankLine, pk=line_id)
    try:
        entry_id = uuid.UUID(request.POST.get("entry", ""))
        get_object_or_404(Entry, pk=entry_id)
        actions.match_bank_line(
            line_id=line.pk, entry_id=entry_id, actor=member_of(request), now=timezone.now()
        )
    except ValueError:
        raise Http404 from None
    except Refused as refusal:
        return _bank_page(request, form=BankFileForm(), problem=refusal.sentence)
    messages.success(request, _("It is in the books: %(text)s.") % {"text": line.text})
    return _back_to_the_page(request)


def _back_to_the_page(request: HttpRequest) -> HttpResponse:
    """The list again, on the page that one was on: the address of each form says which."""
    asked = request.GET.get("page", "")
    number = f"?page={asked}" if asked.isascii() and asked.isdecimal() and len(asked) < 7 else ""
    return redirect(reverse("ledger:bank") + number)


def _kept(request: HttpRequest, paper_id: int) -> tuple[Paper, bytes]:
    """A bank's file as it was given, for whoever keeps the books."""
    if not may(member_of(request), KEEP_BOOKS, timezone.now()):
        raise NotYours(KEEP_BOOKS)
    if paper_id > LARGEST_ID:
        raise Http404
    paper = get_object_or_404(Paper.objects.select_related("account"), pk=paper_id, kind=PaperKind.BANK)
    try:
        with paper.file.open("rb") as file:
            return paper, file.read()
    except OSError:
        raise Http404 from None


def _imported(
    request: HttpRequest, paper: Paper, data: bytes, *, dry_run: bool = False
) -> actions.BankImport:
    return actions.import_bank_file(
        account=paper.account.code if paper.account else "",
        data=data,
        name=paper.name,
        actor=member_of(request),
        now=timezone.now(),
        dry_run=dry_run,
    )


def _file_page(request: HttpRequest, paper: Paper, data: bytes, **more: Any) -> HttpResponse:
    outcome, problem = None, more.pop("problem", "")
    try:
        outcome = _imported(request, paper, data, dry_run=True)
    except Refused as refusal:
        problem = problem or refusal.sentence
    is_csv = paper.content_type == "text/csv"
    rows = first_rows(data) if is_csv else []
    context = {
        "paper": paper,
        "outcome": outcome,
        "problem": problem,
        "shown": outcome.rows[:LINES_A_PAGE] if outcome else [],
        "more": max(0, outcome.new - LINES_A_PAGE) if outcome else 0,
        "came_in": sum(row.cents for row in outcome.rows if row.cents > 0) if outcome else 0,
        "went_out": sum(row.cents for row in outcome.rows if row.cents < 0) if outcome else 0,
        "first_rows": rows,
        "is_csv": is_csv,
        "columns_form": ColumnsForm(),
    }
    return render(request, "ledger/bank_file_page.html", context | more)


def _bank_page(request: HttpRequest, **more: Any) -> HttpResponse:
    asked = request.GET.get("line", "")
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    waiting = waiting_lines(most=actions.MOST_LINES_AT_ONCE, ask=more.get("wrong", wanted))
    may_keep = may(member_of(request), KEEP_BOOKS, timezone.now())
    page = Paginator(waiting.asked, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, movement_explained(row.line, opens_file=may_keep)) for row in page.object_list],
        "waiting": waiting,
        "accounts": Account.objects.order_by("code"),
        "may_keep": may_keep,
        "is_open": waiting.known_lines <= LINES_A_PAGE,
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
