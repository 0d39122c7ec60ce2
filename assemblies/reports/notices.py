"""Who was told of an assembly and how, and who is still to be told, by sector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from assemblies.models import Assembly, Notice
from assemblies.models.convoking import NoticeChannel
from members.models import Member


@dataclass(frozen=True, kw_only=True)
class Told:
    """One member who was told: when, how, and by whom where it was not their phone."""

    number: int
    name: str
    channel: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Sector:
    """The members of one sector who are still to be told."""

    name: str
    people: list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The proof of convocation of an assembly. `missing` counts those with a voice or a vote who have none."""

    told: list[Told]
    by_channel: list[tuple[str, int]]
    sectors: list[Sector]
    missing: int


def proof_of(assembly: Assembly) -> Proof:
    """Everybody who belongs on its day, as they were told or not. Two questions."""
    rows = Notice.objects.filter(assembly=assembly).select_related("member", "by").order_by("member__number")
    told = [
        Told(
            number=notice.member.number,
            name=notice.member.name,
            channel=str(NoticeChannel(notice.channel).label),
            at=notice.at,
            by=notice.by.name if notice.by else "",
        )
        for notice in rows
    ]
    sectors: dict[str, list[tuple[int, str]]] = {}
    missing = (
        Member.objects.here(on=assembly.starts_on)
        .exclude(pk__in=Notice.objects.filter(assembly=assembly).values("member"))
        .order_by(F("sector__name").asc(nulls_last=True), "number")
        .values_list("sector__name", "number", "name")
    )
    for sector, number, name in missing:
        sectors.setdefault(sector or _("no sector"), []).append((number, name))
    counts = {
        label: sum(1 for each in told if each.channel == label) for label in map(str, NoticeChannel.labels)
    }
    return Proof(
        told=told,
        by_channel=[(label, count) for label, count in counts.items() if count],
        sectors=[Sector(name=name, people=people) for name, people in sectors.items()],
        missing=sum(len(people) for people in sectors.values()),
    )
