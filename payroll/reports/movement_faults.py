"""What is wrong with payments that were found in the bank: each is the movement that has its own entry."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from payroll.models import Payment, PaymentPart


def faults() -> Iterator[str]:
    found = Payment.objects.filter(confirmed_line__isnull=False).order_by("number")
    others = found.exclude(confirmed_line__entry=F("entry"))
    for number, line in others.values_list("number", "confirmed_line_id"):
        yield f"payment {number}: bank line {line}, as which it was found, is another entry's"
    back = PaymentPart.objects.filter(bounce_line__isnull=False).order_by("pk")
    for pk, line in back.exclude(bounce_line__entry=F("bounce_entry")).values_list("pk", "bounce_line_id"):
        yield f"payment part {pk} that came back: bank line {line}, which brought it, is another entry's"
