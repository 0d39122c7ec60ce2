"""Where other programs for assemblies went wrong, each as a test whose name is what holds here.

Two sorts are elsewhere: a hundred phones against fifty closings in `test_close_races.py`, and the order in which
secret ballots came in `test_secrecy.py`.
"""

from __future__ import annotations

import random
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from celery.app.task import Task
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assemblies.actions import arrive, arrive_at_door, cast_ballot, close_voting, convoke, depart
from assemblies.models import Ballot, Motion
from assemblies.models.assemblies import PresenceChannel
from assemblies.reports import faults, live_counts
from assemblies.reports.motions import result_of
from coop.word_codes import word_code
from members.models import Cooperative, Membership
from record import shared
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import LONG_AGO, TODAY, make_member, write_house_rule
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HALF = {"threshold": "1/2", "comparison": "more_than", "base": "valid_votes", "quorum": None, "tie": "falls"}
TWO_THIRDS = {**HALF, "threshold": "2/3", "comparison": "at_least"}


def with_rule(people: int, rule: dict[str, Any], **about: Any) -> Hall:
    hall = hall_of(people, **about)
    write_house_rule("decision.simple", rule)
    return hall


def voted(hall: Hall, *choices: str, **about: Any) -> Motion:
    """A motion on which the first of us vote so, closed."""
    motion = hall.vote(**about)
    for person, choice in zip(hall.people, choices, strict=False):
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))


# --- majorities and quorums -------------------------------------------------------------------------------


def test_two_thirds_of_nine_is_six_and_six_pass() -> None:
    hall = with_rule(9, TWO_THIRDS)
    assert voted(hall, *["for"] * 6, *["against"] * 3).state == "adopted"
    assert voted(hall, *["for"] * 5, *["against"] * 4, title="Another").state == "rejected"


@pytest.mark.parametrize(("comparison", "state"), [("at_least", "adopted"), ("more_than", "rejected")])
def test_exactly_two_thirds_pass_where_the_rule_says_at_least_and_not_where_it_says_more_than(
    comparison: str, state: str
) -> None:
    hall = with_rule(9, {**TWO_THIRDS, "comparison": comparison})
    assert voted(hall, *["for"] * 6, *["against"] * 3).state == state


@pytest.mark.parametrize("base", ["present", "present_minus_abstentions", "valid_votes", "all_members"])
def test_ten_abstentions_and_nobody_in_favour_approve_nothing(base: str) -> None:
    hall = with_rule(10, {**TWO_THIRDS, "base": base})
    assert voted(hall, *["abstain"] * 10).state == "rejected"


@pytest.mark.parametrize(("comparison", "state"), [("at_least", "adopted"), ("more_than", "no_quorum")])
def test_half_of_forty_two_is_twenty_one_or_twenty_two_as_our_rule_says(comparison: str, state: str) -> None:
    quorum = {"share": "1/2", "comparison": comparison}
    hall = with_rule(42, {**HALF, "quorum": quorum}, arrived=False)
    numbers = [person.number for person in hall.people[:21]]
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=numbers, actor=None, now=hall.now)
    assert voted(hall, *["for"] * 21).state == state


@pytest.mark.parametrize(
    ("tie", "state"), [("falls", "rejected"), ("second_round", "tied"), ("next_assembly", "tied")]
)
def test_a_tie_follows_its_rule_and_the_chair_has_one_vote_like_anybody(tie: str, state: str) -> None:
    hall = with_rule(8, {**HALF, "tie": tie})
    motion = voted(hall, *["for"] * 4, *["against"] * 4)

    assert hall.chair == hall.people[7]
    assert motion.state == state
    assert Motion.objects.filter(follows=motion).exists() is (state == "tied")


def test_nothing_that_is_shown_is_more_than_all_of_us() -> None:
    """Whoever comes, goes, votes or not: no count beyond its base, and no share beyond a hundred per cent."""
    luck = random.Random(9)
    hall = hall_of(12, arrived=False)
    for number, base in enumerate(("present", "present_minus_abstentions", "valid_votes", "all_members")):
        write_house_rule("decision.simple", {**HALF, "base": base}, from_on=LONG_AGO + number * DAY)
        motion = hall.vote(title=f"Number {number}")
        for person in luck.sample(hall.people, 9):
            arrive_at_door(assembly_id=hall.assembly.pk, numbers=[person.number], actor=None, now=hall.now)
            choice = luck.choice(("for", "against", "abstain"))
            cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
            if luck.random() < 0.5:
                depart(assembly_id=hall.assembly.pk, member=person, now=hall.now)
            live = live_counts([motion.pk])[motion.pk]
            assert live.turnout <= live.present <= live.roll == 12
        result = result_of(close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now))
        assert result is not None
        assert result.tally.in_favour <= result.decision.base_count <= result.tally.roll
        assert result.silent >= 0
    assert faults() == []


# --- the roll ---------------------------------------------------------------------------------------------


def test_whoever_leaves_or_is_removed_while_a_vote_is_open_stays_on_its_roll_and_nobody_joins_it() -> None:
    hall = with_rule(9, {**HALF, "base": "all_members"})
    motion = hall.vote()
    depart(assembly_id=hall.assembly.pk, member=hall.people[0], now=hall.now)
    Membership.objects.filter(member=hall.people[1]).update(until_on=TODAY)
    late = make_member(99, "Nahuel Ibarra")
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[99], actor=None, now=hall.now)

    for person in hall.people[:5]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))

    assert (motion.state, motion.roll_count, motion.in_favour) == ("adopted", 9, 5)
    assert not motion.roll.filter(member=late).exists()
    assert faults() == []


