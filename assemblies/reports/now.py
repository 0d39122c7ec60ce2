"""Where the assembly is now, for one reader: its agenda, who is here, what is being voted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assemblies.carrying_out import Task, carrier
from assemblies.house_rules import SIMPLE, SPEAKING_MINUTES, SPEAKING_ORDER, as_typed, stored_in_force
from assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyState,
    Ballot,
    Motion,
    MotionState,
    Notice,
    PaperVoter,
    Participation,
    Presence,
)
from assemblies.reports.counting import how_many, sentence_of, still_needed_of
from assemblies.reports.floor import Floor, floor_by
from assemblies.reports.law import legal_quorum
from assemblies.rules.decision import from_data, quorum_needed
from members.models import Cooperative, Member
from record.shared import shared


@dataclass(frozen=True, kw_only=True)
class OpenVote:
    """A vote that is open now, for one reader."""

    motion: Motion
    roll: int
    turnout: int
    still_needed: str
    on_roll: bool
    my_exclusion: str
    have_voted: bool
    my_choice: str
    """Empty where the vote is secret or the reader has not voted."""
    on_paper: bool = False
    """Whether the reader was given paper, and so votes in the box."""
    waits_for_box: bool = False
    """Over for phones and hands; decided once two people found the same in the box."""

    @property
    def waits_for_me(self) -> bool:
        return self.on_roll and not (self.have_voted or self.on_paper or self.waits_for_box)


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One item with its motion, and the result where it is decided."""

    item: AgendaItem
    motion: Motion | None
    sentence: str
    task: Task | None = None
    """The task of a decision that came back, as it is now."""


@dataclass(frozen=True, kw_only=True)
class AssemblyNow:
    """An assembly for one reader. `votes` come in the order of the agenda; `quorum_line` is a sentence."""

    assembly: Assembly
    lines: list[AgendaLine]
    votes: list[OpenVote]
    present: int
    voters_present: int
    roll: int
    quorum: int
    quorum_line: str
    common: InTheHall
    my_presence: Presence | None
    belongs: bool
    told: int
    """How many of those who vote have proof that they were told of it."""
    was_told: bool
    """Whether the reader has; asked only before it begins."""

    @property
    def floor(self) -> Floor:
        return self.common.floor

    @property
    def is_under_way(self) -> bool:
        return self.assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS)

    @property
    def may_arrive(self) -> bool:
        return self.is_under_way and self.belongs and self.my_presence is None


@dataclass(frozen=True, kw_only=True)
class InTheHall:
    """What is the same for every reader of an assembly, in one language."""

    lines: list[AgendaLine]
    motions: list[Any]
    needed: dict[int, str]
    present: int
    voters_present: int
    roll: int
    quorum: int
    quorum_line: str
    told: int
    ask_floor: Callable[[], Floor]

    @cached_property
    def floor(self) -> Floor:
        """Who speaks and who waits: asked by the pages that show it, once."""
        return self.ask_floor()


def assembly_now(reader: Member, *, now: datetime) -> AssemblyNow | None:
    """The assembly under way, else the next one called; None when there is neither."""
    assembly = shared("now", lambda: _which(now))
    return None if assembly is None else assembly_page(assembly, reader=reader, now=now)


def _which(now: datetime) -> Assembly | None:
    return (
        Assembly.objects.filter(
            Q(state__in=(AssemblyState.OPEN, AssemblyState.RECESS))
            | Q(state=AssemblyState.CONVOKED, ends_at__gt=now)
        )
        .order_by("starts_at")
        .first()
    )


def assembly_page(assembly: Assembly, *, reader: Member, now: datetime) -> AssemblyNow:
    """An assembly for one reader: two or three questions of their own, and what the whole hall shares."""
    common = in_the_hall(assembly, now=now)
    under_way = assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS)
    stays = Presence.objects.filter(assembly=assembly, member=reader, left_at=None)
    mine = stays.first() if under_way else None
    belongs, was_told = (True, True) if mine is not None else _one_of_us(reader, assembly, now=now)
    return AssemblyNow(
        assembly=assembly,
        lines=common.lines,
        votes=_open_votes(assembly, common, reader, now=now),
        present=common.present,
        voters_present=common.voters_present,
        roll=common.roll,
        quorum=common.quorum,
        quorum_line=common.quorum_line,
        common=common,
        my_presence=mine,
        belongs=belongs,
        told=common.told,
        was_told=was_told,
    )


def _one_of_us(reader: Member, assembly: Assembly, *, now: datetime) -> tuple[bool, bool]:
    """Whether somebody belongs today, and has proof that they were told of an assembly, in one question."""
    here = Member.objects.here(on=Cooperative.objects.here().day_of(now)).filter(pk=OuterRef("pk"))
    told = Notice.objects.filter(assembly=assembly, member=OuterRef("pk"))
    found = Member.objects.filter(pk=reader.pk).values_list(Exists(here), Exists(told)).first()
    return found or (False, False)


def in_the_hall(assembly: Assembly, *, now: datetime) -> InTheHall:
    """What the whole hall shares, worked out once a second in each language."""
    return shared(("assembly", assembly.pk, get_language()), lambda: _common(assembly, now))


