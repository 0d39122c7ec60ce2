"""What was decided, as JSON: the register, contesting it, our rules, and looking for words in all of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.api.motions import visible
from assemblies.api.shapes import REFUSALS, Id, Person, Problem, Words, person, router
from assemblies.models import Contest, HouseRule, SearchKind
from assemblies.reports.decisions import adopted, as_decided
from assemblies.reports.rules import RuleInForce, rules_in_force
from assemblies.reports.searching import LONGEST_QUESTION, find_part
from members.gate import member_of
from members.models import Cooperative
from record.paging import Page


class DecisionOut(Schema):
    """A motion that was adopted. `replaced_by` is what was decided later about the same thing."""

    motion: int
    number: int
    kind: str
    title: str
    assembly: int | None
    proposer: Person
    closed_at: datetime
    is_carried_out: bool
    is_contested: bool
    replaced_by: int | None
    review_on: date | None


class DecisionList(Schema):
    count: int
    items: list[DecisionOut]


class ContestOut(Schema):
    id: int
    motion: int
    member: Person
    reason: str
    at: datetime
    settled_at: datetime | None
    upheld: bool | None
    settlement: str


class ContestList(Schema):
    """`until`: the last day on which it can be contested, where the law gives time for it."""

    until: date | None
    count: int
    items: list[ContestOut]


class ContestIn(Schema):
    """Which law, statute or rule it goes against."""

    reason: Annotated[Words, Field(max_length=4000)]


class SettlementIn(Schema):
    """How it ended: upheld or not, and by whom or how."""

    upheld: bool
    settlement: Annotated[Words, Field(max_length=200)]


class RuleRow(Schema):
    value: Any
    said: str
    in_force_from: date
    motion: int | None


class RuleOut(Schema):
    """A rule as it is today; `motion` is empty where the founding set it, or nobody ever did."""

    key: str
    label: str
    said: str
    in_force_from: date | None
    motion: int | None
    review_on: date | None


class RuleWithPast(RuleOut):
    coming: list[RuleRow]
    earlier: list[RuleRow]


class RuleList(Schema):
    count: int
    items: list[RuleOut]


class FoundOut(Schema):
    """One thing that says the words. `link` is the address of its page."""

    kind: str
    title: str
    said: str
    link: str
    day: date
    passage: str


class FoundList(Schema):
    count: int
    items: list[FoundOut]


@router.get("/decisions", response=DecisionList, summary="What was decided, latest first")
def decisions(
    request: HttpRequest, page: Query[Page], year: Annotated[int, Field(gt=1900, lt=9000)] | None = None
) -> dict[str, Any]:
    found = adopted(year=year)
    return {
        "count": found.count(),
        "items": [
            {
                "motion": each.motion.pk,
                "number": each.motion.number,
                "kind": each.motion.kind,
                "title": each.motion.title,
                "assembly": each.motion.assembly_id,
                "proposer": person(each.motion.proposer),
                "closed_at": each.motion.closed_at,
                "is_carried_out": each.is_carried_out,
                "is_contested": each.is_contested,
                "replaced_by": None if each.replaced_by is None else each.replaced_by.pk,
                "review_on": each.motion.review_on,
            }
            for each in as_decided(found[page.part])
        ],
    }


@router.get(
    "/motions/{motion_id}/contests",
    response={200: ContestList, 404: Problem},
    summary="Who contests a decision, and why",
)
def contests(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = visible(request, motion_id)
    items = [_contest(each) for each in motion.contests.select_related("member")]
    return {"until": motion.contestable_until, "count": len(items), "items": items}


@router.post(
    "/motions/{motion_id}/contests",
    response={201: ContestOut, **REFUSALS},
    summary="Say why it should not stand",
)
def contest(request: HttpRequest, motion_id: Id, said: ContestIn) -> Status[dict[str, Any]]:
    """Once each. What was done stays done until it is settled."""
    motion = visible(request, motion_id)
    written = contest_decision(
        motion_id=motion.pk, reason=said.reason, actor=member_of(request), now=timezone.now()
    )
    return Status(201, _contest(written))


@router.post(
    "/contests/{contest_id}/settle", response={200: ContestOut, **REFUSALS}, summary="Write down how it ended"
)
def settle(request: HttpRequest, contest_id: Id, said: SettlementIn) -> dict[str, Any]:
    written = settle_contest(
        contest_id=contest_id, **said.dict(), actor=member_of(request), now=timezone.now()
    )
    return _contest(written)


@router.get("/rules", response=RuleList, summary="Our rules, as they are today")
def rules(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found = _today()
    return {"count": len(found), "items": [_rule(each) for each in found[page.part]]}


@router.get(
    "/rules/{key}",
    response={200: RuleWithPast, 404: Problem},
    summary="One rule: what it says, said before and will say",
)
def rule(request: HttpRequest, key: str) -> dict[str, Any]:
    found = next((each for each in _today() if each.rule_type.key == key), None)
    if found is None:
        raise Http404
    return {
        **_rule(found),
        "coming": [_row(found, row) for row in found.coming],
        "earlier": [_row(found, row) for row in found.earlier],
    }


@router.get("/search", response=FoundList, summary="Motions, minutes and rules that say every word")
def search(
    request: HttpRequest,
    page: Query[Page],
    words: Annotated[Words, Field(max_length=LONGEST_QUESTION)],
    kind: SearchKind | None = None,
) -> dict[str, Any]:
    """In any form, with or without accents, the best first."""
    count, found = find_part(words, kind=kind or "", part=page.part)
    return {
        "count": count,
        "items": [
            {
                **{name: getattr(each, name) for name in ("kind", "title", "said", "link", "day")},
                "passage": "".join(piece for piece, _is_asked in each.passage),
            }
            for each in found
        ],
    }


def _contest(contest: Contest) -> dict[str, Any]:
    names = ("reason", "at", "settled_at", "upheld", "settlement")
    return {
        "id": contest.pk,
        "motion": contest.motion_id,
        "member": person(contest.member),
        **{name: getattr(contest, name) for name in names},
    }


def _today() -> list[RuleInForce]:
    return rules_in_force(on=Cooperative.objects.here().day_of(timezone.now()))


def _rule(found: RuleInForce) -> dict[str, Any]:
    row = found.row
    return {
        "key": found.rule_type.key,
        "label": str(found.rule_type.label),
        "said": found.said,
        "in_force_from": row.in_force_from if row else None,
        "motion": row.motion_id if row else None,
        "review_on": row.review_on if row else None,
    }


def _row(found: RuleInForce, row: HouseRule) -> dict[str, Any]:
    return {
        "value": row.value,
        "said": found.rule_type.say(found.rule_type.load(row.value)),
        "in_force_from": row.in_force_from,
        "motion": row.motion_id,
    }
