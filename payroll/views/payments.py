"""Payments: what left for whom, its file or sheet, what came back; and where each wants to be paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.reports.explained import line_of
from ledger.rules import KEEP_BOOKS
from members.gate import NotYours, member_of
from members.models import Cooperative
from payroll.actions.accounts import keep_pay_from, say_where_paid
from payroll.actions.advances import ask_deduction, end_deduction, give_advance
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.payments import confirm_payment, export_payment
from payroll.actions.signing import PAY, PREPARE, sees_nets, shows_each
from payroll.forms.pay import AdvanceForm, OwnDeductionForm, PayFromForm, PayToForm, as_kept
from payroll.models import Deduction, Payment, PaymentPart, PayTo, Way
from payroll.pdf import cash_sheet_pdf
from payroll.reports.explained.advances import left_explained
from payroll.reports.explained.deductions import own_deductions_explained
from payroll.reports.explained.payments import MADE, payment_explained
from payroll.reports.payments import (
    advances_given,
    arrears_of,
    brought_back,
    file_name,
    found_as,
    our_places,
    owed_by_run,
    pieces_of,
)
from payroll.rules.bank_orders import first_lines
from record.rules import Refused
from rotation.backends import powers_on_page
from rotation.reports.powers import reading_powers_of

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment, the latest first, and what is still owed of which pay."""
    made = Paginator(Payment.objects.order_by("-number"), 25).get_page(request.GET.get("page"))
    shows_nets = sees_nets(member_of(request), timezone.now())
    context = {"payments": made, "owed": owed_by_run(), "shows_nets": shows_nets}
    return render(request, "payroll/payments_page.html", context)


