"""Pages around a convocation: who was told and how, and what the law wants done, with its proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assemblies.actions.legal import do_legal_task
from assemblies.actions.notices import give_notice
from assemblies.forms import NoticeForm, ProofForm
from assemblies.models import Assembly, LegalTask
from assemblies.reports.law import task_line
from assemblies.reports.notices import proof_of
from assemblies.rules.states import CHAIR, CONVOKE, KEEP_MINUTES, may
from members.gate import NotYours, member_of
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Who was told of an assembly and how; those still to be told, by sector, to print and walk round with."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    reader, now = member_of(request), timezone.now()
    if not any(may(reader, power, now) for power in (CONVOKE, CHAIR, KEEP_MINUTES)):
        raise NotYours(CONVOKE, CHAIR, KEEP_MINUTES)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = give_notice(assembly_id=found.pk, **form.cleaned_data, actor=reader, now=now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = ngettext("%(n)s member was written down.", "%(n)s members were written down.", new)
            messages.success(request, said % {"n": new})
            return redirect("assemblies:notices", assembly_id=found.pk)
    context = {"assembly": found, "proof": proof_of(found), "form": form}
    return render(request, "assemblies/notices_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def legal_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task of the law: what it is, until when, and its proof."""
    found = get_object_or_404(LegalTask.objects.select_related("assembly", "done_by"), pk=task_id)
    form = ProofForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            do_legal_task(
                task_id=found.pk,
                proof=form.cleaned_data["proof"],
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("assemblies:assembly", assembly_id=found.assembly_id)
    line = task_line(found, now=timezone.now())
    return render(request, "assemblies/legal_task_page.html", {"line": line, "form": form})
