"""Machines and works, and cost sheets written down, as JSON: the same acts as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from assemblies.models import Motion
from members.gate import member_of
from payroll.actions.costs import CostLine, list_project, write_cost_sheet
from payroll.actions.projects import add_quote, pay_for_project
from payroll.api.funds import ProjectOut
from payroll.api.runs import router
from payroll.api.shapes import Cents, Key, Line, Note, Number, Where
from payroll.forms.products import code_of
from payroll.models import Product, Project
from payroll.reports.funds import project_page, was_undone

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,40}$")]


class ProjectIn(Schema):
    """`code` is of one that is listed; left out, it is made from the name. `motion` is the number that adopted it."""

    code: Code = ""
    name: Annotated[str, Field(min_length=1, max_length=160), AfterValidator(holdable)]
    cents: Cents
    effect: Line
    motion: Number | None = None
    in_use_since: date | None = None


class QuoteIn(Schema):
    supplier: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(holdable)]
    cents: Cents
    given_on: date
    note: Note = ""


class ProjectPaymentIn(Schema):
    cents: Cents
    out_of: Where = "bank"
    on: date
    key: Key


class QuoteOut(Schema):
    supplier: str
    cents: int
    given_on: date
    note: str


class ProjectPaymentOut(Schema):
    """One that was undone counts no more."""

    cents: int
    paid_on: date
    entry: int
    is_undone: bool


class OneProject(ProjectOut):
    """With its quotes, the cheapest first, and what was paid."""

    left_cents: int
    quotes: list[QuoteOut]
    payments: list[ProjectPaymentOut]


class CostLineIn(Schema):
    text: Line
    cents: Cents


class CostSheetIn(Schema):
    """What one unit costs from a day on. A name that is known means the next sheet of it."""

    name: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(holdable)]
    unit: Annotated[str, Field(min_length=1, max_length=12), AfterValidator(holdable)]
    in_force_from: date
    lines: Annotated[list[CostLineIn], Field(min_length=1, max_length=200)]
    price_cents: Cents


class CostSheetOut(Schema):
    product: str
    code: str
    in_force_from: date
    total_cents: int
    price_cents: int


@router.post("/projects", response={201: OneProject}, summary="Put a machine or a work on the list")
def put_on_list(request: HttpRequest, wanted: ProjectIn) -> Status[dict[str, Any]]:
    """Or say that it was voted, or is in use: then with its `code`, and all of it as it is now."""
    motion = get_object_or_404(Motion, number=wanted.motion) if wanted.motion else None
    said = wanted.dict(exclude={"code", "motion"})
    code = wanted.code or code_of(wanted.name)
    list_project(**said, code=code, motion=motion, actor=member_of(request), now=timezone.now())
    return Status(201, project(request, code))


@router.get("/projects/{code}", response=OneProject, summary="One machine or work: quotes, vote, payments")
def project(request: HttpRequest, code: Code) -> dict[str, Any]:
    """Open to every member."""
    page = project_page(get_object_or_404(Project, code=code))
    names = ("code", "name", "effect", "cents", "in_use_since")
    return {
        **{name: getattr(page.project, name) for name in names},
        "motion": page.project.motion_id,
        "paid_cents": page.paid_cents,
        "left_cents": page.left_cents,
        "quotes": [{name: getattr(each, name) for name in QuoteOut.model_fields} for each in page.quotes],
        "payments": [
            {
                "cents": each.cents,
                "paid_on": each.paid_on,
                "entry": each.entry.number,
                "is_undone": was_undone(each.entry),
            }
            for each in page.payments
        ],
    }


@router.post(
    "/projects/{code}/quotes", response={201: OneProject}, summary="Write down what somebody asks for it"
)
def quote(request: HttpRequest, code: Code, wanted: QuoteIn) -> Status[dict[str, Any]]:
    """The same again is the same."""
    project(request, code)
    add_quote(code=code, **wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, project(request, code))


@router.post("/projects/{code}/payments", response={201: OneProject}, summary="Write down a payment for it")
def pay(request: HttpRequest, code: Code, wanted: ProjectPaymentIn) -> Status[dict[str, Any]]:
    """Never more than was voted. The same key again pays nothing more."""
    project(request, code)
    pay_for_project(code=code, **wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, project(request, code))


@router.post("/costs", response={201: CostSheetOut}, summary="Write down what a product costs from a day on")
def cost_sheet(request: HttpRequest, wanted: CostSheetIn) -> Status[dict[str, Any]]:
    """A sheet that was written stays; the same again is the same."""
    known = Product.objects.filter(name=wanted.name).first()
    sheet = write_cost_sheet(
        code=known.code if known else code_of(wanted.name),
        name=wanted.name,
        unit=wanted.unit,
        in_force_from=wanted.in_force_from,
        lines=[CostLine(line.text, line.cents) for line in wanted.lines],
        price_cents=wanted.price_cents,
        actor=member_of(request),
        now=timezone.now(),
    )
    names = ("in_force_from", "total_cents", "price_cents")
    return Status(
        201,
        {
            **{name: getattr(sheet, name) for name in names},
            "product": sheet.product.name,
            "code": sheet.product.code,
        },
    )
