"""Pay runs, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ledger.reports.explained import line_of
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.corrections import correct_pay
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import (
    abandon_run,
    close_run,
    compute_run,
    countersign_run,
    post_run,
    prepare_pay,
)
from payroll.actions.signing import PAY, PREPARE, sees_nets
from payroll.forms.pay import CorrectForm, PayOutForm
from payroll.forms.refusals import RefuseRunForm
from payroll.models import BOOKED, PayRun, PayRunState, Payslip
from payroll.pdf import IN_ONE_FILE, slips_in_parts
from payroll.reports import run_page
from payroll.reports.explained.runs import run_explained, slip_explained
from payroll.reports.own_lines import own_lines
from payroll.reports.refusals import refusal_of
from payroll.reports.run_money import run_money, there_is, there_is_for
from payroll.reports.runs import days_to_begin
from payroll.views.payslips import as_pdf
from record.rules import Refused
from rotation.backends import powers_on_page

STEPS: dict[str, Callable[..., PayRun]] = {
    "compute": compute_run,
    "countersign": countersign_run,
    "post": post_run,
    "pay": pay_run,
    "abandon": abandon_run,
    "close": close_run,
}


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The pay of every month, fortnight or week: how far it is, and how much."""
    today = Cooperative.objects.here().day_of(timezone.now())
    begun = PayRun.objects.exclude(state="abandoned").select_related("member").order_by("-from_on", "-pk")
    reader, now = member_of(request), timezone.now()
    may_begin = reader.has_perm(PREPARE, now)
    to_begin = days_to_begin(today) if may_begin else []
    context = {"runs": begun[:40], "to_begin": to_begin, "shows_nets": sees_nets(reader, now)}
    return render(request, "payroll/runs_page.html", context)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Begin the pay of the month, fortnight or week that a day is in."""
    try:
        day = date.fromisoformat(request.POST.get("month", ""))
        run = prepare_pay(on=day, actor=member_of(request), now=timezone.now())
    except (ValueError, OverflowError):
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("payroll:runs")
    return redirect("payroll:run", run_id=run.pk)


@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One pay run: what it comes to, who signed, and what is next."""
    return run_shown(request, run_id)


def run_shown(request: HttpRequest, run_id: int, *, refuse_form: RefuseRunForm | None = None) -> HttpResponse:
    """The page of a run; with what was typed in a form of it that was not taken."""
    reader, now = member_of(request), timezone.now()
    shows_nets, powers = sees_nets(reader, now), powers_on_page(reader)
    pays = PAY in powers.get(reader.pk, ())
    found = _run(run_id, **(there_is() if pays else {}))
    pays = pays and found.state in (PayRunState.POSTED, PayRunState.PAID)
    money = run_money(found, and_before=pays) if shows_nets and found.state in BOOKED else None
    lines = own_lines(found, reader=reader, at=now, shows_nets=shows_nets, powers=powers)
    page = run_page(
        found,
        page=request.GET.get("page"),
        everyone="all" in request.GET,
        own=lines.own,
        shows_nets=shows_nets,
        money=money,
    )
    context = {
        "page": page,
        "run": found,
        "opened": run_explained(
            found,
            each_cents=page.each_cents,
            kept_cents=getattr(found, "kept_cents", 0),
            equal_cents=getattr(found, "equal_cents", 0),
            owed_cents=page.owed.cents,
            before=page.before,
            ways=money.ways if money is not None and money.is_known else None,
        ),
        "there": there_is_for(found, money) if money is not None and pays and page.owed.cents else None,
        "rows": [
            (slip, slip_explained(slip, found, cents=slip.paid_cents, shows_nets=shows_nets))
            for slip in page.others
        ],
        "own_lines": lines,
        "refusal": refusal_of(found) if shows_nets else None,
        "refuse_form": refuse_form or RefuseRunForm(),
        "pay_form": PayOutForm(),
        "correct_form": CorrectForm(),
    }
    return render(request, "payroll/run_page.html", context)


@require_POST
def correct(request: HttpRequest, run_id: int) -> HttpResponse:
    """Work one person's pay out again, in a run of its own."""
    _run(run_id)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(said) for errors in form.errors.values() for said in errors))
        return redirect("payroll:run", run_id=run_id)
    try:
        made = correct_pay(
            run_id=run_id,
            member_id=form.cleaned_data["number"].pk,
            actor=member_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("payroll:run", run_id=run_id)
    return redirect("payroll:run", run_id=made.pk)


@require_POST
def step(request: HttpRequest, run_id: int, name: str) -> HttpResponse:
    """Take one step with a pay run."""
    if name not in STEPS:
        raise Http404
    _run(run_id)
    about: dict[str, Any] = {}
    if name == "pay":
        form = PayOutForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(said) for errors in form.errors.values() for said in errors))
            return redirect("payroll:run", run_id=run_id)
        if form.cleaned_data["available"] is not None:
            about = {"available_cents": form.cleaned_data["available"], "key": form.cleaned_data["key"]}
    try:
        done = STEPS[name](run_id=run_id, actor=member_of(request), now=timezone.now(), **about)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if done.found_done:
            messages.info(request, _done_already(done, name))
    return redirect("payroll:run", run_id=run_id)


@require_GET
def slips_pdf(request: HttpRequest, run_id: int) -> HttpResponse | StreamingHttpResponse:
    """Every payslip of a run: one PDF, or where we are very many a ZIP of them, sent while it is made."""
    if not member_of(request).may_read(PREPARE, timezone.now()):
        raise Http404
    found = _run(run_id)
    if not found.people:
        raise Http404
    name = f"{found.from_on:%Y-%m-%d}"
    if found.people > IN_ONE_FILE:
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
        return StreamingHttpResponse(slips_in_parts(found), content_type="application/zip", headers=headers)
    slips = list(found.payslips.select_related("member", "run__period").order_by("member__number"))
    return as_pdf(slips, f"{name}.pdf")


def _run(run_id: int, **more: Any) -> PayRun:
    """A run with what all of it keeps back (`kept_cents`), gives in equal parts (`equal_cents`) and is before anything
    is kept back (`gross_cents`), and its latest line of the record, in one question."""
    slips = Payslip.objects.filter(run=OuterRef("pk")).order_by().values("run")
    kept = Coalesce(Subquery(slips.annotate(cents=Sum("withheld_cents")).values("cents")), 0)
    equal = Coalesce(Subquery(slips.annotate(cents=Sum("equal_cents")).values("cents")), 0)
    return get_object_or_404(
        PayRun.objects.annotate(
            kept_cents=kept,
            equal_cents=equal,
            gross_cents=F("total_cents") + kept,
            **line_of(f"payroll.payrun:{run_id}"),
            **more,
        ).select_related(
            "period",
            "member",
            "prepared_by",
            "countersigned_by",
            "entry",
            "payment_entry",
            "prepared_under__post",
            "countersigned_under__post",
            "refusal__by",
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
