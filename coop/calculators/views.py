"""The pages where anybody redoes the sums: no script, no sign-in, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assemblies.rules.decision import outcome
from assemblies.rules.decision_words import sentence
from coop.calculators.forms import DecisionForm, SplitForm, SurplusForm, language
from ledger.money import format_money
from members.gate import open_page
from payroll.rules.surplus import Waterfall, waterfall

A_VOTE = {
    "threshold": "1/2", "comparison": "more_than", "base": "present", "quorum": "1/2",
    "quorum_comparison": "more_than", "tie": "falls", "roll": 300, "present": 215, "in_favour": 95,
    "against": 80, "abstaining": 30,
}  # fmt: skip
A_POOL = {"total": "1000", "method": "equal_carry", "members": "Ana 1\nBeto 1\nCarla 1"}
A_YEAR = {"pack": "AR", "result": "1000000"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a sum as it is shown."""

    label: str
    note: str
    amount: str


@open_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The three sums, each a link."""
    return render(request, "calculators/index_page.html")


@open_page
@require_safe
def decision(request: HttpRequest) -> HttpResponse:
    """Was it adopted, and why."""
    form = DecisionForm(request.GET) if request.GET else DecisionForm(initial=A_VOTE)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        tally, rule = form.cleaned_data["tally"], form.cleaned_data["rule"]
        decided = outcome(tally, rule)
        context |= {"decision": decided, "sentence": sentence(decided, tally, rule, language())}
    return render(request, "calculators/decision_page.html", context)


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest) -> HttpResponse:
    """Who gets how much. By POST, because a list of names does not fit, or belong, in an address."""
    form = SplitForm(request.POST) if request.method == "POST" else SplitForm(initial=A_POOL)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        parts = form.cleaned_data["parts"]
        people = form.cleaned_data["people"]
        context |= {
            "lines": [
                Line(label=name, note=str(weight), amount=_money(parts.shares[place]))
                for place, (name, weight) in enumerate(people)
            ],
            "carry_out": _money(parts.carry_out_cents),
        }
    return render(request, "calculators/split_page.html", context)


@open_page
@require_safe
def surplus(request: HttpRequest) -> HttpResponse:
    """A year's result, step by step, with the article of each."""
    form = SurplusForm(request.GET) if request.GET else SurplusForm(initial=A_YEAR)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        context |= _shown(waterfall(form.cleaned_data["pack"], form.cleaned_data["year"]))
    return render(request, "calculators/surplus_page.html", context)


def _shown(proposal: Waterfall) -> dict[str, Any]:
    pack = proposal.pack
    return {
        "lines": [
            Line(
                label=step.label.said(language()),
                note=_("%(article)s · of %(base)s")
                % {"article": step.article, "base": _money(step.base_cents)},
                amount=_money(step.cents),
            )
            for step in proposal.steps
        ],
        "available": _money(proposal.available_cents),
        "for_return": _money(proposal.for_return_cents),
        "return_key": pack.return_key.said(language()),
        "floor": _money(proposal.return_floor_cents) if proposal.return_floor_cents else "",
        "needs": proposal.needs.said(language()),
        "warnings": [warning.said(language()) for warning in proposal.warnings],
        "pack": pack,
        "checked_against": pack.checked_against.said(language()),
    }


def _money(cents: int) -> str:
    return format_money(cents, currency_symbol="", language=language())
