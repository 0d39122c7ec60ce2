"""Pages about pay and surplus, and about what things cost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger.actions.periods import month_of
from ledger.models import Period
from ledger.money import BadNumber
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.costs import list_project, write_cost_sheet
from payroll.actions.runs import abandon_run, compute_run, countersign_run, pay_run, post_run, prepare_run
from payroll.actions.set_asides import set_aside_month
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.forms import CostSheetForm, ProjectForm, ProposeForm, SurplusForm, as_listed, next_sheet
from payroll.models import PayRun, Payslip, Project, Surplus, SurplusState
from payroll.pdf import payslips_pdf
from payroll.reports import my_pay, run_page, slip_page, surplus_page
from payroll.reports.costs import sheets_in_force
from payroll.reports.pay import PUBLISHED
from payroll.reports.power import power_and_pay
from record.rules import Refused

STEPS: dict[str, Callable[..., PayRun]] = {
    "compute": compute_run,
    "countersign": countersign_run,
    "post": post_run,
    "pay": pay_run,
    "abandon": abandon_run,
}


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I was paid last, and how it was worked out."""
    return render(request, "payroll/my_pay_page.html", {"mine": my_pay(member_of(request))})


@require_GET
def power(request: HttpRequest) -> HttpResponse:
    """Whether holding a post changed what anybody was paid."""
    return render(request, "payroll/power_page.html", {"found": power_and_pay()})


@require_GET
def slip(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One payslip of mine, opened up."""
    found = _my_slip(request, slip_id)
    return render(request, "payroll/slip_page.html", {"page": slip_page(found)})


@require_GET
def slip_pdf(request: HttpRequest, slip_id: int) -> HttpResponse:
    """One payslip of mine, to print."""
    found = _my_slip(request, slip_id)
    return _pdf([found], f"{found.run.period.name}-{found.member.number}.pdf")


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The pay of every month: how far it is, and how much."""
    today = Cooperative.objects.here().day_of(timezone.now())
    begun = PayRun.objects.exclude(state="abandoned").select_related("period").order_by("-period__from_on")
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
    return _pdf(slips, f"{found.period.name}.pdf")


@require_GET
def set_asides(request: HttpRequest) -> HttpResponse:
    """What each month's result was set aside for."""
    periods = (
        Period.objects.filter(set_asides__isnull=False)
        .distinct()
        .prefetch_related("set_asides")
        .order_by("-from_on")[:24]
    )
    waiting = Period.objects.filter(
        set_asides__isnull=True, closed_at__isnull=True, until_on__lte=timezone.localdate()
    ).order_by("from_on")
    return render(request, "payroll/set_asides_page.html", {"periods": periods, "waiting": waiting[:6]})


@require_POST
def set_aside(request: HttpRequest, period_id: int) -> HttpResponse:
    """Set a month's result aside by the house rule."""
    get_object_or_404(Period, pk=period_id)
    try:
        set_aside_month(period_id=period_id, actor=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("payroll:set-asides")


@require_http_methods(["GET", "HEAD", "POST"])
def surpluses(request: HttpRequest) -> HttpResponse:
    """Every surplus worked out, proposed or shared; and the form to work out another."""
    form = SurplusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        typed = {name: data[name] for name in ("non_member_share", "reinvestment", "community")}
        try:
            made = draft_surplus(
                name=data["name"],
                from_on=data["from_on"],
                until_on=data["until_on"],
                typed=typed,
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
        page = surplus_page(found, reader=reader, what_if=asked)
    except BadNumber as problem:
        trouble = problem.said(get_language() or "es-ar")
        page = surplus_page(found, reader=reader)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            motion = propose_surplus(
                surplus_id=found.pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            if found.state != SurplusState.DRAFT:  # the form is not shown any more
                messages.error(request, refusal.sentence)
        else:
            return redirect(f"/motions/{motion.pk}/")
    context = {"page": page, "form": form, "asked": asked, "trouble": trouble, "key": uuid.uuid4()}
    return render(request, "payroll/surplus_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest) -> HttpResponse:
    """What one of each thing costs, line by line, and its price; whoever keeps the books writes it here."""
    sheets = sheets_in_force(on=Cooperative.objects.here().day_of(timezone.now()))
    before = next((sheet for sheet in sheets if sheet.product.code == request.GET.get("code")), None)
    form = CostSheetForm(
        request.POST if request.method == "POST" else None, initial=next_sheet(before) if before else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = write_cost_sheet(**form.cleaned_data, actor=member_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = {"name": made.product.name, "day": date_format(made.in_force_from, "DATE_FORMAT")}
            messages.success(request, _("Written: what %(name)s costs from %(day)s.") % said)
            return redirect("payroll:products")
    shown = [(sheet, sheet.price_cents - sheet.total_cents) for sheet in sheets]
    return render(request, "payroll/products_page.html", {"sheets": shown, "form": form, "before": before})


@require_http_methods(["GET", "HEAD", "POST"])
def projects(request: HttpRequest) -> HttpResponse:
    """Machines and works: wanted, voted, in use; whoever keeps the books keeps the list."""
    listed = list(Project.objects.select_related("motion"))
    code = request.POST.get("code") or request.GET.get("code")
    before = next((project for project in listed if project.code == code), None)
    form = ProjectForm(
        request.POST if request.method == "POST" else None, initial=as_listed(before) if before else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = list_project(**form.cleaned_data, actor=member_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("On the list: %(name)s.") % {"name": made.name})
            return redirect("payroll:projects")
    return render(request, "payroll/projects_page.html", {"projects": listed, "form": form, "before": before})


def _my_slip(request: HttpRequest, slip_id: int) -> Payslip:
    """One's own slip that is in the books; anything else is not there."""
    return get_object_or_404(
        Payslip.objects.select_related("run__period", "member"),
        pk=slip_id,
        member=member_of(request),
        run__state__in=PUBLISHED,
    )


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


def _pdf(slips: list[Payslip], name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(payslips_pdf(slips), content_type="application/pdf", headers=headers)
