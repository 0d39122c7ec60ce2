"""Draws as anybody can look at them and do them again."""

from __future__ import annotations

from dataclasses import dataclass

from assemblies.models import Motion
from members.models import Member
from record.models import Act, Head
from rotation.models import Draw
from rotation.rules import lot


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One person in a draw: their ticket, and their place when they were drawn (None: they were not)."""

    number: int
    name: str
    ticket: str
    place: int | None


@dataclass(frozen=True, kw_only=True)
class DrawPage:
    """One draw: its seed and where it comes from, and everybody's ticket, the drawn first."""

    draw: Draw
    seed_act: Act | None
    tickets: list[Ticket]


def seed_of(motion: Motion) -> str:
    """The seed for what a motion draws: the hash of the act that opened its assembly.

    It stands in the record before the pool closes. Where that act is not there, the record's head.
    """
    opened = Act.objects.filter(
        verb="assemblies.assembly.opened", subject=f"assemblies.assembly:{motion.assembly_id}"
    ).first()
    return opened.hash if opened else Head.objects.get(pk=1).hash


def draw_page(draw: Draw) -> DrawPage:
    """A draw with everybody's ticket. Two questions."""
    names = dict(Member.objects.filter(number__in=draw.pool).values_list("number", "name"))
    places = {number: place for place, number in enumerate(draw.picked, start=1)}
    tickets = [
        Ticket(
            number=number, name=names.get(number, ""), ticket=lot(draw.seed, number), place=places.get(number)
        )
        for number in draw.pool
    ]
    return DrawPage(
        draw=draw,
        seed_act=Act.objects.filter(hash=draw.seed).first(),
        tickets=sorted(tickets, key=lambda one: (one.ticket, one.number)),
    )
