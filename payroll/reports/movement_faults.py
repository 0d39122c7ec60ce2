"""What is wrong with payments that were found in the bank: each is the movement that has its own entry."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from ledger.models import Posting
from ledger.reports.entry_sums import places, sums_of
from ledger.rules.agreement import disagreements
from payroll.accounts import ON_ITS_WAY
from payroll.models import FoundTransfer, Payment, PaymentPart, SingleBooking


def faults() -> Iterator[str]:
    found = Payment.objects.filter(confirmed_line__isnull=False).order_by("number")
    others = found.exclude(confirmed_line__entry=F("entry"))
    for number, line in others.values_list("number", "confirmed_line_id"):
        yield f"payment {number}: bank line {line}, as which it was found, is another entry's"
    back = PaymentPart.objects.filter(bounce_line__isnull=False).order_by("pk")
    for pk, line in back.exclude(bounce_line__entry=F("bounce_entry")).values_list("pk", "bounce_line_id"):
        yield f"payment part {pk} that came back: bank line {line}, which brought it, is another entry's"
    yield from _of_transfers()


def _of_transfers() -> Iterator[str]:
    """Where the bank lists each transfer by itself: all of them are on their way, each leaves as its movement."""
    where = places()
    booked = sums_of(Q(entry__payment_booked_singly__isnull=False))
    begun = SingleBooking.objects.order_by("pk").select_related("payment")
    never_left = _never_left()
    for pk, number, cents, entry_id in begun.values_list(
        "payment_id", "payment__number", "payment__total_cents", "entry_id"
    ):
        name = f"payment {number}, transfer by transfer,"
        says = {ON_ITS_WAY: never_left.get(pk, 0) - cents}
        yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
    booked = sums_of(Q(entry__transfer_found__isnull=False))
    found = FoundTransfer.objects.order_by("pk")
    for pk, cents, entry_id in found.values_list("part_id", "part__cents", "entry_id"):
        name = f"payment part {pk} that was found"
        says = {ON_ITS_WAY: cents}
        yield from disagreements(name, says=says, lines=booked.get(entry_id, {}), rest=where)
    others = found.standing().exclude(line__entry=F("entry"), line__cents=-F("part__cents"))
    for pk, line in others.values_list("part_id", "line_id"):
        yield f"payment part {pk}: bank line {line}, as which it was found, is not its own"
    astray = found.exclude(part__payment__booked_singly__isnull=False)
    for pk in astray.values_list("part_id", flat=True):
        yield f"payment part {pk} was found by itself, and its payment is not booked transfer by transfer"


def _never_left() -> dict[int, int]:
    """Of payments booked transfer by transfer, what had come back before with no movement of the bank, by payment."""
    rows = PaymentPart.objects.filter(
        payment__booked_singly__isnull=False, bounced_at__isnull=False, bounce_line=None
    )
    rows = rows.exclude(pk__in=FoundTransfer.objects.standing().values("part"))
    rows = rows.exclude(bounce_entry__in=Posting.objects.filter(account__code=ON_ITS_WAY).values("entry"))
    return dict(rows.order_by().values_list("payment").annotate(s=Sum("cents")).values_list("payment", "s"))
