"""What a thing costs, and what we could put money in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion, MotionState
from ledger.amounts import say_amount
from ledger.rules import KEEP_BOOKS, LARGEST_CENTS, may
from members.models import Member
from payroll.models import CostSheet, Product, Project
from payroll.reports.voted import left_of
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

_LISTED = ("name", "cents", "effect", "motion_id", "in_use_since")


class CostLine(NamedTuple):
    """One line of a cost sheet: what, and cents per unit."""

    text: str
    cents: int


@one_act_at_a_time
def write_cost_sheet(
    *,
    code: str,
    name: str,
    unit: str,
    in_force_from: date,
    lines: Sequence[CostLine],
    price_cents: int,
    actor: Member | None,
    now: datetime,
) -> CostSheet:
    """Say what a unit of a product costs from a day on; the product is made known with its first sheet.

    The same again is the same sheet.
    """
    refuse_if(_why_not_books(actor, now))
    if not lines or any(line.cents < 0 for line in lines) or price_cents < 0:
        raise Refused(_("A cost sheet has lines, and none is below zero."))
    if max(sum(line.cents for line in lines), price_cents) > LARGEST_CENTS:
        raise Refused(_("That amount is too large. Check the zeros."))
    product, _made = Product.objects.get_or_create(code=code, defaults={"name": name, "unit": unit})
    if (product.name, product.unit) != (name, unit):
        raise Refused(
            _(
                "There is %(name)s already, counted in %(unit)s. Write it like that, or give this another name."
            )
            % {"name": product.name, "unit": product.unit}
        )
    there = CostSheet.objects.filter(product=product, in_force_from=in_force_from).first()
    said = [line._asdict() for line in lines]
    if there is not None and (there.lines, there.price_cents) == (said, price_cents):
        return there
    if there is not None:
        raise Refused(_("There is a cost sheet from that day. Write the next one from a later day."))

    sheet = CostSheet.objects.create(
        product=product,
        in_force_from=in_force_from,
        lines=said,
        total_cents=sum(line.cents for line in lines),
        price_cents=price_cents,
    )

    record(
        verb="payroll.cost_sheet.written",
        subject=product,
        actor=actor,
        now=now,
        facts={
            "from": in_force_from.isoformat(),
            "cents": [line.cents for line in lines],
            "total_cents": sheet.total_cents,
            "price_cents": price_cents,
        },
    )
    return sheet


@one_act_at_a_time
def list_project(
    *,
    code: str,
    name: str,
    cents: int,
    effect: str,
    motion: Motion | None,
    in_use_since: date | None,
    actor: Member | None,
    now: datetime,
) -> Project:
    """Put a machine or a work on the list, or say that it was voted or is in use. Voted stays voted.

    What the list says already is not written again.
    """
    refuse_if(_why_not_books(actor, now))
    if cents < 0:
        raise Refused(_("A cost is never below zero."))
    if cents > LARGEST_CENTS:
        raise Refused(_("That amount is too large. Check the zeros."))
    if in_use_since is not None and motion is None:
        raise Refused(_("Say which motion adopted it first."))
    project = Project.objects.select_for_update(no_key=True).filter(code=code).first() or Project(code=code)
    if project.motion_id is not None and (motion is None or motion.pk != project.motion_id):
        raise Refused(_("A motion adopted this already."))
    if project.motion_id is not None and cents != project.cents:
        raise Refused(_("Its amount was voted: it stays as it is."))
    if motion is not None and project.motion_id is None:
        _refuse_beyond(motion, cents)

    said = (name, cents, effect, motion.pk if motion is not None else None, in_use_since)
    if project.pk and said == tuple(getattr(project, each) for each in _LISTED):
        return project

    project.name, project.cents, project.effect = name, cents, effect
    project.motion, project.in_use_since = motion, in_use_since
    project.save()

    record(
        verb="payroll.project.listed",
        subject=project,
        actor=actor,
        now=now,
        facts={"cents": cents, "in_use_since": in_use_since.isoformat() if in_use_since else None},
        because=motion or "",
    )
    return project


def _refuse_beyond(motion: Motion, cents: int) -> None:
    """What a motion lets leave is what it says at most, for all that is listed and spent under it together."""
    voted = Motion.objects.select_for_update(no_key=True, of=("self",)).get(pk=motion.pk)
    if voted.state != MotionState.ADOPTED:
        raise Refused(_("Motion %(number)s was not adopted.") % {"number": voted.number})
    left = left_of(voted)
    if cents > left:
        told = {"number": voted.number, "amount": say_amount(max(0, left))}
        raise Refused(_("Motion %(number)s lets no more than %(amount)s be spent on this.") % told)


def _why_not_books(actor: Member | None, now: datetime) -> object | None:
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books writes this down.")
    return None
