"""What one asked to be kept back of one's pay, opened up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, in_record
from members.models import Member
from payroll.models import Deduction, PayRunState, Withholding
from payroll.reports.runs import said_days
from payroll.rules.percent import as_percent

LAST_SLIPS = 6


@dataclass(frozen=True, kw_only=True)
class DeductionOpened:
    """A deduction of one's own: `percent` says how much where it is a part of the pay, and `why` opens it.

    The amount of `why` is what each whole pay keeps back; of a part, what the last pay did.
    """

    deduction: Deduction
    percent: str
    why: Explained


def own_deductions_explained(member: Member) -> list[DeductionOpened]:
    """What somebody asked for and did not end, with what the last pays kept back of it. Four questions."""
    asked = list(Deduction.objects.filter(member=member, until_on__isnull=True))
    kept: dict[int, list[Given]] = {}
    last: dict[int, int] = {}
    rows = Withholding.objects.filter(deduction__in=asked).exclude(payslip__run__state=PayRunState.ABANDONED)
    for row in rows.select_related("payslip__run__period").order_by("-payslip__run__from_on", "-pk"):
        if row.deduction_id is None:  # never so: they were asked for by their deduction
            continue
        last.setdefault(row.deduction_id, row.cents)
        before = kept.setdefault(row.deduction_id, [])
        if len(before) < LAST_SLIPS:
            text = _("Kept back from the pay of %(days)s") % {"days": said_days(row.payslip.run)}
            before.append(Given(text=text, cents=row.cents, link=f"/pay/slips/{row.payslip_id}/"))
    acts = in_record(["payroll.deduction.asked"], [f"payroll.deduction:{each.pk}" for each in asked])
    return [
        DeductionOpened(
            deduction=each,
            percent=as_percent(Fraction(each.share)) if each.share else "",
            why=Explained(
                key=f"deduction-{each.pk}",
                name=each.name,
                cents=last.get(each.pk, 0) if each.share else each.cents,
                formula=_("You asked for it: each pay keeps it back as far as it reaches, until you end it."),
                given=(
                    Given(text=_("Since"), said=date_format(each.from_on, "DATE_FORMAT")),
                    *kept.get(each.pk, []),
                ),
                act=acts.get(f"payroll.deduction:{each.pk}"),
            ),
        )
        for each in asked
    ]
