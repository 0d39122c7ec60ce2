"""The year of the story, scene by scene: assemblies, motions, newcomers, posts that end and begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from assemblies.actions import add_item, cancel_assembly, convoke, convoke_weekly
from assemblies.models import Assembly
from coop.demo import asking, by_law, passing_on
from coop.demo.documents import of_the_ordinary, of_the_statute
from coop.demo.founding import welcome
from coop.demo.meeting import hold, leave_to_sign, write_minutes
from coop.demo.motions import EXTRA_ELECTIONS, EXTRA_MOTIONS, StoryMotion, story_motions
from coop.demo.posts import ALL
from coop.demo.proposing import propose
from coop.demo.stage import Scene, Stage
from coop.demo.turns import plan_motion
from members.actions import change_standing
from members.models import Standing
from rotation.actions import draw_lot, finish_duty, seat_member
from rotation.actions.duties import is_of
from rotation.models import Duty, Mandate

DECEMBER = 12
SUMMER_HALL, USUAL_HALL = 96, 131
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

MINUTES_AFTER = timedelta(hours=20)
"""How long after an assembly began its minutes are signed and approved."""
REPORTS = ((date(2025, 12, 19), 10), (date(2025, 1, 1), 20))
"""Since when the month's report may take how many minutes."""
DONE: tuple[tuple[date, int], ...] = (
    (date(2025, 2, 4), 2),
    (date(2025, 2, 18), 5),
    (date(2025, 3, 14), 8),
    (date(2025, 6, 2), 106),
    (date(2025, 6, 4), 19),
    (date(2025, 9, 26), 28),
)
"""The day on which the task of a motion was done."""


def scenes(stage: Stage) -> list[Scene]:
    """Every scene of the year with its moment, in order."""
    found = [
        *_assemblies(stage),
        *_newcomers(stage),
        *_lots(stage),
        *_tasks_done(stage),
        *asking.scenes(stage),
    ]
    return sorted(found, key=lambda scene: scene[0])


# --- assemblies -----------------------------------------------------------------------------------------------


def _assemblies(stage: Stage) -> Iterator[Scene]:
    """Every weekly assembly since the first Thursday, the emergency, and the two by law."""
    told: dict[tuple[date, str], list[StoryMotion]] = {}
    plan = plan_motion(stage.calendar)
    for motion in (*story_motions(), *EXTRA_ELECTIONS, *EXTRA_MOTIONS, plan):
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
        if (day + timedelta(days=7)).month != day.month:
            _report(stage, held["assembly"], day, now)
        held["motions"] = [
            pair for motion in motions for pair in propose(stage, motion, held["assembly"], now)
        ]

    def meets(now: datetime) -> None:
        hall = stage.share(SUMMER_HALL if day.month in (1, 2, 7) else USUAL_HALL)
        hold(stage, held["assembly"], held.get("motions", ()), begins=now, hall=hall)
        if day.day <= 7:
            stage.say(f"{our_day:%Y-%m}")

    def writes(now: datetime) -> None:
        if our_day + timedelta(days=7) == stage.calendar.today:
            leave_to_sign(stage, held["assembly"], now)
        else:
            write_minutes(stage, held["assembly"], [motion.no for motion in motions], now)

    def gives_way(now: datetime) -> None:
        actor = stage.holder("presidency", now)
        cancel_assembly(assembly_id=held["assembly"].pk, actor=actor, now=now)

    yield begins - timedelta(days=6), convokes
    if is_legal_day:
        yield begins - timedelta(days=5), gives_way
        return
    yield begins - timedelta(days=4), proposes
    yield begins, meets
    yield begins + MINUTES_AFTER, writes


def _report(stage: Stage, assembly: Assembly, day: date, now: datetime) -> None:
    """The long assembly of the month begins with how the month before closed."""
    add_item(
        assembly_id=assembly.pk,
        title="Informe de Tesorería: cómo cerró el mes pasado",
        minutes=next(minutes for since, minutes in REPORTS if day >= since),
        actor=stage.holder("presidency", now),
        now=now,
    )


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

    def tells_the_authorities(now: datetime) -> None:
        files = of_the_ordinary(our_day.year - 1) if kind == "legal_ordinary" else of_the_statute()
        by_law.lay_out(stage, held["assembly"], files, now)
        by_law.do_tasks(stage, held["assembly"], now + timedelta(hours=1))

    def tells_everybody(now: datetime) -> None:
        by_law.tell_everybody(stage, held["assembly"], now)

    def meets(now: datetime) -> None:
        hold(stage, held["assembly"], held["motions"], begins=now)

    def writes(now: datetime) -> None:
        write_minutes(stage, held["assembly"], [motion.no for motion in motions], now)
        if not emergency:
            by_law.paste(stage, held["assembly"], now + timedelta(hours=2))

    def sends_minutes(now: datetime) -> None:
        by_law.do_tasks(stage, held["assembly"], now)

    yield begins - notice, convokes
    yield begins, meets
    yield begins + MINUTES_AFTER, writes
    if emergency:
        return
    yield begins - notice + timedelta(days=1), tells_the_authorities
    yield begins - notice + timedelta(days=6), tells_everybody
    yield begins + timedelta(days=4), sends_minutes
    if kind == "legal_ordinary":
        yield begins + by_law.CONTESTED_AFTER, lambda now: by_law.contest(stage, now)
        yield begins + by_law.SETTLED_AFTER, lambda now: by_law.settle(stage, now)


def _tasks_done(stage: Stage) -> Iterator[Scene]:
    """What a motion gave somebody to do, done by them on its day."""
    for day, number in DONE:

        def finish(now: datetime, number: int = number) -> None:
            motion = stage.motions.get(number)
            for duty in Duty.objects.filter(motion=motion, done_at=None) if motion else ():
                if duty.post is not None and is_of(duty, stage.holder(duty.post.code, now), now):
                    finish_duty(duty_id=duty.pk, actor=stage.holder(duty.post.code, now), now=now)

        yield stage.local(stage.calendar.day(day), time(16, 0)), finish


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

        def draw(now: datetime, code: str = code, our_day: date = our_day, day: date = day) -> None:
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
                    until_on=passing_on.ends(stage, code, seat) if day.month == DECEMBER else None,
                    draw=drawn,
                    actor=stage.holder("presidency", now),
                    now=now,
                )

        yield stage.local(our_day, time(7, 0)), draw
