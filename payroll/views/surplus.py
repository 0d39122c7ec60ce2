"""The surplus: worked out, proposed, shared."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ledger.money import BadNumber
from ledger.reports.places import other_places
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.losses import propose_loss
from payroll.actions.returns import pay_return_of_leaver
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.forms.surplus import LossForm, ProposeForm, SurplusForm
from payroll.models import Return, Surplus, SurplusState
from payroll.reports import surplus_page
from payroll.rules.law_packs import law_pack
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def surpluses(request: HttpRequest) -> HttpResponse:
    """Every surplus worked out, proposed or shared; and the form to work out another."""
    form = SurplusForm(request.POST or None, pack=law_pack(Cooperative.objects.here().law_pack))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = draft_surplus(
                name=data["name"],
                from_on=data["from_on"],
                until_on=data["until_on"],
                typed=form.typed(),
                key=str(data["form_key"] or ""),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        except BadNumber as problem:
            form.add_error(None, problem.said(get_language() or "es-ar"))
        else:
            return redirect("payroll:surplus", surplus_id=made.pk)
    return render(
        request, "payroll/surpluses_page.html", {"form": form, "surpluses": Surplus.objects.all()[:40]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def surplus(request: HttpRequest, surplus_id: int) -> HttpResponse:
    """One surplus, step by step with its articles, and my own part; it shares nothing until it is adopted."""
    found = get_object_or_404(Surplus.objects.select_related("motion", "entry"), pk=surplus_id)
    reader = member_of(request)
    asked = {name: request.GET[name] for name in ("reinvestment", "community") if request.GET.get(name)}
    trouble = ""
    try:
        page = surplus_page(found, reader=reader, what_if=asked, now=timezone.now())
    except BadNumber as problem:
        trouble = problem.said(get_language() or "es-ar")
        page = surplus_page(found, reader=reader)
    is_loss = found.result_cents < 0
    form = (
        LossForm(request.POST or None, pack=law_pack(found.pack))
        if is_loss
        else ProposeForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        words = {"title": data["title"], "text": data["text"]}
        try:
            if is_loss:
                motion = propose_loss(
                    surplus_id=found.pk,
                    reserve_cents=data.get("reserve_cents") or 0,
                    members_cents=data.get("members_cents") or 0,
                    actor=reader,
                    now=timezone.now(),
                    **words,
                )
            else:
                motion = propose_surplus(surplus_id=found.pk, actor=reader, now=timezone.now(), **words)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            if found.state != SurplusState.DRAFT:  # the form is not shown any more
                messages.error(request, refusal.sentence)
        else:
            return redirect(f"/motions/{motion.pk}/")
    context = {"page": page, "form": form, "asked": asked, "trouble": trouble, "key": uuid.uuid4()}
    if page.of_leavers:
        context["other_places"] = other_places()
    return render(request, "payroll/surplus_page.html", context)


@require_POST
def pay_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """Pay the part of somebody who left, who gets no payslip any more."""
    found = get_object_or_404(Return, pk=return_id)
    try:
        pay_return_of_leaver(
            return_id=found.pk,
            out_of=request.POST.get("out_of", "bank"),
            actor=member_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Written down."))
    return redirect("payroll:surplus", surplus_id=found.surplus_id)
