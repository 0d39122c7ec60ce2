"""Payslips as PDF: tagged for screen readers, the same bytes for the same data, text passed as data only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from ledger.words import amount_in_words
from members.models import Cooperative
from payroll.house_rules import say_amount
from payroll.models import Payslip
from payroll.reports.pay import lines_of

LAYOUT = Path(__file__).with_name("payslip.typ")


def payslips_pdf(slips: Sequence[Payslip]) -> bytes:
    """One page for each slip, in the reader's language."""
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    data = {
        "coop": coop.name,
        "town": coop.town,
        "title": gettext("Payslip"),
        "lang": "es" if language.startswith("es") else "en",
        "labels": {
            "member": gettext("Member"),
            "number": gettext("Number"),
            "month": gettext("Month"),
            "days": gettext("Days"),
            "what": gettext("What"),
            "amount": gettext("Amount"),
            "why": gettext("Everyone with the same days gets the same. Anyone can work this out again."),
            "signature": gettext("Received"),
        },
        "slips": [_slip(slip, coop.decimals, language) for slip in slips],
    }
    try:
        return _compiled(data, is_tagged=True)
    except typst.TypstError:
        # A name in letters that our fonts lack is no reason to print nobody's slip: only the standard is lost.
        return _compiled(data, is_tagged=False)


def _compiled(data: dict[str, Any], *, is_tagged: bool) -> bytes:
    return typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"] if is_tagged else None,
        ignore_system_fonts=True,
    )


def _slip(slip: Payslip, decimals: int, language: str) -> dict[str, Any]:
    period = slip.run.period
    return {
        "name": slip.member.name,
        "number": str(slip.member.number),
        "month": date_format(period.from_on, "YEAR_MONTH_FORMAT"),
        "date": [period.until_on.year, period.until_on.month, period.until_on.day],
        "days": gettext("%(days)s of %(all)s") % {"days": slip.days, "all": slip.period_days},
        "lines": [[str(line.text), say_amount(line.cents), line.is_total] for line in lines_of(slip)],
        "words": amount_in_words(slip.net_cents, decimals=decimals, language=language),
    }
