"""The house rule of equal pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from ledger.money import format_money
from members.models import Cooperative

MOST_CENTS = 10**15


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
