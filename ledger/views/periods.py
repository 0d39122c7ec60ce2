"""The months, open and closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger import actions
from ledger.days import today
from ledger.models import Period
from ledger.reports.closing import bare_entries, closing_steps, months_there
from ledger.rules import CLOSE_PERIOD, may
from members.gate import member_of
from record.rules import Refused

LARGEST_ID = 2**63 - 1


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """The months, open and closed."""
    return _periods_page(request)


@require_safe
def closing(request: HttpRequest, period_id: int) -> HttpResponse:
    """What is missing before a month is closed, one link each."""
    return _closing_page(request, _found(period_id))


@require_safe
def bare(request: HttpRequest, period_id: int) -> HttpResponse:
    """Costs of a month without their ticket."""
    period = _found(period_id)
    return render(request, "ledger/bare_page.html", {"period": period, "entries": bare_entries(period)})


@require_POST
def close(request: HttpRequest, period_id: int) -> HttpResponse:
    """Close a month."""
    period = _found(period_id)
    try:
        actions.close_period(
            period_id=period.pk,
            actor=member_of(request),
            now=timezone.now(),
            looked_at=request.POST.get("looked_at") == "yes",
        )
    except Refused as refusal:
        return _closing_page(request, period, problem=refusal.sentence)
    messages.success(request, _("%(period)s is closed.") % {"period": period.said})
    return redirect("ledger:periods")


def _found(period_id: int) -> Period:
    if period_id > LARGEST_ID:
        raise Http404
    return get_object_or_404(Period, pk=period_id)


def _closing_page(request: HttpRequest, period: Period, problem: str = "") -> HttpResponse:
    steps = closing_steps(period)
    context = {
        "period": period,
        "steps": steps,
        "problem": problem,
        "missing": sum(1 for step in steps if not step.is_done),
        "not_done": [step for step in steps if not step.is_done and not step.must],
        "may_close": (
            may(member_of(request), CLOSE_PERIOD, timezone.now())
            and period.closed_at is None
            and period.until_on <= today()
            and all(step.is_done for step in steps if step.must)
        ),
    }
    return render(request, "ledger/closing_page.html", context)


def _periods_page(request: HttpRequest) -> HttpResponse:
    months = months_there()
    may_close = may(member_of(request), CLOSE_PERIOD, timezone.now())
    open_ones = [row.period for row in reversed(months) if row.period and row.period.closed_at is None]
    next_to_close = open_ones[0] if open_ones else None
    if not may_close or (next_to_close and next_to_close.until_on > today()):
        next_to_close = None
    return render(request, "ledger/periods_page.html", {"months": months, "next_to_close": next_to_close})
