"""Powers in members' words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POWER_WORDS: dict[str, Promise] = {
    "members.issue_cards": _("make sign-in cards"),
    "members.keep_register": _("keep the register of members"),
    "assemblies.convoke": _("convoke an assembly"),
    "assemblies.chair": _("open and close assemblies and votes"),
    "assemblies.keep_minutes": _("write and approve the minutes"),
    "assemblies.keep_door": _("write down who arrives"),
    "assemblies.count_hands": _("count hands and the box of paper votes"),
    "ledger.keep_books": _("keep the books"),
    "ledger.close_period": _("close a month"),
    "payroll.prepare_pay": _("prepare the pay"),
    "payroll.countersign_pay": _("give the second signature"),
    "payroll.pay": _("pay what was signed"),
    "payroll.propose_surplus": _("propose how to share the surplus"),
    "payroll.hear_requests": _("hear what is asked of the funds"),
    "rotation.assign_duties": _("hand out duties"),
    "record.audit": _("audit the record and the books"),
}


def in_words(powers: Iterable[str]) -> list[str]:
    """What these powers let one do."""
    return [str(POWER_WORDS.get(power, power)) for power in powers]
