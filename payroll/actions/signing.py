"""Who may take a step with a pay run now, and the run itself, locked."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.utils.translation import gettext as _

from members.models import Member
from payroll.models import PayRun
from record.rules import Refused
from rotation.models import Mandate
from rotation.reports import powers_of
from rotation.reports.powers import reading_powers_of

PREPARE, COUNTERSIGN, PAY = "payroll.prepare_pay", "payroll.countersign_pay", "payroll.pay"


def locked(run_id: int) -> PayRun:
    """A run that nobody else changes meanwhile."""
    return PayRun.objects.select_for_update(no_key=True, of=("self",)).select_related("period").get(pk=run_id)


def sees_nets(reader: Member, at: datetime) -> bool:
    """Whether somebody prepares, signs or pays: they see what each one is paid. Others see only their own."""
    return shows_each(reading_powers_of(reader.pk, at))


def shows_each(powers: AbstractSet[str]) -> bool:
    """Whether these powers, to look, are of somebody who sees what each one is paid."""
    return not powers.isdisjoint((PREPARE, COUNTERSIGN, PAY))


def mandate_for(power: str, actor: Member, at: datetime) -> Mandate:
    """The mandate that lets somebody do this at a moment."""
    mandate = powers_of(actor.pk, at).get(power)
    if mandate is None:
        raise Refused(_("This needs a post that you do not hold now."))
    return mandate
