"""The months, open and closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger import actions
from ledger.models import Period
from ledger.rules import CLOSE_PERIOD, may
from ledger.views.days import today
from members.gate import member_of
from record.rules import Refused

LARGEST_ID = 2**63 - 1


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


def _periods_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    found = list(Period.objects.select_related("closed_by").order_by("-from_on"))
    may_close = may(member_of(request), CLOSE_PERIOD, timezone.now())
    next_to_close = next((each for each in reversed(found) if each.closed_at is None), None)
    if not may_close or (next_to_close and next_to_close.until_on > today()):
        next_to_close = None
    context = {"periods": found, "next_to_close": next_to_close, "problem": problem}
    return render(request, "ledger/periods_page.html", context)
