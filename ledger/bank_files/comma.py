"""A bank's CSV file read into days, texts and cents, however the bank writes them.

What the file proves decides: where its columns are, which mark parts the cents, whether the day or the month
comes first. What it leaves open is read as in Spanish: the day first. Nothing is guessed line by line, and
one line that cannot be read refuses the file.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ledger.bank_files.rows import LARGEST_CENTS, MOST_LINES, BankFile, BankRow, plain
from record.rules import Refused

FIRST_LINES = 40
"""The headings stand somewhere in these; what is above them is about the account, not about movements."""
MARKS = (";", ",", "\t", "|")


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split(", "))


HEADINGS: dict[str, frozenset[str]] = {
    "on": _names(
        "fecha, fecha mov, fecha movimiento, fecha de movimiento, fecha operacion, fecha de operacion, "
        "fecha contable, dia, date, booking date, transaction date, posting date, posted date, operation date"
    ),
    "valued_on": _names("fecha valor, fecha de valor, value date"),
    "text": _names(
        "concepto, descripcion, detalle, leyenda, leyendas, referencia, movimiento, observaciones, "
        "descripcion adicional, description, details, detail, memo, narrative, payee, text, reference, "
        "transaction, name"
    ),
    "cents": _names("importe, monto, importe pesos, valor, amount, sum, value"),
    "out": _names(
        "debito, debitos, debe, cargo, cargos, egreso, egresos, salida, salidas, "
        "debit, debits, withdrawal, withdrawals, paid out, money out, out"
    ),
    "in": _names(
        "credito, creditos, haber, abono, abonos, ingreso, ingresos, entrada, entradas, "
        "credit, credits, deposit, deposits, paid in, money in, in"
    ),
}
"""What banks call their columns, in Spanish and English, without accents and capitals."""

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})(?:[ T].*)?", re.ASCII)
_BARE = re.compile(r"[0-9][0-9.,]*|[.,][0-9]+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where a bank's CSV has what, as somebody said once: places counted from 0.

    Either `cents` or both `out` and `in_`. `skip` lines come before the movements.
    """

    on: int
    text: tuple[int, ...]
    cents: int | None = None
    out: int | None = None
    in_: int | None = None
    skip: int = 0
    is_day_first: bool = True

    def places(self) -> dict[str, list[int]]:
        """The same by key, as headings are found."""
        found = {"on": [self.on], "text": list(self.text)}
        for key, place in (("cents", self.cents), ("out", self.out), ("in", self.in_)):
            if place is not None:
                found[key] = [place]
        return found


def read(data: bytes, *, decimals: int = 2, columns: Columns | None = None) -> BankFile:
    """The movements of a CSV file. Raises `Refused` naming the line that cannot be read."""
    text = _decoded(data)
    rows, places = _table(text) if columns is None else (_rows(text)[columns.skip :], columns.places())
    if len(rows) > MOST_LINES:
        raise Refused(_("The file has too many lines: up to %(most)s.") % {"most": MOST_LINES})

    dated = [(number, row) for number, row in rows if _cell(row, places["on"])]
    left_out = [number for number, row in rows if not _cell(row, places["on"]) and any(map(str.strip, row))]
    if columns is None:
        day_first = _day_comes_first((number, _cell(row, places["on"])) for number, row in dated)
    else:
        day_first = columns.is_day_first
    amounts = [place for key in ("cents", "out", "in") for place in places.get(key, [])]
    mark = _decimal_mark([_cell(row, [place]) for _, row in dated for place in amounts], decimals)

    found: list[BankRow] = []
    for number, row in dated:
        cents = _movement(row, places, number, mark, decimals)
        if cents == 0:
            left_out.append(number)
            continue
        on = _day(_cell(row, places["on"]), number, day_first)
        words = plain(" ".join(_cell(row, [place]) for place in places.get("text", [])))
        found.append(BankRow(on=on, text=words or "—", cents=cents))
    if not found:
        raise Refused(_("There is no movement in this file."))
    return BankFile(rows=tuple(found), left_out=tuple(sorted(left_out)))


def first_rows(data: bytes, most: int = 12) -> list[list[str]]:
    """The first lines of a CSV as they are parted into columns: for somebody to say what each is."""
    return [[plain(cell)[:40] for cell in row[:20]] for _, row in _rows(_decoded(data[:40_000]))[:most]]


