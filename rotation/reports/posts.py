"""Who holds what, on any day, and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rotation.models import Mandate, Post, PostTerms

MOST_SHOWN = 60
"""How many of those who held a post its page shows."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One seat of a post on a day: its mandate, or nobody.

    The mandate says whether it `rests`: its holder is suspended, and the seat needs cover meanwhile.
    """

    number: int
    mandate: Mandate | None


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """A post with its seats on a day."""

    post: Post
    terms: PostTerms
    seats: list[Seat]


@dataclass(frozen=True, kw_only=True)
class PostPage:
    """One post: what it is, who holds it, who held it."""

    line: PostLine
    history: list[Mandate]
    earlier_terms: list[PostTerms]


def holders(*, on: date) -> QuerySet[Mandate]:
    """Every mandate of a day, with what made it so."""
    return (
        Mandate.objects.on(on)
        .with_rests(on)
        .select_related("post", "post__sector", "member", "motion", "draw")
        .order_by("post__name", "seat")
    )


def who_holds_what(*, on: date) -> list[PostLine]:
    """Every post of a day with its seats, empty ones too. Two questions."""
    held: dict[tuple[int, int], Mandate] = {(m.post_id, m.seat): m for m in holders(on=on)}
    terms = PostTerms.objects.in_force(on=on).select_related("post", "post__sector").order_by("post__name")
    return [_line(row, held) for row in terms]


def post_page(post: Post, *, on: date) -> PostPage | None:
    """One post on a day; None where it was not a post yet."""
    every = list(post.terms.select_related("post", "motion").order_by("-in_force_from", "-id"))
    terms = next((row for row in every if row.in_force_from <= on), None)
    if terms is None:
        return None
    history = list(
        Mandate.objects.filter(post=post)
        .with_rests(on)
        .select_related("post", "member", "motion", "draw", "ended_by")
        .order_by("-from_on", "seat")[:MOST_SHOWN]
    )
    running = (
        [m for m in history if m.from_on <= on < (m.ended_on or m.until_on)]
        if len(history) < MOST_SHOWN
        else holders(on=on).filter(post=post)
    )
    held = {(m.post_id, m.seat): m for m in running}
    return PostPage(
        line=_line(terms, held),
        history=history,
        earlier_terms=[row for row in every if row is not terms],
    )


def _line(terms: PostTerms, held: dict[tuple[int, int], Mandate]) -> PostLine:
    return PostLine(
        post=terms.post,
        terms=terms,
        seats=[
            Seat(number=number, mandate=held.get((terms.post_id, number)))
            for number in range(1, terms.seats + 1)
        ],
    )
