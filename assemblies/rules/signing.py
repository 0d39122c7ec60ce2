"""Who signs minutes: whoever chaired, whoever took them, and as many of those who were there as the law draws.

The law of several places asks for two drawn signers (AR 20.337 art. 55, ES 27/1999 art. 29.2): there they sign the
minutes of every assembly, the weekly one too, and where no law is written down here two do by our own custom. A law
that asks for none has none.
The seed is the head of the record once the assembly is closed, which nobody can choose; with it and the list of
who was there anybody draws again and finds the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import KEEP_MINUTES, Actor, Sentence

DRAWN = 2
"""How many were drawn while the record did not say it: two, whatever the law."""


def drawn_order(seed: str, numbers: Iterable[int]) -> list[int]:
    """Member numbers in the order of the lot: by the SHA-256 of "seed:number"."""
    return sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())


def next_drawn(order: list[int], signing: Iterable[int]) -> int | None:
    """Who comes after those drawn so far, in the same draw; None where everybody was asked.

    Places only go up: whoever was replaced comes before one who signs now, and is not asked again.
    """
    reached = max((order.index(number) for number in signing if number in order), default=-1)
    return order[reached + 1] if reached + 1 < len(order) else None


def why_not_sign(*, is_signer: bool, has_signed: bool) -> Sentence | None:
    """Minutes are signed by those named, once."""
    if not is_signer:
        return _("Others sign these minutes: whoever chaired, whoever took them, and two drawn by lot.")
    if has_signed:
        return _("That signature is there already.")
    return None


def why_not_approve_unsigned(*, missing: Sequence[str], because: str) -> Sentence | None:
    """Minutes are approved once all who are named have signed, or whoever approves says why they do without."""
    if not missing or because.strip():
        return None
    return _(
        "These have not signed yet: %(names)s. Write down who signed on paper, or say why it is approved without them."
    ) % {"names": ", ".join(missing)}


def why_not_keep_signatures(
    *, has_signed: bool, may_be_replaced: bool = True, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Whoever keeps the minutes writes down who signed on paper, and draws the next where one cannot sign."""
    if actor is None or not actor.has_perm(KEEP_MINUTES, now):
        return _("Only whoever keeps the minutes does that.")
    if has_signed:
        return _("That signature is there already.")
    if not may_be_replaced:
        return _("Only those drawn by lot are replaced by the next of the draw.")
    return None
