"""What every way of choosing among several options shares: whole ballots, the draw, and said names."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ledger.money import BadNumber

Preferences = tuple[str, ...]
"""Option codes in the voter's order; for approval and budgets the order says nothing."""
Labels = Mapping[str, str]
"""What each code is called, for sentences."""


LONGEST_SAFE_ORDER = 5
"""Of more options there are so many orders that one of them, published, can tell whose ballot it is."""


class BadBallot(BadNumber):
    """A ballot that cannot be counted, with the reason as a sentence in both languages."""


class BadOptions(BadNumber):
    """Options nobody can choose among, with the reason as a sentence in both languages."""


def refuse_bad_options(options: Sequence[str], *, at_least: int = 2) -> None:
    """Options are different from each other, and there is something to choose."""
    if len(options) < at_least:
        raise BadOptions(
            f"There must be at least {at_least} to choose from.",
            f"Tiene que haber al menos {at_least} para elegir.",
        )
    if not all(options) or len(set(options)) != len(options):
        raise BadOptions("Each option has its own code.", "Cada opción tiene su propio código.")


def whole(options: Sequence[str], ballots: Iterable[Sequence[str]]) -> Counter[Preferences]:
    """How many wrote each ballot. Ballots may be short or blank; raises `BadBallot` for any other fault."""
    known = set(options)
    counted: Counter[Preferences] = Counter(tuple(ballot) for ballot in ballots)
    for ballot in counted:
        refuse_bad_ballot(known, ballot)
    return counted


def refuse_bad_ballot(options: Iterable[str], ballot: Sequence[str]) -> None:
    """A ballot names options that exist, each once."""
    known = set(options)
    for code in ballot:
        if code not in known:
            raise BadBallot(
                f"“{code[:20]}” is not one of the options.", f"«{code[:20]}» no es una de las opciones."
            )
    if len(set(ballot)) != len(ballot):
        raise BadBallot("An option appears twice.", "Una opción aparece dos veces.")


def order_may_tell(options: int) -> bool:
    """Whether an order of so many options can be a mark that somebody told a voter to leave."""
    return options > LONGEST_SAFE_ORDER


def drawn(options: Iterable[str], seed: str) -> list[str]:
    """The options in the order of a draw anybody can do again: by SHA-256 of "seed/code", lowest first."""
    return sorted(options, key=lambda code: (hashlib.sha256(f"{seed}/{code}".encode()).hexdigest(), code))


def the_last(
    counts: Mapping[str, int | Fraction], before: Sequence[Mapping[str, int | Fraction]], *, seed: str
) -> tuple[str, tuple[str, ...], int | None]:
    """Who has fewest, who were level there, and which round of `before` (from 1) told them apart.

    Level in the last place: whoever had fewest in the round before, and so on back to the first. Where all
    rounds leave several, the first of them in the draw, and no round.
    """
    fewest = min(counts.values())
    level = [code for code in counts if counts[code] == fewest]
    if len(level) == 1:
        return level[0], (), None
    tied = tuple(level)
    for number in range(len(before), 0, -1):
        earlier = before[number - 1]
        fewest = min(earlier[code] for code in level)
        level = [code for code in level if earlier[code] == fewest]
        if len(level) == 1:
            return level[0], tied, number
    return drawn(level, seed)[0], tied, None


def listed(names: Sequence[str], *, spanish: bool) -> str:
    """ "A", "A and B", "A, B and C": in Spanish with "y", or "e" before the sound of an i."""
    if len(names) < 2:
        return "".join(names)
    *first, last = names
    joined = ", ".join(first)
    if not spanish:
        return f"{joined} and {last}"
    sound = last.lstrip('«"“').lower()
    return (
        f"{joined} {'e' if sound.startswith(('i', 'í', 'hi', 'hí')) and sound[:3] != 'hie' else 'y'} {last}"
    )


def said(number: Fraction | int, *, spanish: bool) -> str:
    """A count as one reads it: "12", and to two decimals where it is not whole: "12.67", "12,67"."""
    whole_part, rest = divmod(Fraction(number), 1)
    hundredths = (rest * 200 + 1) // 2
    if not hundredths:
        return str(whole_part)
    if hundredths == 100:
        return str(whole_part + 1)
    return f"{whole_part}{',' if spanish else '.'}{hundredths:02d}".rstrip("0")
