"""Put where the sliders stand on the hall's screen, so that all of us look at the same sum."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.rules.states import CHAIR
from members.models import Member
from payroll.models import Surplus, WhatIfShown
from record.actions import one_act_at_a_time, record
from record.rules import Refused

MAY_SHOW = (CHAIR, "payroll.propose_surplus")


def may_show(*, actor: Member, now: datetime) -> bool:
    """Whoever chairs, and whoever proposes the surplus."""
    return any(actor.has_perm(power, now) for power in MAY_SHOW)


@one_act_at_a_time
def show_what_if(*, surplus_id: int | None, asked: str, actor: Member, now: datetime) -> WhatIfShown:
    """Show a standing of the sliders in the hall. The same as is shown already changes nothing.

    `asked` is that standing as an address says it (`forms.what_if.address_of`), at most 200 characters.
    """
    if not may_show(actor=actor, now=now):
        raise Refused(_("Whoever chairs, or proposes the surplus, shows it in the hall."))
    if len(asked) > 200:
        raise Refused(_("That is no standing of the sliders."))
    surplus = Surplus.objects.get(pk=surplus_id) if surplus_id is not None else None
    last = WhatIfShown.objects.order_by("-id").first()
    if last is not None and (last.surplus_id, last.asked) == (surplus_id, asked):
        return last

    made = WhatIfShown.objects.create(surplus=surplus, asked=asked, shown_by=actor, shown_at=now)

    record(
        verb="payroll.what_if.shown", subject=surplus or made, actor=actor, now=now, facts={"asked": asked}
    )
    return made
