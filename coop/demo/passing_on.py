"""A post that passes on this Friday: a seat whose first term was shorter, its next holder by lot, one side signed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from coop.demo.calendar import Calendar
from coop.demo.stage import Stage
from rotation.actions import draw_lot, seat_member
from rotation.actions.handing_over import give_post, open_handover, tick_line, write_handover
from rotation.models import Mandate

POST, SEAT = "coexistence", 3
FRIDAY = 4
NOTES = (
    "Quedan dos casos abiertos: el del turno noche ya tiene fecha para hablar, el otro recién empieza. "
    "Lo que se dijo adentro queda adentro. Cualquier duda, en el comedor a las dos."
)
MORE = "Presentar a quien entra con las dos personas del caso del turno noche"


def friday(calendar: Calendar) -> date:
    """The first Friday after today."""
    ahead = (FRIDAY - calendar.today.weekday()) % 7
    return calendar.today + timedelta(days=ahead or 7)


def ends(stage: Stage, code: str, seat: int) -> date | None:
    """When the term of a seat drawn in December ends: one ends early, so that the seats change one by one."""
    return friday(stage.calendar) if (code, seat) == (POST, SEAT) else None


def draw_the_next(stage: Stage, now: datetime) -> None:
    """Draw who takes the seat on Friday, and open the handover; whoever goes has written it down and signed."""
    day = friday(stage.calendar)
    goes = Mandate.objects.at(now, day=stage.coop.day_of(now)).filter(
        post__code=POST, seat=SEAT, until_on=day
    )
    outgoing = goes.select_related("member", "post").first()
    if outgoing is None:
        return
    spare = stage.free(on=stage.coop.day_of(now), count=len(stage.members))
    pool = sorted(m.number for m in stage.eligible(POST, spare, on=day))
    if not pool:
        return
    actor = stage.holder("presidency", now)
    drawn = draw_lot(
        title=outgoing.post.name,
        seed=f"Barda Clara {day:%Y-%m-%d}",
        pool_numbers=pool,
        how_many=1,
        motion=None,
        actor=actor,
        now=now,
    )
    incoming = seat_member(
        post_id=outgoing.post_id,
        seat=SEAT,
        member_id=stage.members[drawn.picked[0]].pk,
        from_on=day,
        draw=drawn,
        actor=actor,
        now=now,
    )
    handover = open_handover(incoming_id=incoming.pk, now=now)
    if handover is None:
        return
    later = now + timedelta(minutes=30)
    write_handover(handover_id=handover.pk, notes=NOTES, line=MORE, actor=outgoing.member, now=later)
    for line in handover.lines.order_by("position"):
        tick_line(line_id=line.pk, done=True, actor=outgoing.member, now=later)
    give_post(handover_id=handover.pk, actor=outgoing.member, now=later + timedelta(minutes=5))
