"""Pages of plans: what holds and what is proposed, a plan by months, one seat in full."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused
from rotation import plan_words, solver
from rotation.actions.looking_further import ANSWERED, STAGE, ask_solver, is_proved, steps_of
from rotation.actions.planning import acknowledge_plan, make_plan
from rotation.models import PlanKind
from rotation.reports import plans as reports
from rotation.rules.plans import ASSIGN


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What holds now, what is proposed, and a button for whoever hands out duties."""
    now = timezone.now()
    page = reports.plans_page(on=Cooperative.objects.here().day_of(now))
    may_plan = member_of(request).has_perm(ASSIGN, now)
    return render(
        request, "rotation/plans_page.html", {"page": page, "may_plan": may_plan, "kinds": PlanKind.choices}
    )


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Work a plan out."""
    try:
        made = make_plan(kind=request.POST.get("kind", ""), actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("rotation:plans")
    if solver.is_here() and not is_proved(made):
        ask_solver(plan_id=made.pk, actor=member_of(request), now=timezone.now())
    messages.success(request, _("The plan is worked out. It holds once the assembly adopts it."))
    return redirect("rotation:plan", plan_id=made.pk)


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan by months, or my seats of it; what it changed, and whether a better one may exist."""
    reader, now = member_of(request), timezone.now()
    page = reports.plan_page(
        plan_id,
        reader=reader,
        month=request.GET.get("month", ""),
        mine="mine" in request.GET,
        on=Cooperative.objects.here().day_of(now),
    )
    if page is None:
        raise Http404
    steps = steps_of(page.plan) if page.plan.adopted_at is None else []
    context = {
        "page": page,
        "seats": [(seat, plan_words.why_picked(seat.because)) for seat in page.seats],
        "stages": plan_words.stage_lines(page.plan.stages),
        "looks": bool(steps) and steps[-1].verb != ANSWERED,
        "looked_at": sum(step.verb == STAGE for step in steps),
        "answer": next((step.facts for step in steps if step.verb == ANSWERED), None),
        "mine": "mine" in request.GET,
    }
    return render(request, "rotation/plan_page.html", context)


@require_POST
def seen(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say that I have seen the turns of mine that changed."""
    _known(plan_id)
    try:
        acknowledge_plan(plan_id=plan_id, actor=member_of(request), now=timezone.now())
        messages.success(request, _("Noted: you have seen it."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:plan", plan_id=plan_id)


@require_safe
def seat(request: HttpRequest, plan_id: int, seat_id: int) -> HttpResponse:
    """One seat: why this person, why not me, what would fill it, and what if I took it."""
    reader = member_of(request)
    found = reports.seat_of(plan_id, seat_id)
    if found is None:
        raise Http404
    asks = "take" in request.GET
    context = {
        "seat": found,
        "plan": found.plan,
        "why": plan_words.why_picked(found.because),
        "mine": reports.standing_of(found, reader),
        "proof": plan_words.proof_said(found.plan.stages),
        "if_i": reports.what_if_of(found, reader) if asks else None,
    }
    if found.member_id is None:
        names = reports.named_in(found.because)
        context["stopped"] = plan_words.stopped_lines(found.because)
        context["ways"] = plan_words.way_lines(found.because, post=found.post.code, names=names)
    return render(request, "rotation/planned_seat_page.html", context)


def _known(plan_id: int) -> None:
    if not reports.plans().filter(pk=plan_id).exists():
        raise Http404
