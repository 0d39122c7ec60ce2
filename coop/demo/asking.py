"""What members ask for by signing: a recall that a tenth of us signed for, and five that are short of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from assemblies.actions import open_petition, sign_petition
from assemblies.models import Motion, Petition
from coop.demo.stage import Scene, Stage

SHORT: tuple[tuple[date, str, str, str, int], ...] = (
    (
        date(2025, 2, 11),
        "item",
        "Agua fría en hornos",
        "Los dos bebederos del galpón de hornos están rotos desde enero.",
        12,
    ),
    (
        date(2025, 5, 20),
        "item",
        "Guardería en el turno tarde",
        "Usar la casa del portón: hay once chicos que esperan en el comedor.",
        17,
    ),
    (
        date(2025, 8, 12),
        "assembly",
        "Una asamblea sobre los cupos de la federación",
        "Que se llame una asamblea solo para esto, con las delegadas.",
        9,
    ),
    (
        date(2025, 11, 18),
        "item",
        "Fiesta de fin de año en el predio",
        "Con las familias, el sábado 20, a la canasta.",
        14,
    ),
)
"""Day, what is asked for, its title and text, and how many of 312 signed."""
NOW_SIGNED = 22


def scenes(stage: Stage) -> Iterator[Scene]:
    """The petitions that did not reach a tenth, each on its day."""
    for day, aim, title, text, signed in SHORT:

        def ask(
            now: datetime, aim: str = aim, title: str = title, text: str = text, signed: int = signed
        ) -> None:
            _ask(stage, aim, title, text, signed, now=now)

        yield stage.local(stage.calendar.day(day), time(15, 0)), ask


def ask_for_the_bus(stage: Stage, now: datetime) -> None:
    """One that is being signed now, short of a tenth, so that signing can be tried."""
    _ask(
        stage,
        "item",
        "El colectivo de la noche",
        "Que pare en el portón a las 22:15: el turno noche camina doce cuadras.",
        NOW_SIGNED,
        now=now,
    )


def sign_for(stage: Stage, motion: Motion, text: str, *, now: datetime) -> Petition:
    """Members sign until there are enough: the motion goes on the next agenda, without seconders."""
    first, *others = stage.anyone(
        on=stage.coop.day_of(now), count=len(stage.members), salt=f"signs {motion.number}"
    )
    between = timedelta(hours=30) / len(stage.members)
    petition = open_petition(
        aim="item", title=motion.title, text=text, motion_id=motion.pk, actor=first, now=now
    )
    for nth, member in enumerate(others, start=1):
        if petition.reached_at is not None:
            break
        petition = sign_petition(petition_id=petition.pk, actor=member, now=now + between * nth)
    motion.refresh_from_db()
    return petition


def _ask(stage: Stage, aim: str, title: str, text: str, signed: int, *, now: datetime) -> None:
    first, *others = stage.anyone(on=stage.coop.day_of(now), count=stage.share(signed), salt=title)
    petition = open_petition(aim=aim, title=title, text=text, actor=first, now=now)
    for nth, member in enumerate(others, start=1):
        if petition.reached_at is None:
            petition = sign_petition(petition_id=petition.pk, actor=member, now=now + timedelta(minutes=nth))
