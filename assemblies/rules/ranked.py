"""One option out of several, by ranking them: instant run-off, with every round shown.

Each ballot counts for the first option on it that is still in. While none has more than half of the ballots
that still count, the last one is out. Integers only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assemblies.rules.preferences import Labels, Preferences, listed, refuse_bad_options, the_last, whole


@dataclass(frozen=True, kw_only=True)
class Round:
    """One look at the ballots: how many count for each option still in, and what follows."""

    counts: Mapping[str, int]
    exhausted: int
    """Ballots on which every option is out."""
    winner: str | None = None
    eliminated: tuple[str, ...] = ()
    """One option; or all those for which no ballot counts, together, as that moves no ballot."""
    level: tuple[str, ...] = ()
    """Options level in the last place, where there were several and one had to go."""
    decided_by_round: int | None = None
    """The earlier round (from 1) whose counts told them apart; None where they were level in all: drawn."""


@dataclass(frozen=True, kw_only=True)
class RankedResult:
    """What came out, and every round. Nobody wins when every ballot is blank."""

    winner: str | None
    rounds: tuple[Round, ...]
    ballots: int
    """Ballots that name at least one option."""
    blank: int

    @property
    def was_drawn(self) -> bool:
        return any(each.level and each.decided_by_round is None for each in self.rounds)


def count_ranked(options: Sequence[str], ballots: Iterable[Sequence[str]], *, seed: str) -> RankedResult:
    """Instant run-off for one seat.

    1. Each ballot counts for its first option still in. One with none left counts for nobody.
    2. More than half of the ballots that count wins.
    3. Otherwise whoever has fewest is out; options with no ballot at all go out together.
    4. Level in the last place: out is whoever had fewest in the round before, or the one before that, back
       to the first. Level in all of them: out is the first in the draw of `seed` (`preferences.drawn`).

    Ballots may be short. Raises `BadBallot` or `BadOptions`.
    """
    refuse_bad_options(options)
    counted = whole(options, ballots)
    blank = counted.pop((), 0)
    total = sum(counted.values())
    still_in, rounds = list(options), list[Round]()
    while total:
        counts = first_counts(counted, still_in)
        standing = sum(counts.values())
        winner = next((code for code in still_in if 2 * counts[code] > standing), None)
        exhausted = total - standing
        if winner is not None:
            rounds.append(Round(counts=counts, exhausted=exhausted, winner=winner))
            return RankedResult(winner=winner, rounds=tuple(rounds), ballots=total, blank=blank)
        out = tuple(code for code in still_in if not counts[code])
        level, by_round = tuple[str, ...](), None
        if not out:
            last, level, by_round = the_last(counts, [each.counts for each in rounds], seed=seed)
            out = (last,)
        rounds.append(
            Round(counts=counts, exhausted=exhausted, eliminated=out, level=level, decided_by_round=by_round)
        )
        still_in = [code for code in still_in if code not in out]
    return RankedResult(winner=None, rounds=(), ballots=0, blank=blank)


def first_counts(counted: Counter[Preferences], still_in: Sequence[str]) -> dict[str, int]:
    """How many ballots count for each option still in."""
    counts = dict.fromkeys(still_in, 0)
    for ballot, times in counted.items():
        first = next((code for code in ballot if code in counts), None)
        if first is not None:
            counts[first] += times
    return counts


# Words ------------------------------------------------------------------------------------------------


def sentences(result: RankedResult, labels: Labels, language: str) -> list[str]:
    """Each round in words, and the winner: "Round 2: Lathe 7, Oven 5. 1 ballot counts for nobody now." """
    spanish = language.startswith("es")
    if result.winner is None:
        return ["Nadie ordenó ninguna opción." if spanish else "Nobody ranked any option."]
    return [
        said_round(each, number, labels, spanish=spanish)
        for number, each in enumerate(result.rounds, start=1)
    ]


def headline(result: RankedResult, labels: Labels, language: str) -> str:
    """Who wins, and by how much in the last round."""
    spanish = language.startswith("es")
    if result.winner is None:
        return sentences(result, labels, language)[0]
    return _wins(result.winner, result.rounds[-1], labels, spanish=spanish)


def _wins(winner: str, last: Round, labels: Labels, *, spanish: bool) -> str:
    votes, standing = last.counts[winner], sum(last.counts.values())
    if spanish:
        return f"Gana {labels[winner]}, con {votes} de {standing}: más de la mitad."
    return f"{labels[winner]} wins with {votes} of {standing}: more than half."


def said_round(this: Round, number: int, labels: Labels, *, spanish: bool) -> str:
    """One round: the counts, the ballots left out, and who wins or goes out, and why that one."""
    most_first = sorted(this.counts, key=lambda code: -this.counts[code])
    counts = ", ".join(f"{labels[code]} {this.counts[code]}" for code in most_first)
    text = f"Vuelta {number}: {counts}." if spanish else f"Round {number}: {counts}."
    if this.exhausted:
        text += _exhausted(this.exhausted, spanish=spanish)
    if this.winner is not None:
        return f"{text} {_wins(this.winner, this, labels, spanish=spanish)}"
    names = listed([labels[code] for code in this.eliminated], spanish=spanish)
    if len(this.eliminated) > 1:
        return f"{text} {'Quedan afuera' if spanish else 'Out:'} {names}."
    if this.level:
        text += said_level(this.level, this.decided_by_round, labels, spanish=spanish)
    return f"{text} {'Queda afuera' if spanish else 'Out:'} {names}."


def said_level(level: Sequence[str], decided_by_round: int | None, labels: Labels, *, spanish: bool) -> str:
    """Who were level in the last place, and what told them apart."""
    names = listed([labels[code] for code in level], spanish=spanish)
    if decided_by_round is None:
        if spanish:
            return f" Empataron en el último lugar {names}: se sorteó."
        return f" Level in the last place: {names}. It was drawn."
    if spanish:
        return f" Empataron en el último lugar {names}: se mira la vuelta {decided_by_round}."
    return f" Level in the last place: {names}. Round {decided_by_round} tells them apart."


def _exhausted(count: int, *, spanish: bool) -> str:
    if spanish:
        return f" {count} {'voto ya no cuenta' if count == 1 else 'votos ya no cuentan'} para nadie."
    return f" {count} {'ballot counts' if count == 1 else 'ballots count'} for nobody now."


# Data: what is kept with a decided vote -----------------------------------------------------------------


def to_data(result: RankedResult) -> dict[str, Any]:
    """The result as plain JSON values."""
    return {
        "winner": result.winner,
        "ballots": result.ballots,
        "blank": result.blank,
        "rounds": [
            {
                "counts": dict(each.counts),
                "exhausted": each.exhausted,
                "winner": each.winner,
                "eliminated": list(each.eliminated),
                "level": list(each.level),
                "decided_by_round": each.decided_by_round,
            }
            for each in result.rounds
        ],
    }


def from_data(data: Mapping[str, Any]) -> RankedResult:
    """The opposite of `to_data`."""
    return RankedResult(
        winner=data["winner"],
        ballots=data["ballots"],
        blank=data["blank"],
        rounds=tuple(
            Round(
                counts=each["counts"],
                exhausted=each["exhausted"],
                winner=each["winner"],
                eliminated=tuple(each["eliminated"]),
                level=tuple(each["level"]),
                decided_by_round=each["decided_by_round"],
            )
            for each in data["rounds"]
        ),
    )