def _common(assembly: Assembly, now: datetime) -> InTheHall:
    """The agenda, who is here, the quorum and the open votes with their turnout, in three questions."""
    items = list(
        AgendaItem.objects.filter(assembly=assembly)
        .select_related("motion", "motion__proposer")
        .order_by("position")
    )
    voters = Member.objects.with_vote(on=assembly.starts_on)
    moment = min(now, assembly.closed_at) if assembly.closed_at else now
    stays = Presence.objects.at(moment) if assembly.closed_at is None else Presence.objects.all()
    stays = stays.filter(assembly=assembly)
    told = Notice.objects.filter(assembly=assembly, member__in=voters)
    present, voters_present, roll, told_of_it, simple, order, minutes = Assembly.objects.values_list(
        *(
            how_many_in(rows, of)
            for rows, of in (
                (stays, "member"),
                (stays.filter(member__in=voters), "member"),
                (voters, "pk"),
                (told, "member"),
            )
        ),
        *(
            stored_in_force(rule_type, on=assembly.starts_on)
            for rule_type in (SIMPLE, SPEAKING_ORDER, SPEAKING_MINUTES)
        ),
    ).get(pk=assembly.pk)
    rule = as_typed(SIMPLE, simple)
    second_call = assembly.second_call_at is not None
    ours = quorum_needed(roll, rule.quorum_on(second_call=second_call))
    quorum = max(ours, legal_quorum(assembly, roll=roll, second_call=second_call))
    under_way = assembly.state in (AssemblyState.OPEN, AssemblyState.RECESS)
    motions: list[Any] = (
        []
        if not under_way
        else list(
            Motion.objects.filter(assembly=assembly, state=MotionState.VOTING)
            .annotate(cast=how_many(Ballot), took_part=how_many(Participation), paper=how_many(PaperVoter))
            .order_by(F("agenda_items__position").asc(nulls_last=True), "number")
            .select_related("proposer")
        )
    )
    tasks = carrier().tasks_called([item.key for item in items if item.key], now=now)
    return InTheHall(
        lines=[
            AgendaLine(
                item=item,
                motion=item.motion,
                sentence=sentence_of(item.motion)
                if item.motion is not None and item.motion.is_decided
                else "",
                task=tasks.get(item.key),
            )
            for item in items
        ],
        motions=motions,
        needed={
            motion.pk: still_needed_of(
                motion,
                from_data(motion.rule or {}),
                roll=motion.roll_count or 0,
                present=voters_present,
                second_call=motion.second_call,
            )
            for motion in motions
        },
        present=present,
        voters_present=voters_present,
        roll=roll,
        quorum=quorum,
        quorum_line=_quorum_line(voters_present, roll, quorum),
        told=told_of_it,
        ask_floor=partial(
            floor_by,
            assembly,
            order=as_typed(SPEAKING_ORDER, order),
            minutes=as_typed(SPEAKING_MINUTES, minutes),
            now=now,
        ),
    )


_MY_PART = """
    SELECT r.motion_id, r.excluded_because,
        (SELECT b.choice FROM assemblies_ballot b
            WHERE b.motion_id = r.motion_id AND b.member_id = r.member_id),
        EXISTS (SELECT 1 FROM assemblies_participation t
            WHERE t.motion_id = r.motion_id AND t.member_id = r.member_id),
        EXISTS (SELECT 1 FROM assemblies_papervoter p
            WHERE p.motion_id = r.motion_id AND p.member_id = r.member_id)
    FROM assemblies_rollentry r JOIN assemblies_motion m ON m.id = r.motion_id
    WHERE r.member_id = %(member)s AND m.assembly_id = %(assembly)s AND m.state = %(voting)s"""
"""Written by hand, like the question a ballot asks: the ORM takes longer to put it together than it takes."""


def _open_votes(assembly: Assembly, common: InTheHall, reader: Member, *, now: datetime) -> list[OpenVote]:
    """Each open vote with the reader's own part, in one question."""
    if not common.motions:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _MY_PART, {"member": reader.pk, "assembly": assembly.pk, "voting": MotionState.VOTING.value}
        )
        mine = {
            motion_id: (excluded, choice or "", part, paper)
            for motion_id, excluded, choice, part, paper in cursor
        }
    votes = []
    for motion in common.motions:
        excluded, my_choice, took_part, on_paper = mine.get(motion.pk, (None, "", False, False))
        votes.append(
            OpenVote(
                motion=motion,
                roll=motion.roll_count or 0,
                turnout=((motion.took_part if motion.is_secret else motion.cast) or 0) + (motion.paper or 0),
                still_needed=common.needed[motion.pk],
                on_roll=excluded == "",
                my_exclusion=_(excluded) if excluded else "",
                have_voted=bool(took_part or my_choice),
                on_paper=bool(on_paper),
                waits_for_box=bool(motion.paper) and motion.closes_at <= now,
                my_choice=my_choice,
            )
        )
    return votes


def how_many_in(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many different `of` these rows have, as part of another question."""
    counted = rows.order_by().values(all=Value(1)).annotate(how_many=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("how_many")), 0)


def _quorum_line(present: int, roll: int, quorum: int) -> str:
    if quorum == 0:
        return _("%(present)s of us are here. Any number may decide.") % {"present": present}
    if present >= quorum:
        return _("%(present)s of %(roll)s are here: enough to decide (%(quorum)s).") % {
            "present": present,
            "roll": roll,
            "quorum": quorum,
        }
    return ngettext(
        "%(present)s of %(roll)s are here. %(missing)s more is needed to decide.",
        "%(present)s of %(roll)s are here. %(missing)s more are needed to decide.",
        quorum - present,
    ) % {"present": present, "roll": roll, "missing": quorum - present}
