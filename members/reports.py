"""Reads about members: the register by sector, one person, what they should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import OuterRef, Q, Subquery

from members.models import Absence, Member, MemberQuerySet, Membership, Notice, ShareOfTime, Standing

LEFT = Standing.LEFT


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member with all their membership periods, and the one they are in that day.

    `shares`: their shares of time, the latest first; `share` is in force that day (None: the whole week).
    """

    member: Member
    periods: list[Membership]
    current: Membership | None
    shares: list[ShareOfTime]
    share: ShareOfTime | None

    @property
    def since(self) -> date | None:
        """The day they first joined."""
        return self.periods[-1].from_on if self.periods else None


def register(*, on: date, words: str = "", sector: str = "") -> MemberQuerySet:
    """Everyone who belongs on a day, with `standing`; found by name or number, or in one sector."""
    current = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on), member=OuterRef("pk"), from_on__lte=on
    )
    people = (
        Member.objects.here(on=on)
        .select_related("sector")
        .annotate(standing_now=Subquery(current.values("standing")[:1]))
        .order_by("number")
    )
    if sector:
        people = people.filter(sector__code=sector)
    words = words.replace("\x00", "").strip()[:80]
    if words.isascii() and words.isdigit():
        people = people.filter(number=int(words[:9]))
    elif words:
        people = people.filter(name__icontains=words)
    return people


def person(member: Member, *, on: date) -> Person:
    """Somebody's page."""
    periods = list(member.memberships.order_by("-from_on"))
    current = next((p for p in periods if p.from_on <= on and (p.until_on is None or on < p.until_on)), None)
    shares = list(member.shares_of_time.order_by("-from_on", "-pk"))
    return Person(
        member=member,
        periods=periods,
        current=current,
        shares=shares,
        share=next((share for share in shares if share.from_on <= on), None),
    )


WHOLE = Fraction(1)
"""The share of time of everybody of whom nothing else is written down."""


def shares_of_time(*, on: date) -> dict[int, Fraction]:
    """The share of time in force on a day of everybody of whom one is written down, by primary key.

    Everybody else works whole weeks: ask with `.get(member.pk, WHOLE)`. One question.
    """
    return {member: dated[-1][1] for member, dated in dated_shares(until_on=on).items()}


def dated_shares(*, until_on: date) -> dict[int, list[tuple[date, Fraction]]]:
    """Every share of time that began on a day or before, the oldest first, by primary key. One question."""
    rows = ShareOfTime.objects.filter(from_on__lte=until_on).order_by("from_on", "pk")
    found: dict[int, list[tuple[date, Fraction]]] = {}
    for member, since, part, whole in rows.values_list("member_id", "from_on", "part", "whole"):
        found.setdefault(member, []).append((since, Fraction(part, whole)))
    return found


def standing_of(member: Member, *, on: date) -> str | None:
    """In which standing somebody is on a day; None where they do not belong."""
    return (
        member.memberships.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)
        .values_list("standing", flat=True)
        .first()
    )


STALE = timedelta(days=10)
"""After this a notice is history: nobody takes sixty old ones off their page one by one."""


def notices(member: Member, *, now: datetime) -> list[Notice]:
    """What they have not taken off their home page yet, the newest first, at most three."""
    return list(member.notices.filter(read_at__isnull=True, at__gt=now - STALE).order_by("-at")[:3])


READ_ABSENCES = frozenset({"members.keep_register", "rotation.assign_duties", "assemblies.chair"})
"""Whoever has one of these reads who is away, and not why; only whoever keeps the register reads that."""
AHEAD = timedelta(days=56)
"""How far ahead whoever plans looks for who is away."""


@dataclass(frozen=True, kw_only=True)
class Away:
    """Days away as people say them: the last one included."""

    absence: Absence
    last: date


def absences_of(member: Member, *, on: date) -> list[Away]:
    """Somebody's days away that are not over and not taken back."""
    own = Absence.objects.standing().filter(member=member, until_on__gt=on).select_related("member")
    return [_away(row) for row in own.order_by("from_on", "pk")]


def away(*, on: date) -> list[Away]:
    """Who is away on a day or within the eight weeks after, by the day they go."""
    rows = Absence.objects.standing().filter(until_on__gt=on, from_on__lt=on + AHEAD)
    rows = rows.select_related("member")
    return [_away(row) for row in rows.order_by("from_on", "member__number")]


def _away(absence: Absence) -> Away:
    return Away(absence=absence, last=absence.until_on - timedelta(days=1))


def faults() -> list[str]:
    """Memberships that overlap, though the database refuses it."""
    found: list[str] = []
    before: Membership | None = None
    for row in Membership.objects.select_related("member").order_by("member_id", "from_on").iterator():
        same = before is not None and before.member_id == row.member_id
        if same and before is not None and (before.until_on is None or before.until_on > row.from_on):
            found.append(f"member {row.member.number}: two memberships at once from {row.from_on}")
        before = row
    return found
