"""Whose bank accounts are wiped now: they left, nothing is owed either way, and every payment was found."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Sum

from ledger import chart
from ledger.models import Posting
from members.models import Membership, Standing
from payroll.accounts import ADVANCES
from payroll.models import PaymentPart, PayTo, Way
from payroll.reports.payments import BACK_WITHIN_DAYS

OWED = (chart.PAY_OWED, chart.RETURNS_OWED, ADVANCES)


def accounts_to_wipe(today: date, *, member_id: int | None = None) -> list[int]:
    """Members (or the one) whose accounts nobody needs any more. Two questions.

    A bank may send back a payment for some sixty days: until then the account is still needed.
    """
    since = today - timedelta(days=BACK_WITHIN_DAYS)
    here = Membership.objects.filter(Q(until_on=None) | Q(until_on__gt=since), member=OuterRef("member"))
    needed = PaymentPart.objects.filter(
        Q(payment__confirmed_at=None, bounced_at=None) | Q(payment__pay_on__gt=since),
        payslip__member=OuterRef("member"),
        payment__way=Way.BANK,
    )
    kept = PayTo.objects.filter(
        ~Exists(here.exclude(standing=Standing.LEFT)), ~Exists(needed), way=Way.BANK, wiped_at=None
    )
    if member_id is not None:
        kept = kept.filter(member=member_id)
    found = set(kept.values_list("member", flat=True))
    if not found:
        return []
    owed = Posting.objects.filter(member__in=found, account__code__in=OWED).order_by()
    sums = owed.values("member", "account").annotate(cents=Sum("cents")).exclude(cents=0)
    return sorted(found - set(sums.values_list("member", flat=True)))
