"""A debt's instalments, opened up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger.models import Instalment, InstalmentPayment
from ledger.reports.explained import Explained, Given, in_record
from ledger.reports.parties import DebtCard


def instalments_explained(
    card: DebtCard,
) -> list[tuple[Instalment, InstalmentPayment | None, Explained]]:
    """Each instalment with its parts, the motion that voted the debt, and where it was paid. Two questions."""
    taken = f"ledger.debt:{card.debt.pk}"
    subjects = [f"ledger.instalment:{part.pk}" for part, _paid in card.instalments]
    acts = in_record(["ledger.debt.taken", "ledger.instalment.paid"], [taken, *subjects])
    number = card.debt.motion_number
    motion = (int(card.motion_id), number) if card.motion_id.isdigit() and number else None
    left, found = card.debt.principal_cents, []
    for part, paid in card.instalments:
        left -= part.principal_cents
        given = (
            Given(text=_("Paid back of what was lent"), cents=part.principal_cents),
            Given(text=_("Interest"), cents=part.interest_cents),
            Given(text=_("Left to pay back afterwards"), cents=left),
        )
        why = Explained(
            key=f"instalment-{part.number}",
            name=str(part.number),
            cents=part.cents,
            formula=_("What is paid back in this instalment, and its interest, as it was agreed."),
            given=given,
            motion=motion,
            entry=(str(paid.entry_id), paid.entry.number) if paid is not None else None,
            act=acts.get(f"ledger.instalment:{part.pk}", acts.get(taken)),
        )
        found.append((part, paid, why))
    return found
