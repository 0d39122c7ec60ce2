"""What happens without anyone asking: assemblies are called, opened and closed, votes closed.

What is due is a row. Each row goes through one action of its own: one that fails is told to the log and never
stops the others, and is due again a minute later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from assemblies.actions import (
    bring_back,
    close_assembly,
    close_voting,
    convoke_weekly,
    open_assembly,
    open_second_call,
    remind_voters,
)
from assemblies.actions.leaving import end_exclusion, leave_by_notice, notices_due
from assemblies.actions.motions import REVIEWED_BEFORE
from assemblies.actions.searching import index_what_was_forgotten
from assemblies.models import Assembly, Motion
from assemblies.reports.leaving import exclusions_that_wait
from members.models import Cooperative
from record.rules import Refused

log = logging.getLogger(__name__)

REMINDED_BEFORE = timedelta(hours=1)
"""How long before a vote closes those who have not voted are told."""
LONG_ENOUGH = timedelta(hours=2)
"""Votes shorter than this are voted in the hall: nobody is reminded of them."""


@shared_task
def sweep() -> None:
    """Everything that is due now. Safe to run twice, at once, or late."""
    do_what_is_due(now=timezone.now())


def do_what_is_due(*, now: datetime) -> None:
    """Everything that is due at a moment, in the order in which it must happen.

    1. What must be reviewed comes back. 2. The weekly assembly is called. 3. Assemblies open. 4. Second
    calls open. 5. Votes close. 6. Assemblies close, after their votes. 7. Those who have not voted are told.
    8. Those whose notice is over have left, and those whose exclusion is final. 9. What nobody took the words of
    can be found.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return
    for motion in Motion.objects.due_for_review(coop.day_of(now) + REVIEWED_BEFORE):
        _try("bring back", motion.pk, lambda pk: bring_back(motion_id=pk, now=now))
    _try("convoke", 0, lambda _pk: convoke_weekly(now=now))
    for pk in _ids(Assembly.objects.due_to_open(now)):
        _try("open assembly", pk, lambda pk: open_assembly(assembly_id=pk, actor=None, now=now))
    for pk in _ids(Assembly.objects.due_second_call(now)):
        _try("open second call", pk, lambda pk: open_second_call(assembly_id=pk, actor=None, now=now))
    for pk in _ids(Motion.objects.due_to_close(now)):
        _try("close vote", pk, lambda pk: close_voting(motion_id=pk, actor=None, now=now))
    for pk in _ids(Assembly.objects.due_to_close(now)):
        _try("close assembly", pk, lambda pk: close_assembly(assembly_id=pk, actor=None, now=now))
    for motion in Motion.objects.voting().filter(
        closes_at__gt=now, closes_at__lte=now + REMINDED_BEFORE, opened_at__isnull=False
    ):
        if motion.closes_at and motion.opened_at and motion.closes_at - motion.opened_at >= LONG_ENOUGH:
            _try("remind", motion.pk, lambda pk: remind_voters(motion_id=pk, now=now))
    for pk in notices_due(now=now):
        _try("let go by notice", pk, lambda pk: leave_by_notice(notice_id=pk, now=now))
    for pk in exclusions_that_wait():
        _try("end the exclusion", pk, lambda pk: end_exclusion(motion_id=pk, now=now))
    _try("take the words of", 0, lambda _pk: index_what_was_forgotten())


def _ids(rows: object) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]


def _try(what: str, pk: int, act: Callable[[int], object]) -> None:
    try:
        act(pk)
    except Refused as refusal:
        log.warning("could not %s %s: %s", what, pk, refusal.sentence)
    except Exception:
        log.exception("could not %s %s", what, pk)
