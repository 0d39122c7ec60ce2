"""The calculators as JSON: pure arithmetic by the functions that the program itself uses. Open to anybody."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from assemblies.rules.decision import Base, Comparison, DecisionRule, Quorum, Tally, Tie, outcome
from assemblies.rules.decision_words import sentence
from coop.calculators.schemas import (
    MOST_MEMBERS,
    DecisionIn,
    DecisionOut,
    QuorumIn,
    SplitIn,
    SplitOut,
    SurplusIn,
    SurplusOut,
    Trouble,
    Unreadable,
    read,
    request_body,
)
from ledger.money import BadNumber, parse_share, parse_weight, split
from payroll.rules.surplus import SurplusInput, Waterfall, waterfall

router = Router(tags=["calculators"], auth=None)


class _Sum(Protocol):
    """An operation of this file: a request in, an answer as plain values out."""

    __name__: str

    def __call__(self, request: HttpRequest) -> dict[str, Any]: ...


def _refusing_in_words(operation: _Sum) -> _Sum:
    """Whatever cannot be computed is a 422 with a sentence and the field; never a page of errors."""

    @wraps(operation)
    def answer(request: HttpRequest) -> dict[str, Any] | HttpResponse:
        try:
            return operation(request)
        except Unreadable as wrong:
            return JsonResponse({"detail": str(wrong), "field": wrong.field}, status=422)
        except BadNumber as wrong:
            return JsonResponse({"detail": str(wrong), "field": ""}, status=422)

    return answer  # type: ignore[return-value]


@router.post(
    "/decision",
    response={200: DecisionOut, 422: Trouble},
    summary="Is it adopted?",
    openapi_extra=request_body(DecisionIn),
)
@_refusing_in_words
def decision(request: HttpRequest) -> dict[str, Any]:
    """Outcome, base, what was needed and the quorum of a tally under a rule, with the reason in words."""
    asked = read(request, DecisionIn)
    rule = DecisionRule(
        threshold=_number(parse_share, asked.rule.threshold, "rule.threshold"),
        comparison=Comparison(asked.rule.comparison),
        base=Base(asked.rule.base),
        quorum=_quorum(asked.rule.quorum, "rule.quorum"),
        second_call_quorum=_quorum(asked.rule.second_call_quorum, "rule.second_call_quorum"),
        tie=Tie(asked.rule.tie),
    )
    try:
        tally = Tally(**asked.tally.model_dump())
    except BadNumber as impossible:
        raise Unreadable(str(impossible), "tally") from None
    decided = outcome(tally, rule, second_call=asked.second_call)
    return {
        "outcome": str(decided.outcome),
        "base_count": decided.base_count,
        "needed": decided.needed,
        "quorum_needed": decided.quorum_needed,
        "quorum_met": decided.quorum_met,
        "sentence": {language: sentence(decided, tally, rule, language) for language in ("en", "es")},
    }


@router.post(
    "/split",
    response={200: SplitOut, 422: Trouble},
    summary="How much is each part?",
    openapi_extra=request_body(SplitIn),
)
@_refusing_in_words
def split_amount(request: HttpRequest) -> dict[str, Any]:
    """An amount divided by weights without losing a cent, in the order given."""
    asked = read(request, SplitIn)
    if len(asked.members) > MOST_MEMBERS:
        raise Unreadable(f"We split among {MOST_MEMBERS} at most.", "members")
    weights: dict[int, Fraction] = {}
    for place, member in enumerate(asked.members):
        if member.id in weights:
            raise Unreadable(f"The id {member.id} appears twice.", f"members.{place}.id")
        weights[member.id] = _number(parse_weight, member.weight, f"members.{place}.weight")
    try:
        parts = split(asked.total_cents, weights, asked.method, asked.carry_in_cents)
    except BadNumber as wrong:
        field = "carry_in_cents" if "carry_in_cents" in str(wrong) else "members"
        raise Unreadable(str(wrong), field) from None
    return {
        "shares": [{"id": id_, "cents": cents} for id_, cents in parts.shares.items()],
        "carry_out_cents": parts.carry_out_cents,
    }


@router.post(
    "/surplus",
    response={200: SurplusOut, 422: Trouble},
    summary="How is a year's surplus shared?",
    openapi_extra=request_body(SurplusIn),
)
@_refusing_in_words
def surplus(request: HttpRequest) -> dict[str, Any]:
    """A year's result through the steps of a law pack. A proposal: the assembly it names decides."""
    asked = read(request, SurplusIn)
    year = SurplusInput(
        **asked.model_dump(exclude={"pack", "voted", "non_member_share"}),
        non_member_share=_number(parse_share, asked.non_member_share, "non_member_share"),
        interest_on_shares_cents=asked.voted.interest_on_shares_cents,
        reinvestment=_number(parse_share, asked.voted.reinvestment, "voted.reinvestment"),
        community=_number(parse_share, asked.voted.community, "voted.community"),
    )
    return _as_data(waterfall(asked.pack, year))


def _as_data(proposal: Waterfall) -> dict[str, Any]:
    return {
        "steps": [
            {
                "code": step.code,
                "label": {"en": step.label.en, "es": step.label.es},
                "base_cents": step.base_cents,
                "cents": step.cents,
                "article": step.article,
                "destination": {"en": step.destination.en, "es": step.destination.es},
                "shareable": step.shareable,
            }
            for step in proposal.steps
        ],
        "for_return_cents": proposal.for_return_cents,
        "return_floor_cents": proposal.return_floor_cents,
        "cash_floor_cents": proposal.cash_floor_cents,
        "needs": proposal.needs.en,
        "warnings": [warning.en for warning in proposal.warnings],
        "said": {
            language: {
                "needs": proposal.needs.said(language),
                "warnings": [warning.said(language) for warning in proposal.warnings],
                "checked_against": proposal.pack.checked_against.said(language),
            }
            for language in ("en", "es")
        },
        "last_checked": proposal.pack.last_checked.isoformat(),
    }


def _quorum(asked: QuorumIn | None, field: str) -> Quorum | None:
    if asked is None:
        return None
    share = _number(parse_share, asked.share, f"{field}.share")
    return Quorum(share=share, comparison=Comparison(asked.comparison))


def _number(parse: Callable[[str], Fraction], text: str, field: str) -> Fraction:
    try:
        return parse(text)
    except BadNumber as wrong:
        raise Unreadable(str(wrong), field) from None
