"""Members' shares: one's own account and statement, and the queue of those asked back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.gate import member_of
from members.models import Cooperative
from payroll.actions.shares import ask_refund, pay_in_shares, pay_refunds, subscribe_shares
from payroll.forms.shares import AskBackForm, PayInForm, PayRefundsForm, SubscribeForm
from payroll.house_rules.shares import SHARES
from payroll.reports.explained.shares import (
    acts_of,
    ceiling_explained,
    movements_explained,
    places_explained,
    sums_explained,
    to_come_explained,
)
from payroll.reports.refunds import latest_given_back, refund_queue
from payroll.reports.shares import share_account, statement
from payroll.share_pdf import statement_pdf
from record.rules import Refused

STEPS: dict[str, tuple[type[forms.Form], Callable[..., Any]]] = {
    "subscribe": (SubscribeForm, subscribe_shares),
    "pay-in": (PayInForm, pay_in_shares),
    "ask-back": (AskBackForm, ask_refund),
    "give-back": (PayRefundsForm, pay_refunds),
}
"""What whoever keeps the books or pays can write down here."""


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My shares: what I put in, what is due, every movement."""
    today = Cooperative.objects.here().day_of(timezone.now())
    member = member_of(request)
    account = share_account(member, today=today)
    subscriptions = list(member.share_subscriptions.select_related("rule__motion"))
    acts = acts_of(account, subscriptions)
    context = {
        "account": account,
        "sums": sums_explained(account, subscriptions, acts),
        "to_come": to_come_explained(account),
        "movements": list(zip(account.movements, movements_explained(account.movements, acts), strict=True)),
    }
    return render(request, "payroll/my_shares_page.html", context)


@require_safe
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """My account in a year, to print."""
    if not 1900 < year < 2200:
        raise Http404
    member = member_of(request)
    name = f'inline; filename="{member.number}-{year}.pdf"'
    return HttpResponse(
        statement_pdf(statement(member, year)),
        content_type="application/pdf",
        headers={"Content-Disposition": name},
    )


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask my shares back."""
    member = member_of(request)
    try:
        ask_refund(member_id=member.pk, actor=member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Asked. Your place is in the queue below."))
    return redirect("payroll:my-shares")


@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: HttpRequest) -> HttpResponse:
    """The house rule and the queue; whoever keeps the books or pays writes down what happens."""
    actor, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    step = request.POST.get("step", "")
    made = {name: form(prefix=name) for name, (form, _act) in STEPS.items()}
    if request.method == "POST":
        if step not in STEPS:
            raise Http404
        form_class, act = STEPS[step]
        form = made[step] = form_class(request.POST, prefix=step)
        if form.is_valid():
            try:
                act(**form.given(), actor=actor, now=now)  # type: ignore[attr-defined]
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("Written down."))
                return redirect("payroll:shares")
    queue = refund_queue(today=today)
    context = {
        "rule": SHARES.say(queue.rule),
        "ceiling": ceiling_explained(queue),
        "places": places_explained(queue),
        "subscribe": made["subscribe"],
        "pay_in": made["pay-in"],
        "ask_back": made["ask-back"],
        "give_back": made["give-back"],
        "given_back": latest_given_back(),
        "step": step,
        "reader": actor,
    }
    return render(request, "payroll/shares_page.html", context)
