"""Doing every count again: what `verify` says of this room."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assemblies import kinds
from assemblies.models import Assembly, AssemblyState, Document, Motion, MotionState
from assemblies.reports.counting import counted_of, digest_of, tally_kept, tally_of
from assemblies.reports.papers import box_of, handed_out
from assemblies.reports.signers import signer_faults
from assemblies.rules.decision import ImpossibleTally, from_data, outcome
from ledger.money import BadNumber
from record.models import Act
from record.rules import canonical, digest, fingerprint


def faults() -> list[str]:
    """Everything decided that is not what its ballots, its rule and its act say; empty when all hold.

    1. The tally is counted again from the ballots, and their digest made again: both as kept, and as sealed
       in the closing act.
       Where paper was given out, two people counted the same, and no more papers than there were. In a secret
       vote there are as many ballots as members who took part.
    2. The outcome follows from the tally and the frozen rule, and what came out of preferences from the ballots.
    3. Only what was adopted is enacted, and what was adopted and binds is enacted or says why not.
    4. The register of who was there is the one that the closing of the assembly sealed.
    5. Every document is there, and is what was attached.
    6. Those who sign minutes as drawn are drawn again.
    """
    found: list[str] = []
    closings = {
        act.subject: act.facts
        for act in Act.objects.filter(verb="assemblies.voting.closed").only("subject", "facts")
    }
    for motion in Motion.objects.decided().order_by("number"):
        found.extend(_motion_faults(motion, closings.get(f"assemblies.motion:{motion.pk}")))
    seals = {
        act.subject: act.facts
        for act in Act.objects.filter(verb="assemblies.assembly.closed").only("subject", "facts")
    }
    for assembly in Assembly.objects.filter(state=AssemblyState.CLOSED).order_by("number"):
        facts = seals.get(f"assemblies.assembly:{assembly.pk}")
        if facts is None or facts["presence"] != presence_digest(assembly):
            found.append(f"assembly {assembly.number}: who was there is not what its closing sealed")
    found.extend(_document_faults())
    found.extend(signer_faults())
    return found


def presence_digest(assembly: Assembly) -> str:
    """The seal of who was there, from when to when."""
    return digest(
        [number, channel, arrived.isoformat(), left.isoformat()]
        for number, channel, arrived, left in assembly.presences.values_list(
            "member__number", "channel", "arrived_at", "left_at"
        )
        if left is not None
    )


def _motion_faults(motion: Motion, facts: dict[str, object] | None) -> list[str]:
    name = f"motion {motion.number}"
    found: list[str] = []
    try:
        kept, counted = tally_kept(motion), tally_of(motion)
        rule, came_out = from_data(motion.rule or {}), counted_of(motion)
    except (ImpossibleTally, BadNumber) as problem:
        return [f"{name}: {problem}"]
    if kept != counted:
        found.append(f"{name}: the ballots do not add up to the count that was written down")
    again = digest_of(motion)
    if again != motion.ballots_digest:
        found.append(f"{name}: the ballots are not those that were counted")
    if motion.is_secret and motion.secret_ballots.count() != motion.participations.count():
        found.append(f"{name}: there are not as many secret ballots as members who voted")
    found.extend(f"{name}: {problem}" for problem in _box_faults(motion))
    if came_out != motion.counted:
        found.append(f"{name}: counted again, what its ballots name comes to something else")
    decision = outcome(kept, rule, second_call=motion.second_call)
    if decision.outcome.value != motion.state:
        found.append(f"{name}: by its rule it is {decision.outcome.value}, not {motion.state}")
    roll = motion.roll.filter(excluded_because="").count()
    if roll != motion.roll_count:
        found.append(f"{name}: the roll has {roll} members, not {motion.roll_count}")
    if facts is None:
        found.append(f"{name}: no act says that its vote was closed")
    elif (facts["outcome"], facts["ballots"]) != (motion.state, motion.ballots_digest):
        found.append(f"{name}: the record says another outcome or other ballots")
    elif motion.counted is not None and facts.get("counted") != fingerprint(canonical(motion.counted)):
        found.append(f"{name}: the record says that something else came out")
    elif (
        motion.state == MotionState.ADOPTED
        and motion.enacted_at is None
        and kinds.kind_of(motion).is_binding
        and not facts.get("not_enacted")
    ):
        found.append(f"{name}: it was adopted, and nothing says that it was carried out or why not")
    if motion.enacted_at is not None and motion.state != MotionState.ADOPTED:
        found.append(f"{name}: it was carried out without having been adopted")
    return found


def _document_faults() -> Iterator[str]:
    for document in Document.objects.iterator():
        try:
            with document.file.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            yield f"document {document.pk}: its file is not there"
        else:
            if sha256 != document.sha256:
                yield f"document {document.pk}: its file is not what was attached"


def _box_faults(motion: Motion) -> list[str]:
    handed = handed_out(motion)
    if not handed:
        return []
    box = box_of(motion)
    if box is None:
        return ["no two people counted the same in the box"]
    if box.papers > handed:
        return [f"the box holds {box.papers} papers, and {handed} were given out"]
    return []
