"""When is something decided: the arithmetic of majorities and quorums, with every part visible.

A rule is data (threshold, comparison, base, quorum, tie) and is frozen with the vote. Integers and exact
fractions only. Everything is an answer with its reason in words, in English and Spanish.
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


# Words: why, with the numbers -------------------------------------------------------------------------

_OF_WHOM: dict[Base, tuple[str, str, str, str]] = {  # English one, many; Spanish one, many
    Base.PRESENT: ("present", "present", "presente", "presentes"),
    Base.PRESENT_MINUS_ABSTENTIONS: (
        "present who did not abstain",
        "present who did not abstain",
        "presente que no se abstuvo",
        "presentes que no se abstuvieron",
    ),
    Base.VALID_VOTES: ("valid vote", "valid votes", "voto válido", "votos válidos"),
    Base.ALL_MEMBERS: ("member", "members", "integrante", "integrantes"),
}
_OTHER_BASE: dict[Base, tuple[str, str]] = {
    Base.VALID_VOTES: ("Of valid votes", "Sobre los votos válidos"),
    Base.PRESENT_MINUS_ABSTENTIONS: ("Of those who did not abstain", "Sobre quienes no se abstuvieron"),
    Base.PRESENT: ("Of those present", "Sobre quienes estaban presentes"),
    Base.ALL_MEMBERS: ("Of all members", "Sobre todo el padrón"),
}
_IF_ALL_VOTE: dict[Base, tuple[str, str]] = {
    Base.PRESENT: ("", ""),
    Base.PRESENT_MINUS_ABSTENTIONS: (
        " if nobody abstains; fewer if some do",
        ", si nadie se abstiene; menos si alguien se abstiene",
    ),
    Base.VALID_VOTES: (
        " if all vote for or against; fewer if some do not",
        ", si todos votan por Sí o por No; menos si alguien no lo hace",
    ),
}


def sentence(decision: Decision, tally: Tally, rule: DecisionRule, language: str) -> str:
    """Why it came out so, with the numbers: "Needed 108 of 215 present; 95 in favour. Rejected."

    Where the same hands counted on another base would have decided otherwise, it says so.
    """
    spanish = language.startswith("es")
    if decision.outcome is OutcomeKind.NO_QUORUM:
        return _too_few(decision, tally, spanish)
    if tally.in_favour and tally.in_favour == tally.against:
        return _tied(tally, rule, spanish)
    if decision.base_count == 0:
        return _nobody(tally, spanish)
    in_favour, of_whom = tally.in_favour, _of_whom(decision.base_count, rule.base, spanish)
    if spanish:
        verb = "Hacía" if decision.needed == 1 else "Hacían"
        counted = f"{verb} falta {decision.needed} de {of_whom}; {in_favour or 'nadie'} a favor."
        verb = "Se aprobó." if decision.is_adopted else "No se aprobó."
    else:
        counted = f"Needed {decision.needed} of {of_whom}; {in_favour or 'nobody'} in favour."
        verb = "Adopted." if decision.is_adopted else "Rejected."
    return f"{counted} {verb}{_on_another_base(decision, tally, rule, spanish)}"


def still_needed(
    *,
    roll: int,
    present: int,
    rule: DecisionRule,
    second_call: bool = False,
    least: int = 0,
    language: str = "en",
) -> str:
    """What it takes with those who are here now: "Needs 31 of 60; 29 are present: cannot pass today."

    For before and during the vote, when choices are not known yet. Where the base depends on who votes,
    it says what is asked of them, and the number if nobody abstains. `least` of us must be there by law.
    """
    spanish = language.startswith("es")
    quorum = max(least, quorum_needed(roll, rule.quorum_on(second_call=second_call)))
    if present < quorum:
        if spanish:
            missing = f"Falta{'n' if quorum - present > 1 else ''} {quorum - present}"
            return f"Para decidir hacen falta {quorum} de {roll}; hay {present}. {missing}."
        return f"To decide we need {quorum} of {roll}; {present} here. {quorum - present} more to come."
    base_count = roll if rule.base is Base.ALL_MEMBERS else present
    enough = max(1, needed(base_count, rule))
    if rule.base is Base.ALL_MEMBERS or enough > present:
        text = f"Needs {enough} of {base_count}; {present} {'is' if present == 1 else 'are'} present"
        if spanish:
            text = f"Necesita {enough} de {base_count}; hay {_of_whom(present, Base.PRESENT, spanish)}"
        if enough > present:
            text += ": hoy no puede aprobarse" if spanish else ": cannot pass today"
        return text + "."
    of_whom = _of_whom(base_count, Base.PRESENT, spanish)
    text = f"Necesita {enough} de {of_whom}" if spanish else f"Needs {enough} of {of_whom}"
    return text + _IF_ALL_VOTE[rule.base][1 if spanish else 0] + "."


def _of_whom(count: int, base: Base, spanish: bool) -> str:
    one_en, many_en, one_es, many_es = _OF_WHOM[base]
    one, many = (one_es, many_es) if spanish else (one_en, many_en)
    return f"{count} {one if count == 1 else many}"


def _too_few(decision: Decision, tally: Tally, spanish: bool) -> str:
    if spanish:
        presentes = "presente" if tally.present == 1 else "presentes"
        return (
            f"No éramos suficientes: {tally.present} {presentes} de {tally.roll}, "
            f"y hacían falta {decision.quorum_needed}. No se decidió nada."
        )
    return (
        f"There were not enough of us: {tally.present} present of {tally.roll}, "
        f"and {decision.quorum_needed} were needed. Nothing was decided."
    )


def _nobody(tally: Tally, spanish: bool) -> str:
    """The base is empty: there is nothing to count."""
    if tally.present == 0:
        return "No hubo nadie presente. No se aprobó." if spanish else "Nobody was present. Rejected."
    if tally.abstaining == tally.present:
        return "Todos se abstuvieron. No se aprobó." if spanish else "Everyone abstained. Rejected."
    return (
        "Nadie votó por Sí o por No. No se aprobó." if spanish else "Nobody voted for or against. Rejected."
    )


def _tied(tally: Tally, rule: DecisionRule, spanish: bool) -> str:
    next_step = {
        Tie.FALLS: ("A tie falls. Rejected.", "El empate no alcanza. No se aprobó."),
        Tie.SECOND_ROUND: ("We debate and vote again.", "Se debate y se vota de nuevo."),
        Tie.NEXT_ASSEMBLY: ("It goes to the next assembly.", "Pasa a la próxima asamblea."),
    }[rule.tie]
    if spanish:
        return f"Empate: {tally.in_favour} a favor y {tally.against} en contra. {next_step[1]}"
    return f"A tie: {tally.in_favour} in favour and {tally.against} against. {next_step[0]}"


def _on_another_base(decision: Decision, tally: Tally, rule: DecisionRule, spanish: bool) -> str:
    """The same hands on the first other base that would have decided otherwise, most telling first."""
    order = list(_OTHER_BASE)
    if decision.is_adopted:  # of all members hardly any weekly vote would pass: saying it each time is noise
        order = [Base.PRESENT, Base.PRESENT_MINUS_ABSTENTIONS, Base.VALID_VOTES]
    for base in order:
        other = outcome(tally, replace(rule, base=base), second_call=decision.second_call)
        if base is not rule.base and other.is_adopted != decision.is_adopted:
            on_it = _OTHER_BASE[base][1 if spanish else 0]
            if spanish:
                passed = "se habría aprobado" if other.is_adopted else "no se habría aprobado"
                return f" ({on_it} {passed}: la base es la que dicen nuestras normas.)"
            passed = "would have passed" if other.is_adopted else "would not have passed"
            return f" ({on_it} it {passed}: the base is what our rules say.)"
    return ""


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
