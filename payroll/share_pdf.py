"""A member's share account in a year, as PDF: tagged for screen readers, the same bytes for the same data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from ledger.amounts import say_amount
from ledger.words import amount_in_words
from members.models import Cooperative
from payroll.reports.shares import Statement

LAYOUT = Path(__file__).with_name("shares.typ")


def statement_pdf(found: Statement) -> bytes:
    """One page, or as many as the movements need, in the reader's language."""
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    data: dict[str, Any] = {
        "coop": coop.name,
        "town": coop.town,
        "lang": "es" if language.startswith("es") else "en",
        "year": found.year,
        "title": gettext("Shares in %(year)s") % {"year": found.year},
        "member": [gettext("Member"), found.member.name, gettext("Number"), str(found.member.number)],
        "heads": [gettext("Day"), gettext("What"), gettext("Amount"), gettext("There is")],
        "opening": [gettext("At the beginning of the year"), say_amount(found.opening_cents)],
        "rows": [
            [
                date_format(each.on, "SHORT_DATE_FORMAT"),
                each.memo,
                say_amount(each.cents),
                say_amount(each.balance_cents),
            ]
            for each in found.movements
        ],
        "closing": [gettext("At the end of the year"), say_amount(found.closing_cents)],
        "more": [
            [gettext("Subscribed"), say_amount(found.subscribed_cents)],
            [gettext("Due and not paid yet"), say_amount(found.due_cents)],
            [gettext("Interest on shares in the year"), say_amount(found.interest_cents)],
        ],
        "words": amount_in_words(found.closing_cents, decimals=coop.decimals, language=language),
    }
    try:
        return _compiled(data, is_tagged=True)
    except typst.TypstError:
        # Letters that our fonts lack are no reason to print nothing: only the standard is lost.
        return _compiled(data, is_tagged=False)


def _compiled(data: dict[str, Any], *, is_tagged: bool) -> bytes:
    return typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"] if is_tagged else None,
        ignore_system_fonts=True,
    )
