"""I cannot come: in one tap, without a reason; who is asked, who comes, who is told."""

from __future__ import annotations

import pytest

from members.models import Absence, Notice
from record.models import Act
from record.rules import Refused
from rotation.actions.covers import accept_cover, ask_cover, decline_cover, take_back_cover, warn_of_cover
from rotation.models import Cover, Mandate
from rotation.reports.powers import powers_of
from rotation.reports.problem import wheel_problem
from rotation.tasks import turn_the_wheel
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, write_house_rule
from tests.rotation.wheel import DAY, WEEK, Wheel, wheel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheel(hall: Hall) -> Wheel:
    wheel = wheel_of(hall)
    wheel.told({("chair", 1): 0, ("door", 1): 1, ("chair", 2): 2})
    return wheel


def cannot_come(wheel: Wheel, reason: str = "") -> Cover:
    turn = wheel.turn("chair", 1)
    return ask_cover(duty_id=turn.pk, reason=reason, actor=wheel.people[0], now=wheel.hall.now)


def asked(cover: Cover) -> list[int]:
    return list(cover.offers.order_by("place").values_list("member__number", flat=True))


def test_the_first_three_in_fair_order_are_asked_at_once(wheel: Wheel):
    cover = cannot_come(wheel)
    assert cover.reason == ""
    # 1 asks, 2 has the door that day, 3 chairs the week after and so carries more than the other six.
    assert len(asked(cover)) == 3
    assert not {1, 2, 3} & set(asked(cover))
    told = Notice.objects.filter(key=f"cover:{cover.pk}").values_list("member__number", flat=True)
    assert sorted(told) == sorted(asked(cover))
    assert cannot_come(wheel) == cover
    assert Act.objects.filter(verb="rotation.cover.asked").count() == 1


def test_our_rule_says_how_many_are_asked_at_once(wheel: Wheel):
    write_house_rule("rotation.stand_ins_asked", 1)
    assert len(asked(cannot_come(wheel))) == 1


def test_whoever_is_away_that_day_is_not_asked(wheel: Wheel):
    for person in wheel.people[3:8]:
        Absence.objects.create(
            member=person,
            from_on=TODAY + WEEK,
            until_on=TODAY + WEEK + DAY,
            entered_at=NOW,
            entered_by=person,
        )
    assert asked(cannot_come(wheel)) == [9, 3]


def test_a_no_asks_the_next_and_needs_no_reason(wheel: Wheel):
    cover = cannot_come(wheel)
    first = cover.offers.get(place=1).member
    for _twice in range(2):
        decline_cover(cover_id=cover.pk, actor=first, now=wheel.hall.now)
    assert len(asked(cover)) == 4
    assert cover.offers.filter(declined_at__isnull=False).count() == 1


def test_when_all_said_no_whoever_convokes_is_told_at_once(wheel: Wheel):
    cover = cannot_come(wheel)
    for _each in range(9):
        for offer in cover.offers.filter(declined_at__isnull=True).exclude(member=wheel.hall.chair):
            decline_cover(cover_id=cover.pk, actor=offer.member, now=wheel.hall.now)
    assert not Notice.objects.filter(key=f"cover-nobody:{cover.pk}").exists()
    decline_cover(cover_id=cover.pk, actor=wheel.hall.chair, now=wheel.hall.now)
    assert Notice.objects.get(key=f"cover-nobody:{cover.pk}").member == wheel.hall.chair
    assert len(asked(cover)) == 7


def test_whoever_says_yes_first_comes_and_everybody_touched_is_told(wheel: Wheel):
    cover = cannot_come(wheel)
    first, second, third = (offer.member for offer in cover.offers.order_by("place"))
    before = wheel.turn("chair", 1).sequence

    accept_cover(cover_id=cover.pk, actor=second, now=wheel.hall.now)

    turn = wheel.turn("chair", 1)
    assert (turn.member, turn.sequence) == (second, before + 1)
    with pytest.raises(Refused, match="settled"):
        accept_cover(cover_id=cover.pk, actor=first, now=wheel.hall.now)
    assert accept_cover(cover_id=cover.pk, actor=second, now=wheel.hall.now).covered_by == second
    told = Notice.objects.filter(key=f"cover-taken:{cover.pk}").values_list("member", flat=True)
    assert set(told) == {wheel.people[0].pk, first.pk, third.pk}
    assert Act.objects.filter(verb="rotation.cover.taken").count() == 1


def test_only_those_who_were_asked_take_it(wheel: Wheel):
    cover = cannot_come(wheel)
    with pytest.raises(Refused, match="Others were asked"):
        accept_cover(cover_id=cover.pk, actor=wheel.people[2], now=wheel.hall.now)
    with pytest.raises(Refused, match="Others were asked"):
        decline_cover(cover_id=cover.pk, actor=wheel.people[0], now=wheel.hall.now)


