"""Payslips and cash sheets as PDF: tagged for screen readers, the same bytes for the same data, text as data only."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from assemblies.models import Motion
from ledger.amounts import say_amount
from ledger.words import CurrencyWords, amount_in_words
from members.models import Cooperative
from payroll.models import Payment, PayRun, Payslip
from payroll.reports.pay import five_lines, lines_of
from payroll.reports.runs import said_days
from payroll.rules.paying_out import notes_for
from payroll.zipping import Pieces, named
from record.parts import parts_of

LAYOUT = Path(__file__).with_name("payslip.typ")
SHEET = Path(__file__).with_name("cash_sheet.typ")
TYPESET = Path(__file__).with_name("standalone") / "typeset.py"
IN_ONE_FILE = 500
"""Payslips to one PDF. More go into a ZIP of smaller ones (docs/decisions/0020)."""
IN_A_PART = 250
"""Payslips to each PDF of such a ZIP, set one after the other in processes that end: memory stays as it is."""

_NOTES = {"ARS": (20000, 10000, 2000, 1000, 500, 200, 100), "EUR": (200, 100, 50, 20, 10, 5, 2, 1)}
_OTHER_NOTES = (2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Whole coins and notes in use, by currency."""

_COINS: dict[str, dict[str, CurrencyWords]] = {
    "EUR": {
        "es": CurrencyWords(one="euro", many="euros", cent="céntimo", cents="céntimos"),
        "en": CurrencyWords(one="euro", many="euros", cent="cent", cents="cents"),
    },
    "USD": {
        "es": CurrencyWords(one="dólar", many="dólares", cent="centavo", cents="centavos"),
        "en": CurrencyWords(one="dollar", many="dollars", cent="cent", cents="cents"),
    },
    "BRL": {
        "es": CurrencyWords(one="real", many="reales", cent="centavo", cents="centavos"),
        "en": CurrencyWords(one="real", many="reais", cent="cent", cents="cents"),
    },
}
_PESOS = frozenset({"ARS", "UYU", "CLP", "COP", "MXN"})


def in_words(cents: int, coop: Cooperative, language: str) -> str:
    """An amount of the co-operative's currency in words, right to the last cent."""
    spanish = language.startswith("es")
    coin = _COINS.get(coop.currency, {}).get("es" if spanish else "en")
    if coin is None and coop.currency not in _PESOS:
        cent = ("centésimo", "centésimos") if spanish else ("hundredth", "hundredths")
        if coop.decimals == 3:
            cent = ("milésimo", "milésimos") if spanish else ("thousandth", "thousandths")
        coin = CurrencyWords(one=coop.currency, many=coop.currency, cent=cent[0], cents=cent[1])
    return amount_in_words(cents, decimals=coop.decimals, language=language, currency=coin)


def payslips_pdf(slips: Sequence[Payslip]) -> bytes:
    """One page for each slip, in the reader's language."""
    return _compiled(LAYOUT, _payslips(slips))


def _payslips(slips: Sequence[Payslip]) -> dict[str, Any]:
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    numbers = _motion_numbers(slips)
    return {
        "coop": coop.name,
        "town": coop.town,
        "title": gettext("Payslip"),
        "lang": "es" if language.startswith("es") else "en",
        "labels": {
            "member": gettext("Member"),
            "number": gettext("Number"),
            "month": gettext("Pay of"),
            "days": gettext("Days"),
            "what": gettext("What"),
            "amount": gettext("Amount"),
            "details": gettext("Line by line"),
            "why": gettext("Everyone with the same days gets the same. Anyone can work this out again."),
            "signature": gettext("Received"),
        },
        "slips": [_slip(slip, coop, language, numbers) for slip in slips],
    }


def slips_in_parts(run: PayRun) -> Iterator[bytes]:
    """A ZIP with every payslip of a run, piece by piece. The same bytes every time."""
    out = Pieces()
    with ZipFile(out, "w", ZIP_STORED) as bundle:
        slips = run.payslips.select_related("member", "run__period")  # as written: by number
        for number, some in enumerate(parts_of(slips, at_a_time=IN_A_PART), start=1):
            bundle.writestr(
                named(f"{run.from_on:%Y-%m-%d}-{number:03d}.pdf"),
                _compiled_apart(LAYOUT, _payslips(some)),
            )
            yield out.taken()
    yield out.taken()


