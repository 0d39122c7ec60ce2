"""The year of the story, scene by scene: assemblies, motions, newcomers, posts that end and begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from assemblies.actions import cancel_assembly, convoke, convoke_weekly, do_legal_task
from assemblies.models import Assembly, Motion
from coop.demo.founding import welcome
from coop.demo.motions import EXTRA_ELECTIONS, StoryMotion, story_motions
from coop.demo.posts import ALL, StoryPost
from coop.demo.stage import Scene, Stage
from members.actions import change_standing
from members.models import Member, Standing
from rotation.actions import draw_lot, seat_member
from rotation.models import Mandate

SUMMER_HALL, USUAL_HALL = 96, 131
PAY = {1: (109_000_000, 0), 12: (118_000_000, 3), 27: (127_000_000, 8)}
"""By motion: cents each, and the story's month from which it counts."""

SEATS_OF_ELECTION: dict[int, tuple[str, ...]] = {
    4: ("coordination-hornos", "coordination-prensas"),
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
BY_LOT: tuple[tuple[date, str], ...] = (
    (date(2025, 4, 1), "second-signature"),
    (date(2025, 6, 12), "admissions"),
    (date(2025, 6, 12), "coexistence"),
    (date(2025, 7, 1), "second-signature"),
    (date(2025, 10, 1), "second-signature"),
    (date(2025, 10, 17), "coordination-porcelanato"),
    (date(2025, 12, 12), "admissions"),
    (date(2025, 12, 12), "coexistence"),
    (date(2026, 1, 1), "second-signature"),
)
"""Seats filled by lot, and the one of October for which nobody stood."""

STAYS = {4, 15, 30, 103, 104}
"""Elections whose winners are those whom the story names as holding the post today."""


def scenes(stage: Stage) -> list[Scene]:
    """Every scene of the year with its moment, in order."""
    found = [*_assemblies(stage), *_newcomers(stage), *_lots(stage)]
    return sorted(found, key=lambda scene: scene[0])


# --- assemblies -----------------------------------------------------------------------------------------------


def _assemblies(stage: Stage) -> Iterator[Scene]:
    """Every weekly assembly since the first Thursday, the emergency, and the two by law."""
    told: dict[tuple[date, str], list[StoryMotion]] = {}
    for motion in (*story_motions(), *EXTRA_ELECTIONS):
        told.setdefault((motion.on, motion.assembly), []).append(motion)
    thursday = date(2025, 1, 2)
    while thursday < stage.calendar.story_today:
        yield from _weekly(stage, thursday, told.pop((thursday, "weekly"), []))
        thursday += timedelta(days=7)
    for (day, kind), motions in told.items():
        yield from _called(stage, day, kind, motions)


def _weekly(stage: Stage, day: date, motions: list[StoryMotion]) -> Iterator[Scene]:
    our_day = stage.calendar.day(day)
    begins = stage.calendar.opens_at - timedelta(days=(stage.calendar.today - our_day).days)
    is_legal_day = day == date(2025, 4, 24)
    held: dict[str, Any] = {}

    def convokes(now: datetime) -> None:
        held["assembly"] = convoke_weekly(now=now) or Assembly.objects.get(kind="weekly", starts_on=our_day)

    def proposes(now: datetime) -> None:
        held["motions"] = [
            pair for motion in motions for pair in propose(stage, motion, held["assembly"], now)
        ]

    def meets(now: datetime) -> None:
        summer = day.month in (1, 2, 7)
        hall = (SUMMER_HALL if summer else USUAL_HALL) * stage.size // 312
        stage.hold(held["assembly"], held.get("motions", ()), begins=now, hall=max(1, hall))
        if day.day <= 7:
            stage.say(f"{our_day:%Y-%m}")

    def gives_way(now: datetime) -> None:
        actor = stage.holder("presidency", now)
        cancel_assembly(assembly_id=held["assembly"].pk, actor=actor, now=now)

    yield begins - timedelta(days=6), convokes
    if is_legal_day:
        yield begins - timedelta(days=5), gives_way
        return
    if motions:
        yield begins - timedelta(days=4), proposes
    yield begins, meets


def _called(stage: Stage, day: date, kind: str, motions: list[StoryMotion]) -> Iterator[Scene]:
    our_day = stage.calendar.day(day)
    emergency = kind == "emergency"
    hour = time(10, 0) if emergency else time(9, 0) if kind == "legal_ordinary" else time(11, 30)
    begins = datetime.combine(our_day, hour, tzinfo=stage.calendar.zone)
    # Three weeks before is a day of weekly assembly, whose agenda is closed and whose next one is not called
    # yet: at any other hour the weekly agenda could take these motions for itself.
    notice = timedelta(hours=2) if emergency else timedelta(days=21)
    held: dict[str, Any] = {}

    def convokes(now: datetime) -> None:
        held["assembly"] = convoke(
            kind=kind,
            starts_at=begins,
            ends_at=begins + timedelta(hours=5 if emergency else 2, minutes=30),
            place="Portón" if emergency else "Galpón 4",
            from_home=emergency,
            actor=stage.holder("presidency", now),
            now=now,
        )
        held["motions"] = [
            pair for motion in motions for pair in propose(stage, motion, held["assembly"], now)
        ]
        _by_law(stage, held["assembly"], now)

    def meets(now: datetime) -> None:
        stage.hold(held["assembly"], held["motions"], begins=now)

    def sends_minutes(now: datetime) -> None:
        _by_law(stage, held["assembly"], now)

    yield begins - notice, convokes
    yield begins, meets
    if not emergency and begins + timedelta(days=4) < stage.calendar.opens_at:
        yield begins + timedelta(days=4), sends_minutes


def _by_law(stage: Stage, assembly: Assembly, now: datetime) -> None:
    """What the law wants done by now is done, with its proof."""
    for task in assembly.legal_tasks.filter(done_at=None):
        do_legal_task(
            task_id=task.pk,
            proof=f"Expediente {now:%Y}-{task.pk:05}, mesa de entradas",
            actor=stage.holder("presidency", now),
            now=now,
        )


# --- motions --------------------------------------------------------------------------------------------------


def propose(
    stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime
) -> list[tuple[StoryMotion, Motion]]:
    """Put a story motion on an agenda; the admissions become one motion for each person."""
    if told.kind == "admission":
        return [
            (
                told,
                stage.table(
                    told,
                    {"number": member.number},
                    at=now,
                    assembly=assembly,
                    title=f"Ingreso de {member.name}",
                ),
            )
            for member in Member.objects.standing(Standing.PROBATION, on=stage.coop.day_of(now)).order_by(
                "number"
            )
        ]
    terms = terms_of(stage, told, assembly, now)
    if terms is None:
        return []
    follows = stage.motions.get(7) if told.no == 8 else None
    return [(told, stage.table(told, terms, at=now, assembly=assembly, follows=follows))]


def terms_of(stage: Stage, told: StoryMotion, assembly: Assembly, now: datetime) -> dict[str, Any] | None:
    """The typed terms of a story motion; None where this demo is too small for what it is about."""
    if told.no in PAY:
        cents, month = PAY[told.no]
        return {"method": "fixed", "amount_cents": cents, "from_on": stage.calendar.month(month).isoformat()}
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


# --- newcomers and lots -----------------------------------------------------------------------------------------


def _newcomers(stage: Stage) -> Iterator[Scene]:
    """Fourteen on probation from April; two leave at the end of June."""
    april, july = stage.calendar.month(3), stage.calendar.month(6)

    def come(now: datetime) -> None:
        for person in stage.people:
            if person.is_newcomer:
                welcome(stage, person, from_on=april, standing=Standing.PROBATION, now=now)

    def go(now: datetime) -> None:
        for person in stage.people:
            if person.leaves:
                change_standing(
                    member_id=stage.members[person.number].pk,
                    standing=Standing.LEFT,
                    from_on=july,
                    because="left",
                    actor=stage.holder("secretary", now),
                    now=now,
                )

    yield stage.local(april, time(6, 0)), come
    yield stage.local(july, time(6, 0)), go


def _lots(stage: Stage) -> Iterator[Scene]:
    """Posts filled by lot, when the mandate before ends."""
    for day, code in BY_LOT:
        our_day = stage.calendar.day(day)
        if code == "second-signature" and day != BY_LOT[0][0]:
            # Days move by whole weeks and terms end by months: drawn a week ahead, no payday finds it vacant.
            our_day -= timedelta(days=7)
        if our_day > stage.calendar.today:
            continue

        def draw(now: datetime, code: str = code, our_day: date = our_day) -> None:
            post = stage.posts.get(code)
            if post is None:
                return
            wanted = next(p for p in ALL if p.code == code)
            spare = stage.free(on=our_day, count=len(stage.members))
            own = [m for m in spare if wanted.sector and m.sector_id == stage.sectors[wanted.sector].pk]
            pool = sorted(m.number for m in stage.eligible(code, own or spare, on=our_day))
            if not pool:
                return
            drawn = draw_lot(
                title=wanted.name,
                seed=f"Barda Clara {our_day:%Y-%m-%d}",
                pool_numbers=pool,
                how_many=min(wanted.seats, len(pool)),
                motion=None,
                actor=stage.holder("presidency", now),
                now=now,
            )
            for seat, number in enumerate(drawn.picked, start=1):
                running = Mandate.objects.on(our_day).filter(post=post, seat=seat).first()
                seat_member(
                    post_id=post.pk,
                    seat=seat,
                    member_id=stage.members[number].pk,
                    from_on=running.until_on if running else our_day,
                    draw=drawn,
                    actor=stage.holder("presidency", now),
                    now=now,
                )

        yield stage.local(our_day, time(7, 0)), draw
