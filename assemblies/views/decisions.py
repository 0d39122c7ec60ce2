"""The register of what was decided, and contesting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.carrying_out import carrier
from assemblies.forms import ContestForm, SettlementForm, first_error
from assemblies.models import Contest, Motion
from assemblies.reports.decisions import decisions as decided
from assemblies.reports.decisions import years_of_decisions
from assemblies.views.answering import done
from members.gate import member_of
from record.rules import Refused


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What we decided and holds, by date."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and 1900 < int(typed[:5]) < 10_000 else None
    page = decided(year=year, page=request.GET.get("page"))
    tasks = carrier().tasks_of([each.motion.pk for each in page], now=timezone.now())
    context = {
        "page": page,
        "lines": [(each, tasks.get(each.motion.pk, [])) for each in page],
        "year": year,
        "years": years_of_decisions(),
    }
    return render(request, "assemblies/decisions_page.html", context)


@require_POST
def contest(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Say why a decision should not stand."""
    from assemblies.views.motions import motion_page_of  # the page this form is part of

    reader = member_of(request)
    found = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    form = ContestForm(request.POST)
    if form.is_valid():
        try:
            contest_decision(
                motion_id=found.pk, reason=form.cleaned_data["reason"], actor=reader, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("You contest it. Everybody sees that, and why."))
            return redirect("assemblies:motion", motion_id=found.pk)
    return motion_page_of(request, found.pk, contest_form=form, problem=first_error(form))


@require_POST
def settle(request: HttpRequest, contest_id: int) -> HttpResponse:
    """Write down how a contest ended."""
    found = get_object_or_404(Contest, pk=contest_id)
    form = SettlementForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("assemblies:motion", motion_id=found.motion_id)
    return done(
        request,
        lambda: settle_contest(
            contest_id=found.pk,
            upheld=form.cleaned_data["upheld"] == "yes",
            settlement=form.cleaned_data["settlement"],
            actor=member_of(request),
            now=timezone.now(),
        ),
        then=f"/motions/{found.motion_id}/#contests",
        said=_("It is written down."),
    )
