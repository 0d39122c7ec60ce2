"""A surplus worked out, proposed and paid to whoever left, hours and set-asides, as JSON: the acts of the pages.

It is amended as any motion is (`POST /motions` with `amends`), and posted by the vote that adopts it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from members.gate import member_of
from payroll.actions.hours import write_hours
from payroll.actions.losses import propose_loss
from payroll.actions.returns import pay_return_of_leaver
from payroll.actions.set_asides import set_aside_month
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.api.runs import router
from payroll.api.shapes import Cents, Key, Line, Number, OutOf, Share, period_named
from payroll.api.surplus import SurplusOut
from payroll.api.surplus import surplus as one_surplus
from payroll.models import Return, Surplus
from payroll.rules.percent import share_of

SHARES_SAID = ("non_member_share", "reinvestment", "community", "cash", "heads")


class DraftIn(Schema):
    """Some whole months of the books (`until_on` is the first day after them), and what the books do not know."""

    name: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(holdable)]
    from_on: date
    until_on: date
    non_member_share: Share = ""
    extraordinary_cents: Cents = 0
    reserves_to_rebuild_cents: Cents = 0
    interest_on_shares_cents: Cents = 0
    prior_losses_cents: Cents | None = None
    """None: as the books say."""
    reinvestment: Share = ""
    community: Share = ""
    shared_by: Literal["", "equal", "days", "hours", "mixed"] = ""
    cash: Share = ""
    heads: Share = ""
    key: Key


class ProposeIn(Schema):
    title: Line
    text: Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(holdable)]


class LossIn(ProposeIn):
    """What covers a loss, of what the law here lets cover it; nothing said is carried to the next years."""

    reserve_cents: Cents = 0
    members_cents: Cents = 0


class HoursIn(Schema):
    """Minutes of each one in a month of the books, by member number."""

    period: Line
    minutes: Annotated[dict[Number, Annotated[int, Field(ge=0, le=2**31)]], Field(max_length=100_000)]


class NewOut(Schema):
    """How many of those sent were new; 0 where the same is sent again."""

    new: int


class SetAsideIn(Schema):
    period: Line


class SetAsideOut(Schema):
    """A part of a month's result: `share` is as voted, "rest" for what is left."""

    purpose: str
    share: str
    cents: int


class ReturnOut(Schema):
    """A part of the surplus of somebody who left."""

    id: int
    surplus: int
    member: int
    cents: int
    is_paid: bool


@router.post("/surpluses", response={201: SurplusOut}, summary="Work a surplus out; it shares nothing yet")
def draft(request: HttpRequest, wanted: DraftIn) -> Status[dict[str, Any]]:
    """The same key again answers the one that there is."""
    typed = wanted.dict(exclude={"name", "from_on", "until_on", "shared_by", "key"})
    for name in SHARES_SAID:
        if typed[name]:
            typed[name] = str(share_of(typed[name]))
    made = draft_surplus(
        name=wanted.name,
        from_on=wanted.from_on,
        until_on=wanted.until_on,
        typed=typed | {"key": wanted.shared_by},
        key=wanted.key,
        actor=member_of(request),
        now=timezone.now(),
    )
    return Status(201, one_surplus(request, made.pk))


@router.post(
    "/surpluses/{surplus_id}/propose", response={201: SurplusOut}, summary="Freeze it and make the motion"
)
def propose(request: HttpRequest, surplus_id: int, words: ProposeIn) -> Status[dict[str, Any]]:
    """Everyone sees their own part from then on. The same words again answer the motion that there is."""
    found = get_object_or_404(Surplus, pk=surplus_id if 0 < surplus_id < 2**62 else None)
    propose_surplus(
        surplus_id=found.pk, title=words.title, text=words.text, actor=member_of(request), now=timezone.now()
    )
    return Status(201, one_surplus(request, found.pk))


@router.post(
    "/surpluses/{surplus_id}/propose-loss",
    response={201: SurplusOut},
    summary="Freeze how a loss is covered and make the motion",
)
def propose_how_covered(request: HttpRequest, surplus_id: int, wanted: LossIn) -> Status[dict[str, Any]]:
    """For months whose result is below zero. It is booked when it is adopted."""
    found = get_object_or_404(Surplus, pk=surplus_id if 0 < surplus_id < 2**62 else None)
    propose_loss(surplus_id=found.pk, **wanted.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, one_surplus(request, found.pk))


@router.post("/returns/{return_id}/pay", response=ReturnOut, summary="Pay the part of somebody who left")
def pay_return(request: HttpRequest, return_id: int, way: OutOf) -> dict[str, Any]:
    """Once: again, it is paid already."""
    found = get_object_or_404(Return, pk=return_id if 0 < return_id < 2**62 else None)
    paid = pay_return_of_leaver(
        return_id=found.pk, out_of=way.out_of, actor=member_of(request), now=timezone.now()
    )
    return {
        "id": paid.pk,
        "surplus": paid.surplus_id,
        "member": paid.member.number,
        "cents": paid.cents,
        "is_paid": paid.entry_id is not None,
    }


@router.post("/hours", response=NewOut, summary="Write down everyone's hours of a month")
def hours(request: HttpRequest, wanted: HoursIn) -> dict[str, int]:
    """All or none; the last word about each one counts."""
    made = write_hours(
        period_id=period_named(wanted.period).pk,
        minutes=wanted.minutes,
        actor=member_of(request),
        now=timezone.now(),
    )
    return {"new": len(made)}


@router.post("/set-asides", response=list[SetAsideOut], summary="Set a month's result aside, by the rule")
def set_aside(request: HttpRequest, wanted: SetAsideIn) -> list[dict[str, Any]]:
    """Once a month: again, the parts that there are."""
    made = set_aside_month(
        period_id=period_named(wanted.period).pk, actor=member_of(request), now=timezone.now()
    )
    return [{"purpose": part.purpose, "share": part.share, "cents": part.cents} for part in made]
