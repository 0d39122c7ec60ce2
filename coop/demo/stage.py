"""The stage of the story: who and what there is, and short ways to do what members do.

Nothing here writes by itself: every change goes through the rooms' actions, with the moment passed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from assemblies.actions import draft_motion, put_on_agenda, second_motion, table_motion
from assemblies.actions.documents import attach_to_motion
from assemblies.models import Assembly, AssemblyKind, Contest, Motion
from coop.demo.calendar import Calendar
from coop.demo.motions import StoryMotion
from coop.demo.people import Person
from coop.demo.posts import TABLE
from members.models import Cooperative, Member, Sector
from rotation.actions.mandates import terms_in_force
from rotation.models import Mandate, Post
from rotation.reports.turns import candidates_for, limits_of
from rotation.rules import why_not_eligible

WHOLE = 312

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
    orders: dict[int, list[Member]] = field(default_factory=dict)
    """By assembly: in which order people come to it."""
    contest: Contest | None = None
    missed: int = 0
    """The turn to which nobody came at the last assembly."""
    not_there: dict[int, set[int]] = field(default_factory=dict)
    """By assembly: who does not come although they have a turn."""
    held: dict[date, dict[str, Member]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return self.size == WHOLE

    def who(self, name: str) -> Member | None:
        """The member of that name, if the demo is large enough to have them."""
        return next((m for m in self.members.values() if m.name == name), None)

    def holder(self, code: str, moment: datetime) -> Member:
        """Who holds a post at a moment; the presidency where that post is vacant or this demo has none.

        Kept until `seats_changed`: the same few are asked for again and again.
        """
        held = self.held.setdefault(self.coop.day_of(moment), {})
        if not held:
            held |= {mandate.post.code: mandate.member for mandate in self._holding(moment)}
        if code not in held and "presidency" not in held:
            raise LookupError(f"nobody holds {code} on {moment}")
        return held.get(code) or held["presidency"]

    def _holding(self, moment: datetime) -> QuerySet[Mandate]:
        """Mandates at a moment, the first seat of a post last."""
        mandates = Mandate.objects.at(moment, day=self.coop.day_of(moment))
        return mandates.select_related("member", "post").order_by("-seat")

    def seats_changed(self) -> None:
        """Somebody may have taken or left a post."""
        self.held.clear()

    def free(self, *, on: date, count: int, sector: str = "", salt: str = "") -> list[Member]:
        """Full members without a post that day, in a fixed but mixed order; from one sector if there are any.

        To sit at an assembly's table for two days keeps nobody from anything.
        """
        busy = set(
            Mandate.objects.filter(until_on__gt=on)
            .filter(ended_on__isnull=True)
            .exclude(post__code__in=[post.code for post in TABLE])
            .values_list("member_id", flat=True)
        )
        able = [m for m in Member.objects.standing("member", on=on) if m.pk not in busy]
        able.sort(key=lambda m: mixed(salt, m.number))
        own = [m for m in able if sector and m.sector_id == self.sectors[sector].pk]
        return (own + [m for m in able if m not in own])[:count]

    def share(self, count: int) -> int:
        """So many of the story's 312 people, at the size of this demo; at least one."""
        return max(1, count * self.size // WHOLE)

    def anyone(self, *, on: date, count: int, salt: str) -> list[Member]:
        """Full members in a fixed but mixed order, with a post or without."""
        able = Member.objects.standing("member", on=on)
        return sorted(able, key=lambda m: mixed(salt, m.number))[:count]

    def eligible(self, code: str, members: list[Member], *, on: date) -> list[Member]:
        """Those of them whom the rules let take a post from a day, in the same order."""
        post = self.posts[code]
        limits = limits_of(post, terms_in_force(post, on=on))
        numbers = [member.number for member in members]
        candidates = candidates_for(post, on=on, numbers=numbers, skills=limits.skills)
        able = {c.number for c in candidates if why_not_eligible(c, limits, on=on) is None}
        return [member for member in members if member.number in able]

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
        amends: Motion | None = None,
        review_on: date | None = None,
        documents: Sequence[tuple[str, bytes]] = (),
        seconders: int = 3,
    ) -> Motion:
        """Draft, table and second a motion, and put it on the agenda where it does not go by itself.

        Without `seconders` it stays as it was tabled.
        """
        proposers = self.anyone(on=self.coop.day_of(at), count=4, salt=f"proposes {told.no} {title}")
        motion = draft_motion(
            kind=told.kind,
            title=title or told.title,
            text=told.text,
            terms=terms,
            proposer=proposers[0],
            follows_id=follows.pk if follows else None,
            amends_id=amends.pk if amends else None,
            review_on=review_on,
            now=at,
        )
        for name, content in documents:
            attach_to_motion(motion_id=motion.pk, name=name, content=content, actor=proposers[0], now=at)
        table_motion(motion_id=motion.pk, actor=proposers[0], now=at)
        if not seconders:
            motion.refresh_from_db()
            return motion
        # Assemblies by law and emergencies ask for no seconders; with them it would go on the next weekly agenda.
        weekly = assembly is None or assembly.kind == AssemblyKind.WEEKLY
        for minutes, seconder in enumerate(proposers[1 : 1 + seconders] if weekly else [], start=1):
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


def mixed(salt: str, number: int) -> str:
    """A fixed shuffle: the same order for the same salt, on every machine."""
    return hashlib.sha256(f"{salt}/{number}".encode()).hexdigest()