def test_whom_a_rule_stops_by_now_does_not_take_it(wheel: Wheel):
    cover = cannot_come(wheel)
    first = cover.offers.get(place=1).member
    Absence.objects.create(
        member=first, from_on=TODAY, until_on=TODAY + 30 * DAY, entered_at=NOW, entered_by=first
    )
    with pytest.raises(Refused, match="is away"):
        accept_cover(cover_id=cover.pk, actor=first, now=wheel.hall.now)
    assert wheel.turn("chair", 1).member == wheel.people[0]


def test_one_can_come_after_all_while_nobody_has_taken_it(wheel: Wheel):
    cover = cannot_come(wheel)
    first = cover.offers.get(place=1).member
    for _twice in range(2):
        take_back_cover(cover_id=cover.pk, actor=wheel.people[0], now=wheel.hall.now)
    assert Notice.objects.filter(key=f"cover-back:{cover.pk}").count() == 3
    with pytest.raises(Refused, match="settled"):
        accept_cover(cover_id=cover.pk, actor=first, now=wheel.hall.now)
    again = cannot_come(wheel)
    assert again != cover
    accept_cover(cover_id=again.pk, actor=again.offers.get(place=1).member, now=wheel.hall.now)
    with pytest.raises(Refused, match="comes instead of you already"):
        take_back_cover(cover_id=again.pk, actor=wheel.people[0], now=wheel.hall.now)


def test_nobody_else_says_that_one_cannot_come(wheel: Wheel):
    turn = wheel.turn("chair", 1)
    with pytest.raises(Refused, match="somebody else's"):
        ask_cover(duty_id=turn.pk, actor=wheel.people[1], now=wheel.hall.now)
    with pytest.raises(Refused, match="at most 200"):
        ask_cover(duty_id=turn.pk, reason="x" * 201, actor=wheel.people[0], now=wheel.hall.now)
    with pytest.raises(Refused, match="is over"):
        ask_cover(duty_id=turn.pk, actor=wheel.people[0], now=wheel.day(1, 1))
    cover = cannot_come(wheel)
    with pytest.raises(Refused, match="somebody else's"):
        take_back_cover(cover_id=cover.pk, actor=wheel.people[1], now=wheel.hall.now)


def test_the_day_before_whoever_convokes_is_told_that_nobody_is_found(wheel: Wheel):
    cover = cannot_come(wheel)
    turn_the_wheel(wheel.day(1, -2))
    assert not Notice.objects.filter(key=f"cover-nobody:{cover.pk}").exists()
    turn_the_wheel(wheel.day(1, -1))
    turn_the_wheel(wheel.day(1))
    assert Notice.objects.get(key=f"cover-nobody:{cover.pk}").member == wheel.hall.chair
    assert not warn_of_cover(cover_id=cover.pk, now=wheel.hall.now)
    turn_the_wheel(wheel.day(1, 1))
    cover.refresh_from_db()
    assert (cover.ended_at, cover.covered_by) == (wheel.day(1, 1), None)


def test_a_cover_on_the_day_itself_ends_one_mandate_and_seats_the_other_at_once(wheel: Wheel):
    turn_the_wheel(wheel.day(1))
    cover = ask_cover(duty_id=wheel.turn("chair", 1).pk, actor=wheel.people[0], now=wheel.day(1))
    stand_in = cover.offers.get(place=1).member
    assert "assemblies.chair" in powers_of(wheel.people[0].pk, wheel.day(1))

    accept_cover(cover_id=cover.pk, actor=stand_in, now=wheel.day(1))

    assert "assemblies.chair" not in powers_of(wheel.people[0].pk, wheel.day(1))
    assert "assemblies.chair" in powers_of(stand_in.pk, wheel.day(1))
    seated = wheel.turn("chair", 1).mandate
    assert seated is not None
    assert (seated.member, seated.ended_on) == (stand_in, None)
    assert Mandate.objects.filter(post=wheel.chair, ended_at__isnull=False).count() == 1


def test_the_credit_follows_whoever_came(wheel: Wheel):
    cover = cannot_come(wheel)
    stand_in = cover.offers.get(place=1).member
    accept_cover(cover_id=cover.pk, actor=stand_in, now=wheel.hall.now)
    turn_the_wheel(wheel.day(1))
    after = wheel_problem(on=TODAY + WEEK + DAY, seed="x")
    assert after.person_of[stand_in.number].history == 1
    assert after.person_of[1].history == 0