def test_whoever_waits_at_the_door_while_a_vote_is_counted_comes_after_it() -> None:
    """Their tap was earlier than the closing, and is written later: what was counted stays true."""
    hall = hall_of(9, arrived=False)
    numbers = [person.number for person in hall.people[:7]]
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=numbers, actor=None, now=hall.now)
    motion = voted(hall, *["for"] * 5)
    assert motion.closed_at is not None
    tapped_at = motion.closed_at - timedelta(milliseconds=80)

    last = hall.people[7]
    code = hall.assembly.hall_code
    channel = PresenceChannel.HALL_CODE
    arrive(assembly_id=hall.assembly.pk, member=last, channel=channel, code=code, actor=last, now=tapped_at)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[9], actor=None, now=tapped_at)

    assert motion.present_count == 7
    assert faults() == []


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_order_in_which_we_vote_changes_nothing(is_secret: bool) -> None:
    hall = hall_of(9)
    choices = ["for"] * 4 + ["against"] * 3 + ["abstain"] * 2
    ballots = list(zip(hall.people, choices, strict=True))
    results = set()
    for number in range(4):
        motion = hall.vote(is_secret=is_secret, title=f"Number {number}")
        for person, choice in random.Random(number).sample(ballots, 9):
            cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
        result = result_of(close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now))
        assert result is not None
        results.add((result.state, result.tally, result.decision, result.sentence))

    assert len(results) == 1


# --- the ballot under way ---------------------------------------------------------------------------------


def test_the_same_vote_sent_twice_has_the_same_receipt_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    motion, form = hall.vote(), {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    zulema = signed_in(hall.people[0])

    first = zulema.post(f"/motions/{motion.pk}/ballot/", form, follow=True)
    again = zulema.post(f"/motions/{motion.pk}/ballot/", form, follow=True)

    receipt = Ballot.objects.get().receipt
    for answer in (first, again):
        assert answer.status_code == 200
        assert word_code(receipt) in answer.content.decode()


def test_no_vote_is_lost_where_nothing_is_remembered_and_no_worker_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hall = hall_of(9)
    motion = hall.vote()

    def nobody_works(*_args: object, **_more: object) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(Task, "apply_async", nobody_works)
    for person in hall.people:
        Cooperative.objects.forget()
        shared.forget()
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)

    assert close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now).in_favour == 9


def test_what_i_am_filling_in_stays_while_somebody_else_votes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes by itself has nothing to fill in, and a form that was opened before still counts."""
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    motion = hall.vote()
    zulema = signed_in(hall.people[0])
    page = zulema.get(f"/motions/{motion.pk}/ballot/").content.decode()
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert key is not None

    for person in hall.people[1:]:
        cast_ballot(motion_id=motion.pk, member=person, choice="against", key=uuid.uuid4(), now=hall.now)
    count = live_counts([motion.pk])[motion.pk].html["en"]
    fragment = zulema.get(f"/motions/{motion.pk}/count/").content.decode()
    zulema.post(f"/motions/{motion.pk}/ballot/", {"choice": "for", "key": key[1], "confirmed": "1"})

    for changing in (count, fragment):
        assert "have voted" in changing
        assert not re.search(r"<(form|input|button|textarea|select)\b", changing)
    assert Ballot.objects.get(member=hall.people[0]).choice == "for"


def test_telling_six_hundred_of_us_costs_no_voter_anything() -> None:
    """Notices are rows for phones that ask: no mail, no queue, and a ballot asks what it always asks."""
    hall = hall_of(600, arrived=False)
    numbers = [person.number for person in hall.people[:2]]
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=numbers, actor=None, now=hall.now)
    motion = hall.vote()

    def asked(person: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
        return len(queries)

    before = asked(hall.people[0])
    with CaptureQueriesContext(connection) as telling:
        convoke(
            kind="emergency",
            starts_at=hall.now + timedelta(days=3),
            ends_at=hall.now + timedelta(days=3, hours=2),
            place="Galpón 4",
            from_home=False,
            actor=hall.chair,
            now=hall.now,
        )

    assert asked(hall.people[1]) == before
    assert len(telling) < 40
    assert mail.outbox == []


# --- secrecy of few ---------------------------------------------------------------------------------------


def test_six_of_us_are_warned_before_a_secret_vote_that_its_totals_may_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hall = hall_of(6)
    at(hall.now, monkeypatch)
    motion = hall.vote(is_secret=True)
    for person in hall.people[:5]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)

    page = signed_in(hall.people[5]).get(f"/motions/{motion.pk}/ballot/").content.decode()

    assert "the totals may tell who voted what" in page


def test_a_secret_vote_is_never_said_to_show_how_each_of_us_voted() -> None:
    hall = hall_of(12)
    secret, plain = hall.vote(is_secret=True), hall.vote(title="Another")
    counts = live_counts([secret.pk, plain.pk])

    assert "How each one voted is never seen." in counts[secret.pk].html["en"]
    assert "is seen when it closes" in counts[plain.pk].html["en"]
