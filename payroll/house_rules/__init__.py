"""The house rules of this room: equal pay, what lowers it, and what a month's result is set aside for."""

from payroll.house_rules.equal_pay import EQUAL_PAY, MOST_CENTS, EqualPay
from payroll.house_rules.funds import PUBLIC_ACCOUNTS, REINVESTMENT_TARGET
from payroll.house_rules.keeping_back import FLOOR, UNPAID
from payroll.house_rules.set_asides import PURPOSES, REST, SET_ASIDES
from payroll.house_rules.shares import SHARES

__all__ = [
    "EQUAL_PAY",
    "FLOOR",
    "MOST_CENTS",
    "PUBLIC_ACCOUNTS",
    "PURPOSES",
    "REINVESTMENT_TARGET",
    "REST",
    "SET_ASIDES",
    "SHARES",
    "UNPAID",
    "EqualPay",
]
