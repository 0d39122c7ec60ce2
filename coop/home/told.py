"""What a notice says, in the reader's language and with days as they are written there."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Notice

FORMS = {"day": ("", "DATE_FORMAT"), "month": ("-01", "YEAR_MONTH_FORMAT")}
"""Values of these names are kept as "2026-03-31" and "2026-03": what makes them a day, and how it is written."""


def said(notice: Notice) -> str:
    """The sentence of a notice. A value that is no day of the calendar stays as it was written."""
    return _(notice.text_id) % {name: _as_read(name, value) for name, value in notice.values.items()}


def _as_read(name: str, value: object) -> object:
    if name not in FORMS or not isinstance(value, str):
        return value
    rest, form = FORMS[name]
    try:
        return date_format(date.fromisoformat(value + rest), form)
    except ValueError:
        return value
