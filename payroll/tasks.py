"""What happens about pay without anyone asking: the treasury is reminded of a month that is not paid."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from ledger.models import Period
from members.actions import tell
from members.models import Cooperative
from payroll.models import PayRun, PayRunState, RunKind
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


def remind(now: datetime) -> None:
    """From the second day of a month: tell whoever's turn it is with the pay of the last one.

    Each of them once for each month and turn, however often this runs; whoever takes a post over is told too.
    A month before we were founded, or closed without pay, waits for nobody.
    """
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    first = today.replace(day=1)
    if today.day < 2 or coop.day_of(coop.founded_at) >= first:
        return
    last = (first - timedelta(days=1)).replace(day=1)
    run = (
        PayRun.objects.filter(from_on__lt=first, until_on__gte=first, kind=RunKind.REGULAR)
        .exclude(state=PayRunState.ABANDONED)
        .first()
    )
    if run is None and Period.objects.filter(from_on=last, closed_at__isnull=False).exists():
        return

    turn = WAITS_FOR.get(PayRunState(run.state) if run is not None else PayRunState.DRAFT)
    if turn is not None:
        power, key, text = turn
        month = f"{last:%Y-%m}"
        tell(
            member_ids=_holders(power, today, now),
            key=f"{key}:{month}",
            text_id=text,
            values={"month": month},
            link="/pay/runs/",
            now=now,
        )


def _holders(power: str, today: date, now: datetime) -> list[int]:
    """Whoever holds a power now, each once, whatever posts they hold it by."""
    posts = [terms.post_id for terms in PostTerms.objects.in_force(on=today) if power in terms.powers]
    mandates = Mandate.objects.at(now, day=today).filter(post__in=posts)
    return sorted(set(mandates.values_list("member_id", flat=True)))
