"""What a hand may do in the books: undo what a hand entered, and take from no fund."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from ledger import chart
from ledger.actions import (
    classify_bank_line,
    enter_by_hand,
    enter_invoice,
    import_bank_file,
    pay_invoice,
    post_entry,
    reverse_entry,
    write_party,
)
from ledger.models import Account, BankLine, Entry, Posting
from ledger.reports import balance, faults
from ledger.rules import Line
from ledger.rules.by_hand import Moved, why_not_move_by_hand
from ledger.undoing import why_not_undo_by_hand
from record.rules import Refused
from tests.ledger.conftest import BANK, GAS, Books
from tests.ledger.test_constraints import refused
from tests.ledger.test_pages import at, signed_in
from tests.makers import NOW, TODAY

MOVEMENT = b"Fecha;Concepto;Importe\n02/03/2026;GAS;-5,00\n"


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


def test_verify_names_a_payment_that_stands_of_an_invoice_that_does_not(books: Books) -> None:
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
    assert faults() == []
    lines = [Line(account=GAS, cents=-100), Line(account=chart.SUPPLIERS, cents=100)]
    post_entry(on=TODAY, memo="x", key="round", lines=lines, reverses=bill.entry, **by)
    assert f"ledger: payment {paid.pk} stands, and its invoice {bill.pk} was undone" in faults()


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


# Funds ----------------------------------------------------------------------------------------------

KEPT = (chart.COMMUNITY, chart.LEGAL_RESERVE, chart.SHARE_CAPITAL, chart.PAY_OWED, chart.WINTER_CUSHION)


def moved(code: str, cents: int) -> list[Moved]:
    by_code = {account.code: account for account in chart.CHART}
    return [Moved(account=code, said=code, cents=cents, is_shareable=by_code[code].is_shareable)]


@pytest.mark.parametrize("code", KEPT)
def test_no_hand_moves_a_fund_but_to_put_in_what_there_was(code: str) -> None:
    said = {
        (cents, is_opening, is_undoing): why_not_move_by_hand(
            moved(code, cents), is_opening=is_opening, is_undoing=is_undoing
        )
        for cents in (5, -5)
        for is_opening in (False, True)
        for is_undoing in (False, True)
    }
    allowed = {case for case, why in said.items() if why is None}
    assert allowed == {(-5, True, False), (-5, False, True), (-5, True, True), (5, True, True)}


@pytest.mark.parametrize("code", [BANK, GAS, chart.SUPPLIERS, chart.WITHHELD, chart.OURS_TOGETHER])
def test_a_hand_moves_what_is_no_fund(code: str) -> None:
    assert why_not_move_by_hand(moved(code, 5), is_opening=False) is None


def test_the_treasurer_takes_from_no_fund_by_an_entry(books: Books) -> None:
    books.post((BANK, 100), (chart.COMMUNITY, -50), (chart.LEGAL_RESERVE, -50), key="payroll.setaside:x")
    for code, name in ((chart.COMMUNITY, "Community fund"), (chart.LEGAL_RESERVE, "Legal reserve")):
        for cents in (40, -40):
            lines = [Line(account=code, cents=cents), Line(account=BANK, cents=-cents)]
            with pytest.raises(Refused, match=f"“{name}” is not moved by hand"):
                enter_by_hand(on=TODAY, memo="x", key="k", lines=lines, actor=books.delia, now=NOW)
    assert (balance(chart.COMMUNITY), balance(chart.LEGAL_RESERVE)) == (-50, -50)


def test_a_movement_of_the_bank_goes_into_no_fund_and_out_of_none(books: Books) -> None:
    import_bank_file(account=BANK, data=MOVEMENT, actor=books.delia, now=NOW)
    line = BankLine.objects.get()
    with pytest.raises(Refused, match="not moved by hand"):
        classify_bank_line(line_id=line.pk, account=chart.REINVESTMENT, actor=books.delia, now=NOW)
    assert BankLine.objects.get().entry is None


def test_what_there_was_when_we_began_is_put_in_by_hand_and_taken_back(books: Books) -> None:
    began = books.coop.day_of(books.coop.founded_at)
    lines = [Line(account=BANK, cents=70), Line(account=chart.LEGAL_RESERVE, cents=-70)]
    entry = enter_by_hand(on=began, memo="x", key="k", lines=lines, actor=books.delia, now=NOW)
    with pytest.raises(Refused, match="not moved by hand"):
        undo(books, entry)
    reverse_entry(entry_id=entry.pk, on=began, memo="Wrong", actor=books.delia, now=NOW)
    assert balance(chart.LEGAL_RESERVE) == 0


def test_round_the_actions_no_hand_takes_from_a_fund(books: Books) -> None:
    """Promised as no_hand_takes_from_a_fund."""
    like = books.sell(5)
    for key in ("hand:9", "bank:9", "cash:9"):
        for code in (chart.LEGAL_RESERVE, chart.SHARE_CAPITAL, chart.YEARLY_DECISION):
            with refused("no_hand_takes_from_a_fund"):
                slip_in(like, (code, 5), (BANK, -5), key=key)
    slip_in(like, (chart.LEGAL_RESERVE, -5), (BANK, 5), key="hand:10")
    slip_in(like, (chart.LEGAL_RESERVE, 5), (BANK, -5), key="payroll.surplus:1")
