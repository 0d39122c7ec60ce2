"""Debts, what is left and to come of each, and their instalments, opened up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ledger.chart import LONG_DEBT
from ledger.models import Instalment, InstalmentPayment
from ledger.reports.explained import Explained, Given, in_record
from ledger.reports.parties import DebtCard


def debts_explained(cards: Sequence[DebtCard]) -> Explained:
    """What is left of all debts. It asks nothing."""
    return Explained(
        key="debts-left",
        name=_("Left of all debts"),
        cents=sum(card.left_cents for card in cards),
        formula=_("What is left to pay back of each debt, without interest."),
        given=(
            *(
                Given(
                    text=card.debt.lender.name,
                    cents=card.left_cents,
                    link=f"/books/debts/{card.debt.pk}/",
                    counts=1,
                )
                for card in cards
            ),
            Given(text=_("In the books"), link=f"/books/accounts/{LONG_DEBT}/"),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class DebtOpened:
    """A debt's sums: what was lent, what was paid back of it, what is left, and the interest still to come."""

    lent: Explained
    paid: Explained
    left: Explained
    interest: Explained | None


def debt_explained(card: DebtCard) -> DebtOpened:
    """The sums of one debt, without interest but the last. It asks nothing."""
    debt, voted = card.debt, _voted(card)
    entry = (str(debt.entry_id), debt.entry.number) if debt.entry is not None else None
    paid = tuple(
        Given(
            text=_("Instalment %(n)s") % {"n": part.number},
            cents=part.principal_cents,
            counts=1,
            link=f"/books/entries/{payment.entry_id}/",
        )
        for part, payment in card.instalments
        if payment is not None
    )
    to_come = tuple(
        Given(text=_("Instalment %(n)s") % {"n": part.number}, cents=part.interest_cents, counts=1)
        for part, payment in card.instalments
        if payment is None
    )
    lent = Given(text=_("Lent"), cents=debt.principal_cents, counts=1)
    back = Given(text=_("Paid back"), cents=card.paid_cents, counts=-1)
    return DebtOpened(
        lent=Explained(
            key=f"debt-lent-{debt.pk}",
            name=_("Lent"),
            cents=debt.principal_cents,
            formula=_("What came to us, as it was agreed."),
            motion=voted,
            entry=entry,
        ),
        paid=Explained(
            key=f"debt-paid-{debt.pk}",
            name=_("Paid back"),
            cents=card.paid_cents,
            formula=_("What each paid instalment gave back of what was lent."),
            given=paid,
        ),
        left=Explained(
            key=f"debt-left-{debt.pk}",
            name=_("Left"),
            cents=card.left_cents,
            formula=_("What was lent, less what was paid back of it. Interest is apart."),
            given=(lent, back),
            motion=voted,
            entry=entry,
        ),
        interest=Explained(
            key=f"debt-interest-{debt.pk}",
            name=_("Interest still to come"),
            cents=card.interest_left_cents,
            formula=_("The interest of each instalment that is not paid yet."),
            given=to_come,
            motion=voted,
        )
        if card.interest_left_cents
        else None,
    )


def _voted(card: DebtCard) -> tuple[int, int] | None:
    number = card.debt.motion_number
    return (int(card.motion_id), number) if card.motion_id.isdigit() and number else None


def instalments_explained(
    card: DebtCard,
) -> list[tuple[Instalment, InstalmentPayment | None, Explained]]:
    """Each instalment with its parts, the motion that voted the debt, and where it was paid. Two questions."""
    taken = f"ledger.debt:{card.debt.pk}"
    subjects = [f"ledger.instalment:{part.pk}" for part, _paid in card.instalments]
    acts = in_record(["ledger.debt.taken", "ledger.instalment.paid"], [taken, *subjects])
    motion = _voted(card)
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
