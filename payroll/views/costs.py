"""What things cost by what the books say, made into cost sheets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ledger.money import BadNumber
from members.models import Cooperative
from payroll.forms.money import as_typed
from payroll.forms.production import FromBooksForm
from payroll.reports.costs import BooksSheet, from_books


@require_safe
def from_the_books(request: HttpRequest) -> HttpResponse:
    """Anybody works out what a month's books say of each product; whoever keeps the books writes the sheet."""
    form = FromBooksForm(request.GET if "lines" in request.GET else None)
    found: list[BooksSheet] = []
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            found = from_books(
                data["period"], data["lines"], hours=data["hours"], work=_("work, at the equal minute")
            )
        except BadNumber as problem:
            form.add_error(None, problem.said(get_language() or "es-ar"))
    sheets = [
        {
            "sheet": sheet,
            "typed": "\n".join(f"{line.text}: {as_typed(line.cents)}" for line in sheet.lines),
        }
        for sheet in found
    ]
    today = Cooperative.objects.here().day_of(timezone.now())
    return render(
        request, "payroll/from_books_page.html", {"form": form, "sheets": sheets, "today": today.isoformat()}
    )
