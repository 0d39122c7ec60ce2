"""Turns that pass from one to another: the steps that covers, swaps and new plans share. Only inside an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Cooperative, Member
from record.rules import Refused, refuse_if
from rotation.actions.mandates import end_mandate, seat_member
from rotation.models import Cover, Duty, Swap
from rotation.reports.table import state_of
from rotation.rules.eligibility import Sentence
from rotation.rules.turning import why_not_change


def locked_turns(duty_ids: Iterable[int]) -> dict[int, Duty]:
    """These duties, locked in the order of their ids, with post, person and plan at hand."""
    rows = Duty.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=list(duty_ids))
    return {
        duty.pk: duty
        for duty in rows.select_related("post", "member", "planned__plan__motion", "mandate").order_by("pk")
    }


def turn_that_changes(duty: Duty | None, *, today: date) -> Duty:
    """The turn, where it can still change hands."""
    if duty is None:
        raise Refused(_("This is not a turn at the table."))
    refuse_if(why_not_change(state_of(duty), today=today))
    return duty


def says(name: str, why_not: Sentence) -> str:
    """A rule's words about somebody, as a sentence."""
    return _("%(name)s %(reason)s.") % {"name": name, "reason": why_not}


def pass_turns(changes: list[tuple[Duty, Member]], *, now: datetime, by_swap: int = 0) -> None:
    """Give each turn to somebody else, all at once; the mandates of today pass with them.

    What was under way about these turns is over: whoever looked for a stand-in has one, and other swaps came
    too late (`by_swap` is the one being done). Nobody has two turns on a day even for a moment, and the database
    looks at each row on its own: turns of one day wait beyond the calendar while they change hands.
    """
    today = Cooperative.objects.founded().day_of(now)
    days = {duty.pk: duty.due_on for duty, _who in changes}
    if len(set(days.values())) < len(changes):
        for nth, (duty, _who) in enumerate(changes):
            duty.due_on, duty.sequence = date.max - timedelta(days=nth), duty.sequence + 1
            duty.save(update_fields=["due_on", "sequence"])
    for duty, who in changes:
        duty.member, duty.due_on, duty.sequence = who, days[duty.pk], duty.sequence + 1
        duty.save(update_fields=["member", "due_on", "sequence"])

    seated = [duty for duty, _who in changes if duty.mandate_id is not None and duty.due_on == today]
    for duty in seated:
        end_mandate(mandate_id=duty.mandate_id or 0, actor=None, now=now)
    for duty in seated:
        seat_at_table(duty, now=now)

    touched = [duty.pk for duty, _who in changes]
    Cover.objects.filter(duty__in=touched, ended_at__isnull=True).update(ended_at=now)
    end_swaps_of(touched, now=now, but=by_swap)


def end_swaps_of(duty_ids: Iterable[int], *, now: datetime, but: int = 0) -> None:
    """Swaps in which one of these turns was: they came too late, and those in them are told."""
    swaps = Swap.objects.filter(ended_at__isnull=True, legs__duty__in=list(duty_ids)).exclude(pk=but)
    for swap in swaps.distinct():
        tell(
            member_ids=swap.legs.values_list("giver_id", flat=True),
            key=f"swap-late:{swap.pk}",
            text_id=gettext_noop("The swap of turns came to nothing: one of them is somebody else's by now."),
            values={},
            link="/duties/",
            now=now,
        )
        Swap.objects.filter(pk=swap.pk, ended_at__isnull=True).update(ended_at=now)


def seat_at_table(duty: Duty, *, now: datetime) -> None:
    """Write the mandate of the day for a turn, by the motion that adopted its plan."""
    assert duty.seat is not None  # noqa: S101 - a turn has its seat: the database says so
    duty.mandate = seat_member(
        post_id=duty.post_id or 0,
        seat=duty.seat,
        member_id=duty.member_id or 0,
        from_on=duty.due_on,
        until_on=duty.due_on + _days_of(duty),
        motion=duty.planned.plan.motion if duty.planned is not None else None,
        actor=None,
        now=now,
    )
    duty.save(update_fields=["mandate"])


def _days_of(duty: Duty) -> timedelta:
    """How long a turn lasts: as planned, one day where no plan says it."""
    planned = duty.planned
    return timedelta(days=1) if planned is None else planned.until_on - planned.from_on