def cash_sheet_pdf(payment: Payment) -> bytes:
    """Everyone paid in cash with room to sign, and how many notes of each to ask the bank for."""
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    parts = list(
        payment.parts.select_related("payslip__member", "payslip__run")
        .defer("payslip__lines", "payslip__run__inputs")
        .order_by("payslip__member__number", "pk")
    )
    unit = 10**coop.decimals
    notes = [note * unit for note in _NOTES.get(coop.currency, _OTHER_NOTES)]
    wanted: dict[int, int] = {}
    rest = 0
    rows = []
    for part in parts:
        some, left = notes_for(part.cents, notes)
        rest += left
        for note, count in some.items():
            wanted[note] = wanted.get(note, 0) + count
        each = " + ".join(f"{count} × {say_amount(note)}" for note, count in some.items())
        member = part.payslip.member
        rows.append(
            [
                str(member.number),
                f"{member.name} · {said_days(part.payslip.run)}",
                say_amount(part.cents),
                each,
            ]
        )
    day = payment.pay_on
    data = {
        "coop": coop.name,
        "town": coop.town,
        "title": gettext("Payment %(n)s in cash, %(day)s")
        % {"n": payment.number, "day": date_format(day, "DATE_FORMAT")},
        "lang": "es" if language.startswith("es") else "en",
        "date": [day.year, day.month, day.day],
        "notes": [
            [say_amount(note), str(count), say_amount(note * count)]
            for note, count in sorted(wanted.items(), reverse=True)
        ],
        "rest": say_amount(rest) if rest else "",
        "rows": rows,
        "total": say_amount(payment.total_cents),
        "words": in_words(payment.total_cents, coop, language),
        "labels": {
            "notes": gettext("Notes to ask for"),
            "note": gettext("Note"),
            "count": gettext("How many"),
            "amount": gettext("Amount"),
            "rest": gettext("In smaller coins:"),
            "people": gettext("Who signs"),
            "number": gettext("Number"),
            "member": gettext("Member"),
            "signature": gettext("Received"),
            "total": gettext("Together:"),
            "paid_by": gettext("Paid by"),
            "seen_by": gettext("Second signature"),
        },
    }
    return _compiled(SHEET, data)


def _compiled(layout: Path, data: dict[str, Any]) -> bytes:
    """The PDF by the standard for screen readers (PDF/UA-1): title, language, headings and tables are tagged."""
    sent = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    try:
        return typst.compile(
            layout.read_bytes(), sys_inputs=sent, pdf_standards=["ua-1"], ignore_system_fonts=True
        )
    except typst.TypstError:
        # A name in letters that our fonts lack is no reason to print nobody's slip: only the standard is lost.
        return typst.compile(layout.read_bytes(), sys_inputs=sent, ignore_system_fonts=True)


def _compiled_apart(layout: Path, data: dict[str, Any]) -> bytes:
    """The same PDF, set in a process of its own that gives its memory back."""
    sent = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    done = subprocess.run([sys.executable, TYPESET, layout], input=sent, capture_output=True, check=True)
    return done.stdout


def _slip(slip: Payslip, coop: Cooperative, language: str, numbers: dict[int, int]) -> dict[str, Any]:
    until_on = slip.run.until_on
    five, all_lines = five_lines(slip), lines_of(slip)
    has_more = len(slip.lines) > 2
    return {
        "name": slip.member.name,
        "number": str(slip.member.number),
        "month": said_days(slip.run),
        "date": [until_on.year, until_on.month, until_on.day],
        "days": gettext("%(days)s of %(all)s") % {"days": slip.days, "all": slip.period_days},
        "lines": [[str(line.text), say_amount(line.cents), line.is_total] for line in five],
        "details": [
            [_with_motion(str(line.text), line.motion_id, numbers), say_amount(line.cents), line.is_total]
            for line in all_lines
        ]
        if has_more
        else [],
        "because": [
            gettext("Motion %(n)s set this pay.") % {"n": numbers[pk]}
            for pk in slip.run.inputs.get("motions", [])
            if pk in numbers
        ],
        "words": in_words(slip.net_cents, coop, language),
    }


def _with_motion(text: str, motion_id: int | None, numbers: dict[int, int]) -> str:
    if motion_id not in numbers:
        return text
    return gettext("%(what)s (motion %(n)s)") % {"what": text, "n": numbers[motion_id]}


def _motion_numbers(slips: Sequence[Payslip]) -> dict[int, int]:
    """The public numbers of every motion that some slips rest on."""
    wanted = {line.get("motion") for slip in slips for line in slip.lines}
    for slip in slips:
        wanted.update(slip.run.inputs.get("motions", []))
    rows = Motion.objects.filter(pk__in=wanted - {None}, number__isnull=False)
    return dict(rows.values_list("pk", "number"))
