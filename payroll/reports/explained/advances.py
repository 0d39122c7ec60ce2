"""What is left of advances, opened up."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given
from payroll.models import Advance, PayRunState, Withholding
from payroll.reports.runs import said_days


def left_explained(advances: Sequence[Advance]) -> list[tuple[Advance, Explained]]:
    """Each of some that were read with what is `left` of them (`advances_given`), pay by pay. One question."""
    taken: dict[int, list[Given]] = {}
    rows = Withholding.objects.filter(advance__in=[each.pk for each in advances])
    rows = rows.exclude(payslip__run__state=PayRunState.ABANDONED)
    for row in rows.select_related("payslip__run__period").order_by("payslip__run__from_on", "pk"):
        if row.advance_id is not None:
            taken.setdefault(row.advance_id, []).append(
                Given(
                    text=_("Kept back from the pay of %(days)s") % {"days": said_days(row.payslip.run)},
                    cents=row.cents,
                    counts=-1,
                    link=f"/pay/runs/{row.payslip.run_id}/",
                )
            )
    return [(each, _left(each, taken.get(each.pk, []))) for each in advances]


def _left(advance: Advance, taken: Sequence[Given]) -> Explained:
    entry = advance.entry
    is_undone = entry is not None and hasattr(entry, "reversed_by")
    return Explained(
        key=f"left-{advance.pk}",
        name="",
        cents=getattr(advance, "left", 0),
        formula=_("It was undone: nothing of it is taken back.")
        if is_undone
        else _("What was given, less what pays kept back of it."),
        given=() if is_undone else (Given(text=_("Given"), cents=advance.cents, counts=1), *taken),
        entry=(str(entry.pk), entry.number) if entry is not None else None,
    )
