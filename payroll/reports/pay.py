"""One's own pay: the sum in a few lines, how it was worked out, and the motion that set it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion
from ledger.reports.explained import page_of
from members.models import Member
from payroll.models import BOOKED, PaymentPart, Payslip
from payroll.reports.inputs import basis_kept
from payroll.reports.payments import arrears_of
from record.models import Act
from record.reports import head

PUBLISHED = BOOKED

LINE_WORDS: dict[str, Promise] = {
    "equal_pay": _("Equal pay of a whole month"),
    "equal_pay_of_days": _("Equal pay of those days, whole"),
    "equal_pay_corrected": _("Equal pay of those days, as it should be"),
    "days_unpaid": _("Days away that are not paid"),
    "days_without_part": _("Days away that are not paid: they have no part"),
    "advance": _("Taken back of an advance"),
    "had_already": _("Had already"),
    "difference_had": _("Difference had already"),
    "to_take_back": _("Taken back later, as an advance"),
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
    motion_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One part of the formula of an equal pay: an amount, times days, out of days."""

    cents: int
    days: int
    of_days: int


@dataclass(frozen=True, kw_only=True)
class SlipPage:
    """A payslip: its sum, and everything it was worked out from."""

    slip: Payslip
    lines: list[SlipLine]
    amounts: list[tuple[date, int]]
    formula: list[Factor]
    motions: list[Motion]
    same_for: int
    """How many others had the same days, and so the same pay."""
    payments: list[PaymentPart]
    owed_cents: int
    act: Act | None
    """The line of the record that says it was entered in the books."""
    record_page: int


@dataclass(frozen=True, kw_only=True)
class MyPay:
    """The last payslip opened up, and the ones before."""

    last: SlipPage | None
    earlier: list[Payslip]
    values: list[int]
    """The last twelve pays with what corrected them, oldest first, for a line."""
    owed_cents: int


def lines_of(slip: Payslip) -> list[SlipLine]:
    """The lines of a slip in words; the last is the total."""
    rhythm = slip.run.inputs.get("rhythm", "month")
    is_correction = slip.run.corrects_id is not None
    return [
        SlipLine(
            text=_words_of(line, rhythm, is_correction=is_correction),
            cents=line["cents"],
            is_total=line["code"] == "to_pay",
            motion_id=line.get("motion"),
        )
        for line in slip.lines
    ]


def _words_of(line: dict[str, Any], rhythm: str, *, is_correction: bool) -> str | Promise:
    code = str(line["code"])
    if code == "equal_pay" and is_correction:  # what their days are worth, and no whole month
        return LINE_WORDS["equal_pay_corrected"]
    if code == "equal_pay" and rhythm != "month":
        return LINE_WORDS["equal_pay_of_days"]
    if code == "days_unpaid" and not line["cents"]:
        return LINE_WORDS["days_without_part"]
    return LINE_WORDS.get(code) or str(line.get("name") or code)


def five_lines(slip: Payslip) -> list[SlipLine]:
    """The sum in five lines: equal pay, days not paid, differences and surplus, kept back, to be paid.

    The last is exactly the sum of the four above it. Of a correction the first is what was had too little of equal
    pay, or too much.
    """
    sums = dict.fromkeys(("equal_pay", "days_not_worked", "differences", "taken_off"), 0)
    for line in slip.lines:
        code = str(line["code"])
        if code != "to_pay":
            sums[_FIVE.get(code, "taken_off")] += line["cents"]
    words = {**LINE_WORDS, "differences": _("Differences voted, and surplus")}
    if slip.run.corrects_id is not None:
        words["equal_pay"] = _("Equal pay that was missing, or was too much")
    lines = [SlipLine(text=words[code], cents=cents, is_total=False) for code, cents in sums.items()]
    return [*lines, SlipLine(text=LINE_WORDS["to_pay"], cents=sum(sums.values()), is_total=True)]


_FIVE = {
    "equal_pay": "equal_pay",
    "had_already": "equal_pay",
    "days_not_worked": "days_not_worked",
    "days_unpaid": "days_not_worked",
    "differences": "differences",
    "difference_had": "differences",
    "surplus": "differences",
}
"""In which of the five lines each thing of a slip is; whatever else is kept back."""


def slip_page(slip: Payslip) -> SlipPage:
    """A payslip opened up. Five questions."""
    inputs: dict[str, Any] = slip.run.inputs
    parts = list(slip.payments.select_related("payment__entry").order_by("pk"))
    paid = sum(part.cents for part in parts if part.bounced_at is None)
    about = {line.get("motion") for line in slip.lines} | {slip.difference_by_id}
    wanted = {*inputs.get("motions", []), *about} - {None}
    act = Act.objects.filter(verb="payroll.run.posted", subject=f"payroll.payrun:{slip.run_id}").first()
    return SlipPage(
        slip=slip,
        lines=lines_of(slip),
        amounts=[(date.fromisoformat(a["from"]), a["cents"]) for a in inputs.get("amounts", [])],
        formula=formula_of(slip),
        motions=list(Motion.objects.filter(pk__in=wanted).order_by("pk")),
        same_for=slip.run.payslips.filter(span=slip.span).count(),
        payments=parts,
        owed_cents=slip.net_cents - paid,
        act=act,
        record_page=page_of(act.seq, head()[0]) if act is not None else 1,
    )


def formula_of(slip: Payslip) -> list[Factor]:
    """What the equal part is the sum of, before its one rounding: each amount in force × its days ÷ all days."""
    basis = basis_kept(slip.run)
    if basis.method == "pool":
        pool = basis.pool_cents + slip.run.carry_in_cents
        return [Factor(cents=pool, days=slip.days, of_days=basis.pool_days)] if basis.pool_days else []
    stays = [tuple(map(date.fromisoformat, part.split("/"))) for part in slip.span.split()]
    steps = sorted(basis.amounts, key=lambda amount: amount.from_on)
    found = []
    for number, step in enumerate(steps):
        next_on = steps[number + 1].from_on if number + 1 < len(steps) else basis.covered.until_on
        days = sum(max(0, (min(until, next_on) - max(start, step.from_on)).days) for start, until in stays)
        if days:
            found.append(Factor(cents=step.cents, days=days, of_days=basis.cycle.days))
    return found


def values_of_pays(slips: Iterable[Payslip]) -> list[int]:
    """What each pay paid, oldest first: what corrections paid later belongs to the pay that they correct."""
    sums: dict[date, int] = {}
    for slip in slips:
        sums[slip.run.from_on] = sums.get(slip.run.from_on, 0) + slip.net_cents
    return [sums[from_on] for from_on in sorted(sums)]


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
        values=values_of_pays(slips)[-12:],
        owed_cents=sum(each.owed_cents for each in arrears_of(member)),
    )
