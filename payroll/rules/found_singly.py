"""Finding each transfer of a payment among the bank's movements, where the bank lists every one by itself.

1. By the name that we gave the transfer in the file for the bank (`reference_of`) and exactly its cents.
2. Else by the account or the holder it went to and exactly its cents: only where one movement fits one transfer, and
   the movement has no such name of another.
Whatever fits several, or nothing, waits for a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from payroll.rules.bank_orders import plain_text

_OURS = re.compile(r"(?<![A-Z0-9])PAY-[0-9]{1,10}-[0-9]{1,19}(?![0-9])")
_SHORTEST_ACCOUNT = 8


def reference_of(*, number: int, payslip_id: int) -> str:
    """The name of one transfer in the file of a payment: its end-to-end id."""
    return f"PAY-{number}-{payslip_id}"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One part of a payment that is not found yet: its own name, whom and where it went to, and its cents."""

    id: int
    reference: str
    holder: str
    account: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Money that left by the bank's list: `cents` above zero."""

    id: int
    text: str
    cents: int


def found_among(transfers: Sequence[Transfer], movements: Sequence[Movement]) -> dict[int, int]:
    """The movement of each transfer that is surely one of these; both by their ids, each once."""
    said = {each.id: frozenset(_OURS.findall(each.text.upper())) for each in movements}
    named = [each for each in movements if said[each.id]]
    found = _one_to_one(transfers, named, lambda out, line: said[line.id] == {out.reference})
    left = [each for each in transfers if each.id not in found]
    unnamed = [each for each in movements if not said[each.id]]
    words = {each.id: _words(each.text) for each in unnamed}
    bare = {each.id: "".join(words[each.id]) for each in unnamed}
    holders = {each.id: frozenset(_words(each.holder)) for each in left}
    return found | _one_to_one(
        left,
        unnamed,
        lambda out, line: (
            (len(out.account) >= _SHORTEST_ACCOUNT and out.account.upper() in bare[line.id])
            or (len(holders[out.id]) > 1 and holders[out.id] <= set(words[line.id]))
        ),
    )


def _one_to_one(
    transfers: Iterable[Transfer],
    movements: Iterable[Movement],
    fits: Callable[[Transfer, Movement], bool],
) -> dict[int, int]:
    """Those of the same cents that fit each other and nothing else."""
    by_cents: dict[int, list[Movement]] = defaultdict(list)
    for line in movements:
        by_cents[line.cents].append(line)
    of_transfer: dict[int, list[int]] = {}
    of_movement: dict[int, list[int]] = defaultdict(list)
    for out in transfers:
        of_transfer[out.id] = [line.id for line in by_cents[out.cents] if fits(out, line)]
        for line_id in of_transfer[out.id]:
            of_movement[line_id].append(out.id)
    return {
        out: lines[0]
        for out, lines in of_transfer.items()
        if len(lines) == 1 and len(of_movement[lines[0]]) == 1
    }


def _words(text: str) -> list[str]:
    """The words of a text in the letters that every bank takes, in capitals."""
    return re.findall(r"[A-Z0-9]+", plain_text(text, 300).upper())
