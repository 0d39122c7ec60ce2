"""A bank's file, however the bank writes it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.bank_files import LARGEST_FILE, BankRow, read
from ledger.money import format_money
from record.rules import Refused

ES = "Fecha;Concepto;Importe;Saldo\n05/03/2026;GAS;-1.250.000,50;9,00\n13/03/2026;LOZA;300;9,00\n"
ROWS = (
    BankRow(on=date(2026, 3, 5), text="GAS", cents=-1_250_000_50),
    BankRow(on=date(2026, 3, 13), text="LOZA", cents=300_00),
)

SAME = {
    "Spanish": ES,
    "English": 'Date,Description,Amount\n2026-03-05,GAS,"-1,250,000.50"\n2026-03-13,LOZA,300\n',
    "month first": "Date,Details,Amount\n03/05/2026,GAS,-1250000.50\n03/13/2026,LOZA,300.00\n",
    "in, out": "Fecha;Débito ($);Crédito ($);Descripción\n5/3/26;1.250.000,50;;GAS\n13/3/26;;300,00;LOZA\n",
    "negative": "Fecha|Concepto|Débitos|Créditos\n05-03-2026|GAS|-1250000,50|\n13-03-2026|LOZA||300\n",
    "bracket": "FECHA\tDETALLE\tIMPORTE\n05.03.2026\tGAS\t($ 1.250.000,50)\n13.03.2026\tLOZA\t$ 300,00\n",
    "minus after": "Fecha;Concepto;Importe\n20260305;GAS;1.250.000,50-\n20260313;LOZA;300,00+\n",
    "lines above and below": f"Cuenta;123\nTitular;Barda Clara\n\n{ES};Total;9,00;\n",
    "empty lines": ES.replace("\n", "\r\n\r\n"),
    "two texts": ES.replace("Concepto", "Movimiento;Detalle").replace("GAS", ";GAS").replace("LOZA", "LOZA;"),
    "an hour": ES.replace("2026;", "2026 14:05;"),
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_movements_however_they_are_written(way: str) -> None:
    assert read(SAME[way].encode()).rows == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_same_movements_in_every_encoding(encoding: str) -> None:
    text = "Fecha;Descripción;Débito;Crédito\n05/03/2026;Señal Ñandú;10,00;\n"
    assert read(text.encode(encoding)).rows == (
        BankRow(on=date(2026, 3, 5), text="Señal Ñandú", cents=-1000),
    )


def test_lines_that_are_no_movement_are_named() -> None:
    assert read(f"{ES}14/03/2026;NADA;0,00;9\n;Total;9,00;\n".encode()).left_out == (4, 5)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "headings"),
        ("\n\n;;;\n", "headings"),
        ("Nombre,Edad\nDelia,40\n", "headings"),
        ("Fecha;Concepto;Importe\n", "no movement"),
        ("Fecha;Concepto;Importe\n31/02/2026;X;1\n", "Line 2: “31/02/2026” is no day"),
        ("Fecha;Concepto;Importe\nayer;X;1\n", "Line 2: “ayer” is no day"),
        ("Fecha;Concepto;Importe\n1/1/0001;X;1\n", "Line 2"),
        ("Fecha;Concepto;Importe\n1/1/2026;X;mucho\n", "Line 2: “mucho” is no amount"),
        ("Fecha;Concepto;Importe\n1/1/2026;X;1,234,5\n", "Line 2"),
        ("Fecha;Concepto;Importe\n1/1/2026;X;0,005\n", "Line 2"),
        ("Fecha;Concepto;Importe\n1/1/2026;X;99999999999999999999\n", "too large"),
        ("Fecha;Concepto;Importe\n1/1/2026;X;1,50\n1/1/2026;X;1.50\n", "two ways"),
        ("Fecha;Concepto;Importe\n13/1/2026;X;1\n1/13/2026;X;1\n", "two ways"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused(text: str, sentence: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        read(text.encode())


def test_a_large_file_is_refused() -> None:
    with translation.override("en"), pytest.raises(Refused, match="too large"):
        read(b"x" * (LARGEST_FILE + 1))


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b'fecha;importe\n"')
def test_no_file_breaks_it(data: bytes) -> None:
    with suppress(Refused):
        read(data)


@given(st.text(alphabet='0123456789/.,-;"\n ()$', max_size=120))
def test_no_line_breaks_it(text: str) -> None:
    with suppress(Refused):
        read(f"Fecha;Concepto;Importe\n{text}".encode())


@given(
    st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=20),
    st.sampled_from(["es-ar", "en"]),
    st.sampled_from([0, 2]),
)
def test_amounts_are_read_as_they_are_written(amounts: list[int], language: str, decimals: int) -> None:
    lines = [f"05/03/2026;X;{format_money(cents, language=language, decimals=decimals)}" for cents in amounts]
    if decimals == 0 and language == "en":
        lines.append("05/03/2026;X;1,000,000")
        amounts = [*amounts, 1_000_000]
    rows = read("\n".join(["Fecha;Concepto;Importe", *lines]).encode(), decimals=decimals).rows
    assert [row.cents for row in rows] == amounts
