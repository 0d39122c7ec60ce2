"""Writing on which folios of the book minutes are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assemblies.actions.folios import write_folios
from assemblies.forms import BookPagesForm
from assemblies.models import Minutes
from assemblies.reports.folios import folio_of, next_folio
from assemblies.rules.states import KEEP_MINUTES
from members.gate import member_of
from record.rules import Refused


def in_the_book(request: HttpRequest, minutes: Minutes) -> dict[str, Any]:
    """What the page of minutes shows of the book: the folios, or the form where the reader writes them."""
    written = folio_of(minutes)
    writes = written is None and minutes.approved_at is not None and member_of(request).has_perm(KEEP_MINUTES)
    return {
        "written": written,
        "book_form": BookPagesForm(initial={"first": next_folio()}) if writes else None,
    }


@require_POST
def write(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """They are pasted: from this page to that one."""
    from assemblies.views.minutes import minutes_page  # it shows the folios, and this is part of it

    found = get_object_or_404(
        Minutes.objects.select_related("assembly", "approved_by"), assembly_id=assembly_id
    )
    form = BookPagesForm(request.POST)
    if form.is_valid():
        try:
            write_folios(
                minutes_id=found.pk, **form.cleaned_data, actor=member_of(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is written on which folios they are. That never changes."))
            return redirect("assemblies:minutes", assembly_id=assembly_id)
    return minutes_page(request, found, book_form=form)
