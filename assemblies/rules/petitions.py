"""Who may ask by signing, for what, and what a petition that was enough brings about."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import Sentence


def why_not_ask(*, has_vote: bool, aim: str, motion_state: str, is_asked_already: bool) -> Sentence | None:
    """Members with a vote ask for an assembly or for a matter: their own, or a motion that waits.

    `motion_state` is empty where no motion is named; `is_asked_already`: others sign for that motion now.
    """
    if not has_vote:
        return _("Only members with a vote can ask for this.")
    if aim not in ("assembly", "item"):
        return _("Say what you ask for.")
    if motion_state and aim != "item":
        return _("A motion is put on an agenda: ask for that.")
    if motion_state and motion_state != "tabled":
        return _("Only a motion that waits for an agenda can be asked for.")
    if is_asked_already:
        return _("Others ask for it already: sign with them.")
    return None


def why_not_sign(*, has_vote: bool, is_reached: bool) -> Sentence | None:
    """Members with a vote sign, once each, until there are enough names."""
    if not has_vote:
        return _("Only members with a vote can sign.")
    if is_reached:
        return _("There are enough signatures already.")
    return None


def why_not_answer(
    *,
    may_convoke: bool,
    is_reached: bool,
    is_answered: bool,
    aim: str,
    assembly_kind: str,
    assembly_state: str,
    closes_at: datetime | None,
    now: datetime,
) -> Sentence | None:
    """Whoever convokes says which assembly answers it: one that was called, and not the usual weekly one.

    Its agenda still takes matters (until `closes_at`; None: as long as the assembly).
    """
    if not may_convoke:
        return _("Only whoever has the task of convoking can answer it.")
    if not is_reached:
        return _("It does not have enough signatures yet.")
    if is_answered:
        return _("It is answered already.")
    if aim == "assembly" and assembly_kind == "weekly":
        return _("It asks for an assembly to be called: the weekly one meets anyway.")
    if assembly_state != "convoked":
        return _("Choose an assembly that has not begun.")
    if closes_at is not None and now >= closes_at:
        return _("This agenda is closed. It goes on the next one.")
    return None
