"""Who is in office and how often, what each of us carried, which posts too few of us know."""

from __future__ import annotations

from fractions import Fraction

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.gate import member_of
from members.models import Cooperative, Member
from rotation.charts import strip_of_many, strip_of_person
from rotation.forms.seeing import OtherDecayForm
from rotation.reports.burden import burden_page, other_decay
from rotation.reports.in_office import ORDERS, ordered, power_page
from rotation.reports.trained import trained_page
from rotation.rules.burden import Decay

A_PAGE = 25


@require_GET
def seen(request: HttpRequest) -> HttpResponse:
    """Who is in office, for how long and how often: all of us, by sector, in any order."""
    page = power_page(on=Cooperative.objects.here().day_of(timezone.now()))
    asked = {name: request.GET.get(name, "") for name in ("sector", "who")}
    by = request.GET.get("sort", "")
    by = by if by in ORDERS else next(iter(ORDERS))
    people = Paginator(ordered(page.people, by=by, **asked), A_PAGE).get_page(request.GET.get("page"))
    most = max((max(line.months, default=0) for line in page.sectors), default=0)
    return render(
        request,
        "rotation/seen_page.html",
        {
            "seen": page,
            "page": people,
            "rows": [(one, strip_of_person(one.months)) for one in people],
            "sectors": [(line, strip_of_many(line.months, most=most)) for line in page.sectors],
            "by": by,
            "orders": list(ORDERS),
            **asked,
        },
    )


@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """The same drawings in figures: how many of each sector were in office, month by month."""
    page = power_page(on=Cooperative.objects.here().day_of(timezone.now()))
    rows = [
        (month, [(line, line.months[nth]) for line in page.sectors])
        for nth, month in reversed(list(enumerate(page.months)))
    ]
    return render(request, "rotation/seen_months_page.html", {"seen": page, "rows": rows})


@require_GET
def burden(request: HttpRequest, number: int) -> HttpResponse:
    """What one of us carried, as turns are levelled by it: every line, and what made it so."""
    member = get_object_or_404(Member.objects.select_related("sector"), number=min(number, 2**31 - 1))
    return _burden(request, member)


@require_GET
def my_burden(request: HttpRequest) -> HttpResponse:
    """Mine."""
    return _burden(request, member_of(request))


def _burden(request: HttpRequest, member: Member) -> HttpResponse:
    page = burden_page(member, on=Cooperative.objects.here().day_of(timezone.now()))
    return render(request, "rotation/burden_page.html", {"page": page})


@require_GET
def trained(request: HttpRequest) -> HttpResponse:
    """Which posts too few of us know, and who could learn them next."""
    page = trained_page(on=Cooperative.objects.here().day_of(timezone.now()))
    return render(request, "rotation/trained_page.html", {"page": page})


@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """What everybody's figure would be if the past counted otherwise. It changes nothing."""
    on = Cooperative.objects.here().day_of(timezone.now())
    form = OtherDecayForm(request.GET if "months" in request.GET else None)
    decay = None
    if form.is_valid():
        asked = form.cleaned_data
        decay = Decay(window_months=asked["months"], yearly=Fraction(asked["percent"], 100))
    found = other_decay(on=on, decay=decay)
    if not form.is_bound:
        in_force = {"months": found.now.window_months, "percent": int(found.now.yearly * 100)}
        form = OtherDecayForm(initial=in_force)
    return render(
        request,
        "rotation/what_if_page.html",
        {
            "form": form,
            "found": found,
            "page": Paginator(found.rows, A_PAGE).get_page(request.GET.get("page")),
        },
    )
