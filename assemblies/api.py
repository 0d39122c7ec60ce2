"""JSON over the same actions as the pages."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from assemblies import kinds
from assemblies.actions import cast_ballot
from assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyState,
    Ballot,
    Motion,
    MotionState,
    RollEntry,
    SecretBallot,
)
from assemblies.reports.motions import result_of, turnout_of
from members.gate import member_of
from record.paging import Page
from record.rules import Refused

router = Router(tags=["assemblies"])

Id = Annotated[int, Field(ge=1, lt=2**63)]


class Problem(Schema):
    detail: str


class Person(Schema):
    number: int
    name: str


class PresenceCounts(Schema):
    ever: int
    """How many members were there at any time."""
    now: int
    """How many are there now."""


class AssemblyOut(Schema):
    id: int
    number: int
    kind: str
    state: str
    place: str
    from_home: bool
    convoked_at: datetime
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    second_call_at: datetime | None
    closed_at: datetime | None
    presence: PresenceCounts


class ItemOut(Schema):
    position: int
    title: str
    motion: int | None
    state: str | None
    carried_over: bool


class AssemblyWithAgenda(AssemblyOut):
    agenda: list[ItemOut]


class AssemblyList(Schema):
    count: int
    items: list[AssemblyOut]


class TallyOut(Schema):
    roll: int
    present: int
    in_favour: int
    against: int
    abstaining: int


class ExcludedOut(Person):
    because: str


class MotionOut(Schema):
    id: int
    number: int
    kind: str
    state: str
    title: str
    text: str
    terms: dict[str, Any]
    proposer: Person
    amends: int | None
    follows: int | None
    assembly: int | None
    is_secret: bool
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    rule: dict[str, Any] | None
    second_call: bool
    roll: int | None
    turnout: int
    tally: TallyOut | None
    base_count: int | None
    needed: int | None
    quorum_needed: int | None
    sentence: str | None
    counted: dict[str, Any] | None
    """Where options were named, what came out and how: rounds, marks or projects."""
    enacted_at: datetime | None
    not_enacted: str | None


class MotionWithRoll(MotionOut):
    excluded: list[ExcludedOut]


class MotionList(Schema):
    count: int
    items: list[MotionOut]


class BallotIn(Schema):
    choice: Literal["for", "against", "abstain"]
    key: uuid.UUID
    previous_receipt: str = Field("", max_length=40)
    """Only to change a secret ballot: the receipt it has now."""
    preferences: list[Annotated[str, Field(max_length=20)]] = Field([], max_length=100)
    """Where options are named: their codes, in the order of the voter; the choice is then "for"."""


class BallotReceipt(Schema):
    receipt: str
    choice: str
    preferences: list[str] = []
    """Only where options are named."""


class BallotOut(Schema):
    member: Person | None = None
    receipt: str
    choice: str
    preferences: list[str] = []
    """Only where options are named."""


class BallotList(Schema):
    count: int
    is_secret: bool
    items: list[BallotOut]


@router.get("/assemblies", response=AssemblyList, summary="Assemblies, latest first")
def list_assemblies(
    request: HttpRequest, page: Query[Page], state: AssemblyState | None = None
) -> dict[str, Any]:
    found = Assembly.objects.order_by("-starts_at", "-pk")
    if state is not None:
        found = found.filter(state=state)
    return {
        "count": found.count(),
        "items": [_assembly(assembly) for assembly in _part(_with_presence(found), page)],
    }


@router.get(
    "/assemblies/{assembly_id}",
    response={200: AssemblyWithAgenda, 404: Problem},
    summary="An assembly with its agenda",
)
def one_assembly(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    items = AgendaItem.objects.select_related("motion").order_by("position")
    assembly = get_object_or_404(
        _with_presence(Assembly.objects.all()).prefetch_related(Prefetch("items", items)), pk=assembly_id
    )
    return _assembly(assembly) | {
        "agenda": [
            {
                "position": item.position,
                "title": item.title,
                "motion": item.motion_id,
                "state": item.motion.state if item.motion is not None else None,
                "carried_over": item.carried_over,
            }
            for item in assembly.items.all()
        ]
    }


@router.get("/motions", response=MotionList, summary="Motions, latest first")
def list_motions(request: HttpRequest, page: Query[Page], state: MotionState | None = None) -> dict[str, Any]:
    found = Motion.objects.visible_to(member_of(request)).order_by("-number")
    if state is not None:
        found = found.filter(state=state)
    return {
        "count": found.count(),
        "items": [_motion(motion) for motion in _part(found.select_related("proposer"), page)],
    }


@router.get(
    "/motions/{motion_id}",
    response={200: MotionWithRoll, 404: Problem},
    summary="A motion, and its result once it is decided",
)
def one_motion(request: HttpRequest, motion_id: Id) -> dict[str, Any]:
    motion = _find(request, motion_id)
    excluded = RollEntry.objects.filter(motion=motion).exclude(excluded_because="").select_related("member")
    return _motion(motion) | {
        "excluded": [
            {
                "number": entry.member.number,
                "name": entry.member.name,
                "because": _(entry.excluded_because),
            }
            for entry in excluded.order_by("member__number")
        ]
    }


@router.post(
    "/motions/{motion_id}/ballot",
    response={200: BallotReceipt, 201: BallotReceipt, 404: Problem, 409: Problem},
    summary="Cast or change one's ballot",
    exclude_unset=True,
)
def cast(request: HttpRequest, motion_id: Id, ballot: BallotIn) -> Status[dict[str, Any]]:
    """The same key again is answered with the same body and changes nothing."""
    try:
        answer = cast_ballot(
            motion_id=motion_id,
            member=member_of(request),
            choice=ballot.choice,
            key=ballot.key,
            previous_receipt=ballot.previous_receipt,
            preferences=ballot.preferences,
            now=timezone.now(),
        )
    except Motion.DoesNotExist:
        raise Http404 from None
    body: dict[str, Any] = {"receipt": answer.receipt, "choice": answer.choice}
    if answer.preferences:
        body["preferences"] = answer.preferences
    return Status(201 if answer.is_new else 200, body)


@router.get(
    "/motions/{motion_id}/ballots",
    response={200: BallotList, 404: Problem, 409: Problem},
    summary="The ballots of a decided motion",
    exclude_unset=True,
)
def list_ballots(request: HttpRequest, motion_id: Id, page: Query[Page]) -> dict[str, Any]:
    """By name where the vote was open; by receipt, in an order that tells nothing, where it was secret."""
    motion = _find(request, motion_id)
    if not motion.is_decided:
        raise Refused(_("The ballots can be seen when voting has closed."))
    names = kinds.by_preference(motion) is not None
    if motion.is_secret:
        receipts = motion.secret_ballots.order_by("receipt")
        items = [{"member": None, **_ballot(ballot, names=names)} for ballot in _part(receipts, page)]
        return {"count": receipts.count(), "is_secret": True, "items": items}
    named = motion.ballots.select_related("member").order_by("member__number")
    items = [
        {
            "member": {"number": ballot.member.number, "name": ballot.member.name},
            **_ballot(ballot, names=names),
        }
        for ballot in _part(named, page)
    ]
    return {"count": named.count(), "is_secret": False, "items": items}


def _ballot(ballot: Ballot | SecretBallot, *, names: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"receipt": ballot.receipt, "choice": ballot.choice}
    return said | {"preferences": ballot.preferences} if names else said


def _find(request: HttpRequest, motion_id: int) -> Motion:
    return get_object_or_404(
        Motion.objects.visible_to(member_of(request)).select_related("proposer"), pk=motion_id
    )


def _part(rows: QuerySet[Any], page: Page) -> list[Any]:
    return list(rows[page.part])


def _with_presence(assemblies: QuerySet[Assembly]) -> QuerySet[Assembly]:
    return assemblies.annotate(
        ever=Count("presences__member", distinct=True),
        here=Count("presences__member", distinct=True, filter=Q(presences__left_at=None)),
    )


def _assembly(assembly: Any) -> dict[str, Any]:
    names = (
        "number kind state place from_home convoked_at starts_at ends_at opened_at second_call_at closed_at"
    )
    return {
        "id": assembly.pk,
        **{name: getattr(assembly, name) for name in names.split()},
        "presence": {"ever": assembly.ever, "now": assembly.here},
    }


def _motion(motion: Motion) -> dict[str, Any]:
    result = result_of(motion)
    return {
        "id": motion.pk,
        "number": motion.number,
        "kind": motion.kind,
        "state": motion.state,
        "title": motion.title,
        "text": motion.text,
        "terms": motion.terms,
        "proposer": {"number": motion.proposer.number, "name": motion.proposer.name},
        "amends": motion.amends_id,
        "follows": motion.follows_id,
        "assembly": motion.assembly_id,
        "is_secret": motion.is_secret,
        "opened_at": motion.opened_at,
        "closes_at": motion.closes_at,
        "closed_at": motion.closed_at,
        "rule": motion.rule,
        "second_call": motion.second_call,
        "roll": motion.roll_count,
        "turnout": turnout_of(motion),
        "tally": result.tally if result else None,
        "base_count": result.decision.base_count if result else None,
        "needed": result.decision.needed if result else None,
        "quorum_needed": result.decision.quorum_needed if result else None,
        "sentence": result.sentence if result else None,
        "counted": motion.counted,
        "enacted_at": motion.enacted_at,
        "not_enacted": (result.not_enacted or None) if result else None,
    }
