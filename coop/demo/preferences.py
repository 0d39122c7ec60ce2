"""How the story's ballots order their options, in people of the story and at the size of the demo."""

from __future__ import annotations

from collections.abc import Sequence

from assemblies.rules.ranked import count_ranked

Ballot = tuple[str, ...]
Pile = tuple[Ballot, int]

RANKED: dict[int, tuple[Pile, ...]] = {
    12: (
        (("1", "2", "3"), 97),
        (("1",), 44),
        (("2", "1", "3"), 60),
        (("2", "3"), 23),
        (("3", "2"), 29),
        (("3",), 7),
    ),
    18: (
        (("1", "2", "3", "4"), 70),
        (("1", "4"), 30),
        (("1",), 18),
        (("2", "1"), 41),
        (("2", "4", "1"), 38),
        (("4", "1"), 20),
        (("4", "2", "3"), 31),
        (("3", "1"), 10),
        (("3", "2"), 13),
        (("3", "4", "1"), 4),
        (("3", "4", "2"), 6),
    ),
}
"""12: 141, 83 and 36 first preferences. 18: 118, 79, 33 and 51; the first option wins in round 3, 152 of 281."""

OPTIONS: dict[int, tuple[str, ...]] = {
    12: ("A) $1.180.000", "B) $1.150.000", "C) Dejarlo igual: $1.090.000"),
    18: (
        "A) Recuperador de calor del horno 2, USD 96.000",
        "B) Impresora digital usada, USD 165.000",
        "C) Paletizadora, USD 118.000",
        "D) Paneles solares 250 kW, USD 195.000",
    ),
}

SEATS: dict[str, tuple[str, int, int]] = {
    "coordination-hornos": ("Hornos", 94, 71),
    "coordination-prensas": ("Prensas", 102, 63),
}
"""Motion 4, one election for each post: what it is called, and the votes of the two who stood."""


def shared_out(piles: Sequence[Pile], ballots: int, *, wins: str) -> list[Ballot]:
    """So many ballots in the proportions of these piles, as near as whole ballots allow, that option winning."""
    whole = sum(count for _ballot, count in piles)
    found = [count * ballots // whole for _ballot, count in piles]
    by_rest = sorted(range(len(piles)), key=lambda place: (-(piles[place][1] * ballots % whole), place))
    for place in by_rest[: ballots - sum(found)]:
        found[place] += 1
    out = [ballot for (ballot, _count), times in zip(piles, found, strict=True) for _ in range(times)]
    options = sorted({code for ballot, _count in piles for code in ballot})
    for place in range(len(out) - 1, -1, -1):
        result = count_ranked(options, out, seed="")
        if result.winner == wins and not result.was_drawn:
            break
        out[place] = (wins,)
    return out
