"""A pay run as its page shows it: the steps, the sums, what changed since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.translation import gettext

from payroll.models import BOOKED, PayRun, PayRunState, Payslip, RunKind
from payroll.reports.inputs import stretch_at
from payroll.reports.payments import OwedOfRun, owed_of
from payroll.reports.run_money import RunMoney
from payroll.rules.equal_pay import Period

Common = tuple[int, int]
"""What whoever had most days gets: their equal part, and what is paid to most of those."""
A_PAGE = 25
MOST_TO_BEGIN = 6
LATELY_DAYS = 28
ORDER = (
    PayRunState.DRAFT,
    PayRunState.COMPUTED,
    PayRunState.COUNTERSIGNED,
    PayRunState.POSTED,
    PayRunState.PAID,
    PayRunState.RECONCILED,
    PayRunState.CLOSED,
)


def said_days(run: PayRun) -> str:
    """The days of a run in words: "March 2026" for a whole month, else from which day to which, both of them in."""
    if run.from_on.day == 1 and run.until_on.day == 1 and (run.until_on - run.from_on).days < 32:
        return date_format(run.from_on, "YEAR_MONTH_FORMAT")
    last = run.until_on - timedelta(days=1)
    said = {
        "first": date_format(run.from_on, "SHORT_DATE_FORMAT"),
        "last": date_format(last, "SHORT_DATE_FORMAT"),
    }
    return gettext("%(first)s to %(last)s") % said


def pays_that_ended(today: date) -> list[Period]:
    """The days of the pays that are over by the period in force: the last one, and all of the last four weeks."""
    ended: list[Period] = []
    day = stretch_at(today)[0].from_on - timedelta(days=1)
    while not ended or day >= today - timedelta(days=LATELY_DAYS):
        ended.append(stretch_at(day)[0])
        day = ended[-1].from_on - timedelta(days=1)
    return ended[::-1]


def days_to_begin(today: date) -> list[date]:
    """The first days of the pays that wait to be begun: since the last, or the month before, up to today."""
    covered = list(
        PayRun.objects.filter(kind=RunKind.REGULAR)
        .exclude(state=PayRunState.ABANDONED)
        .order_by("-until_on")
        .values_list("until_on", flat=True)[:1]
    )
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    day = max(first, covered[0]) if covered else first
    found: list[date] = []
    while day <= today and len(found) < MOST_TO_BEGIN:
        found.append(day)
        day = stretch_at(day)[0].until_on
    return found


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One run."""

    run: PayRun
    step: int
    """How far it is: 0 draft … 4 paid, 5 reconciled, 6 closed."""
    before: PayRun | None
    difference_cents: int
    others: Page[Any]
    """The slips shown: those that changed otherwise than everyone's, or all of them; each with what it `was`."""
    changed_only: bool
    changed: int
    each_cents: int
    each_more_cents: int
    """What everyone gets more than the time before."""
    gone: list[Payslip]
    """Slips of the time before whose members have none now; at most a page of them."""
    owed: OwedOfRun
    shows_nets: bool
    """Whether slips are compared and shown by what is paid, or before what is kept back of each."""
    own: Payslip | None
    """The reader's, whole."""


BEFORE_KEPT_BACK = F("equal_cents") + F("difference_cents") + F("return_cents")


def run_page(
    run: PayRun,
    *,
    page: str | None,
    everyone: bool,
    own: Payslip | None,
    shows_nets: bool,
    money: RunMoney | None = None,
) -> RunPage:
    """A run with only what changed since the one before, or all slips, by 25.

    What changed for everyone alike is said once; a slip is listed where it is new or changed otherwise. Without
    a run before, those unlike everyone's are, or all where nobody's is. Advances and deductions are between each
    and whoever prepares, signs or pays: others (not `shows_nets`) see everyone's pay before what is kept back, and
    their `own` slip. What is owed is asked where `money` does not say it.
    """
    paid = F("net_cents") if shows_nets else BEFORE_KEPT_BACK
    before, common, common_before = _with_the_one_before(run, paid)
    same_rhythm = before is not None and before.rhythm == run.rhythm
    more = common[1] - common_before[1] if same_rhythm else 0
    was = Payslip.objects.filter(run=before if same_rhythm else None, member=OuterRef("member"))
    slips = (
        run.payslips.select_related("member", "difference_by")
        .annotate(paid_cents=paid, was=Subquery(was.annotate(paid_cents=paid).values("paid_cents")[:1]))
        .order_by("member__number")
    )
    if same_rhythm:
        different = slips.filter(Q(was__isnull=True) | ~Q(paid_cents=F("was") + more))
    else:
        different = slips.exclude(paid_cents=common[1])
    changed = different.count()
    shown = different if (changed or same_rhythm) and not everyone else slips
    pages = Paginator(shown, A_PAGE)
    pages.count = changed if shown is different else run.people  # known: nothing more is asked
    gone: list[Payslip] = []
    if before is not None and same_rhythm:
        still = Payslip.objects.filter(run=run, member=OuterRef("member"))
        gone = list(before.payslips.filter(~Exists(still)).select_related("member")[:A_PAGE])
    return RunPage(
        run=run,
        step=ORDER.index(PayRunState(run.state)) if run.state in ORDER else 0,
        before=before if same_rhythm else None,
        difference_cents=run.total_cents - (before.total_cents if before else 0),
        others=pages.get_page(page),
        changed_only=shown is different,
        changed=changed,
        each_cents=common[0],
        each_more_cents=more,
        gone=gone,
        owed=_owed(run, money),
        shows_nets=shows_nets,
        own=own,
    )


def _owed(run: PayRun, money: RunMoney | None) -> OwedOfRun:
    if run.state not in BOOKED:
        return OwedOfRun(cents=0, people=0)
    return money.owed if money is not None else owed_of(run)


def _with_the_one_before(run: PayRun, paid: Any) -> tuple[PayRun | None, Common, Common]:
    """The run of everyone's pay before this one, and what is common in each of the two. One question."""
    before = PayRun.objects.filter(state__in=BOOKED, kind=RunKind.REGULAR, from_on__lt=run.from_on)
    wanted = Q(pk=run.pk)
    if run.kind == RunKind.REGULAR:
        wanted |= Q(pk=Subquery(before.order_by("-from_on").values("pk")[:1]))
    rows = PayRun.objects.filter(wanted).annotate(common=Subquery(_commonest(OuterRef("pk"), paid)[:1]))
    found = {row.pk: row for row in rows}
    common = {
        pk: (row.common["equal"], row.common["paid"]) if row.common else (0, 0) for pk, row in found.items()
    }
    other = next((row for row in found.values() if row.pk != run.pk), None)
    return other, common[run.pk], common[other.pk] if other is not None else (0, 0)


def _commonest(run: Any, paid: Any) -> Any:
    """Of a run, equal part and pay by how many get them; those with most days first. As JSON: both in one column."""
    return (
        Payslip.objects.filter(run=run)
        .annotate(paid_cents=paid)
        .values("days", "equal_cents", "paid_cents")
        .annotate(people=Count("pk"))
        .order_by("-days", "-people", "-paid_cents")
        .values(common=JSONObject(equal="equal_cents", paid="paid_cents"))
    )
