"""What each act does, refuses and writes in the record."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Max

from assemblies import kinds, tasks
from assemblies.actions import (
    add_item,
    arrive,
    arrive_at_door,
    bring_back,
    cancel_assembly,
    cast_ballot,
    close_assembly,
    close_voting,
    convoke,
    convoke_weekly,
    count_hands,
    depart,
    draft_motion,
    edit_motion,
    move_item,
    open_assembly,
    open_second_call,
    open_voting,
    put_on_agenda,
    recess_assembly,
    remind_voters,
    resume_assembly,
    second_motion,
    set_house_rule,
    table_motion,
    withdraw_motion,
)
from assemblies.models import (
    AgendaItem,
    Assembly,
    HouseRule,
    Minutes,
    Motion,
    Presence,
    RollEntry,
)
from assemblies.reports import faults
from assemblies.reports.seconding import seeking_seconders
from members.models import Membership
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import LAST_WEEK, hall_of
from tests.makers import NOW, give_power, make_coop, make_member, make_voters, write_house_rule

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return [verb.removeprefix("assemblies.") for verb in Act.objects.values_list("verb", flat=True)]


def draft(proposer, *, now=LAST_WEEK, **about):
    whole = {"kind": "decision", "title": "Two forklifts", "text": "Buy two.", "terms": {}} | about
    return draft_motion(**whole, proposer=proposer, now=now)


def vote(motion, people, choices, *, now):
    for person, choice in zip(people, choices, strict=True):
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now)


# --- assemblies ---------------------------------------------------------------------------------------------


def test_the_weekly_assembly_calls_itself_once_from_friday_on():
    make_coop()
    make_voters(3)

    too_early = convoke_weekly(now=LAST_WEEK - timedelta(days=2))
    called = convoke_weekly(now=LAST_WEEK)
    again = convoke_weekly(now=LAST_WEEK + timedelta(minutes=1))

    assert too_early is not None  # of the Thursday before
    assert called is not None
    assert again is None
    assert called.starts_on == date(2026, 3, 5)
    assert called.starts_at == NOW
    assert called.number == too_early.number + 1
    assert len(called.hall_code) == 6
    assert verbs() == ["assembly.convoked", "assembly.convoked"]


def test_without_a_co_operative_nothing_happens():
    assert convoke_weekly(now=NOW) is None
    tasks.do_what_is_due(now=NOW)


def test_a_window_past_midnight_ends_on_the_next_day():
    make_coop()
    write_house_rule(
        "assembly.weekly", {"weekday": 3, "starts": "13:30", "ends": "02:00", "place": "Galpón 4"}
    )

    called = convoke_weekly(now=LAST_WEEK)

    assert called is not None
    assert called.ends_at - called.starts_at == timedelta(hours=12, minutes=30)


def test_a_cancelled_weekly_assembly_is_not_called_again():
    hall = hall_of(3)
    next_one = convoke_weekly(now=NOW + timedelta(days=1))
    assert next_one is not None

    cancel_assembly(assembly_id=next_one.pk, actor=hall.chair, now=NOW + timedelta(days=1))

    assert convoke_weekly(now=NOW + timedelta(days=2)) is None


def test_whoever_convokes_calls_an_emergency_and_nobody_else():
    hall = hall_of(3)
    about: dict[str, Any] = {
        "kind": "emergency",
        "starts_at": NOW + timedelta(hours=3),
        "ends_at": NOW + timedelta(hours=5),
        "place": "Portón",
        "from_home": True,
        "now": NOW,
    }

    with pytest.raises(Refused, match="convoking"):
        convoke(**about, actor=hall.people[0])
    called = convoke(**about, actor=hall.chair)

    assert (called.kind, called.state) == ("emergency", "convoked")
    with pytest.raises(Refused, match="cannot be kept"):
        convoke(**(about | {"place": "a\x00b"}), actor=hall.chair)


def test_a_second_weekly_assembly_on_one_day_is_refused():
    hall = hall_of(3)

    with pytest.raises(Refused, match="that day already"):
        convoke(
            kind="weekly",
            starts_at=NOW + timedelta(hours=6),
            ends_at=NOW + timedelta(hours=7),
            place="",
            from_home=True,
            actor=hall.chair,
            now=NOW,
        )


def test_the_clock_opens_once_and_comes_after_the_chair_without_harm():
    hall = hall_of(3)
    before = Act.objects.count()

    again = open_assembly(assembly_id=hall.assembly.pk, actor=None, now=NOW + timedelta(minutes=5))

    assert again.opened_at == NOW
    assert Act.objects.count() == before
    with pytest.raises(Refused, match="open already"):
        open_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)


def test_the_second_call_opens_when_too_few_of_us_are_there():
    hall = hall_of(9, arrived=False)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[1, 2], actor=None, now=hall.now)
    due = NOW + timedelta(minutes=60)

    with pytest.raises(Refused, match="too early"):
        open_second_call(assembly_id=hall.assembly.pk, actor=None, now=due - timedelta(seconds=1))
    assembly = open_second_call(assembly_id=hall.assembly.pk, actor=None, now=due)

    assert assembly.second_call_at == due
    assert verbs()[-1] == "assembly.second_call_opened"


def test_there_is_no_second_call_where_enough_of_us_came_to_the_first():
    hall = hall_of(9, arrived=False)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[1, 2, 3], actor=None, now=hall.now)

    assembly = open_second_call(assembly_id=hall.assembly.pk, actor=None, now=NOW + timedelta(hours=1))

    assert assembly.second_call_at is None
    assert not Assembly.objects.due_second_call(NOW + timedelta(hours=2)).exists()


def test_a_vote_keeps_the_call_in_which_it_was_opened():
    hall = hall_of(9, arrived=False)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[9], actor=None, now=hall.now)
    first = hall.vote(minutes=300, title="First")
    due = NOW + timedelta(minutes=60)
    open_second_call(assembly_id=hall.assembly.pk, actor=None, now=due)
    hall.now = due
    second = hall.vote(minutes=300, title="Second")
    vote(first, hall.people[8:], ["for"], now=due)
    vote(second, hall.people[8:], ["for"], now=due)

    first = close_voting(motion_id=first.pk, actor=None, now=NOW + timedelta(hours=7))
    second = close_voting(motion_id=second.pk, actor=None, now=NOW + timedelta(hours=7))

    assert (first.second_call, first.state) == (False, "no_quorum")
    assert (second.second_call, second.state) == (True, "adopted")


def test_a_recess_is_called_and_ended_by_the_chair():
    hall = hall_of(3)
    motion = hall.motion()
    recess_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="in recess"):
        open_voting(motion_id=motion.pk, closes_at=NOW + timedelta(hours=1), actor=hall.chair, now=hall.now)

    assembly = resume_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    assert assembly.state == "open"


def test_closing_sends_everyone_home_and_what_was_not_reached_to_the_next_agenda():
    hall = hall_of(9)
    reached = hall.vote(title="Reached")
    left_over = hall.motion(title="Left over")
    with pytest.raises(Refused, match="still open"):
        close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    close_voting(motion_id=reached.pk, actor=hall.chair, now=hall.now)

    closed = close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=NOW + timedelta(hours=1))

    assert closed.state == "closed"
    assert not Presence.objects.filter(left_at=None).exists()
    left_over.refresh_from_db()
    assert (left_over.state, left_over.assembly) == ("on_agenda", None)
    assert Minutes.objects.filter(assembly=closed).exists()
    next_one = convoke_weekly(now=NOW + timedelta(days=1))
    left_over.refresh_from_db()
    assert left_over.assembly == next_one
    assert [item.carried_over for item in left_over.agenda_items.order_by("pk")] == [True, False]
    assert faults() == []


def test_what_was_not_reached_goes_at_once_on_an_agenda_already_called():
    hall = hall_of(3)
    left_over = hall.motion()
    next_one = convoke(
        kind="weekly",
        starts_at=NOW + timedelta(days=7),
        ends_at=NOW + timedelta(days=7, hours=2),
        place="",
        from_home=True,
        actor=hall.chair,
        now=hall.now,
    )

    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    left_over.refresh_from_db()
    assert left_over.assembly == next_one


# --- presence -----------------------------------------------------------------------------------------------


def test_arriving_twice_is_arriving_once_and_coming_back_is_a_new_stay():
    hall = hall_of(3, arrived=False)
    zulema = hall.people[0]
    about: dict[str, Any] = {
        "assembly_id": hall.assembly.pk,
        "member": zulema,
    }

    first = arrive(**about, channel="hall_code", code=hall.assembly.hall_code, actor=zulema, now=hall.now)
    again = arrive(**about, channel="home", actor=zulema, now=hall.now)
    depart(**about, now=hall.now + timedelta(minutes=1))
    depart(**about, now=hall.now + timedelta(minutes=2))
    back = arrive(**about, channel="home", actor=zulema, now=hall.now + timedelta(minutes=3))

    assert first == again
    assert back != first
    assert Presence.objects.count() == 2


def test_a_wrong_code_another_person_and_a_former_member_do_not_arrive():
    hall = hall_of(3, arrived=False)
    zulema, walter = hall.people[:2]
    former = make_member(70, standing="left")
    about: dict[str, Any] = {
        "assembly_id": hall.assembly.pk,
        "now": hall.now,
    }

    with pytest.raises(Refused, match="not the code"):
        arrive(**about, member=zulema, channel="hall_code", code="x", actor=zulema)
    with pytest.raises(Refused, match="for themselves"):
        arrive(**about, member=zulema, channel="home", actor=walter)
    with pytest.raises(Refused, match="belong"):
        arrive(**about, member=former, channel="home", actor=former)
    assert not Presence.objects.exists()


def test_at_the_door_all_numbers_arrive_or_none():
    hall = hall_of(5, arrived=False)
    about: dict[str, Any] = {
        "assembly_id": hall.assembly.pk,
        "actor": hall.chair,
        "now": hall.now,
    }

    with pytest.raises(Refused, match="number 77"):
        arrive_at_door(numbers=[1, 77], **about)
    assert not Presence.objects.exists()
    assert arrive_at_door(numbers=[1, 2, 2], **about) == 2
    assert arrive_at_door(numbers=[2, 3], **about) == 1
    with pytest.raises(Refused, match="keeps the door"):
        arrive_at_door(assembly_id=hall.assembly.pk, numbers=[4], actor=hall.people[0], now=hall.now)
    with pytest.raises(Refused, match="number 99999999999999999999"):
        arrive_at_door(numbers=[99999999999999999999], **about)


# --- motions ------------------------------------------------------------------------------------------------


def test_a_motion_goes_on_the_agenda_by_itself_with_enough_seconders():
    make_coop()
    zulema, walter, ailen = make_voters(3)
    write_house_rule("assembly.seconders", 2)
    assembly = convoke_weekly(now=LAST_WEEK)
    motion = draft(zulema)

    table_motion(motion_id=motion.pk, actor=zulema, now=LAST_WEEK)
    second_motion(motion_id=motion.pk, actor=walter, now=LAST_WEEK)
    second_motion(motion_id=motion.pk, actor=walter, now=LAST_WEEK)
    seen = {who: seeking_seconders(who) for who in (motion.proposer, walter, ailen)}
    assert [(each.seconds, each.is_own, each.mine) for [each] in seen.values()] == [
        (1, True, False),
        (1, False, True),
        (1, False, False),
    ]
    motion.refresh_from_db()
    assert motion.state == "tabled"
    second_motion(motion_id=motion.pk, actor=ailen, now=LAST_WEEK)

    motion.refresh_from_db()
    assert (motion.state, motion.assembly) == ("on_agenda", assembly)
    assert verbs()[-4:] == [
        "motion.tabled",
        "motion.seconded",
        "motion.seconded",
        "motion.put_on_agenda",
    ]


def test_what_comes_after_the_agenda_closed_goes_to_the_week_after():
    make_coop()
    zulema, walter = make_voters(2)
    write_house_rule("assembly.seconders", 1)
    convoke_weekly(now=LAST_WEEK)
    wednesday = NOW - timedelta(days=1)
    motion = draft(zulema, now=wednesday)
    table_motion(motion_id=motion.pk, actor=zulema, now=wednesday)

    second_motion(motion_id=motion.pk, actor=walter, now=wednesday)

    motion.refresh_from_db()
    assert motion.state == "tabled"
    next_one = convoke_weekly(now=NOW + timedelta(days=1))
    motion.refresh_from_db()
    assert motion.assembly == next_one


def test_a_motion_without_enough_seconders_waits():
    hall = hall_of(3, seconders=2)
    motion = draft(hall.people[0], now=NOW)
    table_motion(motion_id=motion.pk, actor=hall.people[0], now=NOW)

    convoke_weekly(now=NOW + timedelta(days=1))

    motion.refresh_from_db()
    assert motion.state == "tabled"
    emergency = convoke(
        kind="emergency",
        starts_at=NOW + timedelta(days=2),
        ends_at=NOW + timedelta(days=2, hours=1),
        place="",
        from_home=True,
        actor=hall.chair,
        now=NOW,
    )
    put_on_agenda(motion_id=motion.pk, assembly_id=emergency.pk, actor=hall.chair, now=NOW)
    motion.refresh_from_db()
    assert motion.assembly == emergency


def test_bad_texts_terms_and_kinds_are_refused_with_a_sentence():
    make_coop()
    (zulema,) = make_voters(1)

    for bad, sentence in (
        ({"title": " "}, "Write something"),
        ({"title": "x" * 201}, "too long"),
        ({"text": "x" * 20_001}, "too long"),
        ({"text": "a\x00b"}, "cannot be kept"),
        ({"kind": "coup"}, "no such kind"),
        ({"kind": "house_rule", "terms": {"key": "nothing", "value": 1}}, "no such house rule"),
        ({"kind": "house_rule", "terms": {"key": "assembly.seconders", "value": 10**30}}, "whole number"),
        ({"kind": "house_rule", "terms": {"key": "assembly.seconders", "value": 1.5}}, "whole number"),
        ({"kind": "house_rule", "terms": {"key": "assembly.weekly", "value": 3}}, "weekday"),
        (
            {
                "kind": "house_rule",
                "terms": {
                    "key": "assembly.weekly",
                    "value": {"weekday": 1, "starts": "10:00", "ends": "11:00", "place": "a\x00b"},
                },
            },
            "cannot be kept",
        ),
        ({"kind": "admission", "terms": {"number": 12}}, "on probation"),
        ({"kind": "admission", "terms": {"number": "12"}}, "member number"),
        ({"amends_id": 999}, "can be amended"),
        ({"follows_id": 999}, "decided"),
    ):
        with pytest.raises(Refused, match=sentence):
            draft(zulema, **bad)
    assert not Motion.objects.exists()


def test_a_former_member_proposes_nothing_and_a_probationer_does():
    make_coop()
    with pytest.raises(Refused, match="belong"):
        draft(make_member(1, standing="left"))
    assert draft(make_member(2, standing="probation")).number == 1


def test_only_whoever_proposes_edits_tables_and_withdraws():
    make_coop()
    write_house_rule("assembly.seconders", 3)
    zulema, walter = make_voters(2)
    motion = draft(zulema)
    new: dict[str, Any] = {"title": "One forklift", "text": "Buy one.", "terms": {}}

    with pytest.raises(Refused, match="can change it"):
        edit_motion(motion_id=motion.pk, **new, actor=walter, now=NOW)
    with pytest.raises(Refused, match="can table it"):
        table_motion(motion_id=motion.pk, actor=walter, now=NOW)
    with pytest.raises(Motion.DoesNotExist):
        second_motion(motion_id=motion.pk, actor=walter, now=NOW)
    assert edit_motion(motion_id=motion.pk, **new, actor=zulema, now=NOW).title == "One forklift"
    table_motion(motion_id=motion.pk, actor=zulema, now=NOW)
    table_motion(motion_id=motion.pk, actor=zulema, now=NOW)
    with pytest.raises(Refused, match="Others have read it"):
        edit_motion(motion_id=motion.pk, **new, actor=zulema, now=NOW)
    with pytest.raises(Refused, match="can withdraw it"):
        withdraw_motion(motion_id=motion.pk, actor=walter, now=NOW)
    assert withdraw_motion(motion_id=motion.pk, actor=zulema, now=NOW).state == "withdrawn"


def test_an_amendment_is_voted_first_and_becomes_what_it_amends():
    hall = hall_of(9)
    motion = hall.motion(text="Buy two forklifts.")
    amendment = draft(hall.people[1], text="Buy one forklift.", amends_id=motion.pk, now=hall.now)
    table_motion(motion_id=amendment.pk, actor=hall.people[1], now=hall.now)

    titles = [item.motion_id for item in hall.assembly.items.order_by("position")]
    assert titles == [amendment.pk, motion.pk]
    closes_at = NOW + timedelta(hours=1)
    with pytest.raises(Refused, match="amendments are voted first"):
        open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    open_voting(motion_id=amendment.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    vote(amendment, hall.people, ["for"] * 5 + ["against"] * 4, now=hall.now)
    amendment = close_voting(motion_id=amendment.pk, actor=hall.chair, now=hall.now)

    motion.refresh_from_db()
    assert amendment.enacted_at == hall.now
    assert motion.text == "Buy one forklift."
    assert "motion.amended" in verbs()
    open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)


def test_the_chair_orders_the_agenda():
    hall = hall_of(3)
    one, *_others = (hall.motion(title=title) for title in ("One", "Two", "Three"))
    report = add_item(
        assembly_id=hall.assembly.pk, title="Treasurer's report", actor=hall.chair, now=hall.now
    )

    move_item(item_id=report.pk, position=1, actor=hall.chair, now=hall.now)
    move_item(item_id=one.agenda_items.get().pk, position=99, actor=hall.chair, now=hall.now)

    assert list(hall.assembly.items.order_by("position").values_list("title", flat=True)) == [
        "Treasurer's report",
        "Two",
        "Three",
        "One",
    ]
    assert AgendaItem.objects.aggregate(last=Max("position"))["last"] == 4
    with pytest.raises(Refused, match="chairs"):
        move_item(item_id=report.pk, position=2, actor=hall.people[0], now=hall.now)
    with pytest.raises(Refused, match="whole number"):
        add_item(assembly_id=hall.assembly.pk, title="Talk", minutes=10**12, actor=hall.chair, now=hall.now)


# --- votes --------------------------------------------------------------------------------------------------


def test_opening_a_vote_freezes_its_roll_and_its_rule():
    hall = hall_of(9)
    make_member(20, standing="probation")
    make_member(21, standing="suspended")
    motion = hall.vote()
    write_house_rule("decision.simple", {**motion.rule, "threshold": "9/10"}, from_on=date(2026, 3, 5))
    newcomer = make_member(22)

    vote(motion, hall.people, ["for"] * 5 + ["against"] * 4, now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert motion.roll_count == 9
    assert not RollEntry.objects.filter(member=newcomer).exists()
    assert (motion.rule or {})["threshold"] == "1/2"
    assert motion.state == "adopted"


def test_those_whom_a_kind_excludes_are_out_by_name_and_reason_of_roll_and_base():
    hall = hall_of(9)
    zulema = hall.people[0]
    motion = hall.motion()
    with patch.object(
        type(kinds.kind_of(motion)), "excluded", lambda *_a, **_k: {zulema.pk: "it is about them"}
    ):
        open_voting(motion_id=motion.pk, closes_at=NOW + timedelta(hours=1), actor=hall.chair, now=hall.now)

    with pytest.raises(Refused, match="it is about them"):
        vote(motion, [zulema], ["for"], now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert motion.roll.get(member=zulema).excluded_because == "it is about them"
    assert (motion.roll_count, motion.present_count) == (8, 8)


def test_present_are_those_whose_stay_overlaps_the_vote():
    hall = hall_of(9, arrived=False)
    early, through, late, after = hall.people[:4]
    place: dict[str, Any] = {"assembly_id": hall.assembly.pk}
    arrive_at_door(**place, numbers=[early.number, through.number], actor=None, now=hall.now)
    depart(**place, member=early, now=hall.now + timedelta(seconds=30))
    hall.now += timedelta(minutes=1)
    motion = hall.vote(minutes=30)
    arrive_at_door(**place, numbers=[late.number], actor=None, now=hall.now + timedelta(minutes=5))
    depart(**place, member=through, now=hall.now + timedelta(minutes=6))
    arrive_at_door(**place, numbers=[after.number], actor=None, now=hall.now + timedelta(minutes=31))

    motion = close_voting(motion_id=motion.pk, actor=None, now=hall.now + timedelta(minutes=40))

    assert motion.closed_at == hall.now + timedelta(minutes=30)
    assert motion.present_count == 2


def test_a_vote_and_an_assembly_that_end_in_the_moment_they_began_still_add_up():
    hall = hall_of(3)
    motion = hall.vote()

    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    assert faults() == []


def test_a_probationer_present_is_in_no_count():
    hall = hall_of(3)
    hall.people.append(make_member(20, standing="probation"))
    hall.everyone_arrives()
    motion = hall.vote()

    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert (motion.roll_count, motion.present_count, motion.state) == (3, 3, "rejected")


def test_closing_twice_closes_once():
    hall = hall_of(3)
    motion = hall.vote()
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    before = Act.objects.count()

    again = close_voting(motion_id=motion.pk, actor=None, now=motion.closes_at)

    assert again.closed_at == hall.now
    assert Act.objects.count() == before


def test_the_closing_act_holds_the_count_and_the_seal_of_the_ballots():
    hall = hall_of(9)
    motion = hall.vote()
    count_hands(
        motion_id=motion.pk,
        choices={1: "for", 2: "for", 3: "against", 4: "abstain"},
        actor=hall.chair,
        now=hall.now,
    )

    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    act = Act.objects.get(verb="assemblies.voting.closed")
    assert act.facts == {
        "motion": motion.number,
        "outcome": "adopted",
        "roll": 9,
        "present": 9,
        "in_favour": 2,
        "against": 1,
        "abstaining": 1,
        "base": 3,
        "needed": 2,
        "quorum_needed": 3,
        "ballots": motion.ballots_digest,
        "enacted": True,
    }
    assert act.actor_number == hall.chair.number
    assert faults() == []


def test_what_cannot_be_enacted_stays_adopted_and_says_why():
    hall = hall_of(9)
    motion = hall.vote()
    vote(motion, hall.people, ["for"] * 9, now=hall.now)

    def too_late(self, motion, *, now):
        HouseRule.objects.create(
            key="assembly.seconders", value=7, in_force_from=date(2026, 1, 1), motion=motion
        )
        raise Refused("The seller has closed.")

    with patch.object(type(kinds.kind_of(motion)), "enact", too_late):
        motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert (motion.state, motion.enacted_at) == ("adopted", None)
    assert not HouseRule.objects.filter(motion=motion).exists()
    assert Act.objects.get(verb="assemblies.voting.closed").facts["not_enacted"] == "The seller has closed."
    assert faults() == []


def test_a_defect_in_enacting_closes_nothing():
    hall = hall_of(9)
    motion = hall.vote()
    vote(motion, hall.people, ["for"] * 9, now=hall.now)

    with (
        patch.object(type(kinds.kind_of(motion)), "enact", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    motion.refresh_from_db()
    assert motion.state == "voting"


@pytest.mark.parametrize("tie", ["second_round", "next_assembly"])
def test_a_tie_comes_back_by_itself_where_our_rules_say_so(tie):
    hall = hall_of(4)
    motion = hall.motion()
    rule: dict[str, Any] = {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": None,
        "tie": tie,
    }
    write_house_rule("decision.simple", rule)
    open_voting(motion_id=motion.pk, closes_at=NOW + timedelta(hours=1), actor=hall.chair, now=hall.now)
    vote(motion, hall.people, ["for", "for", "against", "against"], now=hall.now)

    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert motion.state == "tied"
    again = Motion.objects.get(follows=motion)
    assert again.state == "on_agenda"
    assert again.assembly == (hall.assembly if tie == "second_round" else None)


def test_only_the_chair_opens_and_closes_votes():
    hall = hall_of(3)
    motion = hall.motion()
    about: dict[str, Any] = {
        "motion_id": motion.pk,
        "now": hall.now,
    }

    with pytest.raises(Refused, match="chairs can open"):
        open_voting(**about, closes_at=NOW + timedelta(hours=1), actor=hall.people[0])
    open_voting(**about, closes_at=NOW + timedelta(hours=1), actor=hall.chair)
    with pytest.raises(Refused, match="chairs can close"):
        close_voting(**about, actor=hall.people[0])
    with pytest.raises(Refused, match="still open"):
        close_voting(**about, actor=None)


def test_a_motion_that_is_on_no_agenda_is_not_voted():
    hall = hall_of(3)
    motion = draft(hall.people[0])

    with pytest.raises(Refused, match="still a draft"):
        open_voting(motion_id=motion.pk, closes_at=NOW + timedelta(hours=1), actor=hall.chair, now=hall.now)


# --- house rules --------------------------------------------------------------------------------------------


def test_a_house_rule_without_a_motion_is_only_of_the_founding():
    make_coop()
    rule = set_house_rule(
        key="assembly.seconders", value=5, in_force_from=date(2026, 1, 1), motion=None, actor=None, now=NOW
    )
    convoke_weekly(now=LAST_WEEK)

    assert rule.value == 5
    with pytest.raises(Refused, match="Only a motion"):
        set_house_rule(
            key="assembly.seconders",
            value=0,
            in_force_from=date(2026, 1, 1),
            motion=None,
            actor=None,
            now=NOW,
        )


def test_a_motion_that_was_not_adopted_changes_no_rule():
    hall = hall_of(3)

    with pytest.raises(Refused, match="adopted motion"):
        set_house_rule(
            key="assembly.seconders",
            value=0,
            in_force_from=date(2026, 3, 5),
            motion=hall.motion(),
            actor=None,
            now=NOW,
        )


def test_what_must_be_reviewed_comes_back_once():
    hall = hall_of(9)
    motion = hall.vote(review_on=date(2026, 6, 30))
    vote(motion, hall.people, ["for"] * 9, now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    june = NOW + timedelta(days=104)

    assert bring_back(motion_id=motion.pk, now=NOW) is None
    again = bring_back(motion_id=motion.pk, now=june)
    assert bring_back(motion_id=motion.pk, now=june) is None

    assert again is not None
    assert (again.follows, again.state, again.text) == (motion, "on_agenda", motion.text)


# --- the clock ----------------------------------------------------------------------------------------------


def test_the_clock_carries_an_assembly_from_its_call_to_its_minutes():
    make_coop()
    write_house_rule("assembly.seconders", 0)
    people = make_voters(9)
    tasks.do_what_is_due(now=LAST_WEEK)
    assembly = Assembly.objects.get()
    motion = draft(people[0])
    table_motion(motion_id=motion.pk, actor=people[0], now=LAST_WEEK)
    tasks.do_what_is_due(now=NOW)
    arrive_at_door(assembly_id=assembly.pk, numbers=range(1, 10), actor=None, now=NOW)
    open_voting(motion_id=motion.pk, closes_at=assembly.ends_at, actor=None, now=NOW)
    vote(motion, people, ["for"] * 9, now=NOW)

    for _twice in range(2):
        tasks.do_what_is_due(now=assembly.ends_at + timedelta(seconds=30))

    assembly.refresh_from_db()
    motion.refresh_from_db()
    assert (assembly.state, motion.state) == ("closed", "adopted")
    assert motion.closed_at == assembly.closed_at == assembly.ends_at
    assert Minutes.objects.get().assembly == assembly
    assert faults() == []


def test_a_clock_that_stood_still_all_day_opens_and_closes_and_writes_minutes():
    make_coop()
    make_voters(3)
    called = convoke_weekly(now=LAST_WEEK)
    assert called is not None

    tasks.do_what_is_due(now=called.ends_at + timedelta(hours=1))

    called.refresh_from_db()
    assert called.state == "closed"
    assert called.opened_at == called.closed_at
    assert faults() == []


def test_one_vote_that_cannot_be_closed_does_not_stop_the_others():
    hall = hall_of(9)
    first, second = hall.vote(title="First"), hall.vote(title="Second")
    close = close_voting

    def stumble(*, motion_id, **about):
        if motion_id == first.pk:
            raise ZeroDivisionError
        return close(motion_id=motion_id, **about)

    with patch.object(tasks, "close_voting", stumble):
        tasks.do_what_is_due(now=first.closes_at)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("voting", "rejected")


def test_those_who_have_not_voted_are_told_once():
    hall = hall_of(3)
    motion = hall.vote(minutes=180)
    vote(motion, hall.people[:1], ["for"], now=hall.now)
    told = []

    with patch("assemblies.actions.reminders.tell", lambda **about: told.append(about)):
        assert remind_voters(motion_id=motion.pk, now=hall.now) == 2

    assert told[0]["member_ids"] == [person.pk for person in hall.people[1:]]


def test_everyone_leaving_meanwhile_changes_no_roll():
    hall = hall_of(9)
    motion = hall.vote()
    Membership.objects.filter(member=hall.people[0]).update(until_on=date(2026, 3, 5))

    vote(motion, hall.people[:1], ["for"], now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert (motion.roll_count, motion.in_favour) == (9, 1)


def test_a_power_that_somebody_does_not_hold_opens_nothing():
    hall = hall_of(3)
    give_power(hall.people[0], "assemblies.keep_door")

    with pytest.raises(Refused, match="chairs"):
        close_assembly(assembly_id=hall.assembly.pk, actor=hall.people[0], now=hall.now)
