"""Every stay in a post that anybody had, has or will have, as those who count them read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from rotation.models import Duty, Mandate, PostTerms
from rotation.rules.terms import Term


@dataclass(frozen=True, kw_only=True)
class Held:
    """One mandate: [from_on, until_on), ended early or not, with the points its post has now.

    `counts`: whether it is of somebody's own burden: an interim, whoever was let in at the machine and whoever
    missed their turn carried nothing of their own.
    """

    key: int
    member: int
    post: str
    name: str
    seat: int
    from_on: date
    until_on: date
    points: int
    on_wheel: bool
    ended_early: bool
    is_interim: bool
    counts: bool

    @property
    def term(self) -> Term:
        """As the rules read it."""
        return Term(
            post=self.post, seat=self.seat, from_on=self.from_on, until_on=self.until_on, points=self.points
        )


_FIELDS = (
    *("pk", "member_id", "post__code", "post__name", "post_id", "seat", "from_on", "until_on", "ended_on"),
    *("is_interim", "from_broken_glass", "was_missed"),
)


def every_held(*, on: date, terms: Iterable[PostTerms]) -> list[Held]:
    """Everything ever held, the oldest first, by the terms in force on a day. One question.

    Left out: what ended before it began, and what never began because its election was contested.
    """
    now = {row.post_id: row for row in terms}
    found = []
    missed = Duty.objects.filter(mandate=OuterRef("pk"), missed_at__isnull=False)
    rows = Mandate.objects.uncontested(on).annotate(was_missed=Exists(missed)).order_by("from_on", "pk")
    for row in rows.values_list(*_FIELDS):
        key, member, code, name, post, seat, from_on, until_on, ended_on, interim, glass, was_missed = row
        ends, rules = ended_on or until_on, now.get(post)
        if ends > from_on:
            found.append(
                Held(
                    key=key,
                    member=member,
                    post=code,
                    name=name,
                    seat=seat,
                    from_on=from_on,
                    until_on=ends,
                    points=rules.burden_points if rules else 1,
                    on_wheel=bool(rules and rules.on_wheel),
                    ended_early=ended_on is not None,
                    is_interim=interim,
                    counts=not interim and not glass and not was_missed,
                )
            )
    return found


def terms_in_force(*, on: date) -> list[PostTerms]:
    """What every post is on a day, by its code. One question."""
    return list(
        PostTerms.objects.in_force(on=on).select_related("post", "post__sector").order_by("post__code")
    )


def by_member(rows: Iterable[Held]) -> dict[int, list[Held]]:
    """The same, of each person."""
    found: dict[int, list[Held]] = {}
    for row in rows:
        found.setdefault(row.member, []).append(row)
    return found
