"""What makes one's payslip unlike another's in the story: an advance that is paid back, and what two ask to keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from coop.demo.stage import Scene, Stage
from payroll.actions.advances import ask_deduction, give_advance

ADVANCE_CENTS, INSTALMENTS = 300_000_00, 3
ASKED: tuple[tuple[int, str, int, str], ...] = (
    (6, "Cuota de la biblioteca popular", 3_500_00, ""),
    (8, "Ahorro para el techo de casa", 0, "1/20"),
)
"""From which month, what for, cents or a part of the pay."""


def scenes(stage: Stage) -> Iterator[Scene]:
    """The advance of the last month but one, taken back from the next pay on; and what is kept back for oneself."""
    day = stage.calendar.month(10) + timedelta(days=18)
    yield stage.local(day, time(11, 0)), partial(_advance, stage)
    for month, name, cents, share in ASKED:
        yield (
            stage.local(stage.calendar.month(month), time(14, 0)),
            partial(_ask, stage, name, cents, share),
        )


def _advance(stage: Stage, now: datetime) -> None:
    treasurer = stage.holder("treasurer", now)
    others = stage.anyone(on=stage.coop.day_of(now), count=2, salt="advance")
    give_advance(
        member_id=next(member.pk for member in others if member != treasurer),
        cents=ADVANCE_CENTS,
        instalments=INSTALMENTS,
        from_on=stage.calendar.month(11),
        way="bank",
        key="demo-advance",
        actor=treasurer,
        now=now,
    )


def _ask(stage: Stage, name: str, cents: int, share: str, now: datetime) -> None:
    day = stage.coop.day_of(now)
    who = stage.anyone(on=day, count=1, salt=name)[0]
    ask_deduction(name=name, cents=cents, share=share, from_on=day, actor=who, now=now)
