"""What happens about pay without anyone asking: the treasury is reminded of a month that is not paid."""

from __future__ import annotations

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Cooperative
from payroll.models import PayRun, PayRunState
from rotation.models import Mandate, PostTerms


@shared_task(name="payroll.tasks.sweep")
def sweep() -> None:
    """Once a minute: everything due."""
    if Cooperative.objects.current() is not None:
        remind(timezone.now())


def remind(now: datetime) -> None:
    """From the second day of a month: tell whoever prepares the pay, or signs it, once for each month."""
    today = Cooperative.objects.here().day_of(now)
    if today.day < 2:
        return
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    run = PayRun.objects.filter(period__from_on=last).exclude(state=PayRunState.ABANDONED).first()
    month = f"{last:%Y-%m}"
    if run is None or run.state == PayRunState.DRAFT:
        _tell(
            "payroll.prepare_pay",
            f"pay:{month}",
            gettext_noop("The pay of %(month)s is not worked out yet."),
            month,
            now,
        )
    elif run.state == PayRunState.COMPUTED:
        _tell(
            "payroll.countersign_pay",
            f"sign:{month}",
            gettext_noop("The pay of %(month)s waits for your signature."),
            month,
            now,
        )


def _tell(power: str, key: str, text: str, month: str, now: datetime) -> None:
    today = Cooperative.objects.here().day_of(now)
    posts = [row.post_id for row in PostTerms.objects.in_force(on=today) if power in row.powers]
    holders = Mandate.objects.at(now, day=today).filter(post__in=posts).values_list("member_id", flat=True)
    tell(member_ids=list(holders), key=key, text_id=text, values={"month": month}, link="/pay/runs/", now=now)
