"""One project, requests for help, and what neighbours see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ledger.reports.places import other_places
from members.gate import member_of, open_page
from members.models import Cooperative, Member
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.actions.projects import add_quote, pay_for_project
from payroll.forms.funds import HelpForm, ProjectPaymentForm, QuoteForm
from payroll.house_rules.funds import PUBLIC_ACCOUNTS
from payroll.models import HelpRequest, Project
from payroll.reports.explained.funds import help_funds_explained, requests_explained
from payroll.reports.explained.projects import project_explained
from payroll.reports.explained.public import new_machines_explained, public_explained
from payroll.reports.funds import project_page
from payroll.reports.help import help_page, may_see
from payroll.reports.public import public_accounts
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, code: str) -> HttpResponse:
    """One machine or work: quotes, vote, payments, in use since."""
    found = get_object_or_404(Project.objects.select_related("motion"), code=code)
    actor, now = member_of(request), timezone.now()
    step = request.POST.get("step", "") if request.method == "POST" else ""
    quote = QuoteForm(request.POST if step == "quote" else None, prefix="quote")
    payment = ProjectPaymentForm(request.POST if step == "pay" else None, prefix="pay")
    form = {"quote": quote, "pay": payment}.get(step)
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        act: Any = add_quote if step == "quote" else pay_for_project
        try:
            act(code=code, **form.cleaned_data, actor=actor, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect("payroll:project", code=code)
    page = project_page(found)
    context: dict[str, Any] = {"page": page, "opened": project_explained(page)}
    context |= {"quote": quote, "payment": payment, "step": step}
    return render(request, "payroll/project_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def help_requests(request: HttpRequest) -> HttpResponse:
    """Ask a fund, and see how one's own request goes; whoever hears them answers, whoever pays pays."""
    actor, now = member_of(request), timezone.now()
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_help(**form.cleaned_data, actor=actor, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Asked. Only whoever hears requests reads it."))
            return redirect("payroll:help")
    return _help(request, actor, now, form=form)


def _help(request: HttpRequest, actor: Member, now: datetime, **more: Any) -> HttpResponse:
    page = help_page(actor, now=now, page=request.GET.get("page"))
    context = {
        "page": page,
        "funds": help_funds_explained(page.funds),
        "lines": requests_explained(page.lines),
    }
    context |= {"form": HelpForm(), "other_places": other_places()} | more
    return render(request, "payroll/help_page.html", context)


@require_POST
def help_step(request: HttpRequest, request_id: int, name: str) -> HttpResponse:
    """Grant, decline or pay one request; for whoever may not see it, it is not there. Refused, what was typed stays."""
    actor, now = member_of(request), timezone.now()
    get_object_or_404(HelpRequest.objects.filter(may_see(reader=actor, now=now)), pk=request_id)
    try:
        if name in ("grant", "decline"):
            answer_help(
                request_id=request_id,
                is_granted=name == "grant",
                answer=request.POST.get("answer", ""),
                actor=actor,
                now=now,
            )
        elif name == "pay":
            pay_help(request_id=request_id, out_of=request.POST.get("out_of", "bank"), actor=actor, now=now)
        else:
            raise Http404
    except Refused as refusal:
        refused = {"id": request_id, "answer": request.POST.get("answer", ""), "because": refusal.sentence}
        return _help(request, actor, now, refused=refused)
    return redirect("payroll:help")


@open_page
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Our accounts for neighbours, without signing in: what the assembly opened, and not there while it did not."""
    coop = Cooperative.objects.current()
    if coop is None:
        raise Http404
    today = coop.day_of(timezone.now())
    found = public_accounts(today=today)
    if found is None and request.user.is_authenticated:
        messages.info(
            request, _("The assembly did not open this page to neighbours. This is the rule that would.")
        )
        return redirect(f"/rules/{PUBLIC_ACCOUNTS.key}/")
    if found is None:
        raise Http404
    context = {
        "page": found,
        "amounts": public_explained(found, today=today),
        "machines": new_machines_explained(found),
    }
    return render(request, "payroll/public_page.html", context)
