"""Machines and works: wanted, voted, in use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gate import member_of
from members.models import Cooperative
from payroll.actions.costs import list_project
from payroll.forms.projects import ProjectForm, as_listed
from payroll.models import Project
from payroll.reports.explained.funds import fund_explained
from payroll.reports.funds import reinvestment_fund
from record.rules import Refused


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
    today = Cooperative.objects.here().day_of(timezone.now())
    fund = reinvestment_fund(today=today)
    context = {
        "projects": listed,
        "form": form,
        "before": before,
        "fund": fund,
        "opened": fund_explained(fund, today=today),
    }
    return render(request, "payroll/projects_page.html", context)
