"""What our bylaws say about the record: how an act is written down and how acts are chained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from record.on_disk import in_order

GENESIS = "0" * 64
"""The hash before the first act."""


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """An act that the rules do not allow, with a sentence for members saying what to do."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


def refuse_if(reason: object | None) -> None:
    """Raise `Refused` when a `why_not_…` rule gave a reason; do nothing when it gave None."""
    if reason:
        raise Refused(reason)


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """An act as it is hashed: plain values only."""

    seq: int
    at: datetime
    verb: str
    subject: str
    actor_number: int | None
    because: str
    facts: dict[str, Any]
    previous_hash: str


def canonical(value: object) -> str:
    """The one way to write a value as JSON: sorted keys, no spaces, no floats, UTF-8 as it is.

    A float is refused: it has no exact decimal form, so two machines could write it differently.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(line: ActLine) -> str:
    """SHA-256 (hex) of an act's canonical form, which includes the hash of the act before."""
    body = {
        "seq": line.seq,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": line.verb,
        "subject": line.subject,
        "actor": line.actor_number,
        "because": line.because,
        "facts": line.facts,
        "previous": line.previous_hash,
    }
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def fingerprint(text: str) -> str:
    """How free text enters the record: by hash, so that it can be erased without breaking the chain."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(items: Iterable[object]) -> str:
    """SHA-256 over the canonical forms of the items, sorted: the seal of a set of rows in any order."""
    whole = hashlib.sha256()
    for line in in_order(canonical(item) for item in items):
        whole.update(line)
    return whole.hexdigest()


def faults_in_chain(lines: Iterable[tuple[ActLine, str]], *, head_seq: int, head_hash: str) -> list[str]:
    """Every way in which these (act, stored hash) pairs, in order, are not the record that the head ends."""
    faults: list[str] = []
    previous, seq = GENESIS, 0
    for line, stored in lines:
        seq += 1
        if line.seq != seq:
            faults.append(f"record: act {seq} is missing (found act {line.seq})")
            seq = line.seq
        if line.previous_hash != previous:
            faults.append(f"record: act {line.seq} does not follow the act before it")
        if hash_of(line) != stored:
            faults.append(f"record: act {line.seq} was changed after it was sealed")
        previous = stored
    if (seq, previous) != (head_seq, head_hash):
        faults.append(f"record: the head says act {head_seq}, the acts end at {seq}")
    return faults


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float cannot enter the record: write whole units or a fraction as text")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
