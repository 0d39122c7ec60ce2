"""What happens about pay without anyone asking: the treasury is reminded of a pay that is late; accounts are wiped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from ledger.models import Period
from members.actions import tell
from members.models import Cooperative
from payroll.actions.accounts import wipe_where_paid
from payroll.actions.own_lines import tell_who_signs_lines
from payroll.models import PayRun, PayRunState, RunKind
from payroll.reports.runs import pays_that_ended
from payroll.reports.wiping import accounts_to_wipe
from payroll.rules.equal_pay import Period as Days
from payroll.rules.equal_pay import month
from rotation.models import Mandate, PostTerms

WAITS_FOR = {
    PayRunState.DRAFT: (
        "payroll.prepare_pay",
        "pay",
        gettext_noop("The pay of %(month)s is not worked out yet."),
    ),
    PayRunState.COMPUTED: (
        "payroll.countersign_pay",
        "sign",
        gettext_noop("The pay of %(month)s waits for your signature."),
    ),
    PayRunState.COUNTERSIGNED: (
        "payroll.prepare_pay",
        "books",
        gettext_noop("The pay of %(month)s is signed. It waits to be entered in the books."),
    ),
    PayRunState.POSTED: (
        "payroll.pay",
        "bank",
        gettext_noop("The pay of %(month)s is in the books. It waits to be marked as paid."),
    ),
}
"""Whose turn it is with a run, by how far it is: their power, the beginning of the key, the sentence."""


@shared_task(name="payroll.tasks.sweep")
def sweep() -> None:
    """Once a minute: everything due."""
    if Cooperative.objects.current() is not None:
        remind(timezone.now())
        wipe_accounts(timezone.now())


def remind(now: datetime) -> None:
    """From the second day after a month, a fortnight or a week of pay: tell whoever's turn it is with it.

    Each of them once for each pay and turn, however often this runs; whoever takes a post over is told too.
    Days before we were founded, or of a month closed without pay, wait for nobody.
    """
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    for days in pays_that_ended(today):
        if today <= days.until_on or coop.day_of(coop.founded_at) >= days.until_on:
            continue
        last = days.until_on - timedelta(days=1)
        run = (
            PayRun.objects.filter(from_on__lte=last, until_on__gt=last, kind=RunKind.REGULAR)
            .exclude(state=PayRunState.ABANDONED)
            .first()
        )
        in_month = Period.objects.filter(from_on__lte=last, until_on__gt=last)
        if run is None and in_month.filter(closed_at__isnull=False).exists():
            continue
        if run is not None and tell_who_signs_lines(run, now):
            continue
        turn = WAITS_FOR.get(PayRunState(run.state) if run is not None else PayRunState.DRAFT)
        if turn is not None:
            _tell_whose_turn(turn, days=days, today=today, now=now)


def wipe_accounts(now: datetime) -> None:
    """Wipe the bank accounts of those who left and need them no more."""
    for member_id in accounts_to_wipe(Cooperative.objects.here().day_of(now)):
        wipe_where_paid(member_id=member_id, actor=None, now=now)


def _tell_whose_turn(turn: tuple[str, str, str], *, days: Days, today: date, now: datetime) -> None:
    power, key, text = turn
    said = f"{days.from_on:%Y-%m}"
    if days != month(days.from_on.year, days.from_on.month):
        said = f"{days.from_on} / {days.until_on - timedelta(days=1)}"
    tell(
        member_ids=_holders(power, today, now),
        key=f"{key}:{said}",
        text_id=text,
        values={"month": said},
        link="/pay/runs/",
        now=now,
    )


def _holders(power: str, today: date, now: datetime) -> list[int]:
    """Whoever holds a power now, each once, whatever posts they hold it by."""
    posts = [terms.post_id for terms in PostTerms.objects.in_force(on=today) if power in terms.powers]
    mandates = Mandate.objects.at(now, day=today).filter(post__in=posts)
    return sorted(set(mandates.values_list("member_id", flat=True)))
