"""Whose turn a post is: everybody who could take it, with their history, as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from assemblies.house_rules import in_force
from members.models import Absence, Member, MemberQuerySet, Membership, Standing
from rotation.house_rules import PLANNING
from rotation.models import Declined, Mandate, Post, PostTerms, SkillGrant
from rotation.rules import Candidate, Days, Limits, Term, Turn, in_turn, term_end
from rotation.rules.planning.problem import STANDARD


def limits_of(
    post: Post, terms: PostTerms, *, on: date | None = None, rules: Mapping[str, int] | None = None
) -> Limits:
    """A post's terms as eligibility reads them, by the rules of turns that hold on a day.

    Whoever knows them already gives `rules` (as `Problem.rules`); without them and without a day they are
    those that hold where nobody decided otherwise.
    """
    if rules is None:
        rules = in_force(PLANNING, on=on).on if on is not None else STANDARD
    return Limits(
        skills=frozenset(terms.skills) if "skill" in rules else frozenset(),
        months_here=terms.months_here if "seniority" in rules else 0,
        away_percent=rules.get("available"),
        post=post.code,
        term_months=terms.term_months,
        term_days=terms.term_days,
        max_consecutive_terms=terms.max_consecutive_terms,
        cool_down_months=terms.cool_down_months,
        incompatible_with=frozenset(terms.incompatible_with),
    )


def candidates_for(
    post: Post,
    *,
    on: date,
    numbers: Sequence[int] | None = None,
    skills: Iterable[str] = (),
    until_on: date | None = None,
) -> list[Candidate]:
    """Everyone who belongs on a day, or those of these numbers, with every term they have had.

    With the `skills` that are asked about, and their absences from the day on (up to `until_on` where it is
    known). Three questions; one more where skills are asked for or somebody is away.
    """
    absent = Absence.objects.standing().filter(until_on__gt=on)
    if until_on is not None:
        absent = absent.filter(from_on__lt=until_on)
    said_no = Declined.objects.filter(post=post, from_on__lte=on, until_on__gt=on)
    people = Member.objects.here(on=on)
    if numbers is not None:
        people = people.filter(number__in=numbers)
    periods = Membership.objects.filter(member=OuterRef("pk")).order_by("from_on")
    current = periods.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)
    everyone = list(
        people.order_by("number").annotate(
            is_away=Exists(absent.filter(member=OuterRef("pk"))),
            said_no=Exists(said_no.filter(member=OuterRef("pk"))),
            standing_then=Subquery(current.values("standing")[:1]),
            joined_on=Subquery(periods.values("from_on")[:1]),
            member_since=Subquery(periods.filter(standing=Standing.MEMBER).values("from_on")[:1]),
        )
    )
    is_anybody_away = any(getattr(person, "is_away", False) for person in everyone)
    known, away = _known_and_away(skills, absent.filter(member__in=people) if is_anybody_away else None)
    terms = _terms_of(people, on=on)
    return [_candidate(person, terms=terms, known=known, away=away) for person in everyone]


def _candidate(
    person: Any,
    *,
    terms: Mapping[int, list[Term]],
    known: Mapping[int, Mapping[str, tuple[Days, ...]]],
    away: Mapping[int, tuple[Days, ...]],
) -> Candidate:
    return Candidate(
        number=person.number,
        name=person.name,
        standing=person.standing_then,
        joined_on=person.joined_on,
        member_since=person.member_since,
        terms=tuple(terms.get(person.pk, ())),
        skills=known.get(person.pk, {}),
        absences=away.get(person.pk, ()),
        said_no=person.said_no,
    )


def _known_and_away(
    skills: Iterable[str], absent: QuerySet[Absence] | None
) -> tuple[dict[int, dict[str, tuple[Days, ...]]], dict[int, tuple[Days, ...]]]:
    """Who knows how to do these, and who is away, on which days: one question for both, none for neither."""
    codes = list(skills)
    rows: list[QuerySet[Any, Any]] = []
    if codes:
        grants = SkillGrant.objects.filter(skill__code__in=codes)
        rows.append(grants.values_list("member_id", "skill__code", "from_on", "until_on", "ended_on"))
    if absent is not None:
        whole = absent.order_by().annotate(code=Value("", output_field=CharField()), ends=F("until_on"))
        rows.append(whole.values_list("member_id", "code", "from_on", "until_on", "ends"))
    known: dict[int, dict[str, tuple[Days, ...]]] = {}
    away: dict[int, tuple[Days, ...]] = {}
    asked = rows[0].order_by().union(*rows[1:], all=True) if len(rows) > 1 else rows[0] if rows else []
    for member_id, code, from_on, until_on, ended_on in asked:
        ends = min(until_on or date.max, ended_on or date.max)
        if ends <= from_on:
            continue
        days = Days(from_on=from_on, until_on=ends)
        if code:
            own = known.setdefault(member_id, {})
            own[code] = (*own.get(code, ()), days)
        else:
            away[member_id] = (*away.get(member_id, ()), days)
    return known, away


def _terms_of(people: MemberQuerySet, *, on: date) -> dict[int, list[Term]]:
    points = dict(PostTerms.objects.in_force(on=on).values_list("post_id", "burden_points"))
    terms: dict[int, list[Term]] = {}
    for mandate in Mandate.objects.filter(member__in=people, is_interim=False).select_related("post"):
        terms.setdefault(mandate.member_id, []).append(
            Term(
                post=mandate.post.code,
                seat=mandate.seat,
                from_on=mandate.from_on,
                until_on=mandate.ended_on or mandate.until_on,
                points=points.get(mandate.post_id, 1),
            )
        )
    return terms


def in_turn_for(
    post: Post, *, on: date, terms: PostTerms | None = None, rules: Mapping[str, int] | None = None
) -> list[Turn]:
    """The proposal for the next holder of a post, and why for each person. It proposes; a motion or a lot decides."""
    terms = terms or post.terms.filter(in_force_from__lte=on).order_by("-in_force_from", "-id").first()
    if terms is None:
        return []
    limits = limits_of(post, terms, on=on, rules=rules)
    ends = term_end(on, months=terms.term_months, days=terms.term_days)
    people = candidates_for(post, on=on, skills=limits.skills, until_on=ends)
    return in_turn(people, limits, on=on, seed=f"{post.code} {on}")
