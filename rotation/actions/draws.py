"""Drawing by lot, so that anyone can do it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.models import Motion
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation import rules
from rotation.models import Draw


@one_act_at_a_time
def draw_lot(
    *,
    title: str,
    seed: str,
    pool_numbers: Iterable[int],
    how_many: int,
    motion: Motion | None,
    actor: Member | None,
    now: datetime,
) -> Draw:
    """Draw member numbers from a pool with a public seed (`rules.draw`), and write the draw down."""
    pool = sorted(set(pool_numbers))
    if not 1 <= how_many <= len(pool):
        raise Refused(_("There are not enough people in the pool to draw from."))
    if not seed:
        raise Refused(_("A draw needs a public seed."))

    drawn = Draw.objects.create(
        title=title[:200],
        seed=seed[:128],
        pool=pool,
        picked=rules.draw(seed[:128], pool, how_many),
        motion=motion,
        drawn_at=now,
    )

    record(
        verb="rotation.lot.drawn",
        subject=drawn,
        actor=actor,
        now=now,
        facts={"seed": drawn.seed, "pool": pool, "picked": drawn.picked},
        because=motion or "",
    )
    return drawn
