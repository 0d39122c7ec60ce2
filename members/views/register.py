"""The register of members, and the cards of those who need one."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from members import reports
from members.actions import ImportProblem, import_members, make_cards, set_share_of_time
from members.actions.register import KEEP_REGISTER
from members.forms import ImportForm, ShareOfTimeForm, WhichCardsForm
from members.gate import NotYours, member_of
from members.importing import Problem, read
from members.models import Cooperative, Member, Sector
from record.rules import Refused

A_PAGE = 50


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """Who we are, by sector, by name or number."""
    today = Cooperative.objects.here().day_of(timezone.now())
    words, sector = request.GET.get("q", ""), request.GET.get("sector", "")
    people = reports.register(on=today, words=words, sector=sector)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/members_page.html",
        {"page": page, "sectors": Sector.objects.all(), "sector": sector, "words": words},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, number: int) -> HttpResponse:
    """One member: their sector, since when they belong, and how much of a week they work.

    Whoever keeps the register writes the last down, for somebody else.
    """
    asker, now = member_of(request), timezone.now()
    found = get_object_or_404(Member.objects.select_related("sector"), number=min(number, 2**31 - 1))
    today = Cooperative.objects.here().day_of(now)
    form = ShareOfTimeForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            set_share_of_time(member_id=found.pk, actor=asker, now=now, **form.cleaned_data)
            return redirect("members:member", number=found.number)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    person = reports.person(found, on=today)
    if form is None and person.current and found.pk != asker.pk and asker.has_perm(KEEP_REGISTER):
        form = ShareOfTimeForm(
            initial={
                "part": person.share.part if person.share else None,
                "whole": person.share.whole if person.share else None,
                "from_on": today,
            }
        )
    return render(request, "members/member_page.html", {"person": person, "form": form, "today": today})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest) -> HttpResponse:
    """Print sign-in cards: for one person, a sector, or a list of numbers."""
    asker, now = member_of(request), timezone.now()
    if not asker.has_perm("members.issue_cards", now):
        raise NotYours("members.issue_cards")
    form = WhichCardsForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        people = Member.objects.here(on=Cooperative.objects.here().day_of(now))
        if form.cleaned_data["sector"]:
            people = people.filter(sector=form.cleaned_data["sector"])
        else:
            people = people.filter(number__in=numbers_in(form.cleaned_data["numbers"]))
        made = make_cards(member_ids=list(people.values_list("pk", flat=True)), actor=asker, now=now)
    context = {"form": form, "cards": made, "site": request.build_absolute_uri("/")[:-1]}
    return render(request, "members/cards_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Enter a whole register from a file, all or nothing."""
    asker, now = member_of(request), timezone.now()
    if not asker.has_perm("members.keep_register", now):
        raise NotYours(KEEP_REGISTER)
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    entered: int | None = None
    if request.method == "POST" and form.is_valid():
        today = Cooperative.objects.here().day_of(now)
        rows, problems = read(form.cleaned_data["file"].read(), today=today)
        if not problems:
            try:
                entered = len(import_members(rows=rows, actor=asker, now=now))
            except ImportProblem as refused:
                problems = refused.problems
            except Refused as refusal:
                problems = [Problem(line=0, reason=refusal.sentence)]
    context = {"form": form, "problems": problems[:200], "count": len(problems), "entered": entered}
    return render(request, "members/import_page.html", context)


def numbers_in(text: str) -> list[int]:
    """Member numbers out of "3, 5 8-12"; what is no number is left out; at most a thousand from one range."""
    found: list[int] = []
    for first, last in re.findall(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?", text):
        start = int(first)
        found += range(start, min(int(last or first), start + 999) + 1)
    return found[:2000]
