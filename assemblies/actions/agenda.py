"""The agenda: what comes before an assembly, and in which order."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assemblies.house_rules import SECONDERS, in_force
from assemblies.models import AgendaItem, Assembly, AssemblyKind, AssemblyState, Motion, MotionState
from assemblies.reports.agendas import closing_of, why_not_meant_for
from assemblies.reports.law import article_of, law_here, only_for
from assemblies.rules import agenda as rules
from assemblies.rules import law
from assemblies.rules.texts import LONGEST_TITLE, why_not_text
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if

_OUT_OF_THE_WAY = 1_000_000
"""Added to positions while items change places, so that no two stand in one place meanwhile."""


@one_act_at_a_time
def put_on_agenda(*, motion_id: int, assembly_id: int, actor: Member | None, now: datetime) -> Motion:
    """Put a tabled motion, or one that was not reached before, on the agenda of an assembly."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    day = Cooperative.objects.founded().day_of(now)
    refuse_if(
        rules.why_not_put_on_agenda(
            motion_state=motion.state,
            kind_only_in=only_for(motion),
            article=article_of(motion),
            is_waiting=motion.state == MotionState.ON_AGENDA and motion.assembly_id is None,
            seconds=motion.secondings.count(),
            seconds_needed=in_force(SECONDERS, on=day),
            assembly_kind=assembly.kind,
            assembly_state=assembly.state,
            closes_at=None if _is_free(motion, assembly) else closing_of(assembly, now=now),
            agenda_article=law_here().agenda_article if assembly.kind in rules.LEGAL else "",
            is_amendment_here=_amends_something_here(motion, assembly),
            actor=actor,
            now=now,
        )
    )

    _place(motion, assembly, actor=actor, now=now)
    return motion


