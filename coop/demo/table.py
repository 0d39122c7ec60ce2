"""The table of an assembly, as its plan says or else drawn by lot: who chairs, who takes the minutes, who signs, who counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from coop.demo.posts import TABLE
from coop.demo.stage import Stage
from coop.demo.turns import seat_the_table
from rotation.actions import draw_lot, seat_member
from rotation.models import Mandate


def draw_the_table(stage: Stage, now: datetime) -> None:
    """Seat those of the plan that holds; before there was one, draw among those without a post, once a day.

    Nobody sits there while everybody has a post.
    """
    if seat_the_table(stage, now):
        return
    day = stage.coop.day_of(now)
    seats = [(post.code, seat) for post in TABLE for seat in range(1, post.seats + 1)]
    if Mandate.objects.at(now, day=day).filter(post__code=TABLE[0].code).exists():
        return
    pool = sorted(m.number for m in stage.free(on=day, count=len(stage.members), salt="table"))
    actor = stage.holder("presidency", now)
    if not pool:
        return
    drawn = draw_lot(
        title="Mesa de la asamblea",
        seed=f"Barda Clara {day:%Y-%m-%d} mesa",
        pool_numbers=pool,
        how_many=min(len(seats), len(pool)),
        motion=stage.motions.get(3),
        actor=actor,
        now=now,
    )
    for (code, seat), number in zip(seats, drawn.picked, strict=False):
        seat_member(
            post_id=stage.posts[code].pk,
            seat=seat,
            member_id=stage.members[number].pk,
            from_on=day,
            until_on=day + timedelta(days=2),
            draw=drawn,
            actor=actor,
            now=now,
        )
    stage.seats_changed()
