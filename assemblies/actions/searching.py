"""Keeping what is looked through as it is: whoever changes a motion, minutes or a rule says so here.

Not acts: nothing is decided, and all of it can be made anew from the tables (`reindex`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.translation import gettext

from assemblies import kinds
from assemblies.house_rules import HouseRuleType, all_types, type_of
from assemblies.models import HouseRule, Minutes, Motion, MotionState, SearchEntry, SearchKind
from assemblies.models.assemblies import AssemblyKind
from assemblies.models.motions import DECIDED
from assemblies.reports.counting import sentence_of
from assemblies.rules.searching import indexed
from members.models import Cooperative

AT_ONCE = 200
"""How many of those that were forgotten the clock takes in a minute."""


def _everybodys() -> QuerySet[Motion]:
    """Motions that everybody may read: no drafts, nor what was taken back before anybody saw it."""
    return Motion.objects.exclude(state=MotionState.DRAFT).exclude(
        state=MotionState.WITHDRAWN, tabled_at__isnull=True
    )


def index_motion(motion: Motion) -> None:
    """Take the words of a motion, as it is now; a draft has none."""
    if motion.state != MotionState.DRAFT:
        _keep([_of_motion(motion)])


def index_minutes(minutes: Minutes) -> None:
    """Take the words of minutes, as they are now."""
    _keep([_of_minutes(minutes)])


def index_rule(key: str) -> None:
    """Take the words of a house rule, as it is now."""
    rule_type = type_of(key)
    if rule_type is not None:
        _keep([_of_rule(rule_type)])


def _of_motion(motion: Motion) -> SearchEntry:
    """What it proposes, its kind, and what came out."""
    moment = motion.closed_at or motion.tabled_at or motion.created_at
    said = [motion.text, *_in_every_language(lambda: str(kinds.kind_of(motion).label))]
    named = kinds.by_preference(motion)
    if named is not None:
        said += [option.label for option in named.options(motion)]
    if motion.is_decided:
        said += _in_every_language(lambda: sentence_of(motion))
    return SearchEntry(
        about=f"motion:{motion.pk}",
        kind=SearchKind.MOTION,
        object_id=motion.pk,
        state=motion.state if motion.is_decided else "",
        day=Cooperative.objects.founded().day_of(moment),
        title_words=indexed([motion.title, str(motion.number)]),
        text_words=indexed(said),
    )


def _of_minutes(minutes: Minutes) -> SearchEntry:
    """Which assembly's, its matters, and what was typed."""
    assembly = minutes.contents["assembly"]
    kind = AssemblyKind(assembly["kind"])
    title = _in_every_language(lambda: f"{gettext('Minutes')} {kind.label}")
    matters = [str(item["title"]) for item in minutes.contents["items"]]
    return SearchEntry(
        about=f"minutes:{minutes.assembly_id}",
        kind=SearchKind.MINUTES,
        object_id=minutes.assembly_id,
        day=Cooperative.objects.founded().day_of(minutes.drafted_at),
        title_words=indexed([*title, str(assembly["number"])]),
        text_words=indexed([assembly["place"], minutes.notes, *matters]),
    )


def _of_rule(rule_type: HouseRuleType[Any]) -> SearchEntry:
    """What it is about, what it says and said, and what made it so."""
    rows = list(HouseRule.objects.filter(key=rule_type.key).select_related("motion"))
    values = [rule_type.load(stored) for stored in [row.value for row in rows] or [rule_type.default]]
    said = _in_every_language(lambda: " ".join([str(rule_type.help), *map(rule_type.say, values)]))
    coop = Cooperative.objects.founded()
    return SearchEntry(
        about=f"rule:{rule_type.key}",
        kind=SearchKind.RULE,
        day=max((row.in_force_from for row in rows), default=coop.day_of(coop.founded_at)),
        title_words=indexed(_in_every_language(lambda: str(rule_type.label))),
        text_words=indexed([*said, *(row.motion.title for row in rows if row.motion is not None)]),
    )


@transaction.atomic
def reindex() -> int:
    """Make every word anew; answers for how many things."""
    SearchEntry.objects.all().delete()
    _keep(_of_motion(motion) for motion in _everybodys().order_by("pk").iterator(chunk_size=AT_ONCE))
    _keep(_of_minutes(minutes) for minutes in Minutes.objects.order_by("pk").iterator(chunk_size=AT_ONCE))
    _keep(_of_rule(rule_type) for rule_type in all_types())
    if connection.vendor == "postgresql":  # else it goes by what it counted before all of this came
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE assemblies_searchentry")
    return SearchEntry.objects.count()


def index_what_was_forgotten() -> int:
    """Take those that have no words yet, or whose state has changed since; answers how many.

    The clock asks: words come by themselves after an update, and whatever wrote a motion.
    """
    of_motion = SearchEntry.objects.filter(about=_about("motion:", "pk"))
    of_minutes = SearchEntry.objects.filter(about=_about("minutes:", "assembly_id"))
    as_decided = Q(state__in=DECIDED) & ~Exists(of_motion.filter(state=OuterRef("state")))
    motions = list(_everybodys().filter(~Exists(of_motion) | as_decided)[:AT_ONCE])
    minutes = list(Minutes.objects.filter(~Exists(of_minutes))[:AT_ONCE])
    known = set(SearchEntry.objects.filter(kind=SearchKind.RULE).values_list("about", flat=True))
    rules = [rule_type for rule_type in all_types() if f"rule:{rule_type.key}" not in known]
    found = [*map(_of_motion, motions), *map(_of_minutes, minutes), *map(_of_rule, rules)]
    _keep(found)
    return len(found)


def _about(what: str, key: str) -> Concat:
    """What an entry says it is about: the one way to find it with its index."""
    return Concat(Value(what), Cast(OuterRef(key), CharField()))


def _keep(entries: Iterable[SearchEntry]) -> None:
    """Write them down, each in place of the one about the same thing."""
    several = iter(entries)
    while batch := list(islice(several, AT_ONCE)):
        SearchEntry.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["about"],
            update_fields=["state", "day", "title_words", "text_words"],
        )


def _in_every_language(said: Callable[[], str]) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(said())
    return found
