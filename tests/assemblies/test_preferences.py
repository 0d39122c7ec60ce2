"""Motions voted by naming options: from the draft to what came out, by name and in secret."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from assemblies import kinds
from assemblies.actions import (
    arrive_at_door,
    cast_ballot,
    close_assembly,
    close_voting,
    count_hands,
    draft_motion,
)
from assemblies.models import Ballot, Minutes, Motion, Participation, SecretBallot
from assemblies.reports import faults, motion_page, result_of
from record.models import Act
from record.rules import Refused, canonical, fingerprint
from tests.assemblies.conftest import LAST_WEEK, hall_of
from tests.makers import write_house_rule
from tests.promises import lift, refused

pytestmark = pytest.mark.django_db

MACHINES = {"options": ["Oven", "Lathe", "Forklift"]}
"""Their codes are 1, 2 and 3."""
MONEY = {
    "total_cents": 100_000,
    "projects": [
        {"label": "Lathe", "cost_cents": 60_000},
        {"label": "Oven", "cost_cents": 50_000},
        {"label": "Clock", "cost_cents": 30_000},
    ],
    "completion": "utilitarian",
}


def name(motion, member, *codes, choice="for", key=None, **more):
    return cast_ballot(
        motion_id=motion.pk,
        member=member,
        choice=choice,
        preferences=codes,
        key=key or uuid.uuid4(),
        now=motion.opened_at + timedelta(minutes=1),
        **more,
    )


def ranked(hall, **more):
    return hall.vote(kind="ranked", title="Which machine first", terms=MACHINES, **more)


def close(hall, motion):
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=motion.opened_at + timedelta(minutes=2))


def test_a_machine_is_chosen_by_rounds_and_it_is_said_in_both_languages():
    hall = hall_of(9)
    motion = ranked(hall)
    for person, codes in zip(hall.people, ["123", "12", "1", "1", "23", "2", "2", "32", "32"], strict=True):
        name(motion, person, *codes)

    motion = close(hall, motion)

    assert motion.state == "adopted"
    assert motion.enacted_at == motion.closed_at
    assert (motion.in_favour, motion.against, motion.abstaining) == (9, 0, 0)
    assert motion.counted["winner"] == "2"
    assert [each["counts"] for each in motion.counted["rounds"]] == [
        {"1": 4, "2": 3, "3": 2},
        {"1": 4, "2": 5},
    ]
    result = result_of(motion)
    assert result.sentence == "Lathe wins with 5 of 9: more than half."
    assert [told.said for told in result.told] == [
        "Round 1: Oven 4, Lathe 3, Forklift 2. Out: Forklift.",
        "Round 2: Lathe 5, Oven 4. Lathe wins with 5 of 9: more than half.",
    ]
    with translation.override("es-ar"):
        assert result_of(motion).sentence == "Gana Lathe, con 5 de 9: más de la mitad."
    assert faults() == []


def test_those_with_most_marks_are_chosen():
    hall = hall_of(5)
    motion = hall.vote(kind="approval", terms={**MACHINES, "seats": 2})
    for person, codes in zip(hall.people, ["12", "13", "1", "3", "231"], strict=True):
        name(motion, person, *codes)

    motion = close(hall, motion)

    assert motion.counted["counts"] == {"1": 4, "2": 2, "3": 3}
    result = result_of(motion)
    assert result.sentence == "Chosen: Oven and Forklift."
    assert [(told.what, told.said, told.is_chosen) for told in result.told] == [
        ("Oven", "4 of 5 marked it. Chosen.", True),
        ("Forklift", "3 of 5 marked it. Chosen.", True),
        ("Lathe", "2 of 5 marked it. Not chosen.", False),
    ]
    assert faults() == []


def test_each_thing_a_sum_buys_says_who_pays_for_it():
    hall = hall_of(5)
    motion = hall.vote(kind="budget", terms=MONEY)
    for person, codes in zip(hall.people, ["1", "1", "1", "2", "23"], strict=True):
        name(motion, person, *codes)

    motion = close(hall, motion)
    result = result_of(motion)

    assert result.sentence == "Bought: Lathe and Clock. $900 is spent; $100 stays."
    assert [(told.what, told.said, told.is_chosen) for told in result.told] == [
        ("", "5 voted; of $1,000, each has a share of $200.", None),
        ("Lathe: $600", "Bought: 3 marked it, and each pays $200.", True),
        ("Clock: $300", "Bought with what was left over: 1 marked it, and it was enough.", True),
        ("Oven: $500", "Not bought: 2 marked it; $400 was left over and it costs $500.", False),
    ]
    assert faults() == []


def test_few_votes_are_enough_where_there_are_enough_of_us():
    hall = hall_of(9)
    motion = ranked(hall)
    name(motion, hall.people[0], "3")
    name(motion, hall.people[1], choice="abstain")

    motion = close(hall, motion)

    assert (motion.state, motion.counted["winner"]) == ("adopted", "3")
    assert faults() == []


def test_without_quorum_nothing_comes_out():
    hall = hall_of(9, arrived=False)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[1], actor=None, now=hall.now)
    motion = ranked(hall)
    name(motion, hall.people[0], "1")

    motion = close(hall, motion)

    assert (motion.state, motion.counted) == ("no_quorum", None)
    assert "not enough of us" in result_of(motion).sentence
    assert result_of(motion).told == []
    assert faults() == []


def test_where_everybody_abstains_nothing_comes_out():
    hall = hall_of(3)
    motion = ranked(hall)
    for person in hall.people:
        name(motion, person, choice="abstain")

    motion = close(hall, motion)

    assert (motion.state, motion.counted) == ("rejected", None)
    assert faults() == []


@pytest.mark.parametrize(
    ("choice", "codes", "said"),
    [
        ("for", (), "Say at least one option"),
        ("against", (), "nobody votes No"),
        ("against", ("1",), "nobody votes No"),
        ("abstain", ("1",), "names no option"),
        ("for", ("4",), "is not one of the options"),
        ("for", ("1", "2", "1"), "appears twice"),
        ("for", ("",), "is not one of the options"),
    ],
)
@pytest.mark.parametrize("is_secret", [False, True])
def test_a_ballot_that_names_nothing_something_twice_or_what_is_not_there_is_refused(
    choice, codes, said, is_secret
):
    hall = hall_of(3)
    motion = ranked(hall, is_secret=is_secret)

    with pytest.raises(Refused, match=said):
        name(motion, hall.people[0], *codes, choice=choice)
    name(motion, hall.people[1], "1")
    if not is_secret:
        with pytest.raises(Refused, match=said):
            name(motion, hall.people[1], *codes, choice=choice)

    assert not Ballot.objects.filter(member=hall.people[0]).exists()
    assert not Participation.objects.filter(member=hall.people[0]).exists()


def test_a_vote_by_yes_or_no_takes_no_options():
    hall = hall_of(3)

    with pytest.raises(Refused, match="by yes or no"):
        name(hall.vote(), hall.people[0], "1")


def test_an_amendment_of_a_ranked_choice_is_voted_by_yes_or_no():
    hall = hall_of(3)
    parent = hall.motion(kind="ranked", terms=MACHINES)
    amendment = hall.vote(
        kind="ranked", terms={"options": [*MACHINES["options"], "Crane"]}, amends_id=parent.pk
    )

    assert kinds.by_preference(amendment) is None
    for person in hall.people[:2]:
        name(amendment, person)
    assert close(hall, amendment).state == "adopted"
    parent.refresh_from_db()
    assert [option["label"] for option in parent.terms["options"]] == ["Oven", "Lathe", "Forklift", "Crane"]
    assert faults() == []


def test_the_same_request_again_is_answered_with_what_it_named():
    hall = hall_of(3)
    motion = ranked(hall)
    first_key, second_key = uuid.uuid4(), uuid.uuid4()

    first = name(motion, hall.people[0], "2", "1", key=first_key)
    again = name(motion, hall.people[0], "3", key=first_key)
    changed = name(motion, hall.people[0], "3", key=second_key)
    late = name(motion, hall.people[0], "2", "1", key=first_key)

    assert (first.preferences, first.is_new) == (("2", "1"), True)
    assert (again.preferences, again.receipt) == (("2", "1"), first.receipt)
    assert (changed.preferences, changed.is_new) == (("3",), False)
    assert (late.preferences, late.receipt) == (("2", "1"), first.receipt)
    ballot = Ballot.objects.get()
    assert ballot.preferences == ["3"]
    assert ballot.earlier == [
        {"key": str(first_key), "choice": "for", "receipt": first.receipt, "preferences": ["2", "1"]}
    ]


def test_whoever_abstains_in_the_end_names_nothing_any_more():
    hall = hall_of(3)
    motion = ranked(hall)
    name(motion, hall.people[0], "2")

    name(motion, hall.people[0], choice="abstain")

    assert Ballot.objects.get().preferences == []


def test_a_secret_ballot_keeps_its_order_through_change_and_closing():
    hall = hall_of(9)
    motion = ranked(hall, is_secret=True)
    first = name(motion, hall.people[0], "1", "2")
    key = uuid.uuid4()
    changed = name(motion, hall.people[0], "3", "1", key=key, previous_receipt=first.receipt)
    again = name(motion, hall.people[0], "2", key=key, previous_receipt=first.receipt)
    for person in hall.people[1:]:
        name(motion, person, "3", "2")

    motion = close(hall, motion)

    assert changed.preferences == again.preferences == ("3", "1")
    assert SecretBallot.objects.get(receipt=changed.receipt).preferences == ["3", "1"]
    assert motion.counted["rounds"][0]["counts"] == {"1": 0, "2": 0, "3": 9}
    assert faults() == []


def test_where_order_says_nothing_it_is_not_kept():
    hall = hall_of(3)
    motion = hall.vote(kind="approval", terms={**MACHINES, "seats": 1}, is_secret=True)

    cast = name(motion, hall.people[0], "3", "1")

    assert cast.preferences == ("1", "3")
    assert SecretBallot.objects.get().preferences == ["1", "3"]


def test_the_closing_seals_what_was_named_and_what_came_of_it():
    hall = hall_of(3)
    motion = ranked(hall)
    for person in hall.people:
        name(motion, person, "1", "2")
    motion = close(hall, motion)

    act = Act.objects.get(verb="assemblies.voting.closed")
    assert act.facts["counted"] == fingerprint(canonical(motion.counted))
    assert motion.counted["seed"] == motion.ballots_digest

    lift("a_ballot_changes_only_while_open", on="assemblies_ballot")
    Ballot.objects.filter(member=hall.people[0]).update(preferences=["2", "1"])
    found = " ".join(faults())
    assert "the ballots are not those that were counted" in found


def test_a_result_written_over_is_found():
    hall = hall_of(3)
    motion = ranked(hall)
    for person in hall.people:
        name(motion, person, "1")
    motion = close(hall, motion)

    lift("a_decided_motion_is_sealed", on="assemblies_motion")
    Motion.objects.filter(pk=motion.pk).update(counted={**motion.counted, "winner": "2"})

    found = " ".join(faults())
    assert "comes to something else" in found
    assert "something else came out" in found


def test_hands_are_not_counted_where_options_are_named():
    hall = hall_of(3)
    motion = ranked(hall)

    with pytest.raises(Refused, match="hands are not counted"):
        count_hands(motion_id=motion.pk, choices={1: "for"}, actor=hall.chair, now=hall.now)


@pytest.mark.parametrize(
    ("kind", "terms", "said"),
    [
        ("ranked", {}, "at least two options"),
        ("ranked", {"options": ["Oven"]}, "at least two options"),
        ("ranked", {"options": ["Oven", " "]}, "at least two options"),
        ("ranked", {"options": ["Oven", 7]}, "at least two options"),
        ("ranked", {"options": "Oven"}, "at least two options"),
        ("ranked", {"options": ["Oven", "oven "]}, "say the same"),
        ("ranked", {"options": [str(n) for n in range(21)]}, "at most 20"),
        ("ranked", {"options": ["Oven", "x" * 121]}, "at most 120"),
        ("approval", {**MACHINES, "seats": 3}, "fewer than 3"),
        ("approval", {**MACHINES, "seats": "2"}, "at least one"),
        ("budget", {**MONEY, "completion": "all"}, "left over"),
        ("budget", {**MONEY, "completion": ["none"]}, "left over"),
        ("budget", {**MONEY, "total_cents": 1.5}, "how much there is"),
        ("budget", {**MONEY, "total_cents": 10}, "costs more than there is"),
        ("budget", {**MONEY, "projects": ["Oven", "Lathe"]}, "what each costs"),
        ("budget", {**MONEY, "projects": None}, "at least two options"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_a_sentence(kind, terms, said):
    hall = hall_of(3)

    with pytest.raises(Refused, match=said):
        draft_motion(
            kind=kind, title="Which", text="One", terms=terms, proposer=hall.people[0], now=LAST_WEEK
        )


def test_what_a_ballot_may_name_is_kept_with_the_vote():
    hall = hall_of(3)
    motion = hall.motion(kind="ranked", terms={"options": ["Oven\nof the\x00kiln", {"label": "Lathe"}]})

    assert motion.terms == {
        "options": [{"code": "1", "label": "Oven of the kiln"}, {"code": "2", "label": "Lathe"}]
    }


def test_only_the_quorum_of_a_rule_counts_and_it_says_so():
    hall = hall_of(9)
    write_house_rule("decision.rule_of_kind", {"ranked": "two_thirds"})
    motion = ranked(hall)
    page = motion_page(motion, reader=hall.people[0], now=hall.now)

    assert (motion.rule["threshold"], motion.rule["base"]) == ("0", "valid_votes")
    assert page.rule_said.startswith("Options are named, not Yes or No: what comes out is decided. ")
    assert "must be there" in page.rule_said
    assert page.still_needed == ""
    assert [change.what for change in page.changes] == ["Oven", "Lathe", "Forklift"]


def test_its_minutes_say_what_came_out():
    hall = hall_of(3)
    motion = ranked(hall)
    name(motion, hall.people[0], "2")
    name(motion, hall.people[1], "2")
    close(hall, motion)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))
    written = Minutes.objects.get().contents["items"][0]["motion"]

    assert written["result_said"]["en"] == "Lathe wins with 2 of 2: more than half."
    assert written["result_said"]["es-ar"] == "Gana Lathe, con 2 de 2: más de la mitad."
    assert written["rule_said"]["en"].startswith("Options are named")
    assert written["told"]["es-ar"] == (
        "Vuelta 1: Lathe 2, Oven 0, Forklift 0. Gana Lathe, con 2 de 2: más de la mitad."
    )


def test_where_nothing_came_out_nothing_can_be_written_in_its_place():
    hall = hall_of(3)
    motion = close(hall, ranked(hall))
    assert (motion.state, motion.counted, motion.enacted_at) == ("rejected", None, None)

    with refused("a_decided_motion_is_sealed"):
        Motion.objects.filter(pk=motion.pk).update(counted={"winner": "2"})
