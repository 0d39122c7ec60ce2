"""Posts that too few of us know, who could learn them next, and which skills run out before the next term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assemblies.house_rules import in_force
from members.models import Member, Membership, Standing
from rotation.house_rules import TRAINED
from rotation.models import Declined, PostTerms, SkillGrant, Wish
from rotation.reports.held import Held, by_member, every_held, terms_in_force
from rotation.rules.drawing import lot
from rotation.rules.in_office import days_in_office
from rotation.rules.terms import months_later

ASKED = 3
"""So many are named for each post that too few know."""


@dataclass(frozen=True, kw_only=True)
class RunsOut:
    """A skill that somebody who knows the post has until a day, and no longer."""

    member: Member
    skill: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Learner:
    """Somebody who could learn a post: because they would like it, or because they never held any."""

    member: Member
    wished: bool
    never_held: bool


@dataclass(frozen=True, kw_only=True)
class TrainedLine:
    """A post with whoever knows it on a day."""

    terms: PostTerms
    trained: list[Member]
    next_on: date | None
    """When a seat of it passes on next; None where nobody holds one."""
    runs_out: list[RunsOut]
    learners: list[Learner]
    is_short: bool

    @property
    def left(self) -> int:
        """How many still know it when the next term begins."""
        return len(self.trained) - len({one.member.pk for one in self.runs_out})


@dataclass(frozen=True, kw_only=True)
class TrainedPage:
    """Every post, those that fewest know first. `wanted`: how many of us should know each."""

    wanted: int
    lines: list[TrainedLine]

    @property
    def short(self) -> list[TrainedLine]:
        return [line for line in self.lines if line.is_short]

    @property
    def enough(self) -> list[TrainedLine]:
        return [line for line in self.lines if not line.is_short]


def trained_page(*, on: date) -> TrainedPage:
    """Who knows each post: all the skills it asks for, or, where it asks for none, by carrying it. Eight questions."""
    wanted, terms = in_force(TRAINED, on=on), terms_in_force(on=on)
    here = {one.pk: one for one in Member.objects.here(on=on).order_by("number")}
    grants: dict[str, dict[int, tuple[str, date | None]]] = {}
    for grant in SkillGrant.objects.on(on).select_related("skill"):
        ends = min((day for day in (grant.until_on, grant.ended_on) if day), default=None)
        known = grants.setdefault(grant.skill.code, {})
        before = known.get(grant.member_id)
        if before is None or (before[1] is not None and (ends is None or ends > before[1])):
            known[grant.member_id] = (grant.skill.name, ends)
    held = [row for row in every_held(on=on, terms=terms) if row.from_on <= on]
    pool = _Pool(
        here=here,
        since=_full_since(on),
        days={
            member: days_in_office((row.term for row in own), from_on=date.min, until_on=on)
            for member, own in by_member(held).items()
        },
        wishes=set(Wish.objects.values_list("member_id", "post_id")),
        declined=set(
            Declined.objects.filter(from_on__lte=on, until_on__gt=on).values_list("member_id", "post_id")
        ),
    )
    lines = [_line(row, on=on, wanted=wanted, held=held, grants=grants, pool=pool) for row in terms]
    lines.sort(key=lambda line: (line.left, len(line.trained), line.terms.post.name))
    return TrainedPage(wanted=wanted, lines=lines)


@dataclass(frozen=True, kw_only=True)
class _Pool:
    here: Mapping[int, Member]
    since: Mapping[int, date]
    days: Mapping[int, int]
    """On how many days each of those who ever held a post was in office."""
    wishes: set[tuple[int, int]]
    declined: set[tuple[int, int]]


def _line(
    terms: PostTerms,
    *,
    on: date,
    wanted: int,
    held: Iterable[Held],
    grants: Mapping[str, Mapping[int, tuple[str, date | None]]],
    pool: _Pool,
) -> TrainedLine:
    own = [row for row in held if row.post == terms.post.code]
    if terms.skills:
        able = set.intersection(*(set(grants.get(code, ())) for code in terms.skills))
    else:
        able = {row.member for row in own if row.counts and (not row.ended_early or row.until_on > on)}
    trained = [one for pk, one in pool.here.items() if pk in able]
    next_on = min((row.until_on for row in own if row.until_on > on), default=None)
    runs_out = [
        RunsOut(member=one, skill=name, until_on=ends)
        for one in trained
        for name, ends in (grants[code][one.pk] for code in terms.skills)
        if ends is not None and next_on is not None and ends <= next_on
    ]
    gone = {one.member.pk for one in runs_out}
    is_short = len(trained) - len(gone) < wanted
    return TrainedLine(
        terms=terms,
        trained=trained,
        next_on=next_on,
        runs_out=runs_out,
        learners=_learners(terms, on=on, able=able - gone, pool=pool)[:ASKED] if is_short else [],
        is_short=is_short,
    )


def _learners(terms: PostTerms, *, on: date, able: set[int], pool: _Pool) -> list[Learner]:
    """Full members for long enough who did not say no: who would like it first, then who works in its sector,
    then whoever was in office on fewest days, then a lot.
    """
    found, sector = [], terms.post.sector_id
    for pk, one in pool.here.items():
        since, post = pool.since.get(pk), terms.post_id
        if since is None or months_later(since, terms.months_here) > on:
            continue
        if pk in able or (pk, post) in pool.declined:
            continue
        learner = Learner(member=one, wished=(pk, post) in pool.wishes, never_held=pk not in pool.days)
        elsewhere = sector is not None and one.sector_id != sector
        order = (not learner.wished, elsewhere, pool.days.get(pk, 0), lot(terms.post.code, one.number))
        found.append((order, learner))
    return [learner for _, learner in sorted(found, key=lambda pair: pair[0])]


def _full_since(on: date) -> dict[int, date]:
    """Since when each full member of a day has been one, the first time."""
    since: dict[int, date] = {}
    now: set[int] = set()
    rows = Membership.objects.filter(standing=Standing.MEMBER, from_on__lte=on).order_by("from_on")
    for member, from_on, until_on in rows.values_list("member_id", "from_on", "until_on"):
        since.setdefault(member, from_on)
        if until_on is None or until_on > on:
            now.add(member)
    return {member: day for member, day in since.items() if member in now}
