"""Where the bank lists each transfer by itself, every one is found as its own movement, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import bank_files, chart
from ledger.actions.bank_lines import classify_bank_line, match_bank_line
from ledger.models import BankLine, Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.reports.bank import with_memory
from payroll.accounts import ON_ITS_WAY
from payroll.actions.bounces import bounce_part, pay_again
from payroll.actions.found_singly import find_transfers
from payroll.actions.payments import confirm_payment
from payroll.models import FoundTransfer, Payment, PayRun, SingleBooking
from payroll.reports import faults
from payroll.reports.found_singly import transfers_of
from payroll.reports.payments import file_of
from payroll.rules.found_singly import Movement, Transfer, found_among, reference_of
from record.rules import Refused
from tests.makers import give_power
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import by_bank, our_bank
from tests.payroll.test_found_in_the_bank import EACH, EVERYONE, a_movement
from tests.promises import delete_all, lift, refused, replace_all

# Without the database -------------------------------------------------------------------------------


def out(id_: int, name: str, *, account: str = "", cents: int = 100) -> Transfer:
    return Transfer(id=id_, reference=f"PAY-3-{id_}", holder=name, account=account, cents=cents)


def left(id_: int, text: str, *, cents: int = 100) -> Movement:
    return Movement(id=id_, text=text, cents=cents)


def test_a_transfer_is_found_by_the_name_we_gave_it_and_its_exact_cents() -> None:
    outs = [out(1, "Ana Paz"), out(2, "Eva Sol"), out(11, "Luz Mar")]
    assert found_among(outs, [left(7, "X pay-3-2 Y"), left(8, "PAY-3-1"), left(9, "PAY-3-11")]) == {
        1: 8,
        2: 7,
        11: 9,
    }
    assert found_among(outs, [left(7, "PAY-3-2", cents=99)]) == {}
    assert found_among(outs, [left(7, "PAY-3-2"), left(8, "PAY-3-2")]) == {}, (
        "two of them: a person says which"
    )
    assert found_among(outs, [left(7, "PAY-3-1 PAY-3-2")]) == {}
    assert found_among(outs, [left(7, "PAY-4-1 ANA PAZ")]) == {}, "it is another's, by its own name"


def test_a_transfer_is_found_by_account_or_holder_where_only_one_fits() -> None:
    outs = [out(1, "Ana Páz", account="ES9121000418450200051332"), out(2, "Ana Paz Gil"), out(3, "Eva")]
    assert found_among(outs, [left(7, "TRF ES91 2100 0418 4502 0005 1332")]) == {1: 7}
    assert found_among(outs, [left(7, "GIL, ANA PAZ"), left(8, "Paz Ana")]) == {}, "both fit the first"
    assert found_among(outs[1:], [left(7, "gil ana paz"), left(8, "Eva")]) == {2: 7}, (
        "one word says too little"
    )
    assert found_among(outs[1:], [left(7, "gil ana paz"), left(8, "gil ana paz")]) == {}
    assert found_among(outs[1:], [left(7, "gil ana paz", cents=101)]) == {}


CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="ARS">10.00</Amt><CdtDbtInd>{sign}</CdtDbtInd><BookgDt><Dt>2026-04-02</Dt></BookgDt>
<AcctSvcrRef>B7</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""
ONE = "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs><RltdPties><Cdtr><Nm>Ana Paz</Nm></Cdtr></RltdPties></TxDtls>"


@pytest.mark.parametrize(
    ("sign", "ids", "said"),
    [
        ("DBIT", ["PAY-3-1"], "Ana Paz PAY-3-1"),
        ("DBIT", ["NOTPROVIDED"], "Ana Paz"),
        ("DBIT", ["PAY-3-1", "PAY-3-2"], "Ana Paz"),
        ("CRDT", ["PAY-3-1"], "—"),
    ],
)
def test_our_own_name_for_a_transfer_is_read_from_the_banks_camt(
    sign: str, ids: list[str], said: str
) -> None:
    data = CAMT.format(sign=sign, details="".join(ONE.format(id=each) for each in ids)).encode()
    assert bank_files.read(data, decimals=2).rows[0].text == said


def test_without_a_reference_of_the_bank_its_words_mark_the_movement_and_stay_as_they_were() -> None:
    said = CAMT.format(sign="DBIT", details=ONE.format(id="PAY-3-1"))
    without = said.replace("<AcctSvcrRef>B7</AcctSvcrRef>", "")
    assert bank_files.read(without.encode(), decimals=2).rows[0].text == "Ana Paz"


def test_our_own_name_for_a_transfer_is_read_from_the_banks_ofx() -> None:
    one = "<STMTTRN><DTPOSTED>20260402<TRNAMT>{cents}<FITID>B7<REFNUM>PAY-3-1<NAME>Ana Paz</STMTTRN>"
    for cents, said in (("-10.00", "Ana Paz PAY-3-1"), ("10.00", "Ana Paz")):
        data = (
            "OFXHEADER:100\n\n<OFX><BANKTRANLIST>" + one.format(cents=cents) + "</BANKTRANLIST></OFX>"
        ).encode()
        assert bank_files.read(data, decimals=2).rows[0].text == said


# With it --------------------------------------------------------------------------------------------

DB = pytest.mark.django_db


@pytest.fixture
def payment(nine: Nine) -> Payment:
    """March, paid by bank to everyone, into the account of each."""
    give_power(nine.delia, "ledger.keep_books")
    our_bank(nine)
    for person in nine.people:
        by_bank(person)
    nine.paid()
    return Payment.objects.get()


def listed(payment: Payment, *, by_name: int = 0, unlisted: int = 0) -> list[BankLine]:
    """The bank lists each transfer by our name for it, the last ones by their holder; some not yet."""
    parts = list(payment.parts.select_related("payslip__member").order_by("payslip__member__number"))
    lines = []
    for nth, part in enumerate(parts[: len(parts) - unlisted]):
        name = reference_of(number=payment.number, payslip_id=part.payslip_id)
        who = part.payslip.member.name
        lines.append(a_movement(-part.cents, text=who if nth < by_name else f"TRF {name}"))
    return lines


def find(payment: Payment, nine: Nine, pairs: dict[int, int] | None = None, **other: Any) -> Payment:
    asked: dict[str, Any] = {"actor": nine.delia, "now": LATER, "pairs": pairs or {}} | other
    return find_transfers(payment_id=payment.pk, **asked)


def why_not(payment: Payment, nine: Nine, pairs: dict[int, int], **other: Any) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        find(payment, nine, pairs, **other)
    return refusal.value.sentence


@DB
def test_the_name_we_look_for_is_the_one_in_the_file_for_the_bank(payment: Payment) -> None:
    names = [reference_of(number=payment.number, payslip_id=p.payslip_id) for p in payment.parts.all()]
    assert all(f"<EndToEndId>{name}</EndToEndId>".encode() in file_of(payment) for name in names)


@DB
def test_all_that_are_sure_are_found_at_once_and_the_books_have_what_the_bank_lists(
    nine: Nine, payment: Payment
) -> None:
    listed(payment, by_name=2, unlisted=1)
    odd = a_movement(-EACH, text="ALQUILER")
    page = transfers_of(payment)
    assert (page.sure_count, page.found_count, page.left_count, page.unmatched) == (8, 0, 1, [odd])
    find(payment, nine, all_sure=True)
    assert FoundTransfer.objects.count() == 8
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-8 * EACH, -EACH), "the last is on its way"
    assert PayRun.objects.get().state == "paid"
    assert [row.remembered for row in with_memory([a_movement(-7, text="TRF PAY-9-9")])] == [""]
    before = Entry.objects.count()
    assert why_not(payment, nine, {}, all_sure=True) == "Choose at least one movement of the bank."
    last = payment.parts.get(found_as=None)
    late = a_movement(-EACH, days=3, text="PAGO")
    assert transfers_of(payment).rows[-1].others == [odd, late]
    done = find(payment, nine, {last.pk: late.pk})
    assert find(payment, nine, {last.pk: late.pk}) == done, "again changes nothing"
    assert Entry.objects.count() == before + 1
    assert (done.confirmed_at, done.confirmed_line, PayRun.objects.get().state) == (LATER, None, "reconciled")
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-EVERYONE, 0)
    assert faults() == faults_in_books() == []


@DB
def test_each_transfer_and_each_movement_is_found_once(nine: Nine, payment: Payment) -> None:
    lines = listed(payment)
    first, second = payment.parts.order_by("pk")[:2]
    find(payment, nine, {first.pk: lines[0].pk})
    assert "as another movement" in why_not(payment, nine, {first.pk: lines[1].pk})
    assert "has its account already" in why_not(payment, nine, {second.pk: lines[0].pk})
    third = payment.parts.order_by("pk")[2]
    twice = {second.pk: lines[1].pk, third.pk: lines[1].pk}
    assert "one transfer only" in why_not(payment, nine, twice)
    assert "another amount" in why_not(payment, nine, {second.pk: a_movement(-5).pk})
    cash = a_movement(-EACH, account=chart.CASH)
    assert "another amount on this account" in why_not(payment, nine, {second.pk: cash.pk})
    assert "no such" in why_not(payment, nine, {second.pk: 2**62})
    assert "hold now" in why_not(payment, nine, {second.pk: lines[1].pk}, actor=nine.oscar)
    give_power(nine.people[1], "payroll.prepare_pay")
    assert "keeps the books" in why_not(payment, nine, {second.pk: lines[1].pk}, actor=nine.people[1])
    for said in ({"what": "Line 7"}, {"what": "", "line_id": a_movement(-EVERYONE).pk}):
        with pytest.raises(Refused, match="found one by one"):
            confirm_payment(payment_id=payment.pk, actor=nine.delia, now=LATER, **said)
    assert FoundTransfer.objects.count() == 1


@DB
def test_a_payment_found_as_a_whole_is_not_found_singly(nine: Nine, payment: Payment) -> None:
    whole, [line, *_] = a_movement(-EVERYONE), listed(payment)
    match_bank_line(line_id=whole.pk, entry_id=payment.entry_id, actor=nine.delia, now=LATER)
    part = payment.parts.order_by("pk")[0]
    assert "as a whole" in why_not(payment, nine, {part.pk: line.pk})
    about: dict[str, Any] = {"payment": payment, "begun_by": nine.delia, "begun_at": LATER}
    with refused("a_payment_that_was_found_is_not_found_singly"):
        SingleBooking.objects.create(entry=payment.entry, **about)


@DB
def test_a_transfer_that_never_left_comes_back_to_where_it_was(nine: Nine, payment: Payment) -> None:
    listed(payment, unlisted=1)
    find(payment, nine, all_sure=True)
    part = payment.parts.get(found_as=None)
    bounce_part(part_id=part.pk, because="Account closed", actor=nine.delia, now=LATER)
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-8 * EACH, 0)
    payment.refresh_from_db()
    assert payment.confirmed_at == LATER, "nothing is left to be found of it"
    assert "without having left" in why_not(payment, nine, {part.pk: a_movement(-EACH, days=4).pk})
    assert PayRun.objects.get().state == "paid"
    pay_again(part_id=part.pk, actor=nine.delia, now=LATER + timedelta(days=1))
    assert faults() == faults_in_books() == []


@DB
def test_what_came_back_before_and_is_in_no_list_is_not_on_its_way(nine: Nine, payment: Payment) -> None:
    part = payment.parts.order_by("payslip__member__number").last()
    assert part is not None
    bounce_part(part_id=part.pk, because="Account closed", actor=nine.delia, now=LATER)
    listed(payment, unlisted=1)
    assert "without having left" in why_not(payment, nine, {part.pk: a_movement(-EACH, days=4).pk})
    assert transfers_of(payment).rows[-1].others == []
    find(payment, nine, all_sure=True)
    payment.refresh_from_db()
    assert (balance(chart.BANK), balance(ON_ITS_WAY), payment.confirmed_at) == (-8 * EACH, 0, LATER)
    assert faults() == faults_in_books() == []


@DB
def test_a_transfer_that_left_and_came_back_is_two_movements(nine: Nine, payment: Payment) -> None:
    listed(payment)
    find(payment, nine, all_sure=True)
    part, back = payment.parts.order_by("pk")[0], a_movement(EACH, days=2, text="DEVOLUCION")
    bounce_part(part_id=part.pk, because="", line_id=back.pk, actor=nine.delia, now=LATER)
    assert (balance(chart.BANK), balance(ON_ITS_WAY)) == (-8 * EACH, 0)
    assert PayRun.objects.get().state == "paid"
    assert faults() == faults_in_books() == []


# --- the page and the program ---------------------------------------------------------------------------------


@DB
def test_the_page_offers_what_is_sure_and_shows_what_is_not(
    nine: Nine, payment: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(LATER, monkeypatch)
    listed(payment, unlisted=1)
    odd = a_movement(-EACH, text="ALQUILER")
    delia, other = signed_in(nine.delia), signed_in(nine.people[1])
    address, api = f"/pay/payments/{payment.pk}/transfers/", f"/api/v1/payments/{payment.pk}/transfers"
    assert address in delia.get(f"/pay/payments/{payment.pk}/").content.decode()
    assert other.get(address).status_code == other.get(api).status_code == 403
    with CaptureQueriesContext(connection) as asked:
        page = delia.get(address).content.decode()
    assert len(asked) <= 12
    assert "8 are surely there" in page
    assert page.count("ALQUILER") == 10, "to choose for each, and among those that surely are none"
    last = payment.parts.order_by("-payslip__member__number")[0]
    again = delia.post(address, {f"part-{last.pk}": "x"}).content.decode()
    assert "Choose at least one" in again
    assert delia.post(address, {"all_sure": "1"}).status_code == 302
    told = delia.get(api).json()
    assert (told["found"], told["left"], told["unmatched"]) == (8, 1, [odd.pk])
    assert other.post(api, "{}", content_type="application/json").status_code == 409
    body = f'{{"pairs": [{{"part": {last.pk}, "line": {odd.pk}}}]}}'
    done = delia.post(api, body, content_type="application/json")
    assert (done.status_code, done.json()["found"]) == (200, 9), done.content
    assert "one by one" in delia.get(f"/pay/payments/{payment.pk}/").content.decode()
    assert "ALQUILER" in delia.get(address).content.decode()


# --- round the actions ----------------------------------------------------------------------------------------


@DB
def test_a_transfer_is_found_as_its_own_movement_and_stays(nine: Nine, payment: Payment) -> None:
    lines = listed(payment, unlisted=1)
    first, second = payment.parts.order_by("pk")[:2]
    about: dict[str, Any] = {"found_by": nine.delia, "found_at": LATER}
    other = classify_bank_line(line_id=a_movement(-EACH).pk, account="5.2.1", actor=nine.delia, now=LATER)
    with refused("a_transfer_is_found_as_its_own_movement"):
        FoundTransfer.objects.create(part=first, line=lines[0], entry=other, **about)
    find(payment, nine, {first.pk: lines[0].pk})
    with refused("a_transfer_is_found_as_its_own_movement"):
        FoundTransfer.objects.create(part=second, line=lines[1], entry=other, **about)
    with refused("a_payment_found_singly_is_no_one_movement"):
        lift("a_payment_is_found_as_its_own_movement", on="payroll_payment")
        Payment.objects.update(confirmed_by=nine.delia, confirmed_at=LATER, confirmed_line=lines[2])
    lift("a_payment_that_was_found_is_not_found_singly", on="payroll_singlebooking")
    lift("a_transfer_is_found_as_its_own_movement", on="payroll_foundtransfer")
    lift("a_transfer_is_found_once_at_a_time", on="payroll_foundtransfer")
    for model, thing in ((SingleBooking, "a_single_booking"), (FoundTransfer, "a_found_transfer")):
        with refused(f"{thing}_is_never_changed"):
            model._default_manager.update(entry=other)
        with refused(f"{thing}_is_never_deleted"):
            delete_all(model._meta.db_table)
        with refused(f"{thing}_is_never_replaced"):
            replace_all(model._meta.db_table)


NAMES_OF_PROMISES = """
a_single_booking_is_never_changed a_single_booking_is_never_deleted a_single_booking_is_never_replaced
a_found_transfer_is_never_changed a_found_transfer_is_never_deleted a_found_transfer_is_never_replaced
"""
"""Written out, so that whoever looks for a promise by its name finds its test."""


@DB
def test_with_the_guards_lifted_verify_names_a_transfer_found_as_anothers_movement(
    nine: Nine, payment: Payment
) -> None:
    lines = listed(payment)
    first = payment.parts.order_by("pk")[0]
    find(payment, nine, {first.pk: lines[0].pk})
    lift("a_found_transfer_is_never_changed", on="payroll_foundtransfer")
    FoundTransfer.objects.update(line=lines[1])
    said = f"payment part {first.pk}: bank line {lines[1].pk}, as which it was found, is not its own"
    assert faults() == [said]
    lift("a_single_booking_is_never_deleted", on="payroll_singlebooking")
    SingleBooking.objects.all().delete()
    assert any("is not booked transfer by transfer" in each for each in faults())
