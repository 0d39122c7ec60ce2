"""What was counted in a cash box, note by note."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger.amounts import say_amount
from ledger.models import CashCount
from ledger.reports.explained import Explained, Given


def count_explained(count: CashCount) -> Explained:
    """What two of us counted, beside what the books said. It asks nothing."""
    notes = sorted(((int(worth), int(many)) for worth, many in count.notes.items() if many), reverse=True)
    given = [
        Given(text=f"{say_amount(worth)} × {many}", cents=worth * many, counts=1) for worth, many in notes
    ]
    return Explained(
        key=f"count-{count.pk}",
        name=_("Counted"),
        cents=count.counted_cents,
        formula=_("How many there were of each note and coin, times what it is worth."),
        given=(*given, Given(text=_("The books said"), cents=count.books_cents)),
    )
