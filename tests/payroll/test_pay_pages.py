"""A month paid on pages and by programs: short cash, the file, a payment that came back, a correction."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from ledger import chart
from ledger.models import Account
from members.models import Membership
from payroll.models import Advance, Deduction, Payment, PaymentPart, PayRun, PayTo
from payroll.pdf import cash_sheet_pdf, in_words
from payroll.reports.payments import file_of
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import OTHER_IBAN, by_bank, our_bank, our_box

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_month_is_paid_from_page_to_page(nine: Nine):
    """In one journey: our account, short cash, the file twice, what came back, the sheet, reconciled, closed."""
    delia, mine = signed_in(nine.delia), signed_in(nine.people[0])
    bank = {
        "holder": "Barda Clara",
        "account": OTHER_IBAN,
        "bank": "",
        "separator": ";",
        "point": ",",
        "days": "iso",
    }
    our_box(nine)
    books = Account.objects.get(code=chart.BANK).pk
    assert (
        "check digits"
        in delia.post("/pay/accounts/", {**bank, "books": books, "account": "ES00"}).content.decode()
    )
    assert (
        "Say what goes in this column."
        in delia.post("/pay/accounts/", {**bank, "books": books, "column-0-title": "CBU"}).content.decode()
    )
    assert delia.post("/pay/accounts/", {**bank, "books": books}).status_code == 302
    assert text_of(delia, "/pay/accounts/").count("pay leaves from here") == 2
    assert OTHER_IBAN in text_of(delia, "/pay/accounts/", books=str(books))

    said = {"what": "account", "way": "bank", "holder": "Zulema", "account": OTHER_IBAN, "bank": ""}
    assert "whose account" in mine.post("/pay/account/", {**said, "holder": ""}).content.decode()
    assert mine.post("/pay/account/", said).status_code == 302
    own = {"what": "deduction", "own-name": "Library", "own-cents": "5", "own-from_on": "2026-03-01"}
    assert mine.post("/pay/account/", own).status_code == 302
    assert PayTo.objects.get().member == nine.people[0]
    fee = Deduction.objects.get()
    strike = {**own, "own-name": "Strike fund", "own-cents": "", "own-share": "1,5 %"}
    assert "fraction" in mine.post("/pay/account/", {**strike, "own-share": "x"}).content.decode()
    assert mine.post("/pay/account/", strike).status_code == 302
    assert Deduction.objects.get(name="Strike fund").share == "3/200"
    assert signed_in(nine.people[1]).post(f"/pay/deductions/{fee.pk}/end/").status_code == 404

    run = nine.posted()
    pay = f"/pay/runs/{run.pk}/pay/"
    assert "Owed to 9 people" in text_of(delia, f"/pay/runs/{run.pk}/")
    delia.post(pay, {"available": "x", "key": "a"})
    assert not Payment.objects.exists()
    for _click in range(2):
        delia.post(pay, {"available": "4,500,000", "key": "one"})
    assert Payment.objects.count() == 2
    assert "You are still owed" in text_of(mine, "/pay/account/")
    assert "still owed" in text_of(mine, "/pay/")
    delia.post(pay, {"key": "two"})

    by_transfer, in_cash = Payment.objects.order_by("number")[:2]
    address = f"/pay/payments/{by_transfer.pk}/"
    assert delia.get(f"{address}file/").status_code == 404
    delia.post(f"{address}export/")
    once = b"".join(delia.get(f"{address}file/").streaming_content)  # type: ignore[attr-defined]
    again = delia.post(f"{address}export/", follow=True).content.decode()
    assert "It is the same file: send it once" in again
    assert b"".join(delia.get(f"{address}file/").streaming_content) == once  # type: ignore[attr-defined]
    assert mine.get(f"{address}file/").status_code == 404
    delia.post(f"/pay/payments/{in_cash.pk}/export/")
    assert delia.get(f"/pay/payments/{in_cash.pk}/file/").content.startswith(b"%PDF")

    part = PaymentPart.objects.get(payment=by_transfer)
    delia.post(f"/pay/parts/{part.pk}/bounced/", {"said": "Account closed"})
    assert "Account closed" in text_of(delia, address)
    delia.post(f"/pay/parts/{part.pk}/again/")
    assert "paid again" in text_of(delia, address)
    for payment in Payment.objects.all():
        delia.post(f"/pay/payments/{payment.pk}/confirm/", {"said": "line 4"})
    delia.post(f"/pay/runs/{run.pk}/close/")
    assert PayRun.objects.get(pk=run.pk).state == "closed"
    assert "Nothing was paid yet" not in text_of(delia, "/pay/payments/")
    slip = run.payslips.get(member=nine.people[0])
    opened = text_of(mine, f"/pay/slips/{slip.pk}/")
    assert "× 31 ÷ 31" in opened
    assert "of the record" in opened
    assert mine.get(f"/pay/slips/{slip.pk}.pdf").content.startswith(b"%PDF")


def test_an_advance_is_given_on_a_page_by_whoever_pays_only(nine: Nine):
    delia = signed_in(nine.delia)
    text_of(delia, "/pay/advances/")
    about = {
        "number": 1,
        "cents": "100",
        "instalments": 2,
        "from_on": "2026-03-01",
        "way": "cash",
        "key": "k",
    }
    assert "nobody with that number" in delia.post("/pay/advances/", {**about, "number": 77}).content.decode()
    assert (
        "themselves" in delia.post("/pay/advances/", {**about, "number": nine.delia.number}).content.decode()
    )
    for _click in range(2):
        assert delia.post("/pay/advances/", about).status_code == 302
    assert Advance.objects.get().cents == 10_000
    assert signed_in(nine.people[0]).get("/pay/advances/").status_code == 403


def test_the_preview_shows_only_what_changed_since_the_time_before(nine: Nine):
    nine.posted("2026-02")
    Membership.objects.filter(member=nine.people[0]).update(until_on=date(2026, 3, 11))
    Membership.objects.filter(member=nine.people[1]).update(until_on=MARCH[0])
    run = nine.computed()
    text = text_of(signed_in(nine.oscar), f"/pay/runs/{run.pk}/")
    assert "For everyone alike it is what it was" in text
    assert nine.people[0].name in text
    assert f"Paid the time before and not now: {nine.people[1].name}" in text
    assert nine.people[2].name not in text


def test_one_persons_pay_is_corrected_from_its_run(nine: Nine):
    run, delia = nine.paid(), signed_in(nine.delia)
    address = f"/pay/runs/{run.pk}/correct/"
    for number in ("1", "99", ""):
        assert delia.post(address, {"number": number})["Location"] == f"/pay/runs/{run.pk}/"
    Membership.objects.filter(member=nine.people[0]).update(until_on=date(2026, 3, 11))
    made = delia.post(address, {"number": "1"})["Location"]
    assert "A correction for" in text_of(delia, made)


def test_very_many_payslips_come_as_small_files_in_one_always_the_same(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("payroll.views.runs.IN_ONE_FILE", 5)
    monkeypatch.setattr("payroll.pdf.IN_A_PART", 4)
    run, delia = nine.paid(), signed_in(nine.delia)
    once, again = (
        b"".join(delia.get(f"/pay/runs/{run.pk}/slips.pdf").streaming_content)  # type: ignore[attr-defined]
        for _time in range(2)
    )
    assert once == again
    with ZipFile(io.BytesIO(once)) as files:
        assert files.namelist() == [f"2026-03-01-00{n}.pdf" for n in (1, 2, 3)]
        assert all(files.read(name).startswith(b"%PDF") for name in files.namelist())


def call(client: Client, address: str, body: dict[str, Any] | None = None) -> Any:
    answer = client.post(f"/api/v1{address}", json.dumps(body or {}), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_program_does_what_the_pages_do(nine: Nine):
    our_bank(nine)
    by_bank(nine.people[0])
    run, delia, mine = nine.posted(), signed_in(nine.delia), signed_in(nine.people[0])
    short = {"available_cents": 450_000_000, "key": "one"}
    # the others have not said into which account, and there is no box: nothing is booked
    assert call(delia, f"/pay-runs/{run.pk}/payments", short)[0] == 409
    for person in nine.people[1:]:
        by_bank(person)
    assert call(delia, f"/pay-runs/{run.pk}/payments", short)[0] == 200
    assert call(delia, f"/pay-runs/{run.pk}/payments", short)[0] == 200
    assert mine.get("/api/v1/arrears").json()[0]["owed_cents"] == 50_000_000
    listed = delia.get("/api/v1/payments").json()
    assert listed["count"] == 1
    number = listed["items"][0]["id"]
    assert call(delia, f"/payments/{number}/export")[0] == 200
    whole = delia.get(f"/api/v1/payments/{number}").json()
    part = whole["parts"][0]["id"]
    assert call(delia, f"/payments/parts/{part}/bounced", {"said": "closed"})[1]["came_back_at"]
    again = call(delia, f"/payments/parts/{part}/again")
    assert again[0] == 201
    assert call(delia, f"/payments/{again[1]['id']}/export")[1]["exported_before"] is False
    assert call(delia, f"/payments/{again[1]['id']}/export")[1]["exported_before"] is True
    assert call(delia, f"/payments/{number}/confirm", {"said": "line 4"})[0] == 200
    about = {"member": 2, "cents": 500, "from_on": "2026-03-01", "way": "cash", "key": "k"}
    assert call(delia, "/advances", about)[0] == 201
    assert call(mine, "/advances", about)[0] == 409
    own = call(mine, "/deductions", {"name": "Fee", "share": "1/100", "from_on": "2026-03-01"})
    assert own[0] == 201
    assert call(mine, f"/deductions/{own[1]['id']}/end", {"until_on": "2026-04-02"})[0] == 200
    assert call(mine, "/pay-to", {"way": "cash"})[0] == 201
    assert call(delia, f"/pay-runs/{run.pk}/corrections", {"member": 1})[0] == 409


def test_a_cash_sheet_is_the_same_pdf_every_time_and_its_amount_is_in_words(nine: Nine):
    our_box(nine)
    nine.paid()
    payment = Payment.objects.get()
    assert cash_sheet_pdf(payment) == cash_sheet_pdf(payment)
    assert file_of(payment).count(b"\n") == 9
    coop = nine.coop
    assert (
        in_words(127_000_050, coop, "es-ar")
        == "un millón doscientos setenta mil pesos con cincuenta centavos"
    )
    coop.currency = "EUR"
    assert in_words(101, coop, "es") == "un euro con un céntimo"
    assert in_words(101, coop, "en") == "one euro and one cent"
    coop.currency = "TND"
    coop.decimals = 3
    assert in_words(1_005, coop, "en") == "one TND and five thousandths"
