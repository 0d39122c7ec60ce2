"""Makers for tests: a co-operative, its people and their powers, written straight to the tables.

They go round the actions on purpose: a test of one room does not need the actions of another. Time is an
argument everywhere; `NOW` is a Thursday at 13:30 in the co-operative's town, when the weekly assembly begins.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from assemblies.models import HouseRule
from members.models import Cooperative, Member, Membership, Sector, Standing
from rotation.models import Mandate, Post, PostTerms

NOW = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
TODAY = date(2026, 3, 5)
LONG_AGO = date(2020, 1, 1)

NAMES = (
    "Zulema Ávalos",
    "Walter Pinto",
    "Ailén Currumil",
    "Marcos Leiva",
    "Delia Quiroga",
    "Oscar Ñancucheo",
    "Beatriz Sosa",
    "Nahuel Ibarra",
    "Ceferino Luna",
    "Teresa Mamani",
    "Irma Peralta",
    "Raúl Godoy",
)


def make_coop(
    now: datetime = NOW,
    *,
    name: str = "Barda Clara",
    law_pack: str = "NONE",
    time_zone: str = "America/Argentina/Buenos_Aires",
    currency: str = "ARS",
    decimals: int = 2,
    language: str = "es-ar",
) -> Cooperative:
    """The co-operative of this installation, founded a year before `now`."""
    return Cooperative.objects.create(
        name=name,
        town="Neuquén",
        currency=currency,
        decimals=decimals,
        language=language,
        time_zone=time_zone,
        law_pack=law_pack,
        founded_at=now - timedelta(days=365),
    )


def make_sector(code: str = "kilns", name: str = "Hornos") -> Sector:
    return Sector.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_member(
    number: int,
    name: str = "",
    *,
    standing: str = Standing.MEMBER,
    from_on: date = LONG_AGO,
    until_on: date | None = None,
    sector: Sector | None = None,
    language: str = "en",
    pin: str | None = None,
) -> Member:
    """A person who belongs since `from_on`. They read English unless said otherwise."""
    member = Member(
        number=number, name=name or NAMES[(number - 1) % len(NAMES)], sector=sector, language=language
    )
    if pin is None:
        member.set_unusable_password()
    else:
        member.set_password(pin)
    member.save()
    Membership.objects.create(
        member=member, standing=standing, from_on=from_on, until_on=until_on, because="founding"
    )
    return member


def make_voters(how_many: int, *, first: int = 1, from_on: date = LONG_AGO) -> list[Member]:
    """So many full members, numbered from `first`, made in two statements."""
    people = Member.objects.bulk_create(
        Member(number=number, name=NAMES[(number - 1) % len(NAMES)], language="en", password="!")
        for number in range(first, first + how_many)
    )
    Membership.objects.bulk_create(
        Membership(member=person, standing=Standing.MEMBER, from_on=from_on, because="founding")
        for person in people
    )
    return people


_posts = count(1)


def give_power(
    member: Member, *powers: str, from_on: date = LONG_AGO, until_on: date = date(2030, 1, 1)
) -> Mandate:
    """A mandate in a post of its own which carries these powers: give_power(delia, "assemblies.chair")."""
    code = f"post-{next(_posts)}"
    post = Post.objects.create(code=code, name=code)
    PostTerms.objects.create(post=post, in_force_from=from_on, powers=list(powers), term_months=6)
    return Mandate.objects.create(
        post=post, member=member, from_on=from_on, until_on=until_on, from_founding=True
    )


def write_house_rule(key: str, value: object, *, from_on: date = LONG_AGO) -> HouseRule:
    """A house rule of the founding: write_house_rule("assembly.seconders", 1)."""
    return HouseRule.objects.create(key=key, value=value, in_force_from=from_on)
