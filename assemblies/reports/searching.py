"""What is found for words: motions, minutes and house rules that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assemblies.house_rules import type_of
from assemblies.models import HouseRule, Minutes, Motion, SearchEntry, SearchKind
from assemblies.rules.searching import asked, passage

FOUND_A_PAGE = 20
LONGEST_QUESTION = 100
SHORTEST_SHARED = 4
"""Letters of a word that makes two titles alike."""
MOST_LIKE = 200
"""Titles that are looked at for the most alike."""
MOST_FOUND = 10_000
"""Motions that a list is narrowed to: what a database takes in one question, and a century of assemblies."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that says the words, with where it says them."""

    kind: str
    title: str
    said: str
    """Its state, or what it is."""
    link: str
    day: date
    passage: list[tuple[str, bool]]
    """In pieces, each with whether it is a word that was asked for."""


def find(words: str, *, kind: str = "", page: str | None = None) -> Page[Found] | None:
    """A page of what says every word, the best first; None where nothing was asked.

    Five questions at most, whatever is found.
    """
    query = asked(words[:LONGEST_QUESTION])
    if not query:
        return None
    of_entries = Paginator(_entries(query, kind), FOUND_A_PAGE).get_page(page)
    found: Page[Found] = of_entries  # type: ignore[assignment]
    found.object_list = _read(list(of_entries.object_list), query)
    return found


def find_part(words: str, *, kind: str = "", part: slice) -> tuple[int, list[Found]]:
    """How many things say every word, and those of one part; nothing where nothing was asked."""
    query = asked(words[:LONGEST_QUESTION])
    if not query:
        return 0, []
    entries = _entries(query, kind)
    return entries.count(), _read(list(entries[part]), query)


def _entries(query: list[list[str]], kind: str) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.saying(query).best_first(query).only("about", "kind", "object_id", "day")
    return entries.filter(kind=kind) if kind in SearchKind.values else entries


def motions_saying(words: str) -> list[int] | None:
    """The motions that say every word, newest first; None where nothing was asked.

    They are read before the motions are: a planner that guesses their number wrong asks anew for each motion.
    """
    query = asked(words[:LONGEST_QUESTION])
    if not query:
        return None
    entries = SearchEntry.objects.saying(query).filter(kind=SearchKind.MOTION).order_by("-pk")
    return [pk for pk in entries.values_list("object_id", flat=True)[:MOST_FOUND] if pk is not None]


def motions_like(title: str, *, most: int) -> list[Motion]:
    """Motions whose titles share words with this one: those that share most go first, then the latest."""
    query = [forms for forms in asked(title[:LONGEST_QUESTION]) if len(forms[0]) >= SHORTEST_SHARED]
    if not query:
        return []
    any_of_them = [[form for forms in query for form in forms]]
    entries = (
        SearchEntry.objects.titled(any_of_them).filter(kind=SearchKind.MOTION).order_by("-pk")[:MOST_LIKE]
    )
    shared = {
        entry.object_id: sum(1 for forms in query if not set(forms).isdisjoint(entry.title_words.split()))
        for entry in entries
    }
    best = sorted(shared, key=lambda pk: (-shared[pk], -(pk or 0)))[:most]
    motions = Motion.objects.in_bulk([pk for pk in best if pk is not None])
    return [motions[pk] for pk in best if pk in motions]


def _read(entries: list[SearchEntry], query: list[list[str]]) -> list[Found]:
    """The things themselves, in the order of their entries; one that is gone is left out."""
    of_kind = {
        kind: [entry.object_id for entry in entries if entry.kind == kind and entry.object_id]
        for kind in (SearchKind.MOTION, SearchKind.MINUTES)
    }
    motions = Motion.objects.in_bulk(of_kind[SearchKind.MOTION]) if of_kind[SearchKind.MOTION] else {}
    minutes = {
        each.assembly_id: each
        for each in Minutes.objects.filter(assembly__in=of_kind[SearchKind.MINUTES]).select_related(
            "assembly"
        )
    }
    keys = [entry.about.removeprefix("rule:") for entry in entries if entry.kind == SearchKind.RULE]
    values: dict[str, HouseRule] = {}
    for row in HouseRule.objects.filter(key__in=keys).order_by("in_force_from", "pk"):
        values[row.key] = row
    found = []
    for entry in entries:
        if entry.kind == SearchKind.MOTION and entry.object_id in motions:
            found.append(_motion(motions[entry.object_id], entry, query))
        elif entry.kind == SearchKind.MINUTES and entry.object_id in minutes:
            found.append(_minutes(minutes[entry.object_id], entry, query))
        elif entry.kind == SearchKind.RULE:
            key = entry.about.removeprefix("rule:")
            found += _rule(key, values.get(key), entry, query)
    return found


def _motion(motion: Motion, entry: SearchEntry, query: list[list[str]]) -> Found:
    return Found(
        kind=entry.kind,
        title=motion.title,
        said=f"{motion.number} · {motion.get_state_display()}",
        link=f"/motions/{motion.pk}/",
        day=entry.day,
        passage=passage(motion.text, query),
    )


def _minutes(minutes: Minutes, entry: SearchEntry, query: list[list[str]]) -> Found:
    matters = " · ".join(item["title"] for item in minutes.contents["items"])
    whole = f"{minutes.notes} · {matters}" if minutes.notes else matters
    return Found(
        kind=entry.kind,
        title=_("Minutes: %(kind)s %(number)s")
        % {"kind": minutes.assembly.get_kind_display(), "number": minutes.assembly.number},
        said=_("approved") if minutes.approved_at else _("not approved yet"),
        link=f"/minutes/{minutes.assembly_id}/",
        day=entry.day,
        passage=passage(whole, query),
    )


def _rule(key: str, row: HouseRule | None, entry: SearchEntry, query: list[list[str]]) -> list[Found]:
    rule_type = type_of(key)
    if rule_type is None:
        return []
    said = rule_type.say(rule_type.load(rule_type.default if row is None else row.value))
    return [
        Found(
            kind=entry.kind,
            title=str(rule_type.label),
            said=_("house rule"),
            link=f"/rules/{key}/",
            day=entry.day,
            passage=passage(said, query),
        )
    ]
