"""Energy as JSON: what we use, what we owe for it and what we save; the same acts as the page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from ledger.models import Debt
from ledger.money import BadNumber
from members.gate import member_of
from members.models import Cooperative
from payroll.actions.energy import say_debt_is_of_energy, write_energy, write_made, write_saving
from payroll.api.runs import router
from payroll.api.shapes import Cents, Line, Share, period_named
from payroll.models import Project
from payroll.reports.energy import EnergyPage, energy_page
from payroll.rules.percent import share_of
from record.rules import Refused

Kind = Literal["gas", "electricity", "water"]
Quantity = Annotated[int, Field(ge=0, le=10**12)]


class EnergyMonthOut(Schema):
    """`made` is what was made that month; `year_before` what was used in the same month a year before."""

    month: date
    quantity: int
    cents: int
    unit_cents: int
    books_cents: int
    made: int | None
    year_before: int | None


class EnergyKindOut(Schema):
    kind: str
    months: list[EnergyMonthOut]


class EnergyDebtOut(Schema):
    """A debt owed for energy; `late` are the numbers of its instalments that are past their day and not paid."""

    debt: int
    lender: str
    purpose: str
    left_cents: int
    instalments_left: int
    until_on: date | None
    late: list[int]
    late_cents: int


class EnergySavingOut(Schema):
    """What a machine is to save; what it saves since it is in use is empty while there is nothing to compare."""

    project: str
    kind: str
    share: str
    motion: int | None
    measured_by: Literal["made", "hours", "months"] | None
    saved: int | None
    saved_per_mille: int | None
    saved_cents: int | None
    is_reached: bool


class EnergyOut(Schema):
    """`debt_cents` and `interest_cents` (of twelve months) are of the debts owed for energy."""

    debt_cents: int
    interest_cents: int
    unit: str
    kinds: list[EnergyKindOut]
    debts: list[EnergyDebtOut]
    savings: list[EnergySavingOut]


class EnergyIn(Schema):
    """`period` is a month of the books, by its name; `quantity` in m³ or kWh."""

    kind: Kind
    period: Line
    quantity: Quantity
    cents: Cents


class ReadingOut(Schema):
    kind: str
    period: str
    quantity: int
    cents: int


class MadeIn(Schema):
    """`unit` is what it is counted in: m², kg, pieces."""

    period: Line
    quantity: Quantity
    unit: Annotated[str, Field(min_length=1, max_length=12), AfterValidator(holdable)]


class SavingIn(Schema):
    """`project` by its code; `share` of what is used without it: "9/100", "0.09" or "9 %"."""

    project: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    kind: Kind
    share: Share


class OfEnergyIn(Schema):
    is_energy: bool


@router.get("/energy", response=EnergyOut, summary="Energy used, what we owe for it, and what we save")
def energy(request: HttpRequest) -> dict[str, Any]:
    return _said(energy_page(today=Cooperative.objects.here().day_of(timezone.now())))


@router.post("/energy", response={201: ReadingOut}, summary="Write a bill of energy down")
def reading(request: HttpRequest, wanted: EnergyIn) -> Status[dict[str, Any]]:
    """Again with other figures, it corrects; the last word counts."""
    made = write_energy(
        kind=wanted.kind,
        period_id=period_named(wanted.period).pk,
        quantity=wanted.quantity,
        cents=wanted.cents,
        actor=member_of(request),
        now=timezone.now(),
    )
    names = ("kind", "quantity", "cents")
    return Status(201, {"period": wanted.period, **{name: getattr(made, name) for name in names}})


@router.post("/energy/made", response={201: MadeIn}, summary="Write down what was made in a month")
def made(request: HttpRequest, wanted: MadeIn) -> Status[dict[str, Any]]:
    """Again with other figures, it corrects; the last word counts."""
    found = write_made(
        period_id=period_named(wanted.period).pk,
        quantity=wanted.quantity,
        unit=wanted.unit,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, {"period": wanted.period, "quantity": found.quantity, "unit": found.unit})


@router.post(
    "/energy/savings", response={201: SavingIn}, summary="Write down how much energy a machine is to save"
)
def saving(request: HttpRequest, wanted: SavingIn) -> Status[dict[str, Any]]:
    """Once the machine is voted it stays as it was said."""
    project = get_object_or_404(Project, code=wanted.project)
    try:
        share = share_of(wanted.share)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    found = write_saving(
        code=project.code, kind=wanted.kind, share=share, actor=member_of(request), now=timezone.now()
    )
    return Status(201, {"project": project.code, "kind": found.kind, "share": found.share})


@router.post(
    "/energy/debts/{debt_id}", response={201: OfEnergyIn}, summary="Say whether a debt is owed for energy"
)
def debt_is_of_energy(
    request: HttpRequest, debt_id: Annotated[int, Field(ge=1, lt=2**63)], wanted: OfEnergyIn
) -> Status[dict[str, Any]]:
    get_object_or_404(Debt, pk=debt_id)
    said = say_debt_is_of_energy(
        debt_id=debt_id, is_energy=wanted.is_energy, actor=member_of(request), now=timezone.now()
    )
    return Status(201, {"is_energy": said is not None and said.is_energy})


def _said(page: EnergyPage) -> dict[str, Any]:
    return {
        "debt_cents": page.debt_cents,
        "interest_cents": page.interest_cents,
        "unit": page.unit,
        "kinds": [
            {
                "kind": each.kind,
                "months": [
                    {name: getattr(month, name) for name in EnergyMonthOut.model_fields}
                    for month in each.months
                ],
            }
            for each in page.kinds
        ],
        "debts": [
            {
                "debt": plan.debt.pk,
                "lender": plan.debt.lender.name,
                "purpose": plan.debt.purpose,
                "left_cents": plan.left_cents,
                "instalments_left": len(plan.waiting),
                "until_on": plan.until_on,
                "late": [part.number for part in plan.late],
                "late_cents": plan.late_cents,
            }
            for plan in page.debts
        ],
        "savings": [
            {
                "project": line.project.code,
                "kind": line.kind,
                "share": str(line.share),
                "motion": line.project.motion.number if line.project.motion is not None else None,
                "measured_by": line.found.basis if line.found else None,
                "saved": line.found.saved if line.found else None,
                "saved_per_mille": line.found.per_mille if line.found else None,
                "saved_cents": line.found.cents if line.found else None,
                "is_reached": line.is_reached,
            }
            for line in page.savings
        ],
    }
