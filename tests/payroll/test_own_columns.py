"""How a bank wants its own file is chosen row by row, and seen before it is written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from ledger.models import Account
from payroll.forms.bank_columns import CONTENTS, column_rows
from payroll.forms.pay import as_kept
from payroll.models import PayFrom
from payroll.rules.bank_orders import COLUMNS
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.paying import IBAN, our_bank


def test_everything_that_a_column_can_hold_is_said_in_words() -> None:
    assert {code for code, _words in CONTENTS} == {"", *COLUMNS}


def test_there_are_rows_to_spare_up_to_ten_and_more_only_where_more_are_kept() -> None:
    one = {"title": "CBU", "what": "account"}
    assert [len(column_rows(None, [one] * n)) for n in (0, 3, 9, 14)] == [5, 6, 10, 14]
    assert len(column_rows({}, [])) == 5
    assert len(column_rows({"column-6-title": "CBU"}, [])) == 10


def test_an_empty_row_is_none_and_a_row_that_says_half_says_what_is_missing() -> None:
    with translation.override("en"):
        sent = {"column-0-what": "account", "column-2-title": "X", "column-3-text": "HAB"}
        rows = column_rows(sent | {"column-4-what": "name", "column-4-text": "x"}, [])
        assert [row.is_valid() for row in rows[:5]] == [True, True, False, False, False]
        assert rows[1].column() is None
        assert rows[2].errors["what"] == rows[3].errors["what"] == ["Say what goes in this column."]
        assert rows[4].errors["text"] == ["A fixed text goes in a column of its own."]


@pytest.mark.django_db
def test_what_was_written_stays_as_it_was_and_is_seen_before_it_is_changed(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(LATER, monkeypatch)
    layout: dict[str, Any] = {
        "columns": [
            {"title": "CBU", "what": "account", "text": ""},
            {"title": "Importe", "what": "amount", "text": ""},
            {"title": "Concepto", "what": "text", "text": "HABERES"},
        ],
        "separator": ";",
        "point": ",",
        "date": "dmy",
        "header": False,
    }
    kept = our_bank(nine, layout=layout)
    delia, books = signed_in(nine.delia), Account.objects.get(code="1.1.1")
    page = delia.get(f"/pay/accounts/?books={books.pk}").content.decode()
    assert f"{'1' * 22};12345,67;HABERES" in page

    said = as_kept(books, kept)
    columns: list[dict[str, str]] = said.pop("columns")
    del said["layout"]
    sent = {**said, "books": books.pk} | {
        f"column-{n}-{name}": value for n, row in enumerate(columns) for name, value in row.items()
    }
    looked = delia.post("/pay/accounts/", {**sent, "column-0-title": "Cuenta", "titles": "yes", "look": "1"})
    assert "Cuenta;Importe;Concepto\n" in looked.content.decode()
    assert PayFrom.objects.get().layout == layout, "it was only looked at"
    same = delia.post("/pay/accounts/", {**sent, "separator": ",", "look": "1"}).content.decode()
    assert "not the same sign" in same
    assert "made up" not in same
    assert "ISO 20022 (pain.001)." not in same
    assert delia.post("/pay/accounts/", sent).status_code == 302
    assert PayFrom.objects.get().layout == layout
    other = signed_in(nine.people[1]).post("/pay/accounts/", {**sent, "account": "", "look": "1"})
    assert other.status_code == 403
    assert IBAN not in other.content.decode()
