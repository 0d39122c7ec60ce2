"""When a vote opens, when it closes, and which ballots count."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assemblies.rules.agenda import why_only_by_law
from assemblies.rules.presence import quorum_was_lost
from assemblies.rules.states import CHAIR, COUNT_HANDS, Actor, Sentence, may, why_not_motion_step

CHOICES = ("for", "against", "abstain")
SMALL_GROUP = 10
"""In a secret vote of fewer than this, the totals alone can tell who voted what."""


def why_not_open_voting(
    *,
    motion_state: str,
    assembly_kind: str,
    assembly_state: str,
    assembly_ends_at: datetime,
    closes_at: datetime,
    only_in: Collection[str],
    open_amendments: int,
    voters: int,
    present: int,
    quorum: int,
    actor: Actor | None,
    now: datetime,
    article: str = "",
    most_present: int = 0,
) -> Sentence | None:
    """The chair puts a motion of this assembly to the vote, until a time within the assembly's window.

    Amendments are voted before what they amend. In a weekly assembly people arrive over hours, so the quorum
    is looked at when voting closes; an assembly by law needs it (`quorum` members present) to open the vote.
    Where there were enough of us already (`most_present` at once) and there are not any more, the quorum was
    lost, and no assembly opens a vote until enough are back.
    """
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can open a vote.")
    reason = why_not_motion_step(motion_state, "voting")
    if reason is not None:
        return reason
    if assembly_state == "recess":
        return _("The assembly is in recess. Go on with it first.")
    if assembly_state != "open":
        return _("The assembly is not open.")
    if only_in and assembly_kind not in only_in:
        return why_only_by_law(article=article)
    if open_amendments:
        return _("Its amendments are voted first.")
    if closes_at <= now:
        return _("Voting closes later than now.")
    if closes_at > assembly_ends_at:
        return _("Voting closes before the assembly ends.")
    if voters == 0:
        return _("Nobody may vote on this.")
    if quorum_was_lost(quorum=quorum, present=present, most_present=most_present):
        return _("Quorum was lost: %(present)s of %(quorum)s needed are here.") % {
            "present": present,
            "quorum": quorum,
        }
    if assembly_kind.startswith("legal") and present < quorum:
        return _("There are %(present)s of us and %(quorum)s are needed to vote.") % {
            "present": present,
            "quorum": quorum,
        }
    return None


def why_not_declare_interest(*, motion_state: str, has_vote: bool) -> Sentence | None:
    """An interest is declared before the vote opens, by somebody who would vote."""
    if not has_vote:
        return _("You have no vote here, so there is nothing to abstain from.")
    if motion_state not in ("tabled", "on_agenda"):
        return _("Voting has opened or is over: the roll does not change any more.")
    return None


def why_not_close_voting(
    *, motion_state: str, closes_at: datetime, actor: Actor | None, now: datetime
) -> Sentence | None:
    """The chair closes a vote, or the clock at its time."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can close a vote.")
    if motion_state != "voting":
        return _("Voting on this has not opened.")
    if actor is None and now < closes_at:
        return _("Voting is still open.")
    return None


def counted_until(*, closes_at: datetime, now: datetime) -> datetime:
    """The moment a vote closes: its time, where the clock comes late; now, where the chair comes early."""
    return min(closes_at, now)


def why_not_count_hands(
    *,
    motion_state: str,
    is_secret: bool,
    is_yes_or_no: bool,
    closes_at: datetime | None,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """Hands are counted by name by whoever has that task, in open votes."""
    if not may(actor, COUNT_HANDS, now):
        return _("Only whoever counts hands can do this.")
    if is_secret:
        return _("This vote is secret: hands are not counted.")
    if not is_yes_or_no:
        return _("On this each of us names options: hands are not counted.")
    if motion_state != "voting" or closes_at is None or now >= closes_at:
        return _("Voting on this is not open.")
    return None


def why_not_vote(*, on_roll: bool, excluded_because: str, is_present: bool, choice: str) -> Sentence | None:
    """Whoever is on the roll and has arrived votes for, against, or abstains."""
    if choice not in CHOICES:
        return _("Choose Yes, No or I abstain.")
    if not on_roll:
        return _("You were not on the roll when this vote opened, so you cannot vote on it.")
    if excluded_because:
        return _("You do not vote on this: %(reason)s.") % {"reason": excluded_because}
    if not is_present:
        return _("Say first that you are here, then vote.")
    return None


def why_not_ask_secret(
    *, waits_for_vote: bool, is_possible: bool, has_vote: bool, is_here: bool
) -> Sentence | None:
    """Whoever is present and votes asks that a vote be secret, before it opens."""
    if not waits_for_vote:
        return _("One asks for a secret vote in the assembly, before the vote opens.")
    if not is_possible:
        return _("It is voted in secret anyway, or our rules do not make a vote secret by asking.")
    if not has_vote:
        return _("Only members with a vote can ask for it.")
    if not is_here:
        return _("Say first that you are here.")
    return None


def why_not_name(*, choice: str, names: int) -> Sentence | None:
    """Where a motion is voted by preference: one names at least one option, or abstains and names none."""
    if choice == "against":
        return _("On this nobody votes No: say what you want of it, or abstain.")
    if choice == "for" and not names:
        return _("Say at least one option, or abstain.")
    if choice == "abstain" and names:
        return _("Whoever abstains names no option.")
    return None


_RECEIPT = re.compile(r"[A-Z2-7]{16}")


def receipt_of(motion_id: int, key: uuid.UUID) -> str:
    """The receipt of a ballot: 80 bits of SHA-256 over the motion and the phone's key, as 16 letters.

    The key is random and only the phone has it, so that a receipt tells nothing; the same request sent again
    has the same receipt.
    """
    sealed = hashlib.sha256(f"{motion_id}:{key.hex}".encode()).digest()
    return base64.b32encode(sealed[:10]).decode()


def plain_receipt(typed: str) -> str:
    """A receipt as somebody typed it, without spaces, dashes and case; empty when it cannot be one."""
    plain = "".join(typed.split()).replace("-", "").upper()
    return plain if _RECEIPT.fullmatch(plain) else ""


def totals_may_tell(voters: int) -> bool:
    """Whether the group is so small that the totals of a secret vote can reveal who voted what."""
    return voters < SMALL_GROUP
