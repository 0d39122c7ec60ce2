"""Help asked of a fund, heard and paid, as JSON. What it is for is read only by who asked and who hears."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from members.gate import member_of
from payroll.actions.help import answer_help, ask_help, pay_help
from payroll.api.runs import router
from payroll.api.shapes import Cents, LongText, OutOf
from payroll.models import HelpRequest
from payroll.reports.help import HelpLine, lines_of, may_see
from record.paging import Page


class HelpIn(Schema):
    fund: Literal["hardship", "community"]
    cents: Cents
    text: LongText


class AnswerIn(Schema):
    is_granted: bool
    answer: Annotated[str, Field(max_length=4000), AfterValidator(holdable)] = ""


class HelpLineOut(Schema):
    """A request as whoever asks may see it: `text` and `answer` are empty for whoever only pays."""

    id: int
    fund: str
    state: str
    cents: int
    is_mine: bool
    text: str
    answer: str
    member: int
    may_answer: bool
    may_pay: bool


class HelpList(Schema):
    count: int
    items: list[HelpLineOut]


@router.get("/funds/requests", response=HelpList, summary="Requests for help that are mine to see")
def requests(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """One's own; all of them, for whoever hears them; those to be paid, for whoever pays."""
    reader, now = member_of(request), timezone.now()
    rows = HelpRequest.objects.filter(may_see(reader=reader, now=now)).select_related("member")
    return {
        "count": rows.count(),
        "items": [_line(line) for line in lines_of(rows[page.part], reader=reader, now=now)],
    }


@router.post("/funds/requests", response={201: HelpLineOut}, summary="Ask a fund for help, in confidence")
def ask(request: HttpRequest, wanted: HelpIn) -> Status[dict[str, Any]]:
    """The same again, while it waits, is the same."""
    made = ask_help(**wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, _one(request, made.pk))


@router.post("/funds/requests/{request_id}/answer", response=HelpLineOut, summary="Grant a request, or not")
def answer(request: HttpRequest, request_id: int, said: AnswerIn) -> dict[str, Any]:
    """By whoever hears requests, never one's own. Not there, for whoever may not see it."""
    _one(request, request_id)
    answer_help(
        request_id=request_id,
        is_granted=said.is_granted,
        answer=said.answer,
        actor=member_of(request),
        now=timezone.now(),
    )
    return _one(request, request_id)


@router.post("/funds/requests/{request_id}/pay", response=HelpLineOut, summary="Pay what was granted, once")
def pay(request: HttpRequest, request_id: int, way: OutOf) -> dict[str, Any]:
    """By somebody else than who granted it; they see it as long as it waits, and after that what they paid."""
    _one(request, request_id)
    pay_help(request_id=request_id, out_of=way.out_of, actor=member_of(request), now=timezone.now())
    return _one(request, request_id)


def _one(request: HttpRequest, request_id: int) -> dict[str, Any]:
    """One that is theirs to see, or that they paid."""
    reader, now = member_of(request), timezone.now()
    seen = may_see(reader=reader, now=now) | Q(entry__posted_by=reader)
    rows = HelpRequest.objects.filter(seen).select_related("member")
    found = get_object_or_404(rows, pk=request_id if 0 < request_id < 2**62 else None)
    return _line(lines_of([found], reader=reader, now=now)[0])


def _line(line: HelpLine) -> dict[str, Any]:
    return {
        **{name: getattr(line.request, name) for name in ("fund", "state", "cents")},
        **{name: getattr(line, name) for name in ("is_mine", "text", "may_answer", "may_pay")},
        "id": line.request.pk,
        "answer": line.request.answer if line.text else "",
        "member": line.request.member.number,
    }
