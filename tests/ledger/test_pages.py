"""The books as members read them, and as whoever keeps them writes in them."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import chart
from ledger.actions import import_bank_file, month_of, post_entry, reverse_entry
from ledger.models import BankLine, Entry, Period
from ledger.rules import Line
from ledger.views.books import _cause
from members.models import Member
from tests.ledger.conftest import BANK, GAS, SALES, Books
from tests.makers import NOW, TODAY

FILE = b"Fecha;Concepto;Importe\n02/03/2026;CAMUZZI GAS;-500,00\n03/03/2026;CAMUZZI GAS;-700,00\n"
READ = ["", "accounts/", f"accounts/{BANK}/", "bank/", "periods/"]


def signed_in(member: Member, language: str = "en") -> Client:
    Member.objects.filter(pk=member.pk).update(language=language)
    client = Client(headers={"accept-language": language})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done on pages is done at this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture(autouse=True)
def _as_served(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]


@pytest.fixture
def delia(books: Books) -> Client:
    return signed_in(books.delia)


@pytest.fixture
def oscar(books: Books) -> Client:
    return signed_in(books.oscar)


def page(client: Client, address: str) -> str:
    answer = client.get(f"/books/{address}")
    assert answer.status_code == 200
    text = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def send(client: Client, address: str, **form: Any) -> Any:
    return client.post(f"/books/{address}", form)


def an_entry(**other: Any) -> dict[str, Any]:
    words = {"on": "2026-03-05", "memo": "Gas of March", "amount": "1,250.50", "to": GAS, "from_": BANK}
    return words | {"key": str(uuid.uuid4())} | other


# Reading --------------------------------------------------------------------------------------------


def test_a_month_says_what_came_in_and_what_was_left(books: Books, oscar: Client) -> None:
    books.sell(1000_00)
    books.post((GAS, 300_00), (BANK, -300_00), key="gas")
    text = page(oscar, "")
    for words in ("March 2026", "What came in $1,000", "Natural gas −$300", "What was left $700"):
        assert words in text


def test_the_books_are_read_in_spanish(books: Books) -> None:
    books.sell(1000_00)
    text = page(signed_in(books.oscar, "es-ar"), "")
    assert "Ventas de pasta roja" in text
    assert "Open books" not in text


def test_empty_books_are_read_too(oscar: Client) -> None:
    for address in READ:
        page(oscar, address)
    assert "Nothing has been entered yet" in page(oscar, "")


def test_an_account_opens_to_its_entries(books: Books, oscar: Client) -> None:
    books.sell(1000_00)
    assert "Ventas 5 Mar 2026 $1,000" in page(oscar, f"accounts/{SALES}/")
    month_of(day=TODAY - timedelta(days=30), actor=None, now=NOW)
    assert "Nothing has been entered" in page(oscar, f"accounts/{SALES}/?period=2026-02")


def test_an_entry_opens_to_its_lines_and_to_what_undid_it(books: Books, oscar: Client) -> None:
    entry = books.sell(1000_00)
    text = page(oscar, f"entries/{entry.pk}/")
    assert "Bank +$1,000" in text
    assert "Entered by Delia Quiroga" in text
    undone = reverse_entry(entry_id=entry.pk, on=TODAY, memo="Twice", actor=books.delia, now=NOW)
    assert "Undone by entry 2." in page(oscar, f"entries/{entry.pk}/")
    assert "It undoes entry 1." in page(oscar, f"entries/{undone.pk}/")


def test_each_sees_their_own_part_of_the_pay(books: Books, oscar: Client) -> None:
    lines = [
        Line(account=chart.WORK_REMUNERATION, cents=500_00),
        Line(account=chart.PAY_OWED, cents=-200_00, member_id=books.oscar.pk),
        Line(account=chart.PAY_OWED, cents=-300_00, member_id=books.delia.pk),
    ]
    entry = post_entry(
        on=TODAY, memo="Retiro", key="pay", lines=lines, because="payroll.payrun:4", actor=None, now=NOW
    )
    text = page(oscar, f"entries/{entry.pk}/")
    assert "2 people · yours: −$200" in text
    assert "300" not in text.replace("−$500", "")
    assert 'href="/pay/runs/4/"' in oscar.get(f"/books/entries/{entry.pk}/").content.decode()


def test_a_page_of_many_entries_asks_few_questions(books: Books, delia: Client) -> None:
    for n in range(40):
        books.sell(1000, key=f"sale {n}")
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    for address in [*READ, "entries/new/", f"entries/{Entry.objects.latest('number').pk}/"]:
        with CaptureQueriesContext(connection) as asked:
            page(delia, address)
        assert len(asked) <= 12, (address, [each["sql"][:90] for each in asked])
    assert "Page 1 of 2" in page(delia, f"accounts/{BANK}/")
    assert "Page 2 of 2" in page(delia, f"accounts/{BANK}/?page=2")


@pytest.mark.parametrize("address", [*READ, "entries/new/", f"entries/{uuid.UUID(int=1)}/"])
def test_a_stranger_signs_in_first(books: Books, address: str) -> None:
    answer = Client().get(f"/books/{address}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "address",
    [
        "?period=2026-13",
        "?period=%00",
        "accounts/9.9.9/",
        "accounts/a%00b/",
        f"accounts/{BANK}/?period=%00",
        f"entries/{uuid.UUID(int=1)}/",
        "entries/nonsense/",
    ],
)
def test_what_is_not_here_is_not_here(books: Books, oscar: Client, address: str) -> None:
    books.sell(1000)
    assert oscar.get(f"/books/{address}").status_code == 404


@pytest.mark.parametrize("number", ["-1", "0", "abc", "99999999999999999999", "%00"])
def test_a_strange_page_number_shows_some_page(books: Books, oscar: Client, number: str) -> None:
    page(oscar, f"accounts/{BANK}/?page={number}")


# Writing --------------------------------------------------------------------------------------------


def test_an_entry_is_made_once(books: Books, delia: Client) -> None:
    words = an_entry()
    first, again = send(delia, "entries/new/", **words), send(delia, "entries/new/", **words)
    entry = Entry.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/books/entries/{entry.pk}/"
    assert sorted(entry.postings.values_list("account__code", "cents")) == [(BANK, -125050), (GAS, 125050)]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"amount": "mucho"}, "Write the amount like this"),
        ({"amount": "-5"}, "above zero"),
        ({"amount": "9" * 30}, "too large"),
        ({"amount": "9" * 60}, "at most 40"),
        ({"on": "2026-03-06"}, "not come yet"),
        ({"on": "0001-01-01"}, "Check the year"),
        ({"on": "soon"}, "valid date"),
        ({"to": BANK}, "choose two accounts"),
        ({"to": "9.9.9"}, "valid choice"),
        ({"memo": ""}, "required"),
        ({"memo": "a\x00b"}, "Null characters"),
        ({"memo": "x" * 201}, "at most 200"),
        ({"key": "x"}, "valid UUID"),
    ],
)
def test_a_wrong_entry_is_shown_again_with_what_was_typed(
    books: Books, delia: Client, other: dict[str, Any], sentence: str
) -> None:
    answer = send(delia, "entries/new/", **an_entry(**other))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert 'value="Gas of March"' in answer.content.decode() or "memo" in other
    assert not Entry.objects.exists()


def test_a_reader_writes_nothing(books: Books, oscar: Client) -> None:
    entry = books.sell(1000)
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    line = BankLine.objects.first()
    assert line is not None
    assert oscar.get("/books/entries/new/").status_code == 403
    tried: list[tuple[str, dict[str, Any]]] = [
        ("entries/new/", an_entry()),
        (f"entries/{entry.pk}/", {"on": "2026-03-05", "memo": "x"}),
        ("bank/", {"account": BANK, "file": SimpleUploadedFile("a.csv", FILE)}),
        (f"bank/lines/{line.pk}/", {"account": GAS}),
    ]
    for address, form in tried:
        answer = send(oscar, address, **form)
        assert answer.status_code == 200
        assert "Only whoever keeps the books can do this." in answer.content.decode()
    assert (
        "Only whoever closes the months" in send(oscar, f"periods/{entry.period_id}/close/").content.decode()
    )
    assert Entry.objects.count() == 1
    assert "It was a mistake" not in page(oscar, f"entries/{entry.pk}/")
    assert "Take in a file" not in page(oscar, "bank/")


def test_an_entry_is_undone_on_its_page(books: Books, delia: Client) -> None:
    entry = books.sell(1000)
    assert "It was a mistake" in page(delia, f"entries/{entry.pk}/")
    send(delia, f"entries/{entry.pk}/", on="2026-03-05", memo="Twice")
    assert Entry.objects.get(reverses=entry).memo == "Twice"
    answer = send(delia, f"entries/{entry.pk}/", on="2026-03-05", memo="Twice")
    assert "undone already" in answer.content.decode()


def test_a_bank_file_comes_in_and_its_movements_get_accounts(books: Books, delia: Client) -> None:
    for seen, words in (
        ("2 new movements.", "2 movements came in."),
        ("0 new movements. 2 were here already.", "0 movements came in. 2 were here already."),
    ):
        answer = delia.post(
            "/books/bank/", {"account": BANK, "file": SimpleUploadedFile("a.csv", FILE)}, follow=True
        )
        assert seen in answer.content.decode()
        kept = answer.redirect_chain[-1][0]
        assert words in delia.post(kept, follow=True).content.decode()
    first, second = BankLine.objects.order_by("on")
    answer = delia.post(f"/books/bank/lines/{first.pk}/", {"account": "natural"}, follow=True)
    assert "Entered: CAMUZZI GAS." in answer.content.decode()
    first.refresh_from_db()
    assert first.entry is not None
    assert "Natural gas, as on 2 March 2026" in answer.content.decode()
    assert f'id="account-{second.pk}"' not in answer.content.decode(), "it is known"
    asked = delia.get(f"/books/bank/?line={second.pk}").content.decode()
    assert f'value="{GAS}"' in asked.split(f'id="account-{second.pk}"')[1].split(">")[0]
    assert "known-" not in asked, "one says another account of a movement that is known"
    for nonsense in ("x", "-1", "9" * 30):
        assert f'id="known-{second.pk}"' in delia.get(f"/books/bank/?line={nonsense}").content.decode()
    answer = delia.post("/books/bank/remembered/", {"line": [second.pk, "x", "9" * 30]}, follow=True)
    assert "1 movement was entered." in answer.content.decode()
    assert "Nothing waits." in answer.content.decode()


def test_a_movement_found_in_the_books_is_matched_in_one_tap(
    books: Books, delia: Client, oscar: Client
) -> None:
    entry = books.post((GAS, 500_00), (BANK, -500_00), key="gas")
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    line = BankLine.objects.earliest("on")
    assert "Perhaps it is in the books already, as entry 1 of 5 Mar" in page(delia, "bank/")
    address = f"bank/lines/{line.pk}/match/"
    assert "keeps the books" in send(oscar, address, entry=entry.pk).content.decode()
    assert "keeps the books" in send(oscar, "bank/remembered/", line=line.pk).content.decode()
    assert send(delia, address, entry="x").status_code == 404
    assert send(delia, address, entry=entry.pk).status_code == 302
    line.refresh_from_db()
    assert line.entry == entry


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ("9.9.9", "no account 9.9.9"),
        ("the <b>gas</b> bill", "no account the &lt;b&gt;gas&lt;/b&gt; bill."),
        (
            "natural gas of the oven and of the kitchen",
            "no account natural gas of the oven and of the kitc….",
        ),
        (BANK, "not the bank itself"),
        ("", "required"),
        ("a\x00", "Null"),
    ],
)
def test_a_wrong_account_is_shown_again(books: Books, delia: Client, account: str, sentence: str) -> None:
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    line = BankLine.objects.earliest("on")
    answer = send(delia, f"bank/lines/{line.pk}/", account=account)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_a_file_that_is_none_is_refused_in_a_sentence(books: Books, delia: Client) -> None:
    for data, sentence in ((b"", "empty"), (b"\x00\x01", "headings"), (FILE + b"x;y;9\n", "no day")):
        answer = delia.post(
            "/books/bank/", {"account": BANK, "file": SimpleUploadedFile("a.csv", data)}, follow=True
        )
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
    assert send(delia, "bank/", account="9.9.9").status_code == 200


def test_a_csv_without_headings_is_read_once_its_columns_are_said(books: Books, delia: Client) -> None:
    plain = b"02/03/2026;CAMUZZI GAS;-500,00\n"
    answer = delia.post(
        "/books/bank/", {"account": BANK, "file": SimpleUploadedFile("a.csv", plain)}, follow=True
    )
    kept = answer.redirect_chain[-1][0]
    assert "We do not find the headings" in answer.content.decode()
    said = {"skip": "0", "on": "1", "text": "2", "cents": "3", "is_day_first": "yes"}
    wrong = delia.post(f"{kept}columns/", said | {"cents": ""})
    assert "in which column the amount is" in wrong.content.decode()
    answer = delia.post(f"{kept}columns/", said, follow=True)
    assert "1 new movement." in answer.content.decode()
    assert "1 movement came in." in delia.post(kept, follow=True).content.decode()


def test_after_a_movement_of_the_second_page_one_is_on_it_still(books: Books, delia: Client) -> None:
    rows = "".join(f"02/03/2026;MOVEMENT {n};-{n},00\n" for n in range(1, 23))
    import_bank_file(
        account=BANK, data=f"Fecha;Concepto;Importe\n{rows}".encode(), actor=books.delia, now=NOW
    )
    text = delia.get("/books/bank/?page=2").content.decode()
    line = BankLine.objects.latest("pk")
    address = f"/books/bank/lines/{line.pk}/?page=2"
    assert f'action="{address}"' in text
    assert delia.post(address, {"account": GAS}).headers["Location"] == "/books/bank/?page=2"
    assert delia.post("/books/bank/remembered/?page=x").headers["Location"] == "/books/bank/"


def test_a_month_of_movements_that_are_known_is_entered_with_one_tap(
    books: Books, delia: Client, django_assert_max_num_queries: Any
) -> None:
    """Three of five are like one entered before: they stand by account, whatever page the others are on."""
    rows = "".join(f"0{n}/03/2026;CAMUZZI GAS {n};-{n},00\n" for n in range(2, 6))
    rows += "06/03/2026;SOMETHING NEW;-9,00\n"
    import_bank_file(
        account=BANK, data=f"Fecha;Concepto;Importe\n{rows}".encode(), actor=books.delia, now=NOW
    )
    first = BankLine.objects.earliest("on")
    text = delia.post(f"/books/bank/lines/{first.pk}/", {"account": GAS}, follow=True).content.decode()

    assert "3 are like others we know" in text
    assert re.findall(r'name="line" value="(\d+)" form="remembered" checked', text) == [
        str(pk) for pk in BankLine.objects.order_by("on").values_list("pk", flat=True)[1:4]
    ]
    assert text.count('name="account"') == 2, "the new one's, and the account of a file"
    with django_assert_max_num_queries(12):
        page(delia, "bank/")
    ticked = re.findall(r'name="line" value="(\d+)"', text)
    text = delia.post("/books/bank/remembered/", {"line": ticked}, follow=True).content.decode()
    assert "3 movements were entered." in text
    assert BankLine.objects.waiting().get().text == "SOMETHING NEW"


def test_a_month_of_which_only_the_bank_knows_is_in_the_list_of_months(books: Books, delia: Client) -> None:
    books.post((GAS, 500_00), (BANK, -500_00), key="gas")
    data = FILE + b"07/02/2026;CAMUZZI GAS;-90,00\n"
    import_bank_file(account=BANK, data=data, actor=books.delia, now=NOW)
    text = page(delia, "periods/")
    assert "February 2026" in text
    assert text.count("1 movement of the bank waits") == 1, "March is in the books, and has its own list"


def test_an_entry_says_what_it_comes_from(books: Books) -> None:
    assert _cause("payroll.payment:4") == "/pay/payments/4/"
    assert _cause("assemblies.houserule:4") == "/rules/"
    assert _cause("ledger.cashcount:4") == "/books/cash/"
    assert _cause("unknown.thing:4") == _cause("") == ""


def test_another_bank_account_is_opened_on_its_page(books: Books, delia: Client, oscar: Client) -> None:
    words = {"name": "Credicoop", "what": "asset:bank", "code": "1.1.3"}
    assert delia.post("/books/accounts/new/", words, follow=True).redirect_chain[-1][0].endswith("/1.1.3/")
    assert "Credicoop · 1.1.3" in page(delia, "bank/")
    assert "is taken" in send(delia, "accounts/new/", **words).content.decode()
    uncoded = words | {"name": "Galicia", "code": ""}
    assert delia.post("/books/accounts/new/", uncoded)["Location"].endswith("/1.1.4/"), "the next free one"
    assert oscar.get("/books/accounts/new/").status_code == 403
    assert "keeps the books" in send(oscar, "accounts/new/", **words).content.decode()


@pytest.mark.parametrize("address", ["bank/lines/999/", f"bank/lines/{10**30}/", f"periods/{10**30}/close/"])
def test_what_is_not_here_is_not_written(delia: Client, address: str) -> None:
    assert send(delia, address, account=GAS).status_code == 404


def test_a_month_is_closed_when_it_is_over(
    books: Books, delia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = books.sell(1000)
    assert "Close this month" not in page(delia, "periods/")
    assert "2026-03 is not over yet" in send(delia, f"periods/{entry.period_id}/close/").content.decode()
    at(NOW + timedelta(days=30), monkeypatch)
    assert "Close this month" in page(delia, "periods/")
    assert send(delia, f"periods/{entry.period_id}/close/", looked_at="yes").status_code == 302
    assert Period.objects.get().closed_by == books.delia
    assert "Delia Quiroga" in page(delia, "periods/")
