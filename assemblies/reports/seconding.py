"""Motions that look for seconders, for one reader."""

from __future__ import annotations

from dataclasses import dataclass

from assemblies.models import Motion, MotionState
from members.models import Member
from record.shared import shared

A_LIST = 6
_ROWS = 400
"""Seconders read at most: a motion with enough of them leaves this list by itself."""


@dataclass(frozen=True, kw_only=True)
class Seeking:
    """A motion that waits for seconders: how many it has, and whether the reader is one of them."""

    pk: int
    title: str
    seconds: int
    mine: bool
    is_own: bool
    """Whether the reader proposes it: others second it."""


def seeking_seconders(reader: Member) -> list[Seeking]:
    """The newest tabled motions; one's own among them, for whoever waits that others second it."""
    return [
        Seeking(
            pk=pk,
            title=title,
            seconds=len(seconders),
            mine=reader.pk in seconders,
            is_own=proposer_id == reader.pk,
        )
        for pk, title, proposer_id, seconders in shared("seeking", _seeking)[:A_LIST]
    ]


def _seeking() -> list[tuple[int, str, int, set[int]]]:
    """Each with its title, its proposer and who seconds it, in one question; the newest come first."""
    rows = (
        Motion.objects.filter(state=MotionState.TABLED)
        .order_by("-tabled_at", "-number")
        .values_list("pk", "title", "proposer_id", "secondings__member_id")[:_ROWS]
    )
    found: dict[int, tuple[int, str, int, set[int]]] = {}
    for pk, title, proposer_id, seconder_id in rows:
        line = found.setdefault(pk, (pk, title, proposer_id, set()))
        if seconder_id is not None:
            line[3].add(seconder_id)
    return list(found.values())
