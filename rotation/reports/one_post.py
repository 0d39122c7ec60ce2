"""What one post is to one reader: whether they would like it, said no to it, have it coming, or learn it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value

from assemblies.house_rules import as_typed, stored_in_force
from members.models import Member
from rotation.house_rules import PLANNING
from rotation.models import Declined, Plan, PlannedSeat, Post, PostTerms, Shadow, SkillGrant, Wish
from rotation.reports.posts import PostPage
from rotation.reports.skills import shadows_beside
from rotation.reports.versions import (
    LABELS,
    Names,
    Version,
    in_plain_words,
    names_in,
    terms_as_said,
    versions_of,
)


@dataclass(frozen=True, kw_only=True)
class ForMe:
    """What a post is to its reader on a day."""

    is_wished: bool
    said_no_until: date | None
    """Until when they said no to this post."""
    no_again_on: date | None
    """From when they can say no again, where they said it to another one."""
    planned_on: date | None
    """When their turn of it begins, as the plan that holds says."""
    carries: bool

    @property
    def may_wish(self) -> bool:
        return self.said_no_until is None and not self.is_wished and not self.carries

    @property
    def may_decline(self) -> bool:
        return self.said_no_until is None and self.no_again_on is None and not self.carries


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A mandate that runs, with who learns beside it, and what its reader can do there."""

    mandate_id: int
    holder: str
    is_mine: bool
    shadows: list[Shadow]
    may_ask: bool


@dataclass(frozen=True, kw_only=True)
class WholePost:
    """Everything the page of a post shows beside its holders: in words, its versions, and who learns it."""

    said: list[tuple[Any, str]]
    versions: list[Version]
    for_me: ForMe
    beside: list[Beside]
    skills: list[tuple[str, str]]
    """What it asks one to know: code and name."""
    knows: bool
    rules: Any
    """The rules of turns that hold, as `Problem.rules`."""


def post_for(reader: Member, *, on: date) -> QuerySet[Post]:
    """Posts with all that is asked of them for one reader, in one question: give it to `whole_post`."""
    no = Declined.objects.filter(member=reader, from_on__lte=on, until_on__gt=on)
    later = Plan.objects.filter(kind=OuterRef("plan__kind"), adopted_at__gt=OuterRef("plan__adopted_at"))
    planned = PlannedSeat.objects.filter(
        ~Exists(later), post=OuterRef("pk"), member=reader, from_on__gt=on, plan__adopted_at__isnull=False
    )
    return Post.objects.select_related("sector").annotate(
        is_wished=Exists(Wish.objects.filter(post=OuterRef("pk"), member=reader)),
        said_no_until=Subquery(no.filter(post=OuterRef("pk")).values("until_on")[:1]),
        no_again_on=Subquery(no.exclude(post=OuterRef("pk")).values("until_on")[:1]),
        planned_on=Subquery(planned.order_by("from_on").values("from_on")[:1]),
        planning=stored_in_force(PLANNING, on=on),
    )


def whole_post(post: Any, page: PostPage, *, reader: Member, on: date) -> WholePost:
    """The rest of the page of a post that `post_for` gave. Two questions at most."""
    terms = page.line.terms
    every = [terms, *page.earlier_terms]
    names = names_in((terms_as_said(row) for row in every), also=[_known_by(reader, on=on)])
    running = [seat.mandate for seat in page.line.seats if seat.mandate is not None]
    carries = any(mandate.member_id == reader.pk for mandate in running)
    skills = [(code, names["skills", code]) for code in terms.skills if ("skills", code) in names]
    known = {code for kind, code in names if kind == "known"}
    shadows = shadows_beside(mandate.pk for mandate in running) if running and skills else []
    return WholePost(
        said=_said(terms, names),
        versions=versions_of(every, names=names),
        for_me=ForMe(
            is_wished=post.is_wished,
            said_no_until=post.said_no_until,
            no_again_on=post.no_again_on if post.said_no_until is None else None,
            planned_on=post.planned_on,
            carries=carries,
        ),
        beside=[
            Beside(
                mandate_id=mandate.pk,
                holder=mandate.member.name,
                is_mine=mandate.member_id == reader.pk,
                shadows=[shadow for shadow in shadows if shadow.mandate_id == mandate.pk],
                may_ask=not carries
                and not {code for code, _name in skills} <= known
                and not any(shadow.member_id == reader.pk for shadow in shadows),
            )
            for mandate in running
        ]
        if skills
        else [],
        skills=skills,
        knows=bool(skills) and {code for code, _name in skills} <= known,
        rules=as_typed(PLANNING, post.planning).on,
    )


def _said(terms: PostTerms, names: Names) -> list[tuple[Any, str]]:
    plain = terms_as_said(terms)
    rows = [
        (label, in_plain_words(field, plain, names))
        for field, label in LABELS.items()
        if field not in ("purpose", "powers")
    ]
    return [(label, words) for label, words in rows if words]


def _known_by(reader: Member, *, on: date) -> QuerySet[Any, Any]:
    """What somebody knows on a day, as rows for `names_in`."""
    grants = SkillGrant.objects.on(on).filter(member=reader).order_by()
    known = grants.annotate(kind=Value("known", output_field=CharField()))
    return known.values_list("kind", "skill__code", "skill__name")
