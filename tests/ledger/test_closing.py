"""A month is closed by a list of what is missing, and opened again only by a motion."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assemblies.books_motions import ReopenMonth
from assemblies.models import Motion
from ledger import chart
from ledger.actions import (
    classify_bank_line,
    close_period,
    confirm_cash,
    count_cash,
    enter_by_hand,
    import_bank_file,
    reopen_period,
)
from ledger.models import BankLine, Period, PeriodReopening
from ledger.reports import faults
from ledger.reports.closing import bare_entries, closing_steps
from ledger.rules import Line, why_not_without
from record.models import Act
from record.rules import Refused
from tests.ledger.conftest import BANK, CASH, GAS, Books
from tests.ledger.test_pages import _as_served, at, delia, oscar, page  # noqa: F401 - fixtures
from tests.makers import NOW, TODAY

APRIL = NOW + timedelta(days=30)
FILE = b"Fecha;Concepto;Importe\n02/03/2026;CAMUZZI GAS;-500,00\n"


def missing(period: Period) -> list[str]:
    return [str(step.what) for step in closing_steps(period) if not step.is_done]


def test_the_list_says_what_is_missing_and_empties_as_it_is_done(books: Books) -> None:
    bank = "Take in the bank's file to the end of the month"
    waits, box = "Every movement of the bank has its account", "Count the cash box"
    ticket, pay = "Every cost entered by hand has its ticket", "The pay of the month is entered"
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    lines = [Line(account=GAS, cents=5), Line(account=CASH, cents=-5)]
    made = enter_by_hand(on=TODAY, memo="Garrafa", key="x", lines=lines, actor=books.delia, now=NOW)
    period = Period.objects.get()
    assert missing(period) == [bank, waits, box, pay, ticket]
    assert bare_entries(period) == [made]

    with pytest.raises(Refused, match="1 movement of the bank waits"):
        close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    import_bank_file(account=BANK, data=FILE + b"01/04/2026;X;1\n", actor=books.delia, now=APRIL)
    line = BankLine.objects.earliest("on")
    classify_bank_line(line_id=line.pk, account=GAS, actor=books.delia, now=APRIL)
    counted = count_cash(account=CASH, notes={100: 1}, actor=books.delia, now=APRIL)
    confirm_cash(count_id=counted.pk, notes={100: 1}, actor=books.oscar, now=APRIL)
    books.post((chart.WORK_REMUNERATION, 9), (chart.PAY_OWED, -9), key="pay")
    assert missing(period) == [ticket], "which is good to know, and does not stop the closing"
    with pytest.raises(Refused, match="Not done: “Every cost entered by hand has its ticket 1”"):
        close_period(period_id=period.pk, actor=books.delia, now=APRIL, looked_at=False)
    close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    assert Act.objects.get(verb="ledger.period.closed").facts["missing"] == ["tickets"]


def test_with_nothing_missing_a_month_closes_as_ever_and_else_by_a_tick() -> None:
    assert why_not_without(name="2026-03", missing=[], looked_at=False) is None
    assert why_not_without(name="2026-03", missing=["Count the cash box Caja"], looked_at=True) is None
    assert why_not_without(
        name="2026-03", missing=["Count the cash box Caja", "What was due is paid 2"], looked_at=False
    ) == (
        "2026-03 is not closed yet, and nothing changed. Not done: “Count the cash box Caja”, "
        "“What was due is paid 2”. Tick that you looked at them."
    )


def test_a_movement_of_a_closed_month_is_entered_in_the_next_open_one(books: Books) -> None:
    period = books.sell(1000).period
    close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=APRIL)
    entry = classify_bank_line(line_id=BankLine.objects.get().pk, account=GAS, actor=books.delia, now=APRIL)
    assert (entry.on, entry.memo) == (date(2026, 4, 1), "02/03/2026 CAMUZZI GAS")
    assert faults() == []


def test_only_a_motion_opens_a_closed_month_again(books: Books) -> None:
    period = books.sell(1000).period
    later = books.sell(500, on=date(2026, 4, 1), key="april").period
    with pytest.raises(Refused, match="is open"):
        reopen_period(period_id=period.pk, because="assemblies.motion:7", actor=None, now=APRIL)
    close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    close_period(period_id=later.pk, actor=books.delia, now=APRIL + timedelta(days=30))
    may = APRIL + timedelta(days=31)
    with pytest.raises(Refused, match="Only a motion"):
        reopen_period(period_id=later.pk, because="", actor=books.delia, now=may)
    with pytest.raises(Refused, match="2026-04 is closed and comes after it"):
        reopen_period(period_id=period.pk, because="assemblies.motion:7", actor=None, now=may)
    reopen_period(period_id=later.pk, because="assemblies.motion:7", actor=None, now=may)
    books.sell(1, on=date(2026, 4, 2), key="forgotten")
    assert faults() == []
    close_period(period_id=later.pk, actor=books.delia, now=may + timedelta(days=1))
    reopen_period(period_id=later.pk, because="assemblies.motion:7", actor=None, now=may + timedelta(days=2))
    later.refresh_from_db()
    assert later.closed_at is not None, "one motion opens it once"
    assert faults() == []


def test_an_opening_that_the_record_does_not_know_is_found(books: Books) -> None:
    period = books.sell(1000).period
    close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    PeriodReopening.objects.create(period=period, because="assemblies.motion:9", at=APRIL + timedelta(days=1))
    Period.objects.update(closed_at=None, closed_by=None)
    found = faults()
    assert any("was opened again, and the record does not say so" in each for each in found)
    assert any("being closed" in each for each in found)


def test_the_motion_that_reopens_a_month_does_it_when_it_passes(books: Books) -> None:
    kind = ReopenMonth()
    with pytest.raises(Refused, match="Choose a closed month"):
        kind.clean({"period": "2026-03"}, now=NOW)
    period = books.sell(1000).period
    with pytest.raises(Refused, match="is open"):
        kind.clean({"period": "2026-03"}, now=NOW)
    close_period(period_id=period.pk, actor=books.delia, now=APRIL)
    motion = Motion(pk=70, number=7, terms=kind.clean({"period": "2026-03"}, now=APRIL))
    assert kind.why_not_open(motion, now=APRIL) is None
    assert [str(line.then) for line in kind.preview(motion, reader=None, on=TODAY)] == ["open"]
    kind.enact(motion, now=APRIL + timedelta(days=1))
    period.refresh_from_db()
    assert period.closed_at is None
    assert kind.why_not_open(motion, now=APRIL) is not None


def test_the_list_is_a_page_with_a_link_for_each_thing(
    books: Books,
    delia: Client,  # noqa: F811
    oscar: Client,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=NOW)
    period = books.sell(1000).period
    address = f"periods/{period.pk}/"
    at(APRIL, monkeypatch)
    text = page(delia, address)
    assert "Every movement of the bank has its account 1 needed" in text
    assert "Close this month" not in text
    answer: Any = delia.post(f"/books/{address}close/")
    assert "1 movement of the bank waits for its account." in answer.content.decode()
    classify_bank_line(line_id=BankLine.objects.get().pk, account=GAS, actor=books.delia, now=NOW)
    assert "Close it with 2 things not done" in page(delia, address)
    assert "not done" not in page(oscar, address)
    assert page(oscar, f"{address}tickets/")
    steps = oscar.get(f"/api/v1/ledger/periods/{period.pk}/missing").json()
    assert [step["is_done"] for step in steps if step["must"]] == [True, True]
    answer = delia.post(f"/books/{address}close/")
    assert (answer.status_code, "Tick that you looked at them." in answer.content.decode()) == (200, True)
    assert delia.post(f"/books/{address}close/", {"looked_at": "yes"}).status_code == 302
    assert "Only a motion opens" in page(oscar, address)


def test_a_file_taken_in_on_the_last_evening_is_not_of_the_next_day(books: Books) -> None:
    bank = "Take in the bank's file to the end of the month"
    evening = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)  # in Neuquén it is still the last of March
    import_bank_file(account=BANK, data=FILE, actor=books.delia, now=evening)
    books.sell(5)
    assert bank in missing(Period.objects.get())
    import_bank_file(
        account=BANK, data=FILE + b"03/03/2026;X;1\n", actor=books.delia, now=evening + timedelta(hours=3)
    )
    assert bank not in missing(Period.objects.get())
