"""Reading the record: its lines, its end, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from record.models import Act, Head
from record.rules import GENESIS, ActLine, faults_in_chain


def head() -> tuple[int, str]:
    """The last act's number and hash."""
    row = Head.objects.filter(pk=1).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def line_of(act: Act) -> ActLine:
    """An act as it is hashed."""
    return ActLine(
        seq=act.seq,
        at=act.at,
        verb=act.verb,
        subject=act.subject,
        actor_number=act.actor_number,
        because=act.because,
        facts=act.facts,
        previous_hash=act.previous_hash,
    )


def faults() -> list[str]:
    """Everything wrong with the chain, from the first act to the head."""
    seq, last = head()
    return faults_in_chain(_pairs(), head_seq=seq, head_hash=last)


def _pairs() -> Iterator[tuple[ActLine, str]]:
    for act in Act.objects.order_by("seq").iterator(chunk_size=2000):
        yield line_of(act), act.hash