@one_act_at_a_time
def add_item(
    *, assembly_id: int, title: str, minutes: int | None = None, actor: Member | None, now: datetime
) -> AgendaItem:
    """Put a matter without a motion on the agenda: a report, a talk. Nothing is decided under it."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(rules.why_not_move(assembly_state=assembly.state, actor=actor, now=now))
    refuse_if(why_not_text(title, longest=LONGEST_TITLE))
    if minutes is not None and not 1 <= minutes <= 600:
        raise Refused(_("Write a whole number from %(least)s to %(most)s.") % {"least": 1, "most": 600})

    item = AgendaItem.objects.create(
        assembly=assembly, position=_last_position(assembly) + 1, title=title.strip(), minutes=minutes
    )

    record(
        verb="assemblies.item.added",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"position": item.position, "title": fingerprint(item.title)},
    )
    return item


@one_act_at_a_time
def move_item(*, item_id: int, position: int, actor: Member | None, now: datetime) -> AgendaItem:
    """Move an item to another place of its agenda; the others keep their order."""
    item = AgendaItem.objects.select_related("assembly").get(pk=item_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=item.assembly_id)

    refuse_if(rules.why_not_move(assembly_state=assembly.state, actor=actor, now=now))

    others = list(assembly.items.exclude(pk=item.pk).order_by("position"))
    place = max(1, min(position, len(others) + 1))
    _number_again([*others[: place - 1], item, *others[place - 1 :]])

    record(
        verb="assemblies.item.moved",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"item": item.pk, "position": place},
    )
    return item


def add_matter(assembly: Assembly, title: str, *, key: str = "") -> AgendaItem:
    """Put a matter without a motion at the end of an agenda, by itself; only inside an act.

    `key` names what comes back by itself, and comes once to an agenda.
    """
    return AgendaItem.objects.create(
        assembly=assembly, position=_last_position(assembly) + 1, title=title, key=key
    )


def next_agenda(*, now: datetime) -> Assembly | None:
    """The first weekly assembly convoked whose agenda still takes motions."""
    for assembly in Assembly.objects.coming(now).filter(kind=AssemblyKind.WEEKLY):
        closes_at = closing_of(assembly, now=now)
        if closes_at is not None and now < closes_at:
            return assembly
    return None


def place_on_next_agenda(motion: Motion, *, now: datetime) -> None:
    """Put a motion that has what it needs on the agenda it is meant for, or on the next weekly one that takes it.

    An amendment goes where what it amends is, also when that agenda is closed to new matters.
    """
    parent = motion.amends
    if parent is not None and parent.state == MotionState.ON_AGENDA and parent.assembly is not None:
        _place(motion, parent.assembly, actor=None, now=now)
        return
    only_in = only_for(motion)
    if only_in and AssemblyKind.WEEKLY not in only_in:
        return  # it waits for the assembly that may decide it
    meant_for = motion.meant_for
    if meant_for is not None and why_not_meant_for(motion.kind, meant_for, only_in=only_in, now=now) is None:
        _place(motion, meant_for, actor=None, now=now)
        return
    assembly = next_agenda(now=now)
    if assembly is not None:
        _place(motion, assembly, actor=None, now=now)


def place_by_petition(motion: Motion | None, *, title: str, now: datetime) -> Assembly | None:
    """Put what enough of us signed for on the next agenda that may decide it, without seconders.

    A motion for which no such assembly is called yet waits, and goes on the first one that is. Answers the
    assembly, or None while it waits or where the motion has been on an agenda since.
    """
    if motion is None:
        weekly = next_agenda(now=now)
        if weekly is not None:
            add_matter(weekly, title)
        return weekly
    if motion.state != MotionState.TABLED:
        return motion.assembly
    assembly = _next_that_may(motion, now=now)
    if assembly is None:
        motion.state = MotionState.ON_AGENDA
        motion.save(update_fields=["state"])
        return None
    _place(motion, assembly, actor=None, now=now)
    return assembly


def _next_that_may(motion: Motion, *, now: datetime) -> Assembly | None:
    only_in = only_for(motion)
    if not only_in or AssemblyKind.WEEKLY in only_in:
        return next_agenda(now=now)
    late_days = law_here().item.days_after_notice
    for assembly in Assembly.objects.coming(now).filter(kind__in=only_in):
        closes_at = closing_of(assembly, now=now)
        by_law = assembly.convoked_at + timedelta(days=late_days) if late_days is not None else None
        if closes_at is None or now < max(closes_at, by_law or closes_at):
            return assembly
    return None


def place_again(motion: Motion, *, assembly: Assembly | None, now: datetime) -> None:
    """Put a motion that comes back by itself on this agenda, or on the next one to be called."""
    if assembly is not None:
        _place(motion, assembly, actor=None, now=now)
        return
    motion.state = MotionState.ON_AGENDA
    motion.save(update_fields=["state"])
    place_on_next_agenda(motion, now=now)


def place_those_waiting(assembly: Assembly, *, now: datetime) -> None:
    """Fill the agenda of an assembly just convoked.

    First what an earlier assembly did not reach, then what found enough seconders since, oldest first. A weekly
    one takes what it may decide; one by law only what no weekly one may.
    """
    if assembly.kind == AssemblyKind.EMERGENCY:
        return
    day = Cooperative.objects.founded().day_of(now)
    needed = in_force(SECONDERS, on=day)
    not_reached = Q(state=MotionState.ON_AGENDA, assembly=None)
    seconded = Q(state=MotionState.TABLED, seconds__gte=needed)
    waiting = (
        Motion.objects.filter(state__in=(MotionState.ON_AGENDA, MotionState.TABLED))
        .annotate(seconds=Count("secondings"))
        .filter(not_reached | seconded)
        .order_by("state", Coalesce("tabled_at", "created_at"), "number")
    )
    for motion in waiting:  # "on_agenda" sorts before "tabled"
        only_in = only_for(motion) or (AssemblyKind.WEEKLY.value,)
        if assembly.kind in only_in:
            _place(motion, assembly, actor=None, now=now)


def take_off_agenda(assembly: Assembly) -> list[Motion]:
    """What an assembly did not reach goes on to the next: its items say so, its motions wait."""
    motions = list(assembly.motions.filter(state=MotionState.ON_AGENDA).order_by("number"))
    assembly.items.filter(motion__in=motions).update(carried_over=True)
    Motion.objects.filter(pk__in=[motion.pk for motion in motions]).update(assembly=None)
    for motion in motions:
        motion.assembly = None
    return motions


def _place(motion: Motion, assembly: Assembly, *, actor: Member | None, now: datetime) -> None:
    motion.state, motion.assembly = MotionState.ON_AGENDA, assembly
    motion.save(update_fields=["state", "assembly"])
    item = AgendaItem.objects.create(
        assembly=assembly, position=_last_position(assembly) + 1, title=motion.title, motion=motion
    )
    parent = assembly.items.filter(motion=motion.amends_id).first() if motion.amends_id else None
    if parent is not None:
        before = list(assembly.items.filter(position__lt=parent.position).order_by("position"))
        after = assembly.items.filter(position__gte=parent.position).exclude(pk=item.pk).order_by("position")
        _number_again([*before, item, *after])

    motion.petitions.filter(reached_at__isnull=False, assembly=None).update(assembly=assembly)

    record(
        verb="assemblies.motion.put_on_agenda",
        subject=motion,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number, "motion": motion.number, **_meant_for_another(motion)},
    )


def _meant_for_another(motion: Motion) -> dict[str, int]:
    meant_for = motion.meant_for
    if meant_for is None or meant_for.pk == motion.assembly_id:
        return {}
    return {"meant_for": meant_for.number}


def _is_free(motion: Motion, assembly: Assembly) -> bool:
    """What may follow from a matter of an assembly by law although it is not on its agenda."""
    return (
        assembly.kind in rules.LEGAL
        and law.is_free(law_here(), motion.kind)
        and assembly.items.filter(carried_over=False).exists()
    )


def _amends_something_here(motion: Motion, assembly: Assembly) -> bool:
    parent = motion.amends
    return (
        parent is not None
        and parent.assembly_id == assembly.pk
        and parent.state == MotionState.ON_AGENDA
        and assembly.state != AssemblyState.CANCELLED
    )


def _last_position(assembly: Assembly) -> int:
    last: int | None = assembly.items.aggregate(last=Max("position"))["last"]
    return last or 0


def _number_again(items: list[AgendaItem]) -> None:
    for shift in (_OUT_OF_THE_WAY, 0):
        for place, item in enumerate(items, start=1):
            item.position = place + shift
        AgendaItem.objects.bulk_update(items, ["position"])
