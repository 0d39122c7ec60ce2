"""One or several options out of many, by marking all one approves of: those with most marks.

Integers only. An option nobody marked is never chosen, even where places are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assemblies.rules.preferences import (
    BadOptions,
    Labels,
    drawn,
    listed,
    refuse_bad_options,
    whole,
)


@dataclass(frozen=True, kw_only=True)
class ApprovalResult:
    """How many approve of each option, and which are chosen."""

    counts: Mapping[str, int]
    chosen: tuple[str, ...]
    """Most marks first."""
    seats: int
    level: tuple[str, ...] = ()
    """Options level for the last places, where not all of them fit: those chosen among them were drawn."""
    ballots: int
    """Ballots that mark at least one option."""
    blank: int


def count_approvals(
    options: Sequence[str], ballots: Iterable[Sequence[str]], *, seats: int = 1, seed: str
) -> ApprovalResult:
    """The `seats` options with most marks.

    Level for the last places: they go in the order of the draw of `seed` (`preferences.drawn`). An option
    without a mark is not chosen. Raises `BadBallot` or `BadOptions`.
    """
    refuse_bad_options(options)
    refuse_bad_seats(seats, options)
    counted = whole(options, ballots)
    blank = counted.pop((), 0)
    counts = dict.fromkeys(options, 0)
    for ballot, times in counted.items():
        for code in ballot:
            counts[code] += times
    by_draw = {code: place for place, code in enumerate(drawn(options, seed))}
    in_order = sorted(
        (code for code in options if counts[code]), key=lambda code: (-counts[code], by_draw[code])
    )
    chosen, left_out = in_order[:seats], in_order[seats:]
    level: tuple[str, ...] = ()
    if left_out and counts[chosen[-1]] == counts[left_out[0]]:
        level = tuple(code for code in options if counts[code] == counts[left_out[0]])
    return ApprovalResult(
        counts=counts,
        chosen=tuple(chosen),
        seats=seats,
        level=level,
        ballots=sum(counted.values()),
        blank=blank,
    )


def refuse_bad_seats(seats: int, options: Sequence[str]) -> None:
    """At least one place, and fewer than options: otherwise there is nothing to choose."""
    if type(seats) is not int or seats < 1:
        raise BadOptions("There is at least one to be chosen.", "Hay que elegir al menos una.")
    if seats >= len(options):
        raise BadOptions(
            f"With {len(options)} options, fewer than {len(options)} are chosen.",
            f"Con {len(options)} opciones, se eligen menos de {len(options)}.",
        )


# Words ------------------------------------------------------------------------------------------------


def headline(result: ApprovalResult, labels: Labels, language: str) -> str:
    """What is chosen, most marks first."""
    spanish = language.startswith("es")
    if not result.chosen:
        return "Nadie marcó ninguna opción." if spanish else "Nobody marked any option."
    names = listed([labels[code] for code in result.chosen], spanish=spanish)
    if spanish:
        return f"{'Queda elegida' if len(result.chosen) == 1 else 'Quedan elegidas'}: {names}."
    return f"Chosen: {names}."


def in_order(result: ApprovalResult) -> list[str]:
    """The options as they are told: those chosen, then the rest, most marks first."""
    rest = [code for code in result.counts if code not in result.chosen]
    return [*result.chosen, *sorted(rest, key=lambda code: -result.counts[code])]


def sentence(result: ApprovalResult, code: str, language: str) -> str:
    """The marks of one option, and whether it is chosen."""
    count, is_chosen = result.counts[code], code in result.chosen
    if language.startswith("es"):
        marked = (
            f"La marc{'ó' if count == 1 else 'aron'} {count} de {result.ballots}"
            if count
            else "No la marcó nadie"
        )
        return f"{marked}. {'Queda elegida' if is_chosen else 'No queda elegida'}."
    marked = f"{count} of {result.ballots} marked it" if count else "Nobody marked it"
    return f"{marked}. {'Chosen' if is_chosen else 'Not chosen'}."


def drawn_sentence(result: ApprovalResult, labels: Labels, language: str) -> str:
    """Who were level for the last places, where it was drawn; otherwise empty."""
    if not result.level:
        return ""
    spanish = language.startswith("es")
    names = listed([labels[code] for code in result.level], spanish=spanish)
    if spanish:
        return f"Empataron {names}, y no había lugar para todas: se sorteó."
    return f"{names} were level, with no room for all of them: it was drawn."


# Data: what is kept with a decided vote -----------------------------------------------------------------


def to_data(result: ApprovalResult) -> dict[str, Any]:
    """The result as plain JSON values."""
    return {
        "counts": dict(result.counts),
        "chosen": list(result.chosen),
        "seats": result.seats,
        "level": list(result.level),
        "ballots": result.ballots,
        "blank": result.blank,
    }


def from_data(data: Mapping[str, Any]) -> ApprovalResult:
    """The opposite of `to_data`."""
    return ApprovalResult(
        counts=data["counts"],
        chosen=tuple(data["chosen"]),
        seats=data["seats"],
        level=tuple(data["level"]),
        ballots=data["ballots"],
        blank=data["blank"],
    )
