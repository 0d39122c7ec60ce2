"""Whose turn a post is: everybody who could take it, with their history, as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef

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
    known). Four questions; one more where skills are asked for, and one where somebody is away.
    """
    absent = Absence.objects.standing().filter(until_on__gt=on)
    if until_on is not None:
        absent = absent.filter(from_on__lt=until_on)
    said_no = Declined.objects.filter(post=post, from_on__lte=on, until_on__gt=on)
    people = Member.objects.here(on=on)
    if numbers is not None:
        people = people.filter(number__in=numbers)
    everyone = list(
        people.order_by("number").annotate(
            is_away=Exists(absent.filter(member=OuterRef("pk"))),
            said_no=Exists(said_no.filter(member=OuterRef("pk"))),
        )
    )
    standings: dict[int, str] = {}
    joined: dict[int, date] = {}
    full: dict[int, date] = {}
    for row in Membership.objects.filter(member__in=people).order_by("from_on"):
        joined.setdefault(row.member_id, row.from_on)
        if row.standing == Standing.MEMBER:
            full.setdefault(row.member_id, row.from_on)
        if row.from_on <= on and (row.until_on is None or on < row.until_on):
            standings[row.member_id] = row.standing
    known = _known(skills)
    is_anybody_away = any(getattr(person, "is_away", False) for person in everyone)
    away = _absences(absent.filter(member__in=people)) if is_anybody_away else {}
    terms = _terms_of(people, on=on)
    return [
        Candidate(
            number=person.number,
            name=person.name,
            standing=standings[person.pk],
            joined_on=joined[person.pk],
            member_since=full.get(person.pk),
            terms=tuple(terms.get(person.pk, ())),
            skills=known.get(person.pk, {}),
            absences=tuple(away.get(person.pk, ())),
            said_no=getattr(person, "said_no", False),
        )
        for person in everyone
        if person.pk in standings
    ]


def _known(skills: Iterable[str]) -> dict[int, dict[str, tuple[Days, ...]]]:
    """Who knows how to do these, and on which days. No question where none is asked about."""
    codes = list(skills)
    found: dict[int, dict[str, tuple[Days, ...]]] = {}
    grants = SkillGrant.objects.filter(skill__code__in=codes).select_related("skill") if codes else []
    for grant in grants:
        ends = min(grant.until_on or date.max, grant.ended_on or date.max)
        if ends > grant.from_on:
            own = found.setdefault(grant.member_id, {})
            code = grant.skill.code
            own[code] = (*own.get(code, ()), Days(from_on=grant.from_on, until_on=ends))
    return found


def _absences(absent: Iterable[Absence]) -> dict[int, list[Days]]:
    found: dict[int, list[Days]] = {}
    for row in absent:
        found.setdefault(row.member_id, []).append(Days(from_on=row.from_on, until_on=row.until_on))
    return found


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
