"""A debt opens to what was lent and paid back; an instalment to its parts, the motion that voted it and its entry."""

from __future__ import annotations

import pytest

from ledger import chart
from ledger.actions.debts import pay_instalment
from ledger.models import Party
from ledger.reports import balance
from ledger.reports.explained.debts import debt_explained, debts_explained, instalments_explained
from ledger.reports.parties import debt_cards
from record.models import Act
from tests.ledger.conftest import BANK, Books
from tests.ledger.test_parties import camuzzi, debt, motion  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_an_instalment_opens_to_its_parts_its_motion_and_its_entry(
    books: Books,
    camuzzi: Party,  # noqa: F811
    motion: None,  # noqa: F811
) -> None:
    owed = debt(books, camuzzi)
    first = owed.instalments.all()[0]
    paid = pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    [card] = debt_cards()
    rows = instalments_explained(card)

    assert [why.cents for _part, _paid, why in rows] == [part.cents for part in owed.instalments.all()]
    for _part, _paid, why in rows:
        assert sum(each.cents or 0 for each in why.given[:2]) == why.cents
        assert why.motion == (20, 2)
    assert [why.given[2].cents for _part, _paid, why in rows][-1] == 0, "nothing is left after the last"
    done, waits = rows[0][2], rows[1][2]
    assert (done.entry, waits.entry) == ((str(paid.entry.pk), paid.entry.number), None)
    assert done.act is not None
    assert waits.act is not None
    assert Act.objects.get(seq=done.act.seq).verb == "ledger.instalment.paid"
    assert Act.objects.get(seq=waits.act.seq).verb == "ledger.debt.taken"


def test_what_is_left_of_debts_opens_to_what_was_lent_and_paid_back(
    books: Books,
    camuzzi: Party,  # noqa: F811
    motion: None,  # noqa: F811
) -> None:
    owed = debt(books, camuzzi)
    first = owed.instalments.all()[0]
    pay_instalment(instalment_id=first.pk, through=BANK, on=TODAY, actor=books.delia, now=NOW)
    [card] = cards = debt_cards()
    opened, whole = debt_explained(card), debts_explained(cards)
    left = opened.left
    assert (left.cents, whole.cents, -balance(chart.LONG_DEBT)) == (666, 666, 666)
    assert opened.interest is not None
    for why in (opened.paid, left, opened.interest, whole):
        assert why.adds_up, why.key
    assert (opened.lent.cents, opened.paid.cents) == (owed.principal_cents, owed.principal_cents - 666)
    assert opened.interest.cents == sum(part.interest_cents for part in owed.instalments.all()[1:])
    assert (left.motion, left.entry) == ((20, 2), (str(owed.entry_id), owed.entry.number))
