"""One's own pay: the sum in a few lines, how it was worked out, and the motion that set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion
from members.models import Member
from payroll.models import BOOKED, PayRun, Payslip

PUBLISHED = BOOKED

LINE_WORDS: dict[str, Promise] = {
    "equal_pay": _("Equal pay of a whole month"),
    "days_not_worked": _("Days before joining or after leaving"),
    "surplus": _("Your part of the surplus"),
    "differences": _("Difference voted by the assembly"),
    "taken_off": _("Advances and deductions"),
    "to_pay": _("To be paid"),
}


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """One line of the sum, in words."""

    text: str | Promise
    cents: int
    is_total: bool


@dataclass(frozen=True, kw_only=True)
class SlipPage:
    """A payslip: its sum, and everything it was worked out from."""

    slip: Payslip
    lines: list[SlipLine]
    amounts: list[tuple[date, int]]
    motions: list[Motion]
    same_for: int
    """How many others had the same days, and so the same pay."""


@dataclass(frozen=True, kw_only=True)
class MyPay:
    """The last payslip opened up, and the ones before."""

    last: SlipPage | None
    earlier: list[Payslip]
    values: list[int]
    """The last twelve, oldest first, for a line."""


def lines_of(slip: Payslip) -> list[SlipLine]:
    """The lines of a slip in words; the last is the total."""
    return [
        SlipLine(
            text=LINE_WORDS.get(str(line["code"]), str(line["code"])),
            cents=line["cents"],
            is_total=line["code"] == "to_pay",
        )
        for line in slip.lines
    ]


def slip_page(slip: Payslip) -> SlipPage:
    """A payslip opened up. Two questions."""
    inputs: dict[str, Any] = slip.run.inputs
    return SlipPage(
        slip=slip,
        lines=lines_of(slip),
        amounts=[(date.fromisoformat(a["from"]), a["cents"]) for a in inputs.get("amounts", [])],
        motions=list(Motion.objects.filter(pk__in=inputs.get("motions", []))),
        same_for=slip.run.payslips.filter(span=slip.span).count(),
    )


def my_pay(member: Member) -> MyPay:
    """Everything a member was paid that is in the books."""
    slips = list(
        Payslip.objects.filter(member=member, run__state__in=PUBLISHED)
        .select_related("run__period", "member")
        .order_by("-run__from_on", "-pk")[:24]
    )
    return MyPay(
        last=slip_page(slips[0]) if slips else None,
        earlier=slips[1:],
        values=[slip.net_cents for slip in reversed(slips[:12])],
    )


def pay_gap(run: PayRun) -> Fraction | None:
    """The highest equal pay of a whole month over the lowest, in one run: 1 where all got the same."""
    whole = list(
        run.payslips.filter(days=F("period_days")).values_list("equal_cents", "difference_cents").distinct()
    )
    sums = [equal + difference for equal, difference in whole]
    return Fraction(max(sums), min(sums)) if sums and min(sums) > 0 else None
