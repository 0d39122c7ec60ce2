"""The story's motions on their way to an agenda: their typed terms, who stands, what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from assemblies.actions import declare_interest
from assemblies.models import Assembly, Motion
from coop.demo.asking import sign_for
from coop.demo.documents import OF_MOTIONS
from coop.demo.motions import (
    ADMISSIONS,
    CHANGE_OF_SUPPLIER,
    EXCHANGER,
    PAY_AS_RANKED,
    PLAN_OF_THE_LIGHT,
    StoryMotion,
    amendment_of,
)
from coop.demo.posts import ALL, StoryPost
from coop.demo.preferences import OPTIONS, SEATS
from coop.demo.reserving import terms_of_work
from coop.demo.stage import Stage
from coop.demo.turns import terms_of_plan
from ledger import chart
from ledger.reports import balance
from members.models import Member, Standing
from rotation.models import Mandate

BUYER = "Sergio Almada"
PAY = {1: (109_000_000, 0), PAY_AS_RANKED: (118_000_000, 3), 27: (127_000_000, 8)}
"""By motion: cents each, and the story's month from which it counts."""

AT_MOST_PESOS = {
    7: 74_400_000,
    8: 74_400_000,
    24: 120_000_000,
    EXCHANGER: 115_200_000,
    33: 177_600_000,
}
"""By motion: how much at most may be owed or spent."""

SEATS_OF_ELECTION: dict[int, tuple[str, ...]] = {
    15: tuple(post.code for post in ALL if post.months == 12),
    30: (
        "coordination-tierras",
        "coordination-esmaltado",
        "coordination-clasificacion",
        "coordination-mantenimiento",
        "coordination-laboratorio",
    ),
    101: (
        "coordination-tierras",
        "coordination-esmaltado",
        "coordination-clasificacion",
        "coordination-porcelanato",
        "coordination-mantenimiento",
        "coordination-laboratorio",
    ),
    102: (
        "coordination-compras",
        "coordination-expedicion",
        "coordination-seguridad",
        "coordination-administracion",
        "coordination-comedor",
        "production",
        "community",
        "safety",
        "federation",
    ),
    103: ("coordination-hornos", "coordination-prensas"),
    104: (
        "coordination-compras",
        "coordination-expedicion",
        "coordination-seguridad",
        "coordination-administracion",
        "coordination-comedor",
        "production",
        "community",
        "safety",
        "federation",
    ),
}

STAYS = {15, 30, 103, 104}
"""Elections whose winners are those whom the story names as holding the post today."""

REVIEWED_ON = {17: date(2025, 11, 30), 32: date(2026, 11, 30)}
FOLLOWS = {8: 7, 32: 17}
"""By motion: until when it was adopted, and what it proposes again."""


def propose(
    stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime
) -> list[tuple[StoryMotion, Motion]]:
    """Put a story motion on an agenda; where it is voted in several motions, all of them in their order."""
    if told.kind == "admission":
        return _admissions(stage, told, assembly, now)
    if told.kind == "seats":
        return _one_for_each_post(stage, told, assembly, now)
    terms = terms_of(stage, told, assembly, now)
    if terms is None:
        return []
    if told.kind == "recall":
        motion = stage.table(told, terms, at=now, assembly=assembly, seconders=0)
        sign_for(stage, motion, "Dos compras sin tres presupuestos. En papel firman siete más.", now=now)
        return [(told, motion)]
    review_on = REVIEWED_ON.get(told.no)
    motion = stage.table(
        told,
        terms,
        at=now,
        assembly=assembly,
        follows=stage.motions.get(FOLLOWS.get(told.no, 0)),
        review_on=stage.calendar.day(review_on) if review_on else None,
        documents=OF_MOTIONS.get(told.no, ()),
    )
    if told.no == CHANGE_OF_SUPPLIER:
        _declare(stage, motion, now + timedelta(hours=1))
    if told.no == 27:
        amendment = amendment_of(told)
        return [
            (
                amendment,
                stage.table(
                    amendment, terms, at=now + timedelta(minutes=10), assembly=assembly, amends=motion
                ),
            ),
            (told, motion),
        ]
    return [(told, motion)]


def _admissions(
    stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime
) -> list[tuple[StoryMotion, Motion]]:
    """One for each person on probation, each with votes of their own."""
    waiting = Member.objects.standing(Standing.PROBATION, on=stage.coop.day_of(now)).order_by("number")
    return [
        (
            replace(told, in_favour=votes[0], against=votes[1], abstaining=told.present - sum(votes)),
            stage.table(
                told,
                {"number": member.number},
                at=now,
                assembly=assembly,
                title=f"Ingreso de {member.name}",
            ),
        )
        for member, votes in zip(waiting, cycle(ADMISSIONS), strict=False)
    ]


