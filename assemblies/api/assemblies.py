"""Assemblies as JSON: which there are, their agenda; calling one, and going through it step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from assemblies import actions
from assemblies.api.shapes import REFUSALS, Id, Moment, Problem, Words, router
from assemblies.models import AgendaItem, Assembly, AssemblyKind, AssemblyState
from members.gate import member_of
from record.paging import Page


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
    id: int
    position: int
    title: str
    motion: int | None
    state: str | None
    minutes: int | None
    """How long it may take."""
    carried_over: bool


class AssemblyWithAgenda(AssemblyOut):
    agenda: list[ItemOut]


class AssemblyList(Schema):
    count: int
    items: list[AssemblyOut]


@router.get("/assemblies", response=AssemblyList, summary="Assemblies, latest first")
def list_assemblies(
    request: HttpRequest, page: Query[Page], state: AssemblyState | None = None
) -> dict[str, Any]:
    found = Assembly.objects.order_by("-starts_at", "-pk")
    if state is not None:
        found = found.filter(state=state)
    return {
        "count": found.count(),
        "items": [_assembly(assembly) for assembly in _with_presence(found)[page.part]],
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
                "id": item.pk,
                "position": item.position,
                "title": item.title,
                "motion": item.motion_id,
                "state": item.motion.state if item.motion is not None else None,
                "minutes": item.minutes,
                "carried_over": item.carried_over,
            }
            for item in assembly.items.all()
        ]
    }


class ConvocationIn(Schema):
    """Which assembly, when and where."""

    kind: AssemblyKind
    starts_at: Moment
    ends_at: Moment
    place: Annotated[Words, Field(max_length=120)] = ""
    from_home: bool = False


@router.post("/assemblies", response={201: AssemblyWithAgenda, 409: Problem}, summary="Call an assembly")
def convoke(request: HttpRequest, asked: ConvocationIn) -> Status[dict[str, Any]]:
    """Everybody is told; what waits for an agenda and may be decided there goes on it."""
    called = actions.convoke(**asked.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, one_assembly(request, called.pk))


STEPS: dict[str, Callable[..., Any]] = {
    "open": actions.open_assembly,
    "second-call": actions.open_second_call,
    "recess": actions.recess_assembly,
    "resume": actions.resume_assembly,
    "close": actions.close_assembly,
    "cancel": actions.cancel_assembly,
}


@router.post(
    "/assemblies/{assembly_id}/to/{step}",
    response={200: AssemblyWithAgenda, **REFUSALS},
    summary="Open, call again, stop, go on, close or cancel",
)
def take_step(
    request: HttpRequest,
    assembly_id: Id,
    step: Literal["open", "second-call", "recess", "resume", "close", "cancel"],
) -> dict[str, Any]:
    """The next step of an assembly, by whoever chairs; calling one off is for whoever convokes."""
    STEPS[step](assembly_id=assembly_id, actor=member_of(request), now=timezone.now())
    return one_assembly(request, assembly_id)


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
