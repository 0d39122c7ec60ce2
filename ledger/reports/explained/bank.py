"""A movement that waits at the bank, opened: what the bank said of it, and where."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ledger.models import BankLine
from ledger.reports.explained import Explained, Given


def movement_explained(line: BankLine, *, opens_file: bool) -> Explained:
    """A movement as its bank's list says it; the file opens to whoever keeps the books. It asks nothing."""
    given = [Given(text=line.account.said, link=reverse("ledger:account", args=[line.account.code]))]
    if line.paper is not None:
        link = reverse("ledger:bank_file", args=[line.paper.pk]) if opens_file else ""
        given.append(Given(text=line.paper.name, link=link))
    if line.reference:
        given.append(Given(text=_("The bank's own number"), said=line.reference))
    return Explained(
        key=f"movement-{line.pk}",
        name=line.text,
        cents=line.cents,
        formula=_("What the bank's list says. It waits until somebody says what it was for."),
        given=tuple(given),
    )