# The table ------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    """The text of the file: what it says of itself, else UTF-8, else as older Windows programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _table(text: str) -> tuple[list[tuple[int, list[str]]], dict[str, list[int]]]:
    """The rows under the headings, numbered as in the file, and where each column is."""
    for mark in sorted(MARKS, key=text[:4000].count, reverse=True):
        try:
            rows = _numbered(text, mark)
        except csv.Error:
            continue
        for place, (_number, row) in enumerate(rows[:FIRST_LINES]):
            columns = _columns(row)
            if columns is not None:
                return rows[place + 1 :], columns
    raise Refused(
        _("We do not find the headings: one line that says date, description, amount (or debit, credit).")
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows, parted by the mark that parts most of the first lines alike."""
    for mark in sorted(MARKS, key=text[:4000].count, reverse=True):
        try:
            return _numbered(text, mark)
        except csv.Error:
            continue
    return []


def _numbered(text: str, mark: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return [(reader.line_num, row) for row in reader]


def _columns(row: Sequence[str]) -> dict[str, list[int]] | None:
    """Where each column is, or None where these are no headings."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(row):
        heading = _heading(cell)
        for key, names in HEADINGS.items():
            if heading in names:
                found.setdefault(key, []).append(place)
    if "on" not in found and "valued_on" in found:
        found["on"] = found["valued_on"]
    if "on" not in found or not ("cents" in found or {"out", "in"} <= found.keys()):
        return None
    if {"out", "in"} <= found.keys():
        found.pop("cents", None)
    found["on"] = found["on"][:1]
    return found


def _heading(cell: str) -> str:
    """A heading without accents, capitals, marks and what stands in brackets: "Débito ($)" → "debito"."""
    bare = unicodedata.normalize("NFD", re.sub(r"\(.*?\)", " ", cell)).lower()
    return " ".join(re.sub(r"[^a-z ]", " ", re.sub(r"[\u0300-\u036f]", "", bare)).split())


def _cell(row: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(row[place].strip() for place in places if place < len(row)).strip()


# Days -----------------------------------------------------------------------------------------------


def _day_comes_first(cells: Iterable[tuple[int, str]]) -> bool:
    """Whether 3/5 is the third of May: so unless a second number above twelve shows otherwise."""
    day_first = month_first = False
    for _number, cell in cells:
        match = _DAY.fullmatch(cell)
        if match:
            day_first |= int(match[1]) > 12
            month_first |= int(match[2]) > 12
    if day_first and month_first:
        raise Refused(
            _("The file writes its days in two ways: some with the day first, some with the month.")
        )
    return not month_first


def _day(cell: str, number: int, day_first: bool) -> date:
    try:
        if iso := _ISO_DAY.fullmatch(cell):
            return _between_1900_and_2200(int(iso[1]), int(iso[2]), int(iso[3]))
        if match := _DAY.fullmatch(cell):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            day, month = (first, second) if day_first else (second, first)
            return _between_1900_and_2200(year + 2000 if len(match[3]) == 2 else year, month, day)
    except ValueError:
        pass
    raise Refused(_("Line %(line)s: “%(text)s” is no day.") % {"line": number, "text": plain(cell)[:40]})


def _between_1900_and_2200(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2200:
        raise ValueError
    return date(year, month, day)


# Amounts --------------------------------------------------------------------------------------------


def _movement(
    row: Sequence[str], columns: dict[str, list[int]], number: int, mark: str, decimals: int
) -> int:
    if "cents" in columns:
        return _cents(_cell(row, columns["cents"][:1]), number, mark, decimals)
    went_out = abs(_cents(_cell(row, columns["out"][:1]), number, mark, decimals))
    came_in = abs(_cents(_cell(row, columns["in"][:1]), number, mark, decimals))
    return came_in - went_out


def _bare_number(cell: str) -> tuple[str, bool]:
    """The digits and marks of an amount, and whether it is negative: "(1.250,00)", "-$ 10", "10,00-"."""
    bare = re.sub(r"[\s\u00a0\u202f']", "", cell)
    negative = bare.startswith(("-", "\N{MINUS SIGN}", "(")) or bare.endswith(("-", "\N{MINUS SIGN}"))
    bare = bare.strip("-+()\N{MINUS SIGN}")
    bare = re.sub(r"^(?:ars|usd|eur|u\$s|\$|€)|(?:ars|usd|eur|\$|€)$", "", bare, flags=re.IGNORECASE)
    negative = negative or bare.startswith("-")
    return bare.strip("-"), negative


def _decimal_mark(cells: Sequence[str], decimals: int) -> str:
    """The mark before the cents, as the file's amounts show; a comma where none of them does.

    An amount with both marks shows it by the last; one with a single mark, by having other than three digits
    after it.
    """
    shown: set[str] = set()
    for cell in cells:
        bare, _negative = _bare_number(cell)
        marks = [char for char in bare if char in ".,"]
        if not marks or not _BARE.fullmatch(bare):
            continue
        last = marks[-1]
        after = len(bare) - bare.rindex(last) - 1
        if len(set(marks)) == 2 or (len(marks) == 1 and after != 3):
            shown.add(last)
        elif len(marks) > 1:
            shown.add("." if last == "," else ",")
        elif decimals == 3 and bare.startswith("0"):
            shown.add(last)
    if len(shown) > 1:
        raise Refused(_("The file writes its amounts in two ways: some with a comma, some with a point."))
    return shown.pop() if shown else ","


def _cents(cell: str, number: int, mark: str, decimals: int) -> int:
    bare, negative = _bare_number(cell)
    if not bare:
        return 0
    groups = "," if mark == "." else "."
    pattern = rf"([0-9]+|[0-9]{{1,3}}(?:{re.escape(groups)}[0-9]{{3}})+|)(?:{re.escape(mark)}([0-9]*))?"
    match = re.fullmatch(pattern, bare, re.ASCII)
    rest = (match[2] or "").rstrip("0") if match else ""
    if match is None or not (match[1] or match[2]) or len(rest) > decimals or len(bare) > 30:
        raise Refused(
            _("Line %(line)s: “%(text)s” is no amount.") % {"line": number, "text": plain(cell)[:40]}
        )
    cents = int((match[1].replace(groups, "") or "0") + rest.ljust(decimals, "0"))
    if cents > LARGEST_CENTS:
        raise Refused(_("Line %(line)s: that amount is too large.") % {"line": number})
    return -cents if negative else cents
