"""The books as a whole: they add up, they open down to the ticket, and they say how far the money reaches."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ledger import chart
from ledger.actions import enter_invoice, write_party
from ledger.reports.statements import balance_sheet, by_month, cash_forecast
from ledger.rules.forecast import WEEKS, Known, forecast
from tests.ledger.conftest import BANK, CASH, GAS, Books
from tests.ledger.test_pages import _as_served, delia, oscar, page  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY


def test_weeks_in_hand_are_whole_weeks() -> None:
    def weeks(cash: int, went_out: int) -> int | None:
        sums = forecast(cash_cents=cash, came_in_cents=0, went_out_cents=went_out, known=[], today=TODAY)
        return sums.weeks_in_hand

    assert [weeks(400, 1300), weeks(399, 1300), weeks(-5, 1300), weeks(400, 0)] == [4, 3, 0, None]


def test_what_is_known_falls_in_its_week() -> None:
    known = [
        Known(on=TODAY - timedelta(days=9), cents=-10),
        Known(on=TODAY + timedelta(days=6), cents=5),
        Known(on=TODAY + timedelta(days=7), cents=-100),
        Known(on=TODAY + timedelta(weeks=WEEKS), cents=-999),
    ]
    weeks = forecast(cash_cents=50, came_in_cents=26, went_out_cents=13, known=known, today=TODAY).weeks
    assert [(week.comes_cents, week.goes_cents) for week in weeks[:2]] == [(5, -10), (0, -100)]
    assert [week.known_cents for week in weeks[:3]] == [45, -55, -55]
    assert [week.pace_cents for week in weeks[:2]] == [51, 52]


@given(st.lists(st.tuples(st.integers(-30, 120), st.integers(-(10**9), 10**9)), max_size=20))
def test_no_known_cent_is_lost(some: list[tuple[int, int]]) -> None:
    known = [Known(on=TODAY + timedelta(days=days), cents=cents) for days, cents in some]
    weeks = forecast(cash_cents=0, came_in_cents=0, went_out_cents=0, known=known, today=TODAY).weeks
    assert weeks[-1].known_cents == sum(cents for days, cents in some if days < 7 * WEEKS)
    for week in weeks:
        assert sum(each.cents for each in week.known) == week.comes_cents + week.goes_cents


def fill(books: Books) -> None:
    books.sell(1000_00)
    books.post((GAS, 300_00), (BANK, -300_00), key="gas")
    books.post((CASH, 50_00), (BANK, -50_00), key="to the box")
    books.post((BANK, 100_00), (chart.LONG_DEBT, -100_00), key="lent", on=date(2026, 2, 3))


def test_what_we_have_less_what_we_owe_is_ours(books: Books) -> None:
    fill(books)
    sheet = balance_sheet()
    assert (sheet.have_cents, sheet.owe_cents, sheet.ours_cents) == (800_00, 100_00, 700_00)
    assert [(line.period.name, line.income_cents, line.cost_cents) for line in by_month()] == [
        ("2026-03", 1000_00, 300_00),
        ("2026-02", 0, 0),
    ]


def test_money_between_our_own_places_neither_comes_nor_goes(books: Books) -> None:
    fill(books)
    ahead = cash_forecast(TODAY)
    assert (ahead.cash_cents, ahead.usual_in_cents, ahead.usual_out_cents) == (
        800_00,
        1100_00 // WEEKS,
        300_00 // WEEKS,
    )
    gas = write_party(name="Camuzzi", is_supplier=True, actor=books.delia, now=NOW)
    enter_invoice(
        party_id=gas.pk,
        direction="bill",
        number="1",
        on=TODAY,
        due_on=TODAY + timedelta(days=8),
        amount=20_00,
        account=GAS,
        key="x",
        actor=books.delia,
        now=NOW,
    )
    weeks = cash_forecast(TODAY).weeks[:3]
    assert [week.goes_cents for week in weeks] == [0, -20_00, 0]
    (known,) = weeks[1].known
    assert (known.cents, known.what, known.link) == (-20_00, f"{gas.name} · 1", f"/books/parties/{gas.pk}/")


def test_every_total_opens_to_its_ticket_in_three_taps(
    books: Books,
    delia: Client,  # noqa: F811
    oscar: Client,  # noqa: F811
) -> None:
    books.sell(1000_00)
    words = {"amount": "12.50", "account": GAS, "paid_from": CASH, "on": "2026-03-05"}
    words |= {"key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "memo": "Garrafa"}
    picture = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff 1")
    assert delia.post("/books/tickets/new/", words | {"file": picture}).status_code == 302

    def links(address: str, like: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            html = oscar.get(address).content.decode()
        assert len(asked) <= 12, [each["sql"][:90] for each in asked]
        return re.findall(f'href="({like})"', html)

    oscar.get("/books/")  # the first visit of a day keeps its session a little longer
    [month] = set(links("/books/statements/", r"/books/\?period=[^\"]+"))
    [account] = set(links(month, rf"/books/accounts/{GAS}/[^\"]*"))
    [ticket] = set(links(account, r"/books/papers/\d+/"))
    assert b"".join(oscar.get(ticket)) == b"\xff\xd8\xff 1"


def test_the_statements_are_a_page_and_an_answer(books: Books, oscar: Client) -> None:  # noqa: F811
    assert "Nothing has been entered yet" in page(oscar, "statements/")
    fill(books)
    text = page(oscar, "statements/")
    for words in ("March 2026 +$700", "It is ours $700", "34 weeks", "In our banks and boxes $800"):
        assert words in text
    told = oscar.get("/api/v1/ledger/statements").json()
    assert told["balance"] == {"have_cents": 800_00, "owe_cents": 100_00, "ours_cents": 700_00}
    assert told["ahead"]["weeks_in_hand"] == 34
