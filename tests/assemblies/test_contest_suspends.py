"""What was done stays; what had not begun waits while a decision is contested, and never begins if it was wrong."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.actions import cast_ballot, close_voting, open_voting
from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.house_rules import SECONDERS, as_typed, in_force, stored_in_force
from assemblies.models import Assembly, Contest, HouseRule, Motion
from assemblies.reports.rules import RuleInForce, rules_in_force
from members.models import Cooperative, Member
from rotation.models import Duty, Mandate
from rotation.reports.decided import of_motions, overdue, tasks
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import LONG_AGO, NOW, TODAY, give_power
from tests.pages import at, signed_in
from tests.rotation.conftest import make_post

IN_APRIL = date(2026, 4, 1)
ON_FRIDAY = NOW + timedelta(days=1)


@pytest.fixture
def hall(db: None) -> Hall:
    """Nine people in an assembly by law, in Argentina; Nahuel, the eighth, keeps the minutes."""
    hall = hall_of(9)
    Cooperative.objects.update(law_pack="AR")
    Cooperative.objects.forget()
    Assembly.objects.update(kind="legal_ordinary")
    hall.assembly.refresh_from_db()
    give_power(hall.people[7], "assemblies.keep_minutes")
    return hall


def adopted(hall: Hall, **about: Any) -> Motion:
    """Adopted by all who are on its roll."""
    Assembly.objects.update(kind="weekly")  # the agenda of one by law closes when it is called
    motion = hall.motion(**about)
    Assembly.objects.update(kind=hall.assembly.kind)
    closes_at = hall.now + timedelta(minutes=30)
    open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    for person in hall.people[:6]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))


def contested(hall: Hall, motion: Motion, *, now: Any = ON_FRIDAY, place: int = 8) -> Contest:
    return contest_decision(motion_id=motion.pk, reason="Not this.", actor=hall.people[place], now=now)


def settled(hall: Hall, contest: Contest, *, upheld: bool, on: date) -> None:
    settle_contest(
        contest_id=contest.pk,
        upheld=upheld,
        settlement="The judge said so.",
        actor=hall.people[7],
        now=noon(on),
    )


def noon(day: date) -> Any:
    return NOW + timedelta(days=(day - TODAY).days)


# --- a rule that is not in force yet ----------------------------------------------------------------------------


def one_seconder_from_april(hall: Hall) -> Motion:
    terms = {"key": "assembly.seconders", "value": 1, "from_on": IN_APRIL.isoformat()}
    return adopted(hall, kind="house_rule", terms=terms)


def seconders(on: date) -> int:
    """Asked both ways: by itself, and as a part of another question."""
    stored = Motion.objects.order_by("pk").values_list(stored_in_force(SECONDERS, on=on)).first()
    alone = in_force(SECONDERS, on=on)
    assert stored is not None
    assert as_typed(SECONDERS, stored[0]) == alone
    return alone


def the_rule(on: date) -> RuleInForce:
    return next(each for each in rules_in_force(on=on) if each.rule_type is SECONDERS)


def test_a_rule_for_april_waits_while_its_motion_is_contested(hall: Hall) -> None:
    motion = one_seconder_from_april(hall)
    assert seconders(IN_APRIL) == 1
    contested(hall, motion)
    assert seconders(IN_APRIL) == 0
    assert [row.motion for row in the_rule(IN_APRIL).coming] == [motion]
    assert the_rule(IN_APRIL).value == 0


def test_dismissed_before_its_day_it_takes_effect_on_its_day(hall: Hall) -> None:
    contest = contested(hall, one_seconder_from_april(hall))
    settled(hall, contest, upheld=False, on=date(2026, 3, 20))
    assert seconders(date(2026, 3, 31)) == 0
    assert seconders(IN_APRIL) == 1
    assert the_rule(IN_APRIL).value == 1


def test_dismissed_after_its_day_it_takes_effect_at_once_and_not_before(hall: Hall) -> None:
    contest = contested(hall, one_seconder_from_april(hall))
    settled(hall, contest, upheld=False, on=date(2026, 4, 20))
    assert seconders(date(2026, 4, 19)) == 0
    assert seconders(date(2026, 4, 20)) == 1
    assert the_rule(date(2026, 4, 20)).value == 1


def test_upheld_it_never_takes_effect_and_is_not_said_to_come(hall: Hall) -> None:
    contest = contested(hall, one_seconder_from_april(hall))
    settled(hall, contest, upheld=True, on=date(2026, 3, 20))
    assert seconders(date(2027, 1, 1)) == 0
    assert the_rule(TODAY).coming == []


def test_one_contest_dismissed_does_not_free_what_another_holds(hall: Hall) -> None:
    motion = one_seconder_from_april(hall)
    first, second = contested(hall, motion), contested(hall, motion, place=7)
    settled(hall, first, upheld=False, on=date(2026, 3, 10))
    assert seconders(IN_APRIL) == 0
    settled(hall, second, upheld=False, on=date(2026, 3, 11))
    assert seconders(IN_APRIL) == 1


@pytest.mark.parametrize("upheld", [None, False, True])
def test_a_rule_that_was_in_force_when_it_was_contested_stays(hall: Hall, upheld: bool | None) -> None:
    motion = adopted(hall, kind="house_rule", terms={"key": "assembly.seconders", "value": 1})
    contest = contested(hall, motion)
    if upheld is not None:
        settled(hall, contest, upheld=upheld, on=date(2026, 3, 20))
    assert seconders(TODAY) == seconders(IN_APRIL) == 1


def test_a_rule_held_back_never_covers_one_that_came_later(hall: Hall) -> None:
    contest = contested(hall, one_seconder_from_april(hall))
    HouseRule.objects.create(key="assembly.seconders", value=7, in_force_from=date(2026, 4, 10))
    settled(hall, contest, upheld=False, on=date(2026, 4, 20))
    assert seconders(date(2026, 4, 15)) == seconders(date(2026, 4, 25)) == 7


def test_the_page_of_the_rule_says_what_it_waits_for(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = one_seconder_from_april(hall)
    contested(hall, motion)
    at(noon(date(2026, 4, 2)), monkeypatch)
    page = signed_in(hall.people[0]).get("/rules/assembly.seconders/").content.decode()
    assert "Contested: it waits until that is settled" in page


# --- mandates that have not begun ---------------------------------------------------------------------------------


def elected(hall: Hall, *, from_on: date) -> tuple[Motion, Member, Member]:
    """Zulema keeps the books until the day, Walter was elected from then on."""
    zulema, walter = hall.people[0], hall.people[1]
    post = make_post()
    Mandate.objects.create(
        post=post, seat=1, member=zulema, from_on=LONG_AGO, until_on=from_on, from_founding=True
    )
    row = {"post": "treasury", "seat": 1, "member": walter.number, "from_on": from_on.isoformat()}
    return adopted(hall, kind="election", terms={"seats": [row]}), zulema, walter


def keeps_books(member: Member, on: date) -> bool:
    """Asked of the power at noon, which agrees with who holds the post that day."""
    holds = Mandate.objects.on(on).filter(member=member, post__code="treasury").exists()
    assert member.has_perm("ledger.keep_books", noon(on)) == holds
    return holds


def test_a_mandate_for_april_has_no_power_while_its_election_is_contested(hall: Hall) -> None:
    motion, zulema, walter = elected(hall, from_on=IN_APRIL)
    assert keeps_books(walter, IN_APRIL)
    contested(hall, motion)
    assert not keeps_books(walter, IN_APRIL)
    assert keeps_books(zulema, date(2026, 3, 31))
    assert not keeps_books(zulema, IN_APRIL), "the term before ends all the same"


def test_dismissed_whoever_was_elected_begins_on_their_day_or_at_once(hall: Hall) -> None:
    motion, _zulema, walter = elected(hall, from_on=IN_APRIL)
    contest = contested(hall, motion)
    settled(hall, contest, upheld=False, on=date(2026, 4, 3))
    assert not keeps_books(walter, date(2026, 4, 2))
    assert keeps_books(walter, date(2026, 4, 4))
    assert walter.has_perm("ledger.keep_books", noon(date(2026, 4, 3)) + timedelta(seconds=1))


def test_upheld_the_mandate_never_begins_and_the_seat_is_free(hall: Hall) -> None:
    motion, _zulema, walter = elected(hall, from_on=IN_APRIL)
    contest = contested(hall, motion)
    settled(hall, contest, upheld=True, on=date(2026, 3, 20))
    assert not keeps_books(walter, date(2026, 4, 4))
    mandate = Mandate.objects.get(motion=motion)
    assert (mandate.ended_on, mandate.from_on) == (IN_APRIL, IN_APRIL)
    again = Mandate.objects.create(
        post=mandate.post,
        seat=1,
        member=hall.people[2],
        from_on=IN_APRIL,
        until_on=mandate.until_on,
        from_founding=True,
    )
    assert Mandate.objects.on(IN_APRIL).get(post=mandate.post) == again


def test_upheld_after_its_day_it_ends_without_having_had_any_power(hall: Hall) -> None:
    motion, _zulema, walter = elected(hall, from_on=IN_APRIL)
    contest = contested(hall, motion)
    settled(hall, contest, upheld=True, on=date(2026, 4, 3))
    for day in (IN_APRIL, date(2026, 4, 2), date(2026, 4, 4)):
        assert not keeps_books(walter, day)
    assert Mandate.objects.get(motion=motion).ended_at is not None


@pytest.mark.parametrize("upheld", [None, False, True])
def test_a_mandate_that_had_begun_stays(hall: Hall, upheld: bool | None) -> None:
    motion, _zulema, walter = elected(hall, from_on=TODAY)
    contest = contested(hall, motion)
    if upheld is not None:
        settled(hall, contest, upheld=upheld, on=date(2026, 3, 20))
    assert keeps_books(walter, IN_APRIL)


def test_a_contested_election_hands_nothing_over_before_its_day(hall: Hall) -> None:
    from rotation.actions import accept_post, give_post, open_handover

    motion, zulema, walter = elected(hall, from_on=date(2026, 3, 10))
    contested(hall, motion)
    handover = open_handover(incoming_id=Mandate.objects.get(motion=motion).pk, now=noon(date(2026, 3, 7)))
    assert handover is not None
    give_post(handover_id=handover.pk, actor=zulema, now=noon(date(2026, 3, 8)))
    accept_post(handover_id=handover.pk, answer="", actor=walter, now=noon(date(2026, 3, 8)))
    assert keeps_books(zulema, date(2026, 3, 9))
    assert not keeps_books(walter, date(2026, 3, 11))


def test_power_that_was_handed_over_before_the_contest_is_a_fact(hall: Hall) -> None:
    from rotation.actions import accept_post, give_post, open_handover

    motion, zulema, walter = elected(hall, from_on=date(2026, 3, 10))
    handover = open_handover(incoming_id=Mandate.objects.get(motion=motion).pk, now=noon(date(2026, 3, 6)))
    assert handover is not None
    give_post(handover_id=handover.pk, actor=zulema, now=noon(date(2026, 3, 6)))
    accept_post(handover_id=handover.pk, answer="", actor=walter, now=noon(date(2026, 3, 6)))
    contested(hall, motion, now=noon(date(2026, 3, 8)))
    assert walter.has_perm("ledger.keep_books", noon(date(2026, 3, 9)))


# --- tasks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("upheld", [False, True])
def test_a_task_of_a_contested_decision_waits_and_then_is_due_or_void(hall: Hall, upheld: bool) -> None:
    make_post()
    terms = {"post": "treasury", "what": "Pay the lathe", "due_on": "2026-03-06"}
    motion = adopted(hall, kind="task", terms=terms)
    later = date(2026, 3, 20)
    assert overdue(today=later).count() == 1
    contest = contested(hall, motion)
    assert overdue(today=later).count() == 0
    assert tasks(of_motions([motion.pk]), now=noon(later))[0].is_contested

    settled(hall, contest, upheld=upheld, on=date(2026, 3, 10))
    task = tasks(of_motions([motion.pk]), now=noon(later))[0]
    assert (task.is_contested, task.is_void) == (False, upheld)
    assert overdue(today=later).count() == (0 if upheld else 1)
    assert Duty.objects.filter(motion=motion).count() == 1
