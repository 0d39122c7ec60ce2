"""Whose turn a post is: everybody who could take it, with their history, as the rules read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from members.models import Member, Membership
from rotation.models import Mandate, Post, PostTerms
from rotation.rules import Candidate, Limits, Term, Turn, in_turn


def limits_of(post: Post, terms: PostTerms) -> Limits:
    """A post's terms as eligibility reads them."""
    return Limits(
        post=post.code,
        term_months=terms.term_months,
        term_days=terms.term_days,
        max_consecutive_terms=terms.max_consecutive_terms,
        cool_down_months=terms.cool_down_months,
        incompatible_with=frozenset(terms.incompatible_with),
    )


def candidates_for(post: Post, *, on: date, numbers: Sequence[int] | None = None) -> list[Candidate]:
    """Everyone who belongs on a day, or those of these numbers, with every term they have had. Three questions."""
    people = Member.objects.here(on=on)
    if numbers is not None:
        people = people.filter(number__in=numbers)
    standings: dict[int, str] = {}
    joined: dict[int, date] = {}
    for row in Membership.objects.filter(member__in=people).order_by("from_on"):
        joined.setdefault(row.member_id, row.from_on)
        if row.from_on <= on and (row.until_on is None or on < row.until_on):
            standings[row.member_id] = row.standing
    points = dict(PostTerms.objects.in_force(on=on).values_list("post_id", "burden_points"))
    terms: dict[int, list[Term]] = {}
    for mandate in Mandate.objects.filter(member__in=people, is_interim=False).select_related("post"):
        ends = mandate.ended_on or mandate.until_on
        terms.setdefault(mandate.member_id, []).append(
            Term(
                post=mandate.post.code,
                seat=mandate.seat,
                from_on=mandate.from_on,
                until_on=ends,
                points=points.get(mandate.post_id, 1),
            )
        )
    return [
        Candidate(
            number=person.number,
            name=person.name,
            standing=standings[person.pk],
            joined_on=joined[person.pk],
            terms=tuple(terms.get(person.pk, ())),
        )
        for person in people.order_by("number")
        if person.pk in standings
    ]


def in_turn_for(post: Post, *, on: date, terms: PostTerms | None = None) -> list[Turn]:
    """The proposal for the next holder of a post, and why for each person. It proposes; a motion or a lot decides."""
    terms = terms or post.terms.filter(in_force_from__lte=on).order_by("-in_force_from", "-id").first()
    if terms is None:
        return []
    return in_turn(candidates_for(post, on=on), limits_of(post, terms), on=on, seed=f"{post.code} {on}")
