"""What energy we used, written down month by month."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ledger.models import Period
from ledger.rules import KEEP_BOOKS, LARGEST_CENTS, may
from members.models import Member
from payroll.models import EnergyKind, EnergyReading
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def write_energy(
    *, kind: str, period_id: int, quantity: int, cents: int, actor: Member | None, now: datetime
) -> EnergyReading:
    """Write down what was used in a month and what it cost. Written again, it corrects; the earlier word stays."""
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
    period = Period.objects.get(pk=period_id)
    if kind not in EnergyKind.values:
        raise Refused(_("Say gas, electricity or water."))
    if not 0 <= quantity <= 10**12 or not 0 <= cents <= LARGEST_CENTS:
        raise Refused(_("That amount is too large. Check the zeros."))
    last = EnergyReading.objects.filter(kind=kind, period=period).order_by("-id").first()
    if last is not None and (last.quantity, last.cents) == (quantity, cents):
        return last

    made = EnergyReading.objects.create(
        kind=kind, period=period, quantity=quantity, cents=cents, written_at=now
    )

    record(
        verb="payroll.energy.written",
        subject=period,
        actor=actor,
        now=now,
        facts={"kind": kind, "quantity": quantity, "cents": cents},
    )
    return made
