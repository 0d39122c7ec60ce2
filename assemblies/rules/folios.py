"""On which pages of the stamped book minutes are: written once, by whoever keeps them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assemblies.rules.states import KEEP_MINUTES, Actor, Sentence

LAST_FOLIO = 100_000
"""A book of more pages than this is a slip of the finger."""


def why_not_write_folios(
    *,
    first: int,
    last: int,
    is_approved: bool,
    is_written: bool,
    taken_by: int | None,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """Why these folios cannot be written for minutes; `taken_by` is the assembly whose minutes are on them."""
    if actor is None or not actor.has_perm(KEEP_MINUTES, now):
        return _("Only whoever keeps the minutes writes their folios.")
    if is_written:
        return _("The folios of these minutes are written already, and never change.")
    if not is_approved:
        return _("Approve the minutes first: then they go into the book.")
    if not 1 <= first <= last <= LAST_FOLIO:
        return _("Folios begin at 1, and the last one is not before the first one.")
    if taken_by is not None:
        return _("Those folios hold the minutes of assembly %(number)s.") % {"number": taken_by}
    return None
