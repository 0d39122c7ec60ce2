"""Why a vote came out so, and what it still takes, with the numbers, in English and Spanish."""

from __future__ import annotations

from dataclasses import replace

from assemblies.rules.decision import (
    Base,
    Decision,
    DecisionRule,
    OutcomeKind,
    Tally,
    Tie,
    needed,
    outcome,
    quorum_needed,
)

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
