"""What energy we used and what was made with it, what we owe for it, and what a machine is to save of it."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from ledger.models import Debt, Period
from ledger.rules import KEEP_BOOKS, LARGEST_CENTS, is_plain, may
from members.models import Cooperative, Member
from payroll.models import EnergyDebt, EnergyKind, EnergyReading, EnergySaving, MonthMade, Project
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


@one_act_at_a_time
def write_made(*, period_id: int, quantity: int, unit: str, actor: Member | None, now: datetime) -> MonthMade:
    """Write down what was made in a month, all together. Written again, it corrects; the earlier word stays."""
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
    period = Period.objects.get(pk=period_id)
    if period.from_on > Cooperative.objects.here().day_of(now):
        raise Refused(_("%(month)s has not begun yet.") % {"month": period.said})
    if not unit.strip() or not is_plain(unit, 12):
        raise Refused(_("Say what it is counted in: m², kg, pieces."))
    if not 0 <= quantity <= 10**12:
        raise Refused(_("That amount is too large. Check the zeros."))
    last = MonthMade.objects.filter(period=period).order_by("-id").first()
    if last is not None and (last.quantity, last.unit) == (quantity, unit.strip()):
        return last

    made = MonthMade.objects.create(period=period, quantity=quantity, unit=unit.strip(), written_at=now)

    facts = {"quantity": quantity, "unit": made.unit}
    record(verb="payroll.made.written", subject=period, actor=actor, now=now, facts=facts)
    return made


@one_act_at_a_time
def say_debt_is_of_energy(
    *, debt_id: int, is_energy: bool, actor: Member | None, now: datetime
) -> EnergyDebt | None:
    """Say that a debt is owed for energy, or that it is not. Said again, it is the same; none where nothing was said."""
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
    debt = Debt.objects.select_for_update(no_key=True, of=("self",)).get(pk=debt_id)
    last = EnergyDebt.objects.filter(debt=debt).order_by("-id").first()
    if (last is not None and last.is_energy) == is_energy:
        return last

    said = EnergyDebt.objects.create(debt=debt, is_energy=is_energy, written_at=now)

    facts = {"is_energy": is_energy}
    record(verb="payroll.energy_debt.said", subject=debt, actor=actor, now=now, facts=facts)
    return said


@one_act_at_a_time
def write_saving(
    *, code: str, kind: str, share: Fraction, actor: Member | None, now: datetime
) -> EnergySaving:
    """Write down which part of a kind of energy a machine is to save; none takes it back. Voted, it stays."""
    if not may(actor, KEEP_BOOKS, now):
        raise Refused(_("Only whoever keeps the books writes this down."))
    project = Project.objects.select_for_update(no_key=True, of=("self",)).get(code=code)
    if kind not in EnergyKind.values:
        raise Refused(_("Say gas, electricity or water."))
    if not 0 <= share <= 1 or len(str(share)) > 60:
        raise Refused(_("It saves some part of what is used, not more than all of it."))
    last = EnergySaving.objects.filter(project=project, kind=kind).order_by("-id").first()
    if last is not None and Fraction(last.share) == share:
        return last
    if last is not None and project.motion_id is not None:
        raise Refused(_("It was voted with what it is to save: that stays as it was said."))

    made = EnergySaving.objects.create(project=project, kind=kind, share=str(share), written_at=now)

    facts = {"kind": kind, "share": str(share)}
    record(verb="payroll.saving.written", subject=project, actor=actor, now=now, facts=facts)
    return made
