"""Several seats by ranking the candidates: the single transferable vote, in exact fractions.

Whoever reaches the quota has a seat; what they have above it passes on to the next candidate on each of their
ballots, all by the same fraction (the weighted inclusive Gregory method, as in Scotland, without rounding).
So a group as large as a quota always has its seat, and no vote is lost on somebody who did not need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assemblies.rules.approval import refuse_bad_seats
from assemblies.rules.preferences import (
    Labels,
    Preferences,
    listed,
    refuse_bad_options,
    said,
    the_last,
    whole,
)
from assemblies.rules.ranked import said_level


@dataclass(frozen=True, kw_only=True)
class SeatsRound:
    """One look at the ballots, and who takes a seat or goes out."""

    counts: Mapping[str, Fraction]
    exhausted: Fraction
    """Votes that count for nobody any more."""
    elected: tuple[str, ...] = ()
    eliminated: tuple[str, ...] = ()
    by_remaining: bool = False
    """Elected as there were no more candidates than seats, not by the quota."""
    level: tuple[str, ...] = ()
    decided_by_round: int | None = None


@dataclass(frozen=True, kw_only=True)
class SeatsResult:
    """Who was elected, in order, and every round. Seats no ballot reaches stay empty."""

    elected: tuple[str, ...]
    seats: int
    quota: int
    rounds: tuple[SeatsRound, ...]
    ballots: int
    blank: int

    @property
    def empty_seats(self) -> int:
        return self.seats - len(self.elected)


def quota_of(ballots: int, seats: int) -> int:
    """The Droop quota: the smallest whole number that no more candidates than seats can reach."""
    return ballots // (seats + 1) + 1


def count_seats(
    options: Sequence[str], ballots: Iterable[Sequence[str]], *, seats: int, seed: str
) -> SeatsResult:
    """The single transferable vote.

    1. The quota is fixed at the start, of the ballots that name anybody (`quota_of`).
    2. Where no more candidates are left than seats, those with any vote are elected.
    3. Everyone with the quota is elected, most votes first. Each of their ballots goes on to its next
       candidate still in, worth what it was worth times the part of their votes above the quota.
    4. Nobody with the quota: whoever has fewest is out and their ballots go on as they are; candidates
       with no vote at all go out together. Level in the last place: as in `preferences.the_last`.

    Nobody is elected without a vote. Ballots may be short. Raises `BadBallot` or `BadOptions`.
    """
    refuse_bad_options(options)
    refuse_bad_seats(seats, options)
    counted = whole(options, ballots)
    blank = counted.pop((), 0)
    total = sum(counted.values())
    quota = quota_of(total, seats)
    # Ballots with the same candidates left, in the same order, are one pile with one weight.
    piles = {ballot: Fraction(times) for ballot, times in counted.items()}
    still_in, elected, rounds = list(options), list[str](), list[SeatsRound]()
    while total and still_in and len(elected) < seats:
        counts = _counts(piles, still_in)
        facts: dict[str, Any] = {"counts": counts, "exhausted": piles.get((), Fraction(0))}
        reached = [code for code in still_in if counts[code] >= quota]
        if len(still_in) <= seats - len(elected):
            taking = _most_first([code for code in still_in if counts[code]], counts)
            rounds.append(SeatsRound(**facts, elected=taking, by_remaining=True))
            elected += taking
            break
        if reached:
            taking = _most_first(reached, counts)
            rounds.append(SeatsRound(**facts, elected=taking))
            elected += taking
            worth = {code: (counts[code] - quota) / counts[code] for code in taking}
            piles = _passed_on(piles, worth)
            still_in = [code for code in still_in if code not in taking]
            continue
        out, level, by_round = tuple(code for code in still_in if not counts[code]), tuple[str, ...](), None
        if not out:
            last, level, by_round = the_last(counts, [each.counts for each in rounds], seed=seed)
            out = (last,)
        rounds.append(SeatsRound(**facts, eliminated=out, level=level, decided_by_round=by_round))
        piles = _passed_on(piles, dict.fromkeys(out, Fraction(1)))
        still_in = [code for code in still_in if code not in out]
    return SeatsResult(
        elected=tuple(elected), seats=seats, quota=quota, rounds=tuple(rounds), ballots=total, blank=blank
    )


def _counts(piles: Mapping[Preferences, Fraction], still_in: Sequence[str]) -> dict[str, Fraction]:
    """The votes of each candidate still in: the weight of the piles they are first on."""
    counts = dict.fromkeys(still_in, Fraction(0))
    for ballot, weight in piles.items():
        if ballot:
            counts[ballot[0]] += weight
    return counts


def _passed_on(
    piles: Mapping[Preferences, Fraction], worth: Mapping[str, Fraction]
) -> dict[Preferences, Fraction]:
    """The piles without those who leave: what was theirs goes on, worth that part of what it was."""
    after: dict[Preferences, Fraction] = {}
    for ballot, weight in piles.items():
        kept = weight * worth.get(ballot[0], 1) if ballot else weight
        if kept:
            rest = tuple(code for code in ballot if code not in worth)
            after[rest] = after.get(rest, Fraction(0)) + kept
    return after


def _most_first(codes: Sequence[str], counts: Mapping[str, Fraction]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (-counts[code], code)))


# Words ------------------------------------------------------------------------------------------------


def sentences(result: SeatsResult, labels: Labels, language: str) -> list[str]:
    """The quota, each round in words, and the seats left empty."""
    spanish = language.startswith("es")
    if not result.ballots:
        return ["Nadie ordenó ninguna opción." if spanish else "Nobody ranked any option."]
    lines = [
        f"Con {result.quota} de {result.ballots} votos se ocupa un lugar: son {result.seats}."
        if spanish
        else f"{result.quota} of {result.ballots} votes take a seat: there are {result.seats}."
    ]
    for number, each in enumerate(result.rounds, start=1):
        lines.append(_said_round(each, number, result, labels, spanish=spanish))
    if result.empty_seats:
        empty = result.empty_seats
        if spanish:
            lines.append(f"{'Queda' if empty == 1 else 'Quedan'} sin cubrir: {empty}. Nadie más tuvo votos.")
        else:
            lines.append(f"Left empty: {empty}. Nobody else had any vote.")
    return lines


def _said_round(this: SeatsRound, number: int, result: SeatsResult, labels: Labels, *, spanish: bool) -> str:
    counts = ", ".join(
        f"{labels[code]} {said(this.counts[code], spanish=spanish)}"
        for code in _most_first(list(this.counts), this.counts)
    )
    text = f"Vuelta {number}: {counts}." if spanish else f"Round {number}: {counts}."
    if this.exhausted:
        unheard = said(this.exhausted, spanish=spanish)
        text += f" Ya no cuentan para nadie: {unheard}." if spanish else f" For nobody now: {unheard}."
    if this.elected or this.by_remaining:
        names = listed([labels[code] for code in this.elected], spanish=spanish)
        if this.by_remaining:
            why = " Quedan tantos lugares como personas." if spanish else " No more are left than seats."
            text += why
        if names:
            text += (
                f" {'Entra' if len(this.elected) == 1 else 'Entran'} {names}."
                if spanish
                else f" In: {names}."
            )
        return text
    names = listed([labels[code] for code in this.eliminated], spanish=spanish)
    if this.level:
        text += said_level(this.level, this.decided_by_round, labels, spanish=spanish)
    if spanish:
        return f"{text} {'Queda' if len(this.eliminated) == 1 else 'Quedan'} afuera {names}."
    return f"{text} Out: {names}."


# Data: what is kept with a decided vote -----------------------------------------------------------------


def to_data(result: SeatsResult) -> dict[str, Any]:
    """The result as plain JSON values, fractions as strings."""
    return {
        "elected": list(result.elected),
        "seats": result.seats,
        "quota": result.quota,
        "ballots": result.ballots,
        "blank": result.blank,
        "rounds": [
            {
                "counts": {code: str(votes) for code, votes in each.counts.items()},
                "exhausted": str(each.exhausted),
                "elected": list(each.elected),
                "eliminated": list(each.eliminated),
                "by_remaining": each.by_remaining,
                "level": list(each.level),
                "decided_by_round": each.decided_by_round,
            }
            for each in result.rounds
        ],
    }


def from_data(data: Mapping[str, Any]) -> SeatsResult:
    """The opposite of `to_data`."""
    return SeatsResult(
        elected=tuple(data["elected"]),
        seats=data["seats"],
        quota=data["quota"],
        ballots=data["ballots"],
        blank=data["blank"],
        rounds=tuple(
            SeatsRound(
                counts={code: Fraction(votes) for code, votes in each["counts"].items()},
                exhausted=Fraction(each["exhausted"]),
                elected=tuple(each["elected"]),
                eliminated=tuple(each["eliminated"]),
                by_remaining=each["by_remaining"],
                level=tuple(each["level"]),
                decided_by_round=each["decided_by_round"],
            )
            for each in data["rounds"]
        ),
    )
