"""What the planner is given: everybody who could carry a post, the posts, the seats that come free, our rules.

Reads only. The same state of the co-operative and the same seed give the same problem, and so the same plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet

from assemblies.house_rules import WEEKLY, in_force
from assemblies.models import Assembly, AssemblyKind, AssemblyState
from members.models import Absence, AbsenceQuerySet, Member, Membership, Standing
from members.reports import dated_shares
from rotation.house_rules import BURDEN, HORIZON, PLANNING, PUBLISHING
from rotation.models import (
    Declined,
    Duty,
    DutyKind,
    Mandate,
    Plan,
    PlanKind,
    PlannedSeat,
    PostTerms,
    SkillGrant,
    WayOfFilling,
    Wish,
)
from rotation.rules.burden import Decay
from rotation.rules.planning import (
    Bar,
    Knows,
    Person,
    PostRules,
    Problem,
    Slot,
    Span,
    slots_of_posts,
    slots_of_wheel,
)
from rotation.rules.planning import Wish as Wished
from rotation.rules.planning.loads import carried
from rotation.rules.shares import mean_share, past_share
from rotation.rules.terms import Term, months_later, term_end

MOST_WEEKS = 104
"""No table is planned further ahead than this."""
WHEEL_SPACING = 28
"""Days apart under which two turns at the table count as close."""


def posts_problem(*, on: date, seed: str, months: int | None = None) -> Problem:
    """The terms of every post that is not elected, that begin within so many months (our rule's, unless said).

    Elected posts, and those whose turns are counted in days, are among the posts, for what one carries at once
    and what does not go together, and have no slots: no plan of terms fills them.
    """
    months = months or in_force(HORIZON, on=on).months
    rows = _terms(on)
    terms = {row.post.code: row for row in rows if not row.on_wheel}
    planned = [
        _rules(code, row)
        for code, row in terms.items()
        if row.filled != WayOfFilling.ELECTED and row.term_months
    ]
    slots = slots_of_posts(planned, from_on=on, months=months, free_from=_free_from(on))
    until_on = max([months_later(on, months), *(slot.until_on for slot in slots)])
    return Problem(
        people=tuple(_people(rows, on=on, until_on=until_on, wheel=False)),
        posts=tuple(_rules(code, row) for code, row in terms.items()),
        slots=tuple(_told(slots, kind=PlanKind.POSTS, on=on)),
        from_on=on,
        until_on=until_on,
        seed=seed,
        rules=dict(in_force(PLANNING, on=on).on),
    )


def wheel_problem(*, on: date, seed: str, weeks: int | None = None) -> Problem:
    """The table of each weekly assembly of the coming weeks (our rule's, unless said), balanced by itself."""
    found = wheel_without_turns(on=on, seed=seed, weeks=weeks)
    days = assembly_days(from_on=on, until_on=found.until_on)
    turns = _told(slots_of_wheel(found.posts, days=days), kind=PlanKind.WHEEL, on=on)
    return replace(found, slots=tuple(turns))


def wheel_without_turns(*, on: date, seed: str, weeks: int | None = None) -> Problem:
    """Everything about the table but whose turn it is: for whoever knows the turns already."""
    weeks = weeks or in_force(HORIZON, on=on).weeks
    rows = _terms(on)
    until_on = on + timedelta(weeks=weeks)
    return Problem(
        people=tuple(_people(rows, on=on, until_on=until_on, wheel=True)),
        posts=tuple(_rules(row.post.code, row) for row in rows if row.on_wheel),
        slots=(),
        from_on=on,
        until_on=until_on,
        seed=seed,
        rules=dict(in_force(PLANNING, on=on).on),
        spacing_days=WHEEL_SPACING,
    )


def table_without_loads(members: Collection[int], *, on: date) -> Problem:
    """The table as the rules ask about these members (by primary key): without turns, and without what they carry.

    For what changes hands between them, where loads decide nothing. Six questions; one more where a seat asks
    for a skill.
    """
    rows = _terms(on)
    posts = tuple(_rules(row.post.code, row) for row in rows if row.on_wheel)
    until_on = on + timedelta(weeks=MOST_WEEKS)
    spans: dict[int, list[Span]] = {}
    numbers: dict[int, int] = {}
    full = Membership.objects.filter(standing=Standing.MEMBER, member__in=members)
    for pk, number, since, until in full.values_list("member_id", "member__number", "from_on", "until_on"):
        spans.setdefault(pk, []).append(Span(from_on=since, until_on=until or date.max))
        numbers[pk] = number
    absences = _absences(Absence.objects.filter(member__in=members), since=on, until_on=until_on)
    skills = _skills(members) if any(post.skills for post in posts) else {}
    terms, bars = _terms_had(rows, on, of=members)
    for pk, said in _declined(Declined.objects.filter(member__in=members), on=on).items():
        bars.setdefault(pk, []).extend(said)
    return Problem(
        people=tuple(
            Person(
                number=number,
                member_spans=tuple(spans[pk]),
                absences=tuple(absences.get(pk, ())),
                skills=tuple(skills.get(pk, ())),
                terms=tuple(terms.get(pk, ())),
                bars=tuple(bars.get(pk, ())),
            )
            for pk, number in numbers.items()
        ),
        posts=posts,
        slots=(),
        from_on=on,
        until_on=until_on,
        seed="",
        rules=dict(in_force(PLANNING, on=on).on),
    )


def assembly_days(*, from_on: date, until_on: date) -> list[date]:
    """The days on which the weekly assembly meets in [from_on, until_on), without those cancelled."""
    weekday = in_force(WEEKLY, on=from_on).weekday
    first = from_on + timedelta(days=(weekday - from_on.weekday()) % 7)
    days = [first + timedelta(weeks=week) for week in range((until_on - first).days // 7 + 1)]
    cancelled = set(
        Assembly.objects.filter(
            kind=AssemblyKind.WEEKLY,
            state=AssemblyState.CANCELLED,
            starts_on__gte=from_on,
            starts_on__lt=until_on,
        ).values_list("starts_on", flat=True)
    )
    return [day for day in days if day < until_on and day not in cancelled]


def current_plan(kind: str) -> Plan | None:
    """The plan that holds now: the latest one adopted."""
    adopted = Plan.objects.filter(kind=kind, adopted_at__isnull=False).defer("problem")
    return adopted.order_by("-adopted_at", "-pk").first()


def _terms(on: date) -> list[PostTerms]:
    return list(PostTerms.objects.in_force(on=on).select_related("post").order_by("post__code"))


def _rules(code: str, terms: PostTerms) -> PostRules:
    return PostRules(
        code=code,
        seats=terms.seats,
        term_months=terms.term_months,
        term_days=terms.term_days,
        max_consecutive_terms=terms.max_consecutive_terms,
        cool_down_months=terms.cool_down_months,
        points=terms.burden_points,
        skills=tuple(terms.skills),
        incompatible_with=tuple(terms.incompatible_with),
        months_here=terms.months_here,
        overlap_days=terms.overlap_days,
        critical=len(terms.powers),
    )


def _free_from(on: date) -> dict[tuple[str, int], date]:
    """When each seat comes free: the end of the last mandate already written for it."""
    rows = Mandate.objects.filter(until_on__gt=on).select_related("post")
    found: dict[tuple[str, int], date] = {}
    for row in rows:
        key, ends = (row.post.code, row.seat), row.ended_on or row.until_on
        found[key] = max(ends, found.get(key, ends))
    return found


def _told(slots: Iterable[Slot], *, kind: str, on: date) -> Iterable[Slot]:
    """The slots with whom the plan that holds gave them to; those near enough stay theirs."""
    plan = current_plan(kind)
    if plan is None:
        return slots
    frozen = on + timedelta(days=in_force(PUBLISHING, on=on).frozen_days)
    rows = PlannedSeat.objects.filter(plan=plan, member__isnull=False).select_related("post", "member")
    whose = {
        (row.post.code, row.seat, row.from_on): row.member.number for row in rows if row.member is not None
    }
    if kind == PlanKind.WHEEL:  # as turns were swapped and covered since
        told = Duty.objects.filter(kind=DutyKind.TURN, cancelled_at__isnull=True, due_on__gte=on)
        for post, seat, day, number in told.values_list("post__code", "seat", "due_on", "member__number"):
            if post is not None and seat is not None and number is not None:
                whose[post, seat, day] = number
    return [
        Slot(
            post=slot.post,
            seat=slot.seat,
            from_on=slot.from_on,
            until_on=slot.until_on,
            points=slot.points,
            published=whose.get((slot.post, slot.seat, slot.from_on)),
            pinned=whose.get((slot.post, slot.seat, slot.from_on)) if slot.from_on < frozen else None,
        )
        for slot in slots
    ]


def _people(rows: list[PostTerms], *, on: date, until_on: date, wheel: bool) -> Iterable[Person]:
    """Everybody who is a full member on some day of the horizon, with all that the rules ask. Nine questions.

    `rows`: the terms of every post that day.
    """
    spans: dict[int, list[Span]] = {}
    full = Membership.objects.filter(standing=Standing.MEMBER)
    for row in full:
        span = Span(from_on=row.from_on, until_on=row.until_on or date.max)
        spans.setdefault(row.member_id, []).append(span)
    burden = in_force(BURDEN, on=on)
    since = months_later(on, -burden.window_months)
    absences = _absences(Absence.objects.all(), since=since, until_on=until_on)
    skills = _skills()
    wishes: dict[int, list[Wished]] = {}
    for wish in Wish.objects.select_related("post"):
        wishes.setdefault(wish.member_id, []).append(Wished(post=wish.post.code))
    terms, bars = _terms_had(rows, on)
    for pk, said in _declined(Declined.objects.all(), on=on).items():
        bars.setdefault(pk, []).extend(said)
    at_table = {row.post.code for row in rows if row.on_wheel}
    shares = dated_shares(until_on=until_on)
    decay = Decay(window_months=burden.window_months, yearly=burden.yearly)
    for member in Member.objects.filter(pk__in=spans).order_by("number"):
        own = tuple(terms.get(member.pk, ()))
        share = shares.get(member.pk, ())
        person = Person(
            number=member.number,
            member_spans=tuple(spans[member.pk]),
            share=mean_share(share, from_on=on, until_on=until_on),
            absences=tuple(absences.get(member.pk, ())),
            skills=tuple(skills.get(member.pk, ())),
            terms=own,
            wishes=tuple(wishes.get(member.pk, ())),
            bars=tuple(bars.get(member.pk, ())),
        )
        if not any(span.from_on < until_on and span.until_on > on for span in person.member_spans):
            continue
        counted = [term for term in own if (term.post in at_table) == wheel]
        before = past_share(person, share, on=on, decay=decay)
        as_now = (
            person.share / before.mean
        )  # the planner knows one share: what was carried by another is by this
        history = carried(
            counted, on=on, window_months=decay.window_months, yearly=decay.yearly, by_term=wheel
        )
        yield Person(
            **{name: getattr(person, name) for name in _KEPT},
            history=history * as_now,
            history_share=before.here * as_now,
        )


def _absences(rows: AbsenceQuerySet, *, since: date, until_on: date) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for absence in rows.standing().filter(until_on__gt=since, from_on__lt=until_on):
        found.setdefault(absence.member_id, []).append(
            Span(from_on=absence.from_on, until_on=absence.until_on)
        )
    return found


def _skills(of: Collection[int] | None = None) -> dict[int, list[Knows]]:
    rows = SkillGrant.objects.select_related("skill")
    found: dict[int, list[Knows]] = {}
    for grant in rows if of is None else rows.filter(member__in=of):
        ends = min([day for day in (grant.until_on, grant.ended_on) if day is not None], default=None)
        if ends is None or ends > grant.from_on:
            found.setdefault(grant.member_id, []).append(
                Knows(skill=grant.skill.code, from_on=grant.from_on, until_on=ends)
            )
    return found


def _declined(rows: QuerySet[Declined], *, on: date) -> dict[int, list[Bar]]:
    found: dict[int, list[Bar]] = {}
    for declined in rows.filter(until_on__gt=on).select_related("post"):
        found.setdefault(declined.member_id, []).append(
            Bar(post=declined.post.code, from_on=declined.from_on, until_on=declined.until_on)
        )
    return found


_KEPT = ("number", "member_spans", "share", "absences", "skills", "terms", "wishes", "bars")


def _own_mandates(on: date) -> QuerySet[Mandate]:
    """Those that are of somebody's own turn: not what was missed, nor what never began as it was contested."""
    own = Mandate.objects.uncontested(on).filter(is_interim=False, from_broken_glass=False)
    return own.exclude(turns__missed_at__isnull=False).select_related("post")


def _terms_had(
    rows: list[PostTerms], on: date, *, of: Collection[int] | None = None
) -> tuple[dict[int, list[Term]], dict[int, list[Bar]]]:
    """Every term of everybody but interims, with the points of its post now; and what a recall bars.

    A turn to which nobody came counts for nobody.
    """
    now = {row.post_id: row for row in rows}
    terms: dict[int, list[Term]] = {}
    bars: dict[int, list[Bar]] = {}
    own = _own_mandates(on)
    for mandate in own if of is None else own.filter(member__in=of):
        ends = mandate.ended_on or mandate.until_on
        rules = now.get(mandate.post_id)
        if ends > mandate.from_on:
            terms.setdefault(mandate.member_id, []).append(
                Term(
                    post=mandate.post.code,
                    seat=mandate.seat,
                    from_on=mandate.from_on,
                    until_on=ends,
                    points=rules.burden_points if rules else 1,
                )
            )
        if mandate.ended_by_id is not None and mandate.ended_on is not None and rules is not None:
            rest = term_end(mandate.ended_on, months=rules.term_months, days=rules.term_days)
            until = max(rest, months_later(mandate.ended_on, rules.cool_down_months))
            bars.setdefault(mandate.member_id, []).append(
                Bar(
                    post=mandate.post.code,
                    from_on=mandate.ended_on,
                    until_on=until,
                    because="recalled",
                )
            )
    return terms, bars
