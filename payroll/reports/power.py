"""Whether holding a post changed what anybody was paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from payroll.models import PayRun, RunKind
from payroll.reports.gap import gap_of, said_gap
from payroll.reports.pay import PUBLISHED
from rotation.models import Mandate


@dataclass(frozen=True, kw_only=True)
class PaidGroup:
    """Those with a whole month of pay: how many, and from how much to how much. A difference is a voted one."""

    people: int
    lowest_cents: int
    highest_cents: int
    with_difference: int


@dataclass(frozen=True, kw_only=True)
class PowerAndPay:
    """The last month in the books: those who held a post on some day of it, and the others."""

    run: PayRun
    holders: PaidGroup
    others: PaidGroup
    highest_cents: int = 0
    """What the most and the least of both got, voted differences in it."""
    lowest_cents: int = 0

    @property
    def gap(self) -> str:
        """The most over the least, as it is said; empty where nobody was paid."""
        found = gap_of([self.highest_cents, self.lowest_cents])
        return said_gap(found) if found is not None else ""

    @property
    def is_same(self) -> bool:
        """Whether all of both got one and the same equal pay."""
        sums = {
            cents
            for group in (self.holders, self.others)
            if group.people
            for cents in (group.lowest_cents, group.highest_cents)
        }
        return len(sums) <= 1


def power_and_pay() -> PowerAndPay | None:
    """None before the first month is in the books. Three questions."""
    run = (
        PayRun.objects.filter(state__in=PUBLISHED, kind=RunKind.REGULAR)
        .select_related("period", "entry")
        .order_by("-from_on")
        .first()
    )
    if run is None:
        return None
    held = Mandate.objects.uncontested(run.until_on).filter(
        from_on__lt=run.until_on, until_on__gt=run.from_on
    )
    holders = {
        member
        for member, ended_on in held.values_list("member_id", "ended_on")
        if ended_on is None or ended_on > run.from_on
    }
    whole = run.payslips.filter(days=F("period_days"))
    slips = list(whole.values_list("member_id", "equal_cents", "difference_cents"))
    got = [equal + more for _member, equal, more in slips]
    return PowerAndPay(
        run=run,
        highest_cents=max(got, default=0),
        lowest_cents=min(got, default=0),
        holders=_group((equal, more) for member, equal, more in slips if member in holders),
        others=_group((equal, more) for member, equal, more in slips if member not in holders),
    )


def _group(slips: Iterable[tuple[int, int]]) -> PaidGroup:
    rows = list(slips)
    equal = [cents for cents, _ in rows]
    return PaidGroup(
        people=len(rows),
        lowest_cents=min(equal, default=0),
        highest_cents=max(equal, default=0),
        with_difference=sum(more != 0 for _, more in rows),
    )
