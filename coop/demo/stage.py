"""The stage of the story: who and what there is, and short ways to do what members do.

Nothing here writes by itself: every change goes through the rooms' actions, with the moment passed in.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from assemblies.actions import (
    arrive,
    arrive_at_door,
    cast_ballot,
    close_assembly,
    close_voting,
    count_hands,
    depart,
    draft_motion,
    open_assembly,
    open_voting,
    put_on_agenda,
    second_motion,
    table_motion,
)
from assemblies.kinds import kind_of
from assemblies.models import Assembly, AssemblyKind, Motion, RollEntry
from assemblies.reports import rule_of
from coop.demo.calendar import Calendar
from coop.demo.motions import StoryMotion, Turnout, scaled
from coop.demo.people import Person
from members.models import Cooperative, Member, Sector
from rotation.actions.mandates import terms_in_force
from rotation.models import Mandate, Post
from rotation.reports.turns import candidates_for, limits_of
from rotation.rules import why_not_eligible

WHOLE = 312
NAMESPACE = uuid.UUID("5a1d6b1e-0c1a-4f6e-9d0b-ba7dac1a7a00")

Scene = tuple[datetime, Callable[[datetime], None]]


@dataclass(kw_only=True)
class Stage:
    """What the scenes share."""

    calendar: Calendar
    size: int
    people: list[Person]
    coop: Cooperative
    say: Callable[[str], None]
    members: dict[int, Member] = field(default_factory=dict)
    sectors: dict[str, Sector] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    motions: dict[int, Motion] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return self.size == WHOLE

    def who(self, name: str) -> Member | None:
        """The member of that name, if the demo is large enough to have them."""
        return next((m for m in self.members.values() if m.name == name), None)

    def holder(self, code: str, moment: datetime) -> Member:
        """Who holds a post at a moment; the presidency where that post is vacant or this demo has none."""
        day = self.coop.day_of(moment)
        for wanted in (code, "presidency"):
            mandate = (
                Mandate.objects.at(moment, day=day)
                .filter(post__code=wanted)
                .select_related("member")
                .order_by("seat")
                .first()
            )
            if mandate is not None:
                return mandate.member
        raise LookupError(f"nobody holds {code} on {day}")

    def free(self, *, on: date, count: int, sector: str = "", salt: str = "") -> list[Member]:
        """Full members without a post that day, in a fixed but mixed order; from one sector if there are any."""
        busy = set(
            Mandate.objects.filter(until_on__gt=on)
            .filter(ended_on__isnull=True)
            .values_list("member_id", flat=True)
        )
        able = [m for m in Member.objects.standing("member", on=on) if m.pk not in busy]
        able.sort(key=lambda m: _mixed(salt, m.number))
        own = [m for m in able if sector and m.sector_id == self.sectors[sector].pk]
        return (own + [m for m in able if m not in own])[:count]

    def anyone(self, *, on: date, count: int, salt: str) -> list[Member]:
        """Full members in a fixed but mixed order, with a post or without."""
        able = Member.objects.standing("member", on=on)
        return sorted(able, key=lambda m: _mixed(salt, m.number))[:count]

    def eligible(self, code: str, members: list[Member], *, on: date) -> list[Member]:
        """Those of them whom the rules let take a post from a day, in the same order."""
        post = self.posts[code]
        limits = limits_of(post, terms_in_force(post, on=on))
        candidates = candidates_for(post, on=on, numbers=[m.number for m in members])
        able = {c.number for c in candidates if why_not_eligible(c, limits, on=on) is None}
        return [member for member in members if member.number in able]

    # --- assemblies ---------------------------------------------------------------------------------------

    def hold(
        self,
        assembly: Assembly,
        motions: Iterable[tuple[StoryMotion, Motion]],
        *,
        begins: datetime,
        hall: int = 0,
    ) -> None:
        """One assembly from its first arrival to its close, with the votes the story tells."""
        chair = self.holder("presidency", begins)
        open_assembly(assembly_id=assembly.pk, actor=chair, now=begins)
        pairs = list(motions)
        at = begins
        if not pairs:
            self._come(assembly, self._mixed_roll(assembly, at)[:hall], [], at)
        for told, motion in pairs:
            at += timedelta(minutes=12)
            self.vote(assembly, told, motion, at=at)
        last = (
            Motion.objects.filter(assembly=assembly, closed_at__isnull=False).order_by("-closed_at").first()
        )
        closes = max(at, last.closed_at if last and last.closed_at else at) + timedelta(minutes=5)
        close_assembly(assembly_id=assembly.pk, actor=chair, now=closes)

    def vote(self, assembly: Assembly, told: StoryMotion, motion: Motion, *, at: datetime) -> None:
        """Arrive, open, raise hands and phones, close: one motion."""
        chair = self.holder("presidency", at)
        roll = self.roll(assembly, motion, at)
        rule = rule_of(motion, on=self.coop.day_of(at))
        turnout = scaled(told, roll=len(roll), rule=rule, is_whole=self.is_whole)
        self._go(assembly, roll[turnout.hall + turnout.phone :], at)
        self._come(assembly, roll[: turnout.hall], [], at)
        at += timedelta(minutes=1)
        open_voting(motion_id=motion.pk, closes_at=at + timedelta(minutes=10), actor=chair, now=at)
        motion.refresh_from_db()
        self.cast(assembly, motion, turnout, at=at)
        outcome = close_voting(motion_id=motion.pk, actor=chair, now=at + timedelta(minutes=9))
        if outcome.state != told.expected:
            raise AssertionError(f"motion {told.no} ended {outcome.state}, the story says {told.expected}")
        self.motions[told.no] = outcome

    def roll(self, assembly: Assembly, motion: Motion, at: datetime) -> list[Member]:
        """Who will vote, in this assembly's order, without those whom the kind excludes."""
        excluded = kind_of(motion).excluded(motion, on=self.coop.day_of(at))
        return [member for member in self._mixed_roll(assembly, at) if member.pk not in excluded]

    def cast(self, assembly: Assembly, motion: Motion, turnout: Turnout, *, at: datetime) -> None:
        """Arrivals and ballots of one vote, open (hands and phones) or secret (each their own)."""
        roll = [
            self.members[number]
            for number in RollEntry.objects.filter(motion=motion, excluded_because="").values_list(
                "member__number", flat=True
            )
        ]
        roll.sort(key=lambda m: _mixed(str(assembly.number), m.number))
        there = roll[: turnout.hall + turnout.phone]
        self._come(assembly, there[: turnout.hall], there[turnout.hall :], at)

        choices = (
            ["for"] * turnout.in_favour + ["against"] * turnout.against + ["abstain"] * turnout.abstaining
        )
        voters = sorted(there, key=lambda m: _mixed(f"vote {motion.number}", m.number))[: len(choices)]
        cast = dict(zip((m.number for m in voters), choices, strict=True))
        in_hall = {m.number for m in there[: turnout.hall]}
        hands = {} if motion.is_secret else {n: c for n, c in cast.items() if n in in_hall}
        if hands:
            count_hands(
                motion_id=motion.pk,
                choices=hands,
                actor=self.holder("presidency", at),
                now=at + timedelta(minutes=2),
            )
        for nth, (number, choice) in enumerate(item for item in cast.items() if item[0] not in hands):
            cast_ballot(
                motion_id=motion.pk,
                member=self.members[number],
                choice=choice,
                key=uuid.uuid5(NAMESPACE, f"{motion.pk} {number}"),
                now=at + timedelta(minutes=3, seconds=nth % 240),
            )

    def _come(self, assembly: Assembly, hall: list[Member], home: list[Member], at: datetime) -> None:
        present = set(assembly.presences.filter(left_at__isnull=True).values_list("member_id", flat=True))
        door = [m.number for m in hall if m.pk not in present]
        if door:
            arrive_at_door(assembly_id=assembly.pk, numbers=door, actor=self.holder("secretary", at), now=at)
        for member in home:
            if member.pk not in present:
                channel = "home" if assembly.from_home else "hall_code"
                arrive(
                    assembly_id=assembly.pk,
                    member=member,
                    channel=channel,
                    code=assembly.hall_code,
                    actor=member,
                    now=at,
                )

    def _go(self, assembly: Assembly, members: list[Member], at: datetime) -> None:
        """Those who were there for the motion before and did not stay."""
        present = set(assembly.presences.filter(left_at__isnull=True).values_list("member_id", flat=True))
        for member in members:
            if member.pk in present:
                depart(assembly_id=assembly.pk, member=member, actor=member, now=at)

    def _mixed_roll(self, assembly: Assembly, at: datetime) -> list[Member]:
        able = list(Member.objects.with_vote(on=self.coop.day_of(at)))
        return sorted(able, key=lambda m: _mixed(str(assembly.number), m.number))

    # --- motions ------------------------------------------------------------------------------------------

    def table(
        self,
        told: StoryMotion,
        terms: dict[str, object],
        *,
        at: datetime,
        assembly: Assembly | None = None,
        title: str = "",
        follows: Motion | None = None,
    ) -> Motion:
        """Draft, table and second a motion, and put it on the agenda where it does not go by itself."""
        proposers = self.anyone(on=self.coop.day_of(at), count=4, salt=f"proposes {told.no} {title}")
        motion = draft_motion(
            kind=told.kind,
            title=title or told.title,
            text=told.text,
            terms=terms,
            proposer=proposers[0],
            follows_id=follows.pk if follows else None,
            now=at,
        )
        table_motion(motion_id=motion.pk, actor=proposers[0], now=at)
        # Assemblies by law and emergencies ask for no seconders; with them it would go on the next weekly agenda.
        weekly = assembly is None or assembly.kind == AssemblyKind.WEEKLY
        for minutes, seconder in enumerate(proposers[1:4] if weekly else [], start=1):
            second_motion(motion_id=motion.pk, actor=seconder, now=at + timedelta(minutes=minutes))
        motion.refresh_from_db()
        if assembly is not None and motion.assembly_id != assembly.pk:
            put_on_agenda(
                motion_id=motion.pk,
                assembly_id=assembly.pk,
                actor=self.holder("presidency", at),
                now=at + timedelta(minutes=5),
            )
            motion.refresh_from_db()
        return motion

    def local(self, day: date, at: time) -> datetime:
        """A local moment of one of our days."""
        return self.calendar.at(day, at)


def _mixed(salt: str, number: int) -> str:
    """A fixed shuffle: the same order for the same salt, on every machine."""
    return hashlib.sha256(f"{salt}/{number}".encode()).hexdigest()
