"""The house rule of equal pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from ledger.amounts import say_amount
from payroll.rules.rhythm import RHYTHMS

MOST_CENTS = 10**15


@dataclass(frozen=True, kw_only=True)
class EqualPay:
    """The same to each: a fixed amount, or a pool divided equally (cents of a whole month, fortnight or week)."""

    method: str
    amount_cents: int
    rhythm: str = "month"


def _load_pay(value: Any) -> EqualPay:
    method, cents = value["method"], value["amount_cents"]
    if method not in ("fixed", "pool"):
        raise ValueError(gettext("Say whether it is a fixed amount for each or a sum to divide."))
    if isinstance(cents, bool) or not isinstance(cents, int) or cents < 0:
        raise ValueError(gettext("Say how much: an amount of money that is not below zero."))
    if cents > MOST_CENTS:
        raise ValueError(gettext("That amount is too large. Check the zeros."))
    rhythm = value.get("rhythm", "month")
    if rhythm not in RHYTHMS:
        raise ValueError(gettext("Say whether it is for a month, a fortnight or a week."))
    return EqualPay(method=method, amount_cents=cents, rhythm=rhythm)


def _say_pay(pay: EqualPay) -> str:
    said = {"amount": say_amount(pay.amount_cents)}
    if pay.method == "fixed":
        return {
            "month": gettext("%(amount)s each, a month"),
            "fortnight": gettext("%(amount)s each, a fortnight"),
            "week": gettext("%(amount)s each, a week"),
        }[pay.rhythm] % said
    return {
        "month": gettext("%(amount)s a month, divided equally"),
        "fortnight": gettext("%(amount)s a fortnight, divided equally"),
        "week": gettext("%(amount)s a week, divided equally"),
    }[pay.rhythm] % said


EQUAL_PAY = register(
    HouseRuleType(
        key="pay.equal",
        label=_("Equal pay"),
        help=_("What each one gets, the same for all, and how often."),
        default={"method": "fixed", "amount_cents": 0},
        load=_load_pay,
        say=_say_pay,
        threshold="major",
        kind="equal_pay",
    )
)
