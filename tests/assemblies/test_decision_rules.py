"""When is something decided? Every edge as a sentence, without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblies.rules.decision import (
    BadRule,
    Base,
    Comparison,
    DecisionRule,
    ImpossibleTally,
    OutcomeKind,
    Quorum,
    Tally,
    Tie,
    can_pass,
    from_data,
    needed,
    outcome,
    quorum_needed,
    to_data,
)
from assemblies.rules.decision_words import sentence, still_needed
from ledger.money import BadNumber

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "decisions.json").read_text())
HALF = DecisionRule(threshold=Fraction(1, 2))
TWO_THIRDS = DecisionRule(threshold=Fraction(2, 3), comparison=Comparison.AT_LEAST, base=Base.VALID_VOTES)
THE_SAME_HANDS = Tally(roll=300, present=215, in_favour=95, against=80, abstaining=30)


def a_tally(in_favour, against, abstaining=0, present=None, roll=None):
    present = in_favour + against + abstaining if present is None else present
    return Tally(
        roll=present if roll is None else roll,
        present=present,
        in_favour=in_favour,
        against=against,
        abstaining=abstaining,
    )


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_it_answers_the_golden_cases(case):
    request = case["request"]

    decision = outcome(
        Tally(**request["tally"]), from_data(request["rule"]), second_call=request["second_call"]
    )

    assert {name: getattr(decision, name) for name in case["expected"]} == case["expected"]


def test_two_thirds_of_nine_is_six():
    assert needed(9, TWO_THIRDS) == 6


def test_more_than_two_thirds_of_nine_is_seven():
    assert needed(9, replace(TWO_THIRDS, comparison=Comparison.MORE_THAN)) == 7


def test_more_than_half_of_nine_is_five():
    assert needed(9, HALF) == 5


def test_at_least_half_of_forty_two_is_twenty_one_and_more_than_half_is_twenty_two():
    assert quorum_needed(42, Quorum(share=Fraction(1, 2), comparison=Comparison.AT_LEAST)) == 21
    assert quorum_needed(42, Quorum(share=Fraction(1, 2), comparison=Comparison.MORE_THAN)) == 22


def test_no_quorum_rule_means_any_number():
    assert quorum_needed(300, None) == 0


def test_more_than_all_can_never_be_reached():
    unanimous_and_more = DecisionRule(threshold=Fraction(1), comparison=Comparison.MORE_THAN)

    assert outcome(a_tally(9, 0), unanimous_and_more).outcome == OutcomeKind.REJECTED
    assert not can_pass(roll=9, present=9, rule=unanimous_and_more)


def test_at_least_all_is_everyone():
    unanimity = DecisionRule(threshold=Fraction(1), comparison=Comparison.AT_LEAST)

    assert outcome(a_tally(9, 0), unanimity).is_adopted
    assert not outcome(a_tally(8, 0, 1), unanimity).is_adopted


def test_nothing_is_adopted_with_nobody_in_favour():
    anything_goes = DecisionRule(threshold=Fraction(0), comparison=Comparison.AT_LEAST)

    assert outcome(a_tally(0, 0, 10), anything_goes).outcome == OutcomeKind.REJECTED
    assert outcome(a_tally(0, 0, 10), TWO_THIRDS).outcome == OutcomeKind.REJECTED
    assert outcome(a_tally(0, 0, 0), TWO_THIRDS).outcome == OutcomeKind.REJECTED


@pytest.mark.parametrize("comparison", list(Comparison))
@pytest.mark.parametrize("base", list(Base))
def test_a_tie_is_never_adopted_on_any_base(base, comparison):
    rule = DecisionRule(threshold=Fraction(1, 2), comparison=comparison, base=base)

    for tie, kind in ((Tie.FALLS, "rejected"), (Tie.SECOND_ROUND, "tied"), (Tie.NEXT_ASSEMBLY, "tied")):
        assert outcome(a_tally(4, 4), replace(rule, tie=tie)).outcome == kind


def test_one_against_one_is_a_tie():
    at_least_half = DecisionRule(threshold=Fraction(1, 2), comparison=Comparison.AT_LEAST)

    assert outcome(a_tally(1, 1), at_least_half).outcome == OutcomeKind.REJECTED
    assert outcome(a_tally(1, 1), replace(at_least_half, tie=Tie.SECOND_ROUND)).outcome == OutcomeKind.TIED


def test_nobody_on_either_side_is_not_a_tie():
    assert outcome(a_tally(0, 0, 5), replace(HALF, tie=Tie.SECOND_ROUND)).outcome == OutcomeKind.REJECTED


def test_a_tie_without_quorum_is_no_quorum():
    rule = replace(HALF, tie=Tie.SECOND_ROUND, quorum=Quorum(share=Fraction(1, 2)))

    assert outcome(a_tally(4, 4, roll=42), rule).outcome == OutcomeKind.NO_QUORUM


def test_abstaining_and_silent_members_count_towards_the_quorum():
    rule = replace(HALF, base=Base.VALID_VOTES, quorum=Quorum(share=Fraction(1, 2)))

    assert outcome(a_tally(1, 0, 10, present=22, roll=42), rule).is_adopted


def test_the_second_call_has_its_own_quorum():
    rule = replace(
        HALF,
        quorum=Quorum(share=Fraction(1, 2)),
        second_call_quorum=Quorum(share=Fraction(1, 10), comparison=Comparison.AT_LEAST),
    )
    nine_of_a_hundred, ten_of_a_hundred = a_tally(9, 0, roll=100), a_tally(10, 0, roll=100)

    assert outcome(nine_of_a_hundred, rule, second_call=True).outcome == OutcomeKind.NO_QUORUM
    assert outcome(ten_of_a_hundred, rule, second_call=True).is_adopted
    assert outcome(ten_of_a_hundred, rule).quorum_needed == 51


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        ({"roll": 10, "present": 11, "in_favour": 0, "against": 0, "abstaining": 0}, "More are present"),
        ({"roll": 10, "present": 5, "in_favour": 3, "against": 2, "abstaining": 1}, "more votes"),
        ({"roll": 10, "present": 5, "in_favour": -1, "against": 2, "abstaining": 1}, "negative"),
        ({"roll": 10, "present": 5, "in_favour": True, "against": 2, "abstaining": 1}, "whole number"),
    ],
)
def test_an_impossible_tally_is_refused_with_a_sentence(tally, reason):
    with pytest.raises(ImpossibleTally, match=reason):
        Tally(**tally)


@pytest.mark.parametrize("share", [Fraction(-1, 2), Fraction(3, 2), 0.5, True])
def test_a_share_outside_the_whole_or_inexact_is_refused(share):
    with pytest.raises(BadRule):
        DecisionRule(threshold=share)
    with pytest.raises(BadRule):
        Quorum(share=share)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": "3/2"},
        {"threshold": "1/0"},
        {"threshold": 0.5},
        {"base": "everybody"},
        {"comparison": None},
        {"tie": "chair"},
        {"quorum": "1/2"},
        {"quorum": {"share": "1/2"}},
        {"quorum": {"share": "2", "comparison": "at_least"}},
    ],
)
def test_a_frozen_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(BadNumber):
        from_data(to_data(HALF) | wrong)


# Words ----------------------------------------------------------------------------------------------


def said(tally, rule, language="en", second_call=False):
    return sentence(outcome(tally, rule, second_call=second_call), tally, rule, language)


def test_it_says_why_with_the_numbers_and_what_another_base_would_have_said():
    assert said(THE_SAME_HANDS, HALF) == (
        "Needed 108 of 215 present; 95 in favour. Rejected. "
        "(Of valid votes it would have passed: the base is what our rules say.)"
    )
    assert said(THE_SAME_HANDS, HALF, "es-ar") == (
        "Hacían falta 108 de 215 presentes; 95 a favor. No se aprobó. "
        "(Sobre los votos válidos se habría aprobado: la base es la que dicen nuestras normas.)"
    )


def test_it_says_that_another_base_would_have_said_no():
    assert said(THE_SAME_HANDS, replace(HALF, base=Base.VALID_VOTES)).endswith(
        "Adopted. (Of those present it would not have passed: the base is what our rules say.)"
    )


def test_it_says_nothing_of_other_bases_when_all_agree():
    assert said(a_tally(6, 3), TWO_THIRDS) == "Needed 6 of 9 valid votes; 6 in favour. Adopted."


def test_it_says_that_there_were_not_enough_of_us():
    rule = replace(HALF, quorum=Quorum(share=Fraction(1, 2)))

    assert said(a_tally(20, 1, roll=42), rule) == (
        "There were not enough of us: 21 present of 42, and 22 were needed. Nothing was decided."
    )
    assert said(a_tally(20, 1, roll=42), rule, "es") == (
        "No éramos suficientes: 21 presentes de 42, y hacían falta 22. No se decidió nada."
    )


def test_it_says_where_a_tie_goes():
    assert said(a_tally(4, 4), HALF) == "A tie: 4 in favour and 4 against. A tie falls. Rejected."
    assert said(a_tally(4, 4), replace(HALF, tie=Tie.SECOND_ROUND), "es") == (
        "Empate: 4 a favor y 4 en contra. Se debate y se vota de nuevo."
    )


def test_it_says_that_nobody_took_a_side():
    assert said(a_tally(0, 0, 10), TWO_THIRDS) == "Everyone abstained. Rejected."
    assert said(a_tally(0, 0, 3, present=10), TWO_THIRDS) == "Nobody voted for or against. Rejected."
    assert said(a_tally(0, 0, 0, roll=9), TWO_THIRDS, "es") == "No hubo nadie presente. No se aprobó."


def test_it_counts_one_as_one():
    assert said(a_tally(1, 0, roll=9), HALF) == "Needed 1 of 1 present; 1 in favour. Adopted."
    assert said(a_tally(1, 0, roll=9), HALF, "es") == "Hacía falta 1 de 1 presente; 1 a favor. Se aprobó."


def test_before_the_vote_it_says_that_it_cannot_pass_today():
    rule = replace(HALF, base=Base.ALL_MEMBERS)

    assert (
        still_needed(roll=60, present=29, rule=rule) == "Needs 31 of 60; 29 are present: cannot pass today."
    )
    assert still_needed(roll=60, present=29, rule=rule, language="es") == (
        "Necesita 31 de 60; hay 29 presentes: hoy no puede aprobarse."
    )
    assert still_needed(roll=60, present=31, rule=rule) == "Needs 31 of 60; 31 are present."


def test_before_the_vote_it_says_how_many_must_still_come():
    rule = replace(HALF, quorum=Quorum(share=Fraction(1, 2)))

    assert still_needed(roll=300, present=120, rule=rule) == (
        "To decide we need 151 of 300; 120 here. 31 more to come."
    )


def test_before_the_vote_it_says_what_depends_on_who_votes():
    assert still_needed(roll=9, present=9, rule=TWO_THIRDS) == (
        "Needs 6 of 9 present if all vote for or against; fewer if some do not."
    )


# For every input ------------------------------------------------------------------------------------

shares = st.fractions(min_value=0, max_value=1, max_denominator=12)
quorums = st.none() | st.builds(Quorum, share=shares, comparison=st.sampled_from(Comparison))
rules = st.builds(
    DecisionRule,
    threshold=shares,
    comparison=st.sampled_from(Comparison),
    base=st.sampled_from(Base),
    quorum=quorums,
    second_call_quorum=quorums,
    tie=st.sampled_from(Tie),
)


@st.composite
def tallies(draw):
    roll = draw(st.integers(0, 60))
    present = draw(st.integers(0, roll))
    in_favour = draw(st.integers(0, present))
    against = draw(st.integers(0, present - in_favour))
    abstaining = draw(st.integers(0, present - in_favour - against))
    return Tally(roll=roll, present=present, in_favour=in_favour, against=against, abstaining=abstaining)


def brute_smallest(count, share, comparison):
    """The smallest whole number, found by trying every one."""
    tries = (
        n for n in range(count + 2) if n > share * count or (comparison == "at_least" and n == share * count)
    )
    return next(tries)


@given(tallies(), rules, st.booleans())
def test_it_agrees_with_trying_every_number(tally, rule, second_call):
    decision = outcome(tally, rule, second_call=second_call)

    base = {
        "present": tally.present,
        "present_minus_abstentions": tally.present - tally.abstaining,
        "valid_votes": tally.in_favour + tally.against,
        "all_members": tally.roll,
    }[rule.base]
    quorum = rule.second_call_quorum if second_call else rule.quorum
    must_come = brute_smallest(tally.roll, quorum.share, quorum.comparison) if quorum else 0
    must_agree = brute_smallest(base, rule.threshold, rule.comparison)
    if tally.present < must_come:
        expected = "no_quorum"
    elif tally.in_favour == tally.against != 0:
        expected = "rejected" if rule.tie == "falls" else "tied"
    elif tally.in_favour == 0 or tally.in_favour < must_agree:
        expected = "rejected"
    else:
        expected = "adopted"
    assert (decision.outcome, decision.base_count, decision.needed, decision.quorum_needed) == (
        expected,
        base,
        must_agree,
        must_come,
    )
    assert decision.quorum_met == (tally.present >= must_come)


@given(tallies(), st.sampled_from(Base))
def test_no_percentage_is_ever_over_a_hundred(tally, base):
    assert tally.in_favour <= tally.count(base) <= tally.roll


def one_more_in_favour(tally):
    """Every way in which one more member can come to be in favour."""
    if tally.votes < tally.present:
        yield replace(tally, in_favour=tally.in_favour + 1)  # was silent
    if tally.present < tally.roll:
        yield replace(tally, present=tally.present + 1, in_favour=tally.in_favour + 1)  # came
    if tally.abstaining:
        yield replace(tally, abstaining=tally.abstaining - 1, in_favour=tally.in_favour + 1)
    if tally.against:
        yield replace(tally, against=tally.against - 1, in_favour=tally.in_favour + 1)


@given(tallies(), rules, st.booleans())
def test_one_more_in_favour_never_undoes_an_adoption_from_half_upwards(tally, rule, second_call):
    """On every base: the base grows by at most one and `needed` with it, and presence only helps the quorum.

    Below one half it does not hold: 3 against 4 passes "at least a third", 4 against 4 is a tie and falls.
    """
    rule = replace(rule, threshold=max(rule.threshold, Fraction(1, 2)))
    if outcome(tally, rule, second_call=second_call).is_adopted:
        for more in one_more_in_favour(tally):
            assert outcome(more, rule, second_call=second_call).is_adopted


@given(tallies(), rules, st.booleans())
def test_below_one_half_nothing_but_a_tie_undoes_an_adoption_with_one_more_in_favour(
    tally, rule, second_call
):
    if outcome(tally, rule, second_call=second_call).is_adopted:
        for more in one_more_in_favour(tally):
            is_tie = more.in_favour == more.against
            assert outcome(more, rule, second_call=second_call).is_adopted is not is_tie


def test_below_one_half_one_more_in_favour_can_make_a_tie():
    a_third = DecisionRule(threshold=Fraction(1, 3), comparison=Comparison.AT_LEAST)

    assert outcome(a_tally(3, 4), a_third).is_adopted
    assert not outcome(a_tally(4, 4), a_third).is_adopted


def test_with_a_quorum_one_more_against_can_let_a_motion_pass():
    """The known price of any quorum: staying at home can be stronger than voting no."""
    rule = replace(HALF, quorum=Quorum(share=Fraction(1, 2)))

    assert outcome(a_tally(20, 1, roll=42), rule).outcome == OutcomeKind.NO_QUORUM
    assert outcome(a_tally(20, 2, roll=42), rule).is_adopted


@given(tallies(), rules)
def test_one_more_against_never_adopts_when_the_quorum_was_there(tally, rule):
    """From half upwards and with quorum: a vote against can only add to the base."""
    rule = replace(rule, threshold=max(rule.threshold, Fraction(1, 2)))
    before = outcome(tally, rule)
    if before.quorum_met and not before.is_adopted and tally.votes < tally.present:
        assert not outcome(replace(tally, against=tally.against + 1), rule).is_adopted


@given(rules)
def test_a_rule_survives_being_frozen(rule):
    assert from_data(json.loads(json.dumps(to_data(rule)))) == rule


@given(tallies(), rules, st.booleans(), st.sampled_from(["en", "es", "es-ar"]))
def test_every_decision_has_its_sentence(tally, rule, second_call, language):
    decision = outcome(tally, rule, second_call=second_call)

    text = sentence(decision, tally, rule, language)

    assert text.endswith((".", ".)"))
    if decision.is_adopted:
        assert ("Adopted." if language == "en" else "Se aprobó.") in text
    before = still_needed(
        roll=tally.roll, present=tally.present, rule=rule, second_call=second_call, language=language
    )
    assert before.endswith(".")


@given(tallies(), rules, st.booleans())
def test_what_cannot_pass_does_not_pass(tally, rule, second_call):
    """`can_pass` is about those present now: if all of them in favour do not adopt, no tally of them does."""
    rule = replace(rule, threshold=max(rule.threshold, Fraction(1, 2)))
    if not can_pass(roll=tally.roll, present=tally.present, rule=rule, second_call=second_call):
        assert not outcome(tally, rule, second_call=second_call).is_adopted
