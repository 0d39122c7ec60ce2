"""Around a convocation, as JSON: who was told of it and how, and what the law wants done, with its proof."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from assemblies.actions import do_legal_task
from assemblies.actions.notices import give_notice
from assemblies.api.shapes import (
    OF_A_POST,
    REFUSALS,
    Id,
    Numbers,
    Person,
    Problem,
    Words,
    Written,
    asker_with,
    router,
)
from assemblies.models import Assembly, LegalTask
from assemblies.reports.law import TaskLine, task_line, task_lines
from assemblies.reports.notices import proof_of
from assemblies.rules.states import CHAIR, CONVOKE, KEEP_MINUTES
from members.gate import member_of


class ToldOut(Person):
    """One who was told: when, how, and by whom where it was not their phone."""

    channel: str
    at: datetime
    by: str


class ToTellOut(Person):
    sector: str


class ProofOut(Schema):
    """The proof of convocation. `missing`: how many who belong have no proof."""

    missing: int
    told: list[ToldOut]
    to_tell: list[ToTellOut]


class ToldIn(Schema):
    """Who was told by somebody, and how."""

    numbers: Annotated[Numbers, Field(min_length=1)]
    channel: Literal["paper", "person"]


class TaskOut(Schema):
    id: int
    assembly: int
    code: str
    label: str
    article: str
    due_on: date
    is_overdue: bool
    done_at: datetime | None
    proof: str


class TaskList(Schema):
    count: int
    items: list[TaskOut]


class DoneIn(Schema):
    """The number of the file, the receipt, or who received it and when."""

    proof: Annotated[Words, Field(max_length=200)]


@router.get(
    "/assemblies/{assembly_id}/notices",
    response={200: ProofOut, **OF_A_POST},
    summary="Who was told of an assembly, and who not yet",
)
def notices(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    """For whoever convokes, chairs or keeps the minutes."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    asker_with(request, CONVOKE, CHAIR, KEEP_MINUTES)
    proof = proof_of(found)
    return {
        "missing": proof.missing,
        "told": [vars(one) for one in proof.told],
        "to_tell": [
            {"number": number, "name": name, "sector": sector.name}
            for sector in proof.sectors
            for number, name in sector.people
        ],
    }


@router.post(
    "/assemblies/{assembly_id}/notices",
    response={200: Written, **REFUSALS},
    summary="Write down who was told on paper or in person",
)
def told(request: HttpRequest, assembly_id: Id, those: ToldIn) -> dict[str, Any]:
    """By member number, all or none. Whoever was reached before stays as they were."""
    new = give_notice(assembly_id=assembly_id, **those.dict(), actor=member_of(request), now=timezone.now())
    return {"new": new}


@router.get(
    "/assemblies/{assembly_id}/legal-tasks",
    response={200: TaskList, 404: Problem},
    summary="What the law wants done around an assembly",
)
def legal_tasks(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    lines = task_lines(get_object_or_404(Assembly, pk=assembly_id), now=timezone.now())
    return {"count": len(lines), "items": [_task(line) for line in lines]}


@router.get("/legal-tasks/{task_id}", response={200: TaskOut, 404: Problem}, summary="One task of the law")
def legal_task(request: HttpRequest, task_id: Id) -> dict[str, Any]:
    found = get_object_or_404(LegalTask.objects.select_related("assembly", "done_by"), pk=task_id)
    return _task(task_line(found, now=timezone.now()))


@router.post(
    "/legal-tasks/{task_id}/done",
    response={200: TaskOut, **REFUSALS},
    summary="It is done: here is the proof",
)
def done(request: HttpRequest, task_id: Id, said: DoneIn) -> dict[str, Any]:
    """The same proof by the same member again changes nothing."""
    do_legal_task(task_id=task_id, proof=said.proof, actor=member_of(request), now=timezone.now())
    return legal_task(request, task_id)


def _task(line: TaskLine) -> dict[str, Any]:
    return {
        "id": line.task.pk,
        "assembly": line.task.assembly_id,
        "code": line.task.code,
        "label": line.label,
        "article": line.article,
        "due_on": line.task.due_on,
        "is_overdue": line.is_overdue,
        "done_at": line.task.done_at,
        "proof": line.task.proof,
    }