def _one_for_each_post(
    stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime
) -> list[tuple[StoryMotion, Motion]]:
    """Two stand for each post, and the story says with how many votes one of them was elected."""
    day = assembly.starts_on
    pairs: list[tuple[StoryMotion, Motion]] = []
    standing: set[int] = set()
    for code, (name, *_votes) in SEATS.items():
        if code not in stage.posts:
            continue
        post = next(each for each in ALL if each.code == code)
        named = [member for member in map(stage.who, post.now) if member is not None]
        spare = stage.free(on=day, count=len(stage.members), sector=post.sector, salt=f"{told.no}{code}")
        reserved = {name for each in ALL for name in each.now}
        others = [m for m in spare if m not in named and (m.name not in reserved or not stage.is_whole)]
        wanted = [m for m in [*named, *others] if m.number not in standing][:20]
        two = stage.eligible(code, wanted, on=day)[:2]
        if len(two) < 2:
            continue
        standing |= {member.number for member in two}
        part = replace(told, part=code, candidates=tuple(member.number for member in two))
        terms: dict[str, object] = {
            "post": code,
            "candidates": sorted(part.candidates),
            "from_on": day.isoformat(),
        }
        motion = stage.table(part, terms, at=now, assembly=assembly, title=f"{told.title}: {name}")
        pairs.append((part, motion))
    return pairs


def _declare(stage: Stage, motion: Motion, now: datetime) -> None:
    """The buyer says whose offer one of the three is, and does not vote."""
    buyer = stage.who(BUYER)
    if buyer is not None:
        declare_interest(
            motion_id=motion.pk, reason="Uno de los tres presupuestos es de mi primo.", actor=buyer, now=now
        )


def terms_of(stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime) -> dict[str, Any] | None:
    """The typed terms of a story motion; None where this demo is too small for what it is about."""
    if told.no in PAY:
        cents, month = PAY[told.no]
        return {"method": "fixed", "amount_cents": cents, "from_on": stage.calendar.month(month).isoformat()}
    if told.no in AT_MOST_PESOS:
        return {"at_most_cents": AT_MOST_PESOS[told.no] * 100}  # a machine costs the same whoever buys it
    if told.no == PLAN_OF_THE_LIGHT:
        return {"at_most_cents": -balance(chart.LONG_DEBT)}  # what the books of this size owe
    if told.kind == "production":
        return terms_of_work(stage, told.no)
    if told.kind == "plan":
        return terms_of_plan(stage, now)
    if told.kind == "ranked":
        return {"options": list(OPTIONS[told.no])}
    if told.kind == "election":
        seats = list(_candidates(stage, told, assembly.starts_on))
        return {"seats": seats} if seats else None
    if told.kind == "recall":
        mandate = Mandate.objects.on(assembly.starts_on).filter(post__code="coordination-compras").first()
        return {"mandate": mandate.pk} if mandate else None
    if told.kind == "task":
        post = "coordination-mantenimiento" if told.no == 5 else "federation"
        if post not in stage.posts:
            post = "presidency"
        what = (
            "Poner la guarda de la pulidora 2" if told.no == 5 else "Informar lo que se votó en la federación"
        )
        return {"post": post, "what": what, "due_on": (assembly.starts_on + timedelta(days=7)).isoformat()}
    return {}


def _candidates(stage: Stage, told: StoryMotion, day: date) -> Iterator[dict[str, Any]]:
    chosen: set[int] = set()
    posts: dict[str, StoryPost] = {post.code: post for post in ALL}
    named = {name for post in ALL for name in post.now}
    for code in SEATS_OF_ELECTION[told.no]:
        if code not in stage.posts:
            continue
        post = posts[code]
        winners = (
            [stage.who(name) for name in post.now]
            if told.no in STAYS or code == "coordination-compras"
            else []
        )
        spare = [
            member
            for member in stage.free(
                on=day, count=len(stage.members), sector=post.sector, salt=f"{told.no}{code}"
            )
            if member.name not in named or not stage.is_whole
        ]
        stands = [m for m in winners if m is not None] + spare
        for seat in range(1, post.seats + 1):
            current = Mandate.objects.on(day).filter(post__code=code, seat=seat).first()
            from_on = max(day, current.until_on) if current is not None else day
            wanted = [m for m in stands if m.number not in chosen][:20]
            member = next(iter(stage.eligible(code, wanted, on=from_on)), None)
            if member is None:
                continue
            chosen.add(member.number)
            yield {"post": code, "seat": seat, "member": member.number, "from_on": from_on.isoformat()}
