"""House rules: in force, and how each came to be."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assemblies.models import HouseRule
from assemblies.reports import RuleInForce, rules_in_force
from assemblies.reports.decisions import contested_now
from members.models import Cooperative


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Our rules, as they are today."""
    return render(request, "assemblies/rules_page.html", {"rules": _today(), "contested": contested_now()})


@require_safe
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule: what it says, what it said before, and which motion made it so."""
    found = next((each for each in _today() if each.rule_type.key == key), None)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "rule": found,
        "contested": contested_now(),
        "coming": [_in_words(found, row) for row in found.coming],
        "earlier": [_in_words(found, row) for row in found.earlier],
    }
    return render(request, "assemblies/rule_page.html", context)


def _today() -> list[RuleInForce]:
    return rules_in_force(on=Cooperative.objects.here().day_of(timezone.now()))


def _in_words(found: RuleInForce, row: HouseRule) -> tuple[HouseRule, str]:
    return row, found.rule_type.say(found.rule_type.load(row.value))
