"""Reading a register from a CSV file: every bad line with its reason, or every row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

COLUMNS = ("number", "name", "sector", "joined_on", "language")
OPTIONAL = ("phone",)
LANGUAGES = {"es": "es-ar", "es-ar": "es-ar", "en": "en", "": ""}
MOST_BYTES = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person of the file."""

    line: int
    number: int
    name: str
    sector: str
    joined_on: date
    language: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with the file: its line (0 = the whole file) and what to do."""

    line: int
    reason: str

    def __str__(self) -> str:
        return (
            _("Line %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}
            if self.line
            else self.reason
        )


def read(content: bytes, *, today: date, not_typed: int = 0) -> tuple[list[Row], list[Problem]]:
    """The rows of a file (UTF-8, comma or semicolon) and everything wrong with it.

    `not_typed` first lines stand for nothing that somebody wrote: lines are said as if they were not there.
    """
    if len(content) > MOST_BYTES:
        return [], [Problem(line=0, reason=_("The file is too large. Import it in parts."))]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        reason = _("The file is not in UTF-8. Save it again as “CSV UTF-8”.")
        return [], [Problem(line=line, reason=reason)]
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            reason = _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
            return [], [Problem(line=1, reason=reason)]
        seen: dict[int, int] = {}
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            found = _row(dict(zip(header, fields, strict=False)), reader.line_num - not_typed, seen, today)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.append(found)
                seen[found.number] = found.line
    except csv.Error as wrong:
        problems.append(
            Problem(
                line=reader.line_num - not_typed,
                reason=_("This line cannot be read: %(why)s") % {"why": wrong},
            )
        )
    if not rows and not problems:
        problems.append(Problem(line=0, reason=_("The file has no members in it.")))
    return rows, problems


def _row(fields: dict[str, str], line: int, seen: dict[int, int], today: date) -> Row | Problem:
    value = {name: fields.get(name, "").strip() for name in (*COLUMNS, *OPTIONAL)}

    def bad(reason: str) -> Problem:
        return Problem(line=line, reason=reason)

    if any("\x00" in text for text in value.values()):
        return bad(_("There is a character that cannot be kept."))
    if not (
        value["number"].isascii() and value["number"].isdigit() and 0 < int(value["number"][:12]) < 2**31
    ):
        return bad(
            _("The number “%(number)s” is not a whole number above zero.") % {"number": value["number"][:40]}
        )
    number = int(value["number"])
    if number in seen:
        return bad(
            _("The number %(number)s is on line %(other)s too.") % {"number": number, "other": seen[number]}
        )
    if not value["name"] or len(value["name"]) > 120:
        return bad(_("Write a name of at most 120 letters."))
    if not value["sector"] or len(value["sector"]) > 80:
        return bad(_("Write a sector of at most 80 letters."))
    if len(value["phone"]) > 32:
        return bad(_("Write a phone of at most 32 digits."))
    try:
        joined = date.fromisoformat(value["joined_on"])
    except ValueError:
        return bad(_("Write the day as year-month-day, for example 2026-03-31."))
    if not date(1900, 1, 1) <= joined <= today:
        return bad(_("Nobody joined on that day yet."))
    if value["language"].lower() not in LANGUAGES:
        return bad(_("The language is es or en."))
    return Row(
        line=line,
        number=number,
        name=value["name"],
        sector=value["sector"],
        joined_on=joined,
        language=LANGUAGES[value["language"].lower()],
        phone=value["phone"],
    )
