"""Pay, opened up: one's own, and a slip for whoever prepares, signs or pays."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.gate import member_of
from payroll.actions.signing import sees_nets
from payroll.models import PayRunState, Payslip
from payroll.pdf import payslips_pdf
from payroll.reports import my_pay, slip_page
from payroll.reports.explained.runs import gap_explained
from payroll.reports.pay import PUBLISHED
from payroll.reports.power import power_and_pay
from payroll.self_check import self_check_bundle


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I was paid last, and how it was worked out."""
    return render(request, "payroll/my_pay_page.html", {"mine": my_pay(member_of(request)), "is_own": True})


@require_GET
def power(request: HttpRequest) -> HttpResponse:
    """Whether holding a post changed what anybody was paid."""
    found = power_and_pay()
    context = {"found": found, "opened": gap_explained(found) if found is not None else None}
    return render(request, "payroll/power_page.html", context)


@require_GET
def slip(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One payslip, opened up."""
    found, is_own = _slip(request, slip_id)
    return render(request, "payroll/slip_page.html", {"page": slip_page(found), "is_own": is_own})


@require_GET
def slip_pdf(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One payslip, to print."""
    found, _is_own = _slip(request, slip_id)
    return as_pdf([found], f"{found.run.from_on:%Y-%m-%d}-{found.member.number}.pdf")


@require_GET
def self_check(request: HttpRequest) -> StreamingHttpResponse:
    """All my payslips, the record, and a small program that works them out again without this server."""
    member = member_of(request)
    headers = {"Content-Disposition": f'attachment; filename="check-{member.number}.zip"'}
    return StreamingHttpResponse(self_check_bundle(member), content_type="application/zip", headers=headers)


def _slip(request: HttpRequest, slip_id: int) -> tuple[Payslip, bool]:
    """One's own slip that is in the books, or any for whoever prepares, signs or pays; and whether it is one's own.

    Whoever signs a run looks at its slips before they are in the books. Anything else is not there.
    """
    reader = member_of(request)
    found = get_object_or_404(Payslip.objects.select_related("run__period", "member"), pk=slip_id)
    is_own = found.member_id == reader.pk
    if is_own and found.run.state in PUBLISHED:
        return found, True
    if found.run.state != PayRunState.ABANDONED and sees_nets(reader, timezone.now()):
        return found, is_own
    raise Http404


def as_pdf(slips: list[Payslip], name: str) -> HttpResponse:
    """Payslips as a file to look at or to print."""
    headers: dict[str, Any] = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(payslips_pdf(slips), content_type="application/pdf", headers=headers)
