"""Making a post, and changing what it is from a day on. Terms are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assemblies.models import Motion
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.models import Post, PostTerms, WayOfFilling
from rotation.rules.powers import POWERS
from rotation.rules.weekly import keep_duty, read_duty

_WHOLE = (
    "seats",
    "term_months",
    "term_days",
    "max_consecutive_terms",
    "cool_down_months",
    "overlap_days",
    "months_here",
)
LONGEST_AT_TABLE = 6
"""Days: an assembly by shifts goes on past midnight, and the next week has another table."""
_LISTS = ("powers", "skills", "incompatible_with", "hands_over")
MOST_LINES = 60
"""How many powers, duties, skills or things to hand over a post has at most."""


@one_act_at_a_time
def create_post(
    *,
    code: str,
    name: str,
    sector_id: int | None,
    terms: Mapping[str, Any],
    motion: Motion | None,
    actor: Member | None,
    now: datetime,
) -> Post:
    """A new post with its first terms, by motion or at the founding (no motion, the clock acting)."""
    _refuse_without_source(motion, actor)
    if Post.objects.filter(code=code).exists():
        raise Refused(_("There is a post called %(code)s already.") % {"code": code})
    post = Post(code=code, name=name.strip(), sector_id=sector_id)
    try:
        post.clean_fields(exclude=["sector"])
    except ValidationError as problem:
        raise Refused(_("A post has a short code of letters and hyphens, and a name.")) from problem

    post.save(force_insert=True)
    written = _write_terms(post, terms, motion=motion, now=now)

    record(
        verb="rotation.post.created",
        subject=post,
        actor=actor,
        now=now,
        facts={"code": code, **_facts(written)},
        because=motion or "",
    )
    return post


@one_act_at_a_time
def set_terms(
    *, post_id: int, terms: Mapping[str, Any], motion: Motion | None, actor: Member | None, now: datetime
) -> PostTerms:
    """What a post is from today on, by motion. Mandates that run keep the end they have."""
    _refuse_without_source(motion, actor)
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)

    written = _write_terms(post, terms, motion=motion, now=now)

    record(
        verb="rotation.post.changed",
        subject=post,
        actor=actor,
        now=now,
        facts={"code": post.code, **_facts(written)},
        because=motion or "",
    )
    return written


def checked_terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """The terms as they are stored. Raises `Refused` with a sentence where they make no sense.

    What is not said is as a new post has it. A line of `duties` is words, or a title with its steps
    (`rotation.rules.weekly`).
    """
    found: dict[str, Any] = {"purpose": str(terms.get("purpose", "")).replace("\x00", "")[:2000].strip()}
    for name in (*_WHOLE, "burden_points"):
        value = terms.get(name, getattr(PostTerms(), name))
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 600:
            raise Refused(_("Write whole numbers from 0 to 600 for seats, terms and limits."))
        found[name] = value
    for name in _LISTS:
        value = terms.get(name, [])
        if not _is_list(value) or not all(_is_line(item) for item in value):
            raise Refused(_("Write powers, duties and posts as lists of words."))
        found[name] = list(value)
    duties = terms.get("duties", [])
    if not _is_list(duties):
        raise Refused(_("Write powers, duties and posts as lists of words."))
    try:
        found["duties"] = [keep_duty(read_duty(item)) for item in duties]
    except ValueError as problem:
        raise Refused(_("A duty is one line, with its steps if it has any.")) from problem
    found["on_wheel"] = terms.get("on_wheel", False) is True
    found["filled"] = str(terms.get("filled", WayOfFilling.ELECTED))
    refuse_if(_why_not_terms(found))
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_LINES


def _is_line(item: Any) -> bool:
    return isinstance(item, str) and 0 < len(item) <= 200 and "\x00" not in item


def _why_not_terms(terms: Mapping[str, Any]) -> str | None:
    if terms["seats"] < 1:
        return _("A post has at least one seat.")
    if terms["term_months"] < 1 and terms["term_days"] < 1:
        return _("Every post ends: say for how many months, or days.")
    if terms["on_wheel"] and (terms["term_months"] or terms["term_days"] > LONGEST_AT_TABLE):
        return _("A seat at the table of each assembly lasts less than a week: write 0 months, and its days.")
    unknown = sorted(set(terms["powers"]) - set(POWERS))
    if unknown:
        return _("There is no such power: %(powers)s.") % {"powers": ", ".join(unknown)}
    if terms["filled"] not in WayOfFilling.values:
        return _("Say how the post is filled: elected, drawn by lot, in turn, or by whoever offers.")
    return None


def _write_terms(post: Post, terms: Mapping[str, Any], *, motion: Motion | None, now: datetime) -> PostTerms:
    day: date = Cooperative.objects.founded().day_of(now)
    return PostTerms.objects.create(post=post, in_force_from=day, motion=motion, **checked_terms(terms))


def _refuse_without_source(motion: Motion | None, actor: Member | None) -> None:
    if motion is None and actor is not None:
        raise Refused(_("Only the assembly makes or changes a post: propose a motion."))


def _facts(terms: PostTerms) -> dict[str, Any]:
    names = (*_WHOLE, "burden_points", "powers", "skills", "incompatible_with", "filled", "on_wheel")
    return {name: getattr(terms, name) for name in names}
