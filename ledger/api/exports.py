"""The books, taken away by a program."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger.api.shapes import PeriodName, me, router
from ledger.downloads import export_of
from ledger.models import Period
from ledger.rules import KEEP_BOOKS, may
from record.rules import Refused


@router.get("/ledger/exports/{kind}", summary="The books for another program, whole or one month")
def export(
    request: HttpRequest,
    kind: Literal["beancount", "hledger", "csv", "xlsx", "pack"],
    period: PeriodName | None = None,
) -> StreamingHttpResponse:
    """The same books give the same bytes. The pack is for whoever keeps the books."""
    if kind == "pack" and not may(me(request), KEEP_BOOKS, timezone.now()):
        raise Refused(_("Only whoever keeps the books can do this."))
    return export_of(kind, get_object_or_404(Period, name=period) if period else None)
