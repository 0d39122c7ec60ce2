"""The house rule of what a month's result is set aside for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from ledger.chart import SET_ASIDE_ACCOUNTS
from ledger.money import parse_share
from payroll.rules.set_asides import SetAsideRule, SetAsideShare

REST = "rest"

PURPOSES = {
    "legal_funds": _("kept for the legal funds"),
    "reinvestment": _("reinvestment"),
    "winter_cushion": _("winter cushion"),
    "community": _("community"),
    "yearly_decision": _("left for the yearly decision"),
}
"""What a month's result can be set aside for."""


def _load_set_asides(value: Any) -> SetAsideRule | None:
    """None where nothing is set aside. The last purpose takes the rest."""
    if not value or not value.get("shares"):
        return None
    rows = value["shares"]
    shares = []
    for nth, row in enumerate(rows):
        if row["purpose"] not in SET_ASIDE_ACCOUNTS:
            raise ValueError(gettext("There is no such purpose."))
        if (row["share"] == REST) != (nth == len(rows) - 1):
            raise ValueError(gettext("The last purpose takes the rest, and only the last."))
        share = Fraction(0) if row["share"] == REST else parse_share(str(row["share"]))
        shares.append(SetAsideShare(purpose=row["purpose"], share=share))
    unit = value.get("unit_cents", 1)
    if isinstance(unit, bool) or not isinstance(unit, int):
        raise ValueError(gettext("The unit is a whole number of cents."))
    return SetAsideRule(shares=tuple(shares), cushion=value["cushion"], unit_cents=unit)


def _say_set_asides(rule: SetAsideRule | None) -> str:
    if rule is None:
        return gettext("nothing is set aside")
    parts = [f"{_percent(share.share)} {PURPOSES[share.purpose]}" for share in rule.shares[:-1]]
    parts.append(gettext("the rest: %(purpose)s") % {"purpose": PURPOSES[rule.shares[-1].purpose]})
    return ", ".join(parts)


def _percent(share: Fraction) -> str:
    hundredths = share * 100
    return f"{hundredths} %" if hundredths.denominator == 1 else str(share)


SET_ASIDES = register(
    HouseRuleType(
        key="pay.set_asides",
        label=_("What a good month is set aside for"),
        help=_("Shares of a month's result; a month with a loss draws on the cushion."),
        default={},
        load=_load_set_asides,
        say=_say_set_asides,
        threshold="major",
        kind="set_asides",
    )
)
