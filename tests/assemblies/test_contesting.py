"""A decision of an assembly by law can be contested for as long as the law gives, by who did not vote for it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assemblies.actions import cast_ballot, close_voting, open_voting
from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.models import Assembly, Contest, HouseRule, Motion
from assemblies.reports.decisions import contested_now, decisions, years_of_decisions
from members.models import Cooperative, Notice
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import NOW, give_power, make_member
from tests.pages import at, signed_in


def decided(
    hall: Hall, *, in_favour: int = 6, against: int = 1, kind: str = "decision", **about: Any
) -> Motion:
    """What everybody voted on: the first so many for, the next against, the rest silent."""
    Assembly.objects.update(kind="weekly")  # the agenda of one by law closes when it is called
    motion = hall.motion(kind=kind, **about)
    Assembly.objects.update(kind=hall.assembly.kind)
    closes_at = hall.now + timedelta(minutes=30)
    open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    for place, person in enumerate(hall.people[: in_favour + against]):
        choice = "for" if place < in_favour else "against"
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))


@pytest.fixture
def hall(db: None) -> Hall:
    """Nine people in an assembly by law, in Argentina; the eighth keeps the minutes."""
    hall = hall_of(9)
    Cooperative.objects.update(law_pack="AR")
    Cooperative.objects.forget()
    Assembly.objects.update(kind="legal_ordinary")
    hall.assembly.refresh_from_db()
    give_power(hall.people[7], "assemblies.keep_minutes")
    return hall


@pytest.fixture
def motion(hall: Hall) -> Motion:
    return decided(hall)


def contest(hall: Hall, motion: Motion, place: int = 6, **more: Any) -> Contest:
    about: dict[str, Any] = {"reason": "It goes against the statute.", "now": hall.now, **more}
    return contest_decision(motion_id=motion.pk, actor=hall.people[place], **about)


def test_in_argentina_it_can_be_contested_for_ninety_days(motion: Motion) -> None:
    assert motion.contestable_until == date(2026, 3, 5) + timedelta(days=90)


def test_what_a_weekly_assembly_decides_cannot_be_contested(db: None) -> None:
    hall = hall_of(9)
    motion = decided(hall)
    assert motion.contestable_until is None
    with pytest.raises(Refused, match="assembly by law"):
        contest(hall, motion)


def test_what_was_not_adopted_cannot_be_contested(hall: Hall) -> None:
    motion = decided(hall, in_favour=1, against=6)
    assert motion.contestable_until is None


def test_who_voted_against_contests_it_and_whoever_keeps_the_minutes_is_told(
    hall: Hall, motion: Motion
) -> None:
    made = contest(hall, motion)

    assert contested_now() == {motion.pk}
    act = Act.objects.get(verb="assemblies.decision.contested")
    assert act.actor_number == 7
    assert "statute" not in str(act.facts)
    assert Notice.objects.filter(key=f"contest:{made.pk}", member=hall.people[7]).exists()


def test_who_was_silent_may_and_who_voted_for_it_may_not(hall: Hall, motion: Motion) -> None:
    contest(hall, motion, place=8)
    with pytest.raises(Refused, match="voted for it"):
        contest(hall, motion, place=0)


def test_of_a_secret_vote_nobody_knows_so_anybody_on_the_roll_may(hall: Hall) -> None:
    contest(hall, decided(hall, is_secret=True), place=0)


def test_who_was_no_member_then_may_not(hall: Hall, motion: Motion) -> None:
    later = make_member(99, from_on=date(2026, 3, 6))
    with pytest.raises(Refused, match="when it was voted"):
        contest_decision(motion_id=motion.pk, reason="No.", actor=later, now=hall.now)


def test_the_last_day_counts_and_the_day_after_does_not(hall: Hall, motion: Motion) -> None:
    contest(hall, motion, now=NOW + timedelta(days=90))
    with pytest.raises(Refused, match="passed"):
        contest(hall, motion, place=8, now=NOW + timedelta(days=91))


def test_nobody_contests_it_twice_nor_without_a_reason(hall: Hall, motion: Motion) -> None:
    with pytest.raises(Refused, match="Write something"):
        contest(hall, motion, reason=" ")
    contest(hall, motion)
    with pytest.raises(Refused, match="contest it already"):
        contest(hall, motion)


def test_a_contest_undoes_nothing_and_is_settled_once_in_words(hall: Hall, motion: Motion) -> None:
    made = contest(hall, motion)
    motion.refresh_from_db()
    assert motion.enacted_at is not None
    about: dict[str, Any] = {"contest_id": made.pk, "upheld": False, "now": hall.now}

    with pytest.raises(Refused, match="keeps the minutes"):
        settle_contest(settlement="No.", actor=hall.people[0], **about)
    with pytest.raises(Refused, match="Write something"):
        settle_contest(settlement="  ", actor=hall.people[7], **about)
    settle_contest(settlement="The judge said no.", actor=hall.people[7], **about)
    with pytest.raises(Refused, match="already"):
        settle_contest(settlement="Again.", actor=hall.people[7], **about)

    assert contested_now() == set()
    assert Notice.objects.filter(key=f"contest:{made.pk}:settled", member=hall.people[6]).exists()


# --- round the actions ----------------------------------------------------------------------------------------


def test_a_contest_is_settled_once(hall: Hall, motion: Motion) -> None:
    """a_contest_is_settled_once"""
    made = contest(hall, motion)
    with pytest.raises(IntegrityError, match="a_contest_is_settled_once"), transaction.atomic():
        Contest.objects.filter(pk=made.pk).update(reason="Another.")
    settle_contest(contest_id=made.pk, upheld=True, settlement="Yes.", actor=hall.people[7], now=hall.now)
    with pytest.raises(IntegrityError, match="a_contest_is_settled_once"), transaction.atomic():
        Contest.objects.filter(pk=made.pk).update(upheld=False)


def test_a_contest_is_never_deleted(hall: Hall, motion: Motion) -> None:
    """a_contest_is_never_deleted"""
    made = contest(hall, motion)
    with pytest.raises(IntegrityError, match="a_contest_is_never_deleted"), transaction.atomic():
        Contest.objects.filter(pk=made.pk).delete()


def test_nobody_contests_twice(hall: Hall, motion: Motion) -> None:
    """nobody_contests_twice"""
    contest(hall, motion)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.create(motion=motion, member=hall.people[6], reason="Again.", at=hall.now)


def test_a_settled_contest_says_how(hall: Hall, motion: Motion) -> None:
    """a_settled_contest_says_how"""
    made = contest(hall, motion)
    for half in (
        {"settled_at": NOW},
        {"settled_at": NOW, "upheld": True},
        {"upheld": True, "settlement": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contest.objects.filter(pk=made.pk).update(**half)


# --- pages and the register -----------------------------------------------------------------------------------


def test_a_member_contests_it_on_its_page_and_everybody_sees_it(
    hall: Hall, motion: Motion, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(hall.now + timedelta(minutes=2), monkeypatch)
    client, address = signed_in(hall.people[6]), f"/motions/{motion.pk}/"
    assert "Contest it" in client.get(address).content.decode()
    assert client.post(f"{address}contest/", {"reason": ""}).status_code == 200
    assert client.post(f"{address}contest/", {"reason": "It goes against article 9."}).status_code == 302

    seen = signed_in(hall.people[0]).get(address).content.decode()
    assert "It goes against article 9." in seen
    assert "You voted for it" in seen
    keeper = signed_in(hall.people[7])
    made = Contest.objects.get()
    keeper.post(f"/motions/contests/{made.pk}/settle/", {"upheld": "maybe"})
    assert Contest.objects.get().settled_at is None
    keeper.post(f"/motions/contests/{made.pk}/settle/", {"upheld": "yes", "settlement": "Vote it again."})
    assert "Vote it again." in keeper.get(address).content.decode()


def test_what_is_typed_is_kept_where_it_is_refused(
    hall: Hall, motion: Motion, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(hall.now + timedelta(minutes=2), monkeypatch)
    answer = signed_in(hall.people[0]).post(f"/motions/{motion.pk}/contest/", {"reason": "My long reason."})
    assert answer.status_code == 200
    assert "My long reason." in answer.content.decode()
    assert "You voted for it" in answer.content.decode()


def test_a_rule_from_a_contested_motion_says_so(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now + timedelta(minutes=2), monkeypatch)
    motion = decided(
        hall,
        in_favour=7,
        kind="house_rule",
        terms={"key": "assembly.seconders", "value": 2},
        title="Two seconders",
    )
    assert HouseRule.objects.filter(motion=motion).exists()
    contest(hall, motion, place=7)
    client = signed_in(hall.people[0])
    assert "Contested" in client.get("/rules/").content.decode()
    assert "Contested" in client.get("/rules/assembly.seconders/").content.decode()


def test_the_register_shows_what_was_adopted_the_latest_first_and_by_year(
    hall: Hall, motion: Motion, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(hall.now + timedelta(minutes=2), monkeypatch)
    decided(hall, in_favour=1, against=6, title="A parrot")
    later = decided(hall, title="A second lathe")
    contest(hall, motion)

    assert [each.motion for each in decisions()] == [later, motion]
    assert [each.is_contested for each in decisions()] == [False, True]
    assert years_of_decisions() == [2026]
    assert list(decisions(year=2025)) == []
    client = signed_in(hall.people[0])
    page = client.get("/decisions/").content.decode()
    assert "A second lathe" in page
    assert "A parrot" not in page
    assert "Contested" in page
    for year in ("2026", "0", "x", "99999999999999999999", "²"):
        assert client.get("/decisions/", {"year": year, "page": "9"}).status_code == 200


def test_the_register_asks_few_questions(
    hall: Hall, motion: Motion, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        decided(hall, title=f"Lamp {number}")
    with django_assert_max_num_queries(3):
        assert len(decisions()) == 6


def test_a_duty_from_a_contested_decision_says_so(hall: Hall, motion: Motion) -> None:
    from rotation.models import Duty
    from rotation.reports import duties_of

    Duty.objects.create(
        member=hall.people[0], title="Ask for prices", from_on=NOW.date(), due_on=NOW.date(), motion=motion
    )
    assert not duties_of(hall.people[0], now=hall.now).this_week[0].is_contested
    contest(hall, motion)
    assert duties_of(hall.people[0], now=hall.now).this_week[0].is_contested
