"""What a post was and is, in words: each change of its terms, with the motion that made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assemblies.kinds import Change
from rotation.models import Post, PostTerms, Skill, WayOfFilling
from rotation.power_words import in_words
from rotation.rules.weekly import legible

Names = Mapping[tuple[str, str], str]
"""Names by the field that names them and their code."""

LABELS: dict[str, Any] = {
    "purpose": gettext_lazy("What it is for"),
    "seats": gettext_lazy("Seats"),
    "term": gettext_lazy("A term lasts"),
    "max_consecutive_terms": gettext_lazy("Terms in a row at most"),
    "cool_down_months": gettext_lazy("Months of rest after those"),
    "months_here": gettext_lazy("Months one is a member before one can take it"),
    "overlap_days": gettext_lazy("Days together with whoever comes next"),
    "burden_points": gettext_lazy("How heavy it is, in points"),
    "filled": gettext_lazy("How it is filled"),
    "on_wheel": gettext_lazy("A seat at the table of each assembly"),
    "powers": gettext_lazy("What it lets one do"),
    "skills": gettext_lazy("What one must know how to do"),
    "incompatible_with": gettext_lazy("Posts that the same person may not hold with it"),
    "duties": gettext_lazy("What it does each week"),
    "hands_over": gettext_lazy("What passes on to whoever comes next"),
}
"""What of a post can change, in the order in which it is said."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """The terms of a post from a day on, and what was different from the ones before."""

    terms: PostTerms
    changes: list[Change]


def versions_of(every: Sequence[PostTerms], *, names: Names) -> list[Version]:
    """Each set of terms of one post, the newest first as they are given, with what it changed."""
    older = [*every[1:], None]
    return [
        Version(
            terms=row,
            changes=changes_between(
                terms_as_said(before) if before is not None else None, terms_as_said(row), names=names
            )
            if before is not None
            else [],
        )
        for row, before in zip(every, older, strict=True)
    ]


def changes_between(was: Mapping[str, Any] | None, then: Mapping[str, Any], *, names: Names) -> list[Change]:
    """What differs between two sets of terms, in words; of a new post all that is said of it."""
    found = []
    for field, label in LABELS.items():
        said = in_plain_words(field, then, names)
        before = in_plain_words(field, was, names) if was is not None else ""
        if said != before:
            found.append(Change(what=label, now=before, then=said or _("nothing any more")))
    return found


def in_plain_words(field: str, terms: Mapping[str, Any], names: Names) -> str:
    """One thing that terms say, as members read it; empty where they say nothing of it."""
    if field == "term":
        months, days = terms["term_months"], terms["term_days"]
        if months:
            return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    value = terms[field]
    if field == "powers":
        return ", ".join(in_words(value))
    if field == "duties":
        return "; ".join(duty.said for _place, duty in legible(value))
    if field in ("skills", "incompatible_with"):
        return ", ".join(names[field, code] for code in value if (field, code) in names)
    if field == "hands_over":
        return "; ".join(value)
    if field == "filled":
        return str(WayOfFilling(value).label)
    if field == "on_wheel":
        return _("yes") if value else ""
    if field == "max_consecutive_terms":
        return str(value or _("no limit"))
    return str(value or "") if field in ("cool_down_months", "months_here", "purpose") else str(value)


def names_in(every: Iterable[Mapping[str, Any]], *, also: Iterable[QuerySet[Any, Any]] = ()) -> Names:
    """The names of the skills and posts that terms name by code, and rows of (kind, code, name) beside them.

    One question, or none where they name nothing.
    """
    skills: set[str] = set()
    posts: set[str] = set()
    for terms in every:
        skills |= set(terms["skills"])
        posts |= set(terms["incompatible_with"])
    asked: list[QuerySet[Any, Any]] = []
    if skills:
        asked.append(_named(Skill.objects.filter(code__in=skills), "skills"))
        asked += also
    if posts:
        asked.append(_named(Post.objects.filter(code__in=posts), "incompatible_with"))
    rows = asked[0].union(*asked[1:], all=True) if asked else []
    return {(kind, code): name for kind, code, name in rows}


def _named(rows: QuerySet[Any], field: str) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(kind=Value(field, output_field=CharField()))
    found: QuerySet[Any, Any] = named.values_list("kind", "code", "name")
    return found


def terms_as_said(terms: PostTerms) -> dict[str, Any]:
    """The terms of a post as plain values, by the names of their fields."""
    return {field.attname: getattr(terms, field.attname) for field in PostTerms._meta.concrete_fields}
