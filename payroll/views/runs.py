"""Pay runs, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ledger.actions.periods import month_of
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.payments import pay_run
from payroll.actions.runs import abandon_run, compute_run, countersign_run, post_run, prepare_run
from payroll.models import PayRun
from payroll.reports import run_page
from payroll.views.payslips import as_pdf
from record.rules import Refused

STEPS: dict[str, Callable[..., PayRun]] = {
    "compute": compute_run,
    "countersign": countersign_run,
    "post": post_run,
    "pay": pay_run,
    "abandon": abandon_run,
}


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The pay of every month: how far it is, and how much."""
    today = Cooperative.objects.here().day_of(timezone.now())
    begun = PayRun.objects.exclude(state="abandoned").select_related("period").order_by("-from_on", "-pk")
    paid = {run.period.from_on for run in begun}
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    to_begin = [day for day in (last, today.replace(day=1)) if day not in paid]
    return render(request, "payroll/runs_page.html", {"runs": begun[:24], "to_begin": to_begin})


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Begin the pay of a month."""
    actor, now = member_of(request), timezone.now()
    try:
        day = date.fromisoformat(request.POST.get("month", ""))
        period = month_of(day=day, actor=actor, now=now)
        run = prepare_run(period_id=period.pk, actor=actor, now=now)
    except (ValueError, OverflowError):
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("payroll:runs")
    return redirect("payroll:run", run_id=run.pk)


@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One pay run: what it comes to, who signed, and what is next."""
    found = _run(run_id)
    page = run_page(found, page=request.GET.get("page"), everyone="all" in request.GET)
    return render(request, "payroll/run_page.html", {"page": page, "run": found})


@require_POST
def step(request: HttpRequest, run_id: int, name: str) -> HttpResponse:
    """Take one step with a pay run."""
    if name not in STEPS:
        raise Http404
    _run(run_id)
    try:
        done = STEPS[name](run_id=run_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if done.found_done:
            messages.info(request, _done_already(done, name))
    return redirect("payroll:run", run_id=run_id)


@require_GET
def slips_pdf(request: HttpRequest, run_id: int) -> HttpResponse:
    """Every payslip of a run in one file, for whoever prepares or pays it."""
    if not member_of(request).may_read("payroll.prepare_pay", timezone.now()):
        raise Http404
    found = _run(run_id)
    slips = list(found.payslips.select_related("member", "run__period").order_by("member__number"))
    if not slips:
        raise Http404
    return as_pdf(slips, f"{found.period.name}.pdf")


def _run(run_id: int) -> PayRun:
    return get_object_or_404(
        PayRun.objects.select_related(
            "period",
            "prepared_by",
            "countersigned_by",
            "entry",
            "payment_entry",
            "prepared_under__post",
            "countersigned_under__post",
        ),
        pk=run_id,
    )


def _done_already(run: PayRun, name: str) -> str:
    """Who was faster, from another window, and when: both see the same run."""
    entry = run.entry if name == "post" else run.payment_entry
    if entry is None or entry.posted_by is None:  # never so: a person's entry is what makes the step
        return ""
    said = {
        "name": entry.posted_by.name,
        "day": date_format(timezone.localtime(entry.posted_at), "SHORT_DATE_FORMAT"),
        "time": date_format(timezone.localtime(entry.posted_at), "TIME_FORMAT"),
    }
    posted = _(
        "%(name)s entered this pay in the books already, on %(day)s at %(time)s. Nothing was entered twice."
    )
    paid = _("%(name)s marked this pay as paid already, on %(day)s at %(time)s. Nothing was paid twice.")
    return (posted if name == "post" else paid) % said
