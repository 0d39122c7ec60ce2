"""Why a page did not open: which power it takes, who has it now, and what became of one's own term."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from members.models import Cooperative, Member
from rotation.models import Mandate, PostTerms
from rotation.power_words import in_words
from rotation.reports.powers import who_could


@dataclass(frozen=True, kw_only=True)
class NotYoursNow:
    """What it takes, in words; who has it; and the reader's own term that gave it last, or will give it next.

    `own_is`: `suspended`, `recalled` (by `own.ended_by`), `ended`, `passed_on`, `over` or `to_come`; empty
    where there is none.
    """

    what: list[str]
    holders: list[Mandate]
    own: Mandate | None
    own_is: str


def not_yours_now(member: Member, powers: Collection[str], *, now: datetime) -> NotYoursNow:
    """Three questions."""
    found = {
        mandate.pk: mandate for line in who_could(now) if line.power in powers for mandate in line.mandates
    }
    day = Cooperative.objects.here().day_of(now)
    terms: dict[int, list[str]] = {}
    for post, since, given in PostTerms.objects.order_by("in_force_from", "pk").values_list(
        "post_id", "in_force_from", "powers"
    ):
        terms[post] = given if since <= day else [*terms.get(post, ()), *given]
    posts = [post for post, given in terms.items() if set(given) & set(powers)]
    own = (
        Mandate.objects.filter(member=member, post__in=posts)
        .select_related("post", "ended_by")
        .with_rests(day)
    )
    last = max(own, key=lambda one: (one.from_on <= day, one.ended_on or one.until_on), default=None)
    return NotYoursNow(
        what=in_words(powers),
        holders=[found[pk] for pk in sorted(found)],
        own=last,
        own_is=_is(last, now) if last is not None else "",
    )


def _is(mandate: Mandate, now: datetime) -> str:
    if mandate.ended_at is not None and mandate.ended_at <= now:
        return "recalled" if mandate.ended_by_id else "ended"
    if mandate.passed_on_at is not None and mandate.passed_on_at <= now:
        return "passed_on"
    today = Cooperative.objects.here().day_of(now)
    if mandate.until_on <= today:
        return "over"
    if mandate.from_on > today:
        return "to_come"
    return "suspended" if getattr(mandate, "rests", False) else ""
