"""The founding of the story: the co-operative, its first rules, its people, its posts and their holders."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from assemblies.actions import set_house_rule
from coop.demo.calendar import Calendar
from coop.demo.learning import bring_skills
from coop.demo.people import SECTORS, Person
from coop.demo.posts import ALL, TABLE, StoryPost
from coop.demo.shares import RULE, seat_who_left
from coop.demo.stage import Stage
from ledger.actions.accounts import open_accounts
from ledger.chart import CHART
from members.actions import enrol
from members.models import Cooperative, Member, Sector, Standing
from record.actions import one_act_at_a_time, record
from rotation.actions import create_post, seat_member

FIRST_NEEDED = ("presidency", "secretary", "treasurer", "second-signature", "oversight")
SEATS = sum(post.seats for post in ALL)
FIRST_PAY_CENTS = 1_000_000_00

FIRST_ENDS: dict[str, date] = {
    **{f"coordination-{code}": date(2025, 2, 6) for code in ("hornos", "prensas")},
    **{
        f"coordination-{code}": date(2025, 4, 17)
        for code in ("tierras", "esmaltado", "clasificacion", "porcelanato", "mantenimiento", "laboratorio")
    },
    **{post.code: date(2025, 4, 25) for post in ALL if post.months == 12},
    "second-signature": date(2025, 4, 1),
    "admissions": date(2025, 6, 12),
    "coexistence": date(2025, 6, 12),
}
"""When the founding mandate of a post ends, in days of the story; the others on 26 June."""
LAST_FIRST_END = date(2025, 6, 26)


@one_act_at_a_time
def found(*, calendar: Calendar, now: datetime) -> Cooperative:
    """Write the co-operative down: act 1."""
    coop = Cooperative.objects.create(
        name="Cerámica Barda Clara",
        town="Villa Arcilla",
        currency="ARS",
        currency_symbol="$",
        decimals=2,
        language="es-ar",
        time_zone=str(calendar.zone),
        law_pack="AR",
        founded_at=now,
    )
    record(verb="coop.founded", subject=coop, actor=None, now=now, facts={"law_pack": coop.law_pack})
    return coop


def first_rules(calendar: Calendar) -> dict[str, Any]:
    """The house rules the story begins with (its §5.3), in stored form."""
    starts, ends = calendar.window
    weekday = calendar.today.weekday()
    return {
        "assembly.weekly": {
            "weekday": weekday,
            "starts": f"{starts:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "place": "Galpón 4",
            "convoked_days_before": 6,
        },
        "assembly.agenda_closes": {"weekday": (weekday - 2) % 7, "at": "20:00"},
        "assembly.seconders": 3,
        "assembly.from_home": True,
        "ballot.secret_kinds": ["accounts", "statute", "surplus"],
        "accounts.excluded_posts": [
            post.code for post in ALL if post.months == 12 and "substitutes" not in post.code
        ]
        + ["production"],
        "shares.capital": RULE,
        "pay.equal": {"method": "fixed", "amount_cents": FIRST_PAY_CENTS},
        "pay.set_asides": {
            "shares": [
                {"purpose": "legal_funds", "share": "15/100"},
                {"purpose": "reinvestment", "share": "45/100"},
                {"purpose": "winter_cushion", "share": "10/100"},
                {"purpose": "community", "share": "3/100"},
                {"purpose": "yearly_decision", "share": "rest"},
            ],
            "cushion": "winter_cushion",
            "unit_cents": 100,
        },
    }


def settle(stage: Stage, *, now: datetime) -> None:
    """Rules, accounts, people and posts of the first day."""
    day = stage.coop.day_of(now)
    for key, value in first_rules(stage.calendar).items():
        set_house_rule(key=key, value=value, in_force_from=day, motion=None, actor=None, now=now)
    open_accounts(accounts=CHART, actor=None, now=now)
    for code, name, _, _ in SECTORS:
        stage.sectors[code] = Sector.objects.create(code=code, name=name)
    for person in stage.people:
        if not person.is_newcomer:
            welcome(stage, person, from_on=_joined(stage, person, day), standing=Standing.MEMBER, now=now)
    seat_who_left(stage, now)
    bring_skills(stage, now)
    _seat_everyone(stage, now=now)


def welcome(stage: Stage, person: Person, *, from_on: date, standing: str, now: datetime) -> Member:
    """Somebody enters the register."""
    member = enrol(
        number=person.number,
        name=person.name,
        sector_id=stage.sectors[person.sector].pk,
        language="",
        phone="",
        standing=standing,
        from_on=from_on,
        because="founding" if standing == Standing.MEMBER else f"assemblies.motion:{stage.motions[9].pk}",
        actor=None,
        now=now,
    )
    stage.members[member.number] = member
    return member


def _joined(stage: Stage, person: Person, day: date) -> date:
    """Founders joined over the twenty years before, the first numbers first."""
    years = 20 - person.number * 20 // (len(stage.people) + 1)
    return date(day.year - years, 1 + person.number % 12, 1 + person.number % 28)


def terms_of(post: StoryPost) -> dict[str, Any]:
    """A story post's terms as `create_post` takes them."""
    return {
        "purpose": post.purpose,
        "seats": post.seats,
        "term_months": post.months,
        "term_days": post.days,
        "max_consecutive_terms": post.limit,
        "cool_down_months": post.cool_down if post.limit else 0,
        "overlap_days": 14 if post.months else 0,
        "burden_points": 3 if post.months == 12 else 2 if post.months else 1,
        "powers": list(post.powers),
        "duties": list(post.duties),
        "skills": list(post.skills),
        "hands_over": list(post.hands_over),
        "incompatible_with": list(post.incompatible),
        "filled": post.filled,
        "on_wheel": post.days > 0,
    }


def _seat_everyone(stage: Stage, *, now: datetime) -> None:
    day = stage.coop.day_of(now)
    # A co-operative of nine has no use for 36 seats: it founds those it needs first, for half its people.
    wanted = sorted(ALL, key=lambda post: FIRST_NEEDED.index(post.code) if post.code in FIRST_NEEDED else 99)
    founders = sum(1 for person in stage.people if not person.is_newcomer)
    left = founders if founders >= 2 * SEATS else founders // 2
    for post in wanted:
        if left < post.seats:
            continue
        left -= post.seats
        stage.posts[post.code] = create_post(
            code=post.code,
            name=post.name,
            sector_id=stage.sectors[post.sector].pk if post.sector else None,
            terms=terms_of(post),
            motion=None,
            actor=None,
            now=now,
        )
    for post in TABLE:
        stage.posts[post.code] = create_post(
            code=post.code,
            name=post.name,
            sector_id=None,
            terms=terms_of(post),
            motion=None,
            actor=None,
            now=now,
        )
    reserved = {name for post in ALL for name in (*post.first, *post.now)}
    for post in wanted:
        if post.code not in stage.posts:
            continue
        named = [member for member in (stage.who(name) for name in post.first) if member is not None]
        ends = stage.calendar.day(FIRST_ENDS.get(post.code, LAST_FIRST_END))
        spare = [
            member
            for member in stage.free(on=day, count=len(stage.members), sector=post.sector, salt=post.code)
            if member.name not in reserved or not stage.is_whole
        ]
        if post.skills:
            spare = stage.eligible(post.code, spare, on=day)
        for seat, member in enumerate((named + spare)[: post.seats], start=1):
            seat_member(
                post_id=stage.posts[post.code].pk,
                seat=seat,
                member_id=member.pk,
                from_on=day,
                until_on=ends,
                from_founding=True,
                actor=None,
                now=now,
            )


NOON = time(12, 0)
