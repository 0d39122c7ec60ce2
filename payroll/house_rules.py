"""The house rules of this room: equal pay, and what a month's result is set aside for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from ledger.chart import SET_ASIDE_ACCOUNTS
from ledger.money import format_money, parse_share
from members.models import Cooperative
from payroll.rules.set_asides import SetAsideRule, SetAsideShare

MOST_CENTS = 10**15
REST = "rest"


@dataclass(frozen=True, kw_only=True)
class EqualPay:
    """The same to each: a fixed amount, or a pool divided equally (cents of a whole period)."""

    method: str
    amount_cents: int


def _load_pay(value: Any) -> EqualPay:
    method, cents = value["method"], value["amount_cents"]
    if method not in ("fixed", "pool"):
        raise ValueError(gettext("Say whether it is a fixed amount for each or a sum to divide."))
    if isinstance(cents, bool) or not isinstance(cents, int) or not 0 <= cents <= MOST_CENTS:
        raise ValueError(gettext("Say how much: an amount of money that is not below zero."))
    return EqualPay(method=method, amount_cents=cents)


def say_amount(cents: int) -> str:
    """An amount in the co-operative's currency and the reader's form."""
    coop = Cooperative.objects.current()
    return format_money(
        cents,
        currency_symbol=coop.currency_symbol if coop else "$",
        decimals=coop.decimals if coop else 2,
        language=get_language() or "es-ar",
        trim=True,
    )


def _say_pay(pay: EqualPay) -> str:
    said = {"amount": say_amount(pay.amount_cents)}
    if pay.method == "fixed":
        return gettext("%(amount)s each, a month") % said
    return gettext("%(amount)s a month, divided equally") % said


EQUAL_PAY = register(
    HouseRuleType(
        key="pay.equal",
        label=_("Equal pay"),
        help=_("What each one gets for a whole month, the same for all."),
        default={"method": "fixed", "amount_cents": 0},
        load=_load_pay,
        say=_say_pay,
        threshold="major",
        kind="equal_pay",
    )
)

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
