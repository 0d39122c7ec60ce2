"""Keeping what is looked through as it is: whoever changes a motion, minutes or a rule says so here.

Not acts: nothing is decided, and all of it can be made anew from the tables (`reindex`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from assemblies import kinds
from assemblies.house_rules import all_types, type_of
from assemblies.models import HouseRule, Minutes, Motion, MotionState, SearchEntry, SearchKind
from assemblies.models.assemblies import AssemblyKind
from assemblies.models.motions import DECIDED
from assemblies.reports.counting import tally_kept
from assemblies.rules.decision import from_data, outcome, sentence
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
    """Take the words of a motion, as it is now."""
    if motion.state == MotionState.DRAFT:
        return
    moment = motion.closed_at or motion.tabled_at or motion.created_at
    said = [motion.text, *_in_every_language(lambda: str(kinds.kind_of(motion).label))]
    if motion.is_decided:
        rule, tally = from_data(motion.rule or {}), tally_kept(motion)
        decision = outcome(tally, rule, second_call=motion.second_call)
        said += [sentence(decision, tally, rule, code) for code, _name in settings.LANGUAGES]
    _keep(
        f"motion:{motion.pk}",
        kind=SearchKind.MOTION,
        object_id=motion.pk,
        state=motion.state if motion.is_decided else "",
        day=Cooperative.objects.get().day_of(moment),
        title=[motion.title, str(motion.number)],
        text=said,
    )


def index_minutes(minutes: Minutes) -> None:
    """Take the words of minutes: their matters, and what was typed."""
    assembly = minutes.contents["assembly"]
    kind = AssemblyKind(assembly["kind"])
    _keep(
        f"minutes:{minutes.assembly_id}",
        kind=SearchKind.MINUTES,
        object_id=minutes.assembly_id,
        state="",
        day=Cooperative.objects.get().day_of(minutes.drafted_at),
        title=[
            *_in_every_language(lambda: f"{gettext('Minutes')} {kind.label}"),
            str(assembly["number"]),
        ],
        text=[assembly["place"], minutes.notes, *(item["title"] for item in minutes.contents["items"])],
    )


def index_rule(key: str) -> None:
    """Take the words of a house rule: what it is about, what it says and said, and what made it so."""
    rule_type = type_of(key)
    if rule_type is None:
        return
    rows = list(HouseRule.objects.filter(key=key).select_related("motion"))
    values = [rule_type.load(stored) for stored in [row.value for row in rows] or [rule_type.default]]
    coop = Cooperative.objects.get()
    _keep(
        f"rule:{key}",
        kind=SearchKind.RULE,
        object_id=None,
        state="",
        day=max((row.in_force_from for row in rows), default=coop.day_of(coop.founded_at)),
        title=_in_every_language(lambda: str(rule_type.label)),
        text=[
            *_in_every_language(lambda: " ".join([str(rule_type.help), *map(rule_type.say, values)])),
            *(row.motion.title for row in rows if row.motion is not None),
        ],
    )


@transaction.atomic
def reindex() -> int:
    """Make every word anew; answers for how many things."""
    SearchEntry.objects.all().delete()
    for motion in _everybodys().order_by("pk").iterator(chunk_size=500):
        index_motion(motion)
    for minutes in Minutes.objects.order_by("pk").iterator(chunk_size=100):
        index_minutes(minutes)
    for rule_type in all_types():
        index_rule(rule_type.key)
    return SearchEntry.objects.count()


def index_what_was_forgotten() -> int:
    """Take those that have no words yet, or whose state has changed since; answers how many.

    The clock asks: words come by themselves after an update, and whatever wrote a motion.
    """
    of_motion = SearchEntry.objects.filter(kind=SearchKind.MOTION, object_id=OuterRef("pk"))
    of_minutes = SearchEntry.objects.filter(kind=SearchKind.MINUTES, object_id=OuterRef("assembly_id"))
    as_decided = Q(state__in=DECIDED) & ~Exists(of_motion.filter(state=OuterRef("state")))
    motions = list(_everybodys().filter(~Exists(of_motion) | as_decided)[:AT_ONCE])
    for motion in motions:
        index_motion(motion)
    minutes = list(Minutes.objects.filter(~Exists(of_minutes))[:AT_ONCE])
    for each in minutes:
        index_minutes(each)
    known = set(SearchEntry.objects.filter(kind=SearchKind.RULE).values_list("about", flat=True))
    rules = [each.key for each in all_types() if f"rule:{each.key}" not in known]
    for key in rules:
        index_rule(key)
    return len(motions) + len(minutes) + len(rules)


def _keep(
    about: str,
    *,
    kind: str,
    object_id: int | None,
    state: str,
    day: date,
    title: Iterable[str],
    text: Iterable[str],
) -> None:
    SearchEntry.objects.update_or_create(
        about=about,
        defaults={
            "kind": kind,
            "object_id": object_id,
            "state": state,
            "day": day,
            "title_words": indexed(title),
            "text_words": indexed(text),
        },
    )


def _in_every_language(said: Callable[[], str]) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(said())
    return found
