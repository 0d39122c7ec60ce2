"""When is something decided: the arithmetic of majorities and quorums, with every part visible.

A rule is data (threshold, comparison, base, quorum, tie) and is frozen with the vote. Integers and exact
fractions only. Why it came out so, in words: `decision_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ledger.money import BadNumber, parse_share


class Comparison(StrEnum):
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Base(StrEnum):
    """Of whom enough must agree."""

    PRESENT = "present"  # everyone present at the vote, voting or not (AR 20.337 art. 53, UY 18.407 art. 33)
    PRESENT_MINUS_ABSTENTIONS = "present_minus_abstentions"  # (AR model statute art. 41)
    VALID_VOTES = "valid_votes"  # in favour and against only (ES 27/1999 art. 28.1)
    ALL_MEMBERS = "all_members"  # the whole roll (UY 18.407 art. 11)


class Tie(StrEnum):
    """What happens to a tie. It is never adopted, and nobody has a casting vote."""

    FALLS = "falls"
    SECOND_ROUND = "second_round"
    NEXT_ASSEMBLY = "next_assembly"


class OutcomeKind(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"


class ImpossibleTally(BadNumber):
    """Counts that cannot be true together, with the reason as a sentence in both languages."""


class BadRule(BadNumber):
    """A decision rule that says nothing sensible, with the reason as a sentence in both languages."""


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """How much of the roll must be present for anything to be decided."""

    share: Fraction
    comparison: Comparison = Comparison.MORE_THAN

    def __post_init__(self) -> None:
        _refuse_outside_whole(self.share)
        object.__setattr__(self, "comparison", Comparison(self.comparison))


@dataclass(frozen=True, kw_only=True)
class DecisionRule:
    """How many of whom must agree, and how many must be there. Shares go from 0 to 1, never above."""

    threshold: Fraction
    comparison: Comparison = Comparison.MORE_THAN
    base: Base = Base.PRESENT
    quorum: Quorum | None = None
    second_call_quorum: Quorum | None = None
    tie: Tie = Tie.FALLS

    def __post_init__(self) -> None:
        _refuse_outside_whole(self.threshold)
        object.__setattr__(self, "comparison", Comparison(self.comparison))
        object.__setattr__(self, "base", Base(self.base))
        object.__setattr__(self, "tie", Tie(self.tie))

    def quorum_on(self, *, second_call: bool) -> Quorum | None:
        """The quorum of this call; `None` means any number."""
        return self.second_call_quorum if second_call else self.quorum


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What was counted: who may vote, who was there, and what they said. Present and silent is allowed."""

    roll: int
    present: int
    in_favour: int
    against: int
    abstaining: int

    def __post_init__(self) -> None:
        for field in fields(self):
            count = getattr(self, field.name)
            if type(count) is not int:
                raise ImpossibleTally("A count is a whole number.", "Un conteo es un número entero.")
            if count < 0:
                raise ImpossibleTally("A count cannot be negative.", "Un conteo no puede ser negativo.")
        if self.present > self.roll:
            raise ImpossibleTally(
                f"More are present ({self.present}) than are on the roll ({self.roll}).",
                f"Hay más presentes ({self.present}) que integrantes en el padrón ({self.roll}).",
            )
        if self.votes > self.present:
            raise ImpossibleTally(
                f"There are more votes ({self.votes}) than members present ({self.present}).",
                f"Hay más votos ({self.votes}) que integrantes presentes ({self.present}).",
            )

    @property
    def votes(self) -> int:
        return self.in_favour + self.against + self.abstaining

    def count(self, base: Base) -> int:
        """How many the base holds. Those in favour are always part of it, so no share passes 100 %."""
        match base:
            case Base.PRESENT:
                return self.present
            case Base.PRESENT_MINUS_ABSTENTIONS:
                return self.present - self.abstaining
            case Base.VALID_VOTES:
                return self.in_favour + self.against
            case Base.ALL_MEMBERS:
                return self.roll


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The outcome of a vote and every number it hangs on."""

    outcome: OutcomeKind
    base_count: int
    needed: int
    quorum_needed: int
    quorum_met: bool
    second_call: bool = False

    @property
    def is_adopted(self) -> bool:
        return self.outcome is OutcomeKind.ADOPTED


def by_any_ballot(rule: DecisionRule) -> DecisionRule:
    """The same quorum, with one ballot in favour enough: for what is voted by naming options."""
    return replace(rule, threshold=Fraction(0), comparison=Comparison.MORE_THAN, base=Base.VALID_VOTES)


def needed(base_count: int, rule: DecisionRule) -> int:
    """The smallest whole number that satisfies the comparison on the base.

    More than half of nine is five; at least two thirds of nine is six. "At least" anything of nobody is
    zero: it is `outcome` that adopts nothing with nobody in favour.
    """
    return _smallest(base_count, rule.threshold, rule.comparison)


def quorum_needed(roll: int, quorum: Quorum | None) -> int:
    """How many must be present; 0 when any number will do."""
    return 0 if quorum is None else _smallest(roll, quorum.share, quorum.comparison)


def outcome(tally: Tally, rule: DecisionRule, *, second_call: bool = False) -> Decision:
    """Adopted when enough of us took part and enough of the base agreed.

    1. Without quorum nothing is decided, whatever the votes. Abstaining and being silent count as present.
    2. As many in favour as against, and at least one: a tie. It falls, or waits, as the rule says, and is
       never adopted, even where "at least half" would be reached.
    3. Adopted with at least `needed` in favour, and never with nobody in favour. Otherwise rejected.
    """
    base_count = tally.count(rule.base)
    enough_votes = needed(base_count, rule)
    enough_present = quorum_needed(tally.roll, rule.quorum_on(second_call=second_call))
    quorum_met = tally.present >= enough_present
    if not quorum_met:
        kind = OutcomeKind.NO_QUORUM
    elif tally.in_favour == tally.against and tally.in_favour > 0:
        kind = OutcomeKind.REJECTED if rule.tie is Tie.FALLS else OutcomeKind.TIED
    elif tally.in_favour > 0 and tally.in_favour >= enough_votes:
        kind = OutcomeKind.ADOPTED
    else:
        kind = OutcomeKind.REJECTED
    return Decision(
        outcome=kind,
        base_count=base_count,
        needed=enough_votes,
        quorum_needed=enough_present,
        quorum_met=quorum_met,
        second_call=second_call,
    )


def can_pass(*, roll: int, present: int, rule: DecisionRule, second_call: bool = False) -> bool:
    """Whether anything at all can be adopted with those who are present, if every one is in favour."""
    everyone = Tally(roll=roll, present=present, in_favour=present, against=0, abstaining=0)
    return outcome(everyone, rule, second_call=second_call).is_adopted


# Data: the frozen form of a rule ---------------------------------------------------------------------


def to_data(rule: DecisionRule) -> dict[str, Any]:
    """The rule as plain JSON values, fractions as strings: what is frozen with a vote."""
    return {
        "threshold": str(rule.threshold),
        "comparison": str(rule.comparison),
        "base": str(rule.base),
        "quorum": _quorum_data(rule.quorum),
        "second_call_quorum": _quorum_data(rule.second_call_quorum),
        "tie": str(rule.tie),
    }


def from_data(data: Mapping[str, Any]) -> DecisionRule:
    """The opposite of `to_data`. Raises `BadRule` or another `BadNumber` with a sentence."""
    try:
        return DecisionRule(
            threshold=parse_share(data["threshold"]),
            comparison=Comparison(data["comparison"]),
            base=Base(data["base"]),
            quorum=_quorum_from(data.get("quorum")),
            second_call_quorum=_quorum_from(data.get("second_call_quorum")),
            tie=Tie(data.get("tie", Tie.FALLS)),
        )
    except BadNumber:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadRule(
            f"This is not a decision rule: {wrong}.", f"Esto no es una regla de decisión: {wrong}."
        ) from wrong


def _quorum_data(quorum: Quorum | None) -> dict[str, str] | None:
    if quorum is None:
        return None
    return {"share": str(quorum.share), "comparison": str(quorum.comparison)}


def _quorum_from(data: Mapping[str, Any] | None) -> Quorum | None:
    if data is None:
        return None
    return Quorum(share=parse_share(data["share"]), comparison=Comparison(data["comparison"]))


def _smallest(count: int, share: Fraction, comparison: Comparison) -> int:
    part = count * share
    if comparison is Comparison.MORE_THAN:
        return part.numerator // part.denominator + 1
    return -(-part.numerator // part.denominator)


def _refuse_outside_whole(share: Fraction) -> None:
    if type(share) not in (Fraction, int):  # a float is not exact, and true is not one
        raise BadRule("A share is an exact fraction.", "Una parte es una fracción exacta.")
    if not 0 <= share <= 1:
        raise BadRule("A share goes from 0 to 1.", "Una parte va de 0 a 1.")