@require_GET
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One payment: what it paid the reader, or to whoever prepares, signs or pays all of it; its file; what came back."""
    found = _payment(payment_id)
    parts = found.parts.select_related(
        "payslip__member", "payslip__run", "bounce_entry", "bounce_line", "paid_again__payment"
    )
    reader = member_of(request)
    looks_at, does = (
        reading_powers_of(reader.pk, timezone.now()),
        powers_on_page(reader).get(reader.pk, set()),
    )
    shows_nets, keeps = shows_each(looks_at), KEEP_BOOKS in does
    if not shows_nets:
        parts = parts.filter(payslip__member=reader)
    shown = Paginator(parts.order_by("payslip__member__number", "pk"), 25).get_page(request.GET.get("page"))
    back = brought_back(found, shown) if keeps and PAY in looks_at else {}
    context = {
        "payment": found,
        "opened": payment_explained(found, shows_nets=shows_nets),
        "parts": shown,
        "only_mine": not shows_nets,
        "rows": [(part, back.get(part.cents, [])) for part in shown],
        "may_keep": keeps,
        "found_as": found_as(found) if keeps and PREPARE in looks_at else [],
    }
    return render(request, "payroll/payment_page.html", context)


@require_POST
def export(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Make the file of a payment; the second time the same one, and it says so."""
    _payment(payment_id)
    try:
        made = export_payment(payment_id=payment_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if made.found_done:
            messages.warning(request, _made_before(made))
    return redirect("payroll:payment", payment_id=payment_id)


@require_GET
def file(request: HttpRequest, payment_id: int) -> HttpResponse | StreamingHttpResponse:
    """The file for the bank, or the sheet to sign. Always the same bytes."""
    if not member_of(request).may_read(PAY, timezone.now()):
        raise Http404
    found = _payment(payment_id)
    if found.exported_at is None:
        raise Http404
    if found.parts.filter(pay_to__wiped_at__isnull=False).exists():
        messages.error(
            request,
            _("An account in this file was wiped: whoever it was of has left. It is not made again."),
        )
        return redirect("payroll:payment", payment_id=payment_id)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    if found.way == Way.CASH:
        return HttpResponse(cash_sheet_pdf(found), content_type="application/pdf", headers=headers)
    kind = "text/csv" if found.frozen.get("layout") else "application/xml"
    return StreamingHttpResponse(pieces_of(found), content_type=kind, headers=headers)


@require_POST
def confirm(request: HttpRequest, payment_id: int) -> HttpResponse:
    """It was found in the bank's list, or the sheet is signed."""
    _payment(payment_id)
    _say(
        request,
        lambda now: confirm_payment(
            payment_id=payment_id,
            what=request.POST.get("said", ""),
            line_id=_line(request),
            actor=member_of(request),
            now=now,
        ),
    )
    return redirect("payroll:payment", payment_id=payment_id)


@require_POST
def bounced(request: HttpRequest, part_id: int) -> HttpResponse:
    """The bank sent one person's part back."""
    part = get_object_or_404(PaymentPart, pk=part_id)
    _say(
        request,
        lambda now: bounce_part(
            part_id=part_id,
            because=request.POST.get("said", ""),
            line_id=_line(request),
            actor=member_of(request),
            now=now,
        ),
    )
    return redirect("payroll:payment", payment_id=part.payment_id)


@require_POST
def again(request: HttpRequest, part_id: int) -> HttpResponse:
    """Pay one person again what came back."""
    part = get_object_or_404(PaymentPart, pk=part_id)
    try:
        made = pay_again(part_id=part_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("payroll:payment", payment_id=part.payment_id)
    return redirect("payroll:payment", payment_id=made.pk)


@require_http_methods(GET_AND_POST)
def account(request: HttpRequest) -> HttpResponse:
    """Where my pay goes, what I am owed, and what I asked to be kept back."""
    reader, asked = member_of(request), request.POST.get("what")
    said = PayTo.objects.filter(member=reader, wiped_at=None).order_by("-pk").first()
    to_form = PayToForm(request.POST if asked == "account" else None, initial=_as_said(said))
    own_form = OwnDeductionForm(
        request.POST if asked == "deduction" else None, prefix="own", initial={"from_on": _today()}
    )
    if asked == "account" and to_form.is_valid():
        try:
            say_where_paid(**to_form.cleaned_data, actor=reader, now=timezone.now())
        except Refused as refusal:
            to_form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Written down. The next payment goes there."))
            return redirect("payroll:account")
    if asked == "deduction" and own_form.is_valid():
        try:
            ask_deduction(**own_form.cleaned_data, actor=reader, now=timezone.now())
        except Refused as refusal:
            own_form.add_error(None, refusal.sentence)
        else:
            return redirect("payroll:account")
    context = {
        "said": said,
        "to_form": to_form,
        "own_form": own_form,
        "arrears": arrears_of(reader),
        "deductions": own_deductions_explained(reader),
    }
    return render(request, "payroll/account_page.html", context)


@require_POST
def end_own(request: HttpRequest, deduction_id: int) -> HttpResponse:
    """End, from today, what I asked to be kept back."""
    get_object_or_404(Deduction, pk=deduction_id, member=member_of(request))
    _say(
        request,
        lambda now: end_deduction(
            deduction_id=deduction_id,
            until_on=Cooperative.objects.here().day_of(now),
            actor=member_of(request),
            now=now,
        ),
    )
    return redirect("payroll:account")


@require_http_methods(GET_AND_POST)
def advances(request: HttpRequest) -> HttpResponse:
    """Advances given, what is left of each, and the form to give one: for whoever pays."""
    reader = member_of(request)
    if request.method != "POST" and not reader.may_read(PAY, timezone.now()):
        raise NotYours(PAY)
    form = AdvanceForm(request.POST if request.method == "POST" else None, initial={"from_on": _today()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            give_advance(member_id=said.pop("number").pk, **said, actor=reader, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("payroll:advances")
    given = Paginator(advances_given(), 25).get_page(request.GET.get("page"))
    context = {"form": form, "advances": given, "rows": left_explained(list(given))}
    return render(request, "payroll/advances_page.html", context)


@require_http_methods(GET_AND_POST)
def our_accounts(request: HttpRequest) -> HttpResponse:
    """Every bank account and box of the books, those that pay leaves from, and how each bank wants its file."""
    reader = member_of(request)
    if request.method != "POST" and not reader.may_read(PAY, timezone.now()):
        raise NotYours(PAY)
    places = our_places()
    wanted = request.POST.get("books") or request.GET.get("books", "")
    chosen = next((each for each in places if str(each.account.pk) == wanted), None)
    form = PayFromForm(
        request.POST if request.method == "POST" else None,
        initial=as_kept(chosen.account, chosen.kept) if chosen and request.method != "POST" else None,
    )
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        said = form.cleaned_data
        names = ("holder", "account", "bank", "layout")
        try:
            keep_pay_from(
                **{name: said[name] for name in names},
                books_id=said["books"].pk,
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("payroll:our-accounts")
    if not reader.may_read(PAY, timezone.now()):
        raise NotYours(PAY)
    layout, coop = form.layout(), Cooperative.objects.here()
    lines = layout and first_lines(layout, currency=coop.currency, decimals=coop.decimals, on=_today())
    context = {"form": form, "places": places, "chosen": chosen, "lines": lines}
    return render(request, "payroll/our_accounts_page.html", context)


def _payment(payment_id: int) -> Payment:
    return get_object_or_404(
        Payment.objects.annotate(**line_of(f"payroll.payment:{payment_id}", MADE)).select_related(
            "pay_from__books", "entry", "made_by", "exported_by", "confirmed_by", "confirmed_line"
        ),
        pk=payment_id,
    )


def _line(request: HttpRequest) -> int | None:
    """The movement of the bank that was chosen; none where it is no number."""
    said = request.POST.get("line", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None


def _say(request: HttpRequest, act: Any) -> None:
    """Do something now; where it is refused, say why on the next page."""
    try:
        act(timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)


def _made_before(payment: Payment) -> str:
    """That this file was made already, by whom and when."""
    at: datetime = timezone.localtime(payment.exported_at)
    said = {
        "name": payment.exported_by.name if payment.exported_by else "",
        "day": date_format(at, "SHORT_DATE_FORMAT"),
        "time": date_format(at, "TIME_FORMAT"),
    }
    return (
        _("%(name)s made this file already, on %(day)s at %(time)s. It is the same file: send it once.")
        % said
    )


def _as_said(said: PayTo | None) -> dict[str, Any]:
    if said is None:
        return {}
    return {name: getattr(said, name) for name in ("way", "holder", "account", "bank")}


def _today() -> Any:
    return Cooperative.objects.here().day_of(timezone.now())
