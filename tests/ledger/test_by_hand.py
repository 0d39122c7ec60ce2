"""What a hand may do in the books: undo what a hand entered, and take from no fund."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ledger.actions import (
    enter_invoice,
    pay_invoice,
    reverse_entry,
    write_party,
)
from ledger.models import Account, Entry, Posting
from ledger.undoing import why_not_undo_by_hand
from record.rules import Refused
from tests.ledger.conftest import BANK, GAS, Books
from tests.ledger.test_constraints import refused
from tests.ledger.test_pages import at, signed_in
from tests.makers import NOW, TODAY


def undo(books: Books, entry: Entry) -> Entry:
    return reverse_entry(entry_id=entry.pk, on=TODAY, memo="Wrong", actor=books.delia, now=NOW)


def slip_in(like: Entry, *lines: tuple[str, int], key: str, reverses: Entry | None = None) -> None:
    """An entry in the month of another, straight to the tables."""
    pk = uuid.uuid4()
    for code, cents in lines:
        Posting.objects.create(entry_id=pk, account=Account.objects.get(code=code), cents=cents)
    Entry(
        id=pk,
        number=90 + Entry.objects.count(),
        period=like.period,
        on=TODAY,
        memo="x",
        key=key,
        reverses=reverses,
        posted_at=NOW,
        seal="0" * 64,
    ).save(force_insert=True)


# Undoing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["hand:1", "hand:invoice:1", "bank:4", "cash:2"])
def test_what_a_hand_entered_a_hand_undoes(key: str) -> None:
    assert why_not_undo_by_hand(key) is None


@pytest.mark.parametrize("key", ["payroll.surplus:1", "sale", "undo:3", "handy:1", "payroll.new:1", ""])
def test_what_another_act_posted_no_hand_undoes(key: str) -> None:
    assert why_not_undo_by_hand(key) is not None


def test_the_treasurer_alone_does_not_undo_what_another_act_posted(books: Books) -> None:
    for key, says in (("payroll.payrun:4:post", "a correction"), ("payroll.surplus:1", "only the assembly")):
        posted = books.post((GAS, 5), (BANK, -5), key=key)
        with pytest.raises(Refused, match=says):
            undo(books, posted)
    with pytest.raises(Refused, match="Another act posted this"):
        undo(books, books.post((GAS, 5), (BANK, -5), key="something.new:1"))
    assert not Entry.objects.filter(reverses__isnull=False).exists()


def test_round_the_actions_only_what_a_hand_entered_is_undone_by_hand(books: Books) -> None:
    """Promised as only_what_a_hand_entered_is_undone_by_hand."""
    posted, entered = books.sell(5, key="payroll.payrun:4:post"), books.sell(7, key="hand:1")
    with refused("only_what_a_hand_entered_is_undone_by_hand"):
        slip_in(posted, (GAS, 5), (BANK, -5), key="undo:1", reverses=posted)
    slip_in(posted, (GAS, 7), (BANK, -7), key="undo:2", reverses=entered)


def test_what_was_paid_of_is_undone_after_its_payments(books: Books) -> None:
    by: dict[str, Any] = {"actor": books.delia, "now": NOW}
    camuzzi = write_party(name="Camuzzi", is_supplier=True, **by)
    about: dict[str, Any] = {
        "direction": "bill",
        "number": "A-1",
        "on": TODAY,
        "due_on": TODAY,
        "account": GAS,
    }
    bill = enter_invoice(party_id=camuzzi.pk, amount=100, key="a", **about, **by)
    paid = pay_invoice(invoice_id=bill.pk, amount=40, through=BANK, on=TODAY, key="p", **by)

    with pytest.raises(Refused, match="Undo its payments first"):
        undo(books, bill.entry)
    undo(books, paid.entry)
    undo(books, bill.entry)


def test_the_page_of_an_entry_says_which_act_undoes_it(
    books: Books, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    at(NOW, monkeypatch)
    posted = books.sell(500, key="payroll.payrun:4:post")
    delia = signed_in(books.delia)
    text = delia.get(f"/books/entries/{posted.pk}/").content.decode()
    assert "Undo this entry" not in text
    assert "put right by a correction" in text
    answer = delia.post(f"/books/entries/{posted.pk}/", {"on": "2026-03-05", "memo": "x"})
    assert "put right by a correction" in answer.content.decode()
    assert not Entry.objects.filter(reverses=posted).exists()
