"""Asking for the floor, giving it, and letting guests in: what each act does, refuses and writes down."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from assemblies.actions import (
    add_item,
    arrive_at_door,
    ask_for_the_floor,
    begin_item,
    close_assembly,
    depart,
    end_turn,
    give_the_floor,
    guest_left,
    let_in_guest,
    recess_assembly,
    take_back,
)
from assemblies.models import AgendaItem, FloorRequest, Guest, Minutes, Presence
from assemblies.reports.floor import floor_of, item_now
from members.models import Member, Membership, Standing
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_close_races import all_at_once
from tests.makers import give_power, make_member, write_house_rule

pytestmark = pytest.mark.django_db


def ask(hall: Hall, person: Member, *, after: int = 0, kind: str = "turn") -> FloorRequest:
    return ask_for_the_floor(
        assembly_id=hall.assembly.pk, kind=kind, actor=person, now=hall.now + timedelta(minutes=after)
    )


def give(
    hall: Hall, *, after: int = 0, turn_id: int | None = None, instead_of: int | None = None
) -> FloorRequest | None:
    return give_the_floor(
        assembly_id=hall.assembly.pk,
        turn_id=turn_id,
        instead_of=instead_of,
        actor=hall.chair,
        now=hall.now + timedelta(minutes=after),
    )


def line(hall: Hall, *, after: int = 9) -> list[int | None]:
    floor = floor_of(hall.assembly, now=hall.now + timedelta(minutes=after))
    return [each.member_id for each in floor.line]


def test_one_asks_once_however_often_one_taps() -> None:
    hall = hall_of(3)
    first = ask(hall, hall.people[0])
    again = ask(hall, hall.people[0], after=1)
    assert first.pk == again.pk
    assert FloorRequest.objects.count() == 1


def test_one_asks_while_here_and_not_from_outside() -> None:
    hall = hall_of(3, arrived=False)
    with pytest.raises(Refused, match="Say first that you are here"):
        ask(hall, hall.people[0])


def test_somebody_on_probation_has_a_voice() -> None:
    hall = hall_of(3)
    newcomer = make_member(20, "Nahuel Cárdenas", standing=Standing.PROBATION)
    arrive_at_door(assembly_id=hall.assembly.pk, numbers=[20], actor=None, now=hall.now)
    ask(hall, newcomer)
    assert line(hall) == [newcomer.pk]


def test_a_point_of_order_takes_the_place_in_line_of_whoever_raises_it() -> None:
    hall = hall_of(3)
    turn = ask(hall, hall.people[0])
    ask(hall, hall.people[1], after=1)
    order = ask(hall, hall.people[1], after=2, kind="order")
    turn.refresh_from_db()
    assert order.kind == "order"
    assert line(hall) == [hall.people[1].pk, hall.people[0].pk]
    assert ask(hall, hall.people[1], after=3).pk == order.pk  # asking to speak as well changes nothing


def test_one_takes_a_request_back_and_stands_in_line_no_more() -> None:
    hall = hall_of(3)
    ask(hall, hall.people[0])
    for _again in range(2):
        take_back(assembly_id=hall.assembly.pk, actor=hall.people[0], now=hall.now)
    assert line(hall) == []
    assert FloorRequest.objects.get().started_at is None


def test_the_chair_gives_the_floor_to_the_next_and_the_one_before_has_finished() -> None:
    hall = hall_of(4)
    zulema, walter = ask(hall, hall.people[0]), ask(hall, hall.people[1], after=1)
    first = give(hall, after=2)
    assert first == zulema
    second = give(hall, after=5, instead_of=zulema.pk)
    zulema.refresh_from_db()
    assert second == walter
    assert zulema.ended_at == hall.now + timedelta(minutes=5)
    assert give(hall, after=7, instead_of=walter.pk) is None
    with pytest.raises(Refused, match="Nobody waits"):
        give(hall, after=8)
    acts = Act.objects.filter(verb="assemblies.floor.given")
    assert [act.facts["member"] for act in acts] == [1, 2]


def test_whoever_has_not_spoken_gets_the_floor_first_unless_our_rule_says_otherwise() -> None:
    hall = hall_of(4)
    zulema = ask(hall, hall.people[0])
    give(hall, after=1)
    end_turn(turn_id=zulema.pk, actor=hall.people[0], now=hall.now + timedelta(minutes=3))
    ask(hall, hall.people[0], after=4)
    ask(hall, hall.people[1], after=5)
    assert line(hall) == [hall.people[1].pk, hall.people[0].pk]
    write_house_rule("assembly.speaking_order", "as_asked")
    assert line(hall) == [hall.people[0].pk, hall.people[1].pk]


def test_a_second_press_of_next_passes_nobody_over() -> None:
    hall = hall_of(4)
    zulema = ask(hall, hall.people[0])
    ask(hall, hall.people[1], after=1)
    assert give(hall, after=2) == zulema
    assert give(hall, after=2) == zulema  # pressed again, on a screen where nobody spoke yet
    assert line(hall) == [hall.people[1].pk]


def test_the_chair_may_name_somebody_in_the_line() -> None:
    hall = hall_of(4)
    ask(hall, hall.people[0])
    walter = ask(hall, hall.people[1], after=1)
    assert give(hall, after=2, turn_id=walter.pk) == walter
    assert give(hall, after=2, turn_id=walter.pk, instead_of=walter.pk) == walter
    with pytest.raises(Refused, match="any more"):
        give(hall, turn_id=walter.pk + 99, instead_of=walter.pk)


def test_only_the_chair_gives_the_floor_and_only_in_session() -> None:
    hall = hall_of(4)
    waiting = ask(hall, hall.people[0])
    with pytest.raises(Refused, match="Only whoever chairs gives the floor"):
        give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.people[1], now=hall.now)
    give(hall)
    recess_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    waiting.refresh_from_db()
    assert waiting.ended_at == hall.now  # in a recess nobody speaks
    with pytest.raises(Refused, match="in recess"):
        give(hall)


def test_the_speaker_or_the_chair_ends_a_turn_and_nobody_else() -> None:
    hall = hall_of(4)
    turn = ask(hall, hall.people[0])
    give(hall)
    with pytest.raises(Refused, match="ends a turn"):
        end_turn(turn_id=turn.pk, actor=hall.people[1], now=hall.now)
    ended = end_turn(turn_id=turn.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))
    again = end_turn(turn_id=turn.pk, actor=hall.people[0], now=hall.now + timedelta(minutes=2))
    assert ended.ended_at == again.ended_at
    assert Act.objects.filter(verb="assemblies.floor.ended").count() == 1


def test_whoever_leaves_the_hall_leaves_the_line_and_the_floor() -> None:
    hall = hall_of(4)
    speaking, waiting = ask(hall, hall.people[0]), ask(hall, hall.people[1])
    give(hall)
    for person in hall.people[:2]:
        depart(assembly_id=hall.assembly.pk, member=person, now=hall.now + timedelta(minutes=1))
    for turn in (speaking, waiting):
        turn.refresh_from_db()
        assert turn.ended_at == hall.now + timedelta(minutes=1)
    assert floor_of(hall.assembly, now=hall.now).speaker is None


def test_closing_the_assembly_ends_every_turn_and_sees_guests_out() -> None:
    hall = hall_of(4)
    ask(hall, hall.people[0])
    ask(hall, hall.people[1])
    give(hall)
    let_in_guest(
        assembly_id=hall.assembly.pk, name="Dra. Paz", capacity="lawyer", actor=hall.chair, now=hall.now
    )
    closed_at = hall.now + timedelta(minutes=9)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=closed_at)
    assert set(FloorRequest.objects.values_list("ended_at", flat=True)) == {closed_at}
    assert Guest.objects.get().left_at == closed_at
    with pytest.raises(Refused, match="over"):
        ask(hall, hall.people[0])


def test_the_next_item_ends_the_line_of_the_one_before() -> None:
    hall = hall_of(4)
    hall.motion()
    add_item(assembly_id=hall.assembly.pk, title="Report", actor=hall.chair, now=hall.now)
    first, second = AgendaItem.objects.order_by("position")
    begin_item(item_id=first.pk, actor=hall.chair, now=hall.now)
    asked = ask(hall, hall.people[0])
    assert asked.item_id == first.pk == item_now(hall.assembly)
    begin_item(item_id=second.pk, actor=hall.chair, now=hall.now + timedelta(minutes=4))
    begin_item(item_id=second.pk, actor=hall.chair, now=hall.now + timedelta(minutes=5))
    assert item_now(hall.assembly) == second.pk
    assert line(hall) == []
    assert Act.objects.filter(verb="assemblies.item.begun").count() == 2
    with pytest.raises(Refused, match="Only whoever chairs goes on"):
        begin_item(item_id=first.pk, actor=hall.people[0], now=hall.now)


def test_a_guest_has_a_voice_and_counts_in_nothing() -> None:
    hall = hall_of(4)
    before = Presence.objects.count(), Membership.objects.count(), Member.objects.count()
    about: dict[str, Any] = {"assembly_id": hall.assembly.pk, "actor": hall.chair, "now": hall.now}
    guest = let_in_guest(name=" Dra. Paz ", capacity="lawyer", **about)
    assert let_in_guest(name="Dra. Paz", capacity="lawyer", **about) == guest
    assert (Presence.objects.count(), Membership.objects.count(), Member.objects.count()) == before
    left = guest_left(guest_id=guest.pk, actor=hall.chair, now=hall.now + timedelta(minutes=3))
    again = guest_left(guest_id=guest.pk, actor=hall.chair, now=hall.now + timedelta(minutes=8))
    assert left.left_at == again.left_at == hall.now + timedelta(minutes=3)
    verbs = list(Act.objects.filter(verb__startswith="assemblies.guest").values_list("verb", flat=True))
    assert verbs == ["assemblies.guest.let_in", "assemblies.guest.left"]
    assert "Paz" not in str(list(Act.objects.values_list("facts", flat=True)))


def test_guests_are_let_in_by_the_chair_or_the_door_and_have_a_name_and_a_capacity() -> None:
    hall = hall_of(4)
    about: dict[str, Any] = {"assembly_id": hall.assembly.pk, "now": hall.now}
    with pytest.raises(Refused, match="lets guests in"):
        let_in_guest(name="Paz", capacity="lawyer", actor=hall.people[0], **about)
    give_power(hall.people[1], "assemblies.keep_door")
    let_in_guest(name="Paz", capacity="lawyer", actor=hall.people[1], **about)
    for name, capacity in ((" ", "lawyer"), ("Paz", ""), ("P" * 121, "x"), ("P\x00", "x")):
        with pytest.raises(Refused):
            let_in_guest(name=name, capacity=capacity, actor=hall.chair, **about)


@pytest.fixture
def many_connections(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


def test_ten_taps_at_once_are_one_request(many_connections: None) -> None:
    hall = hall_of(9)
    answers = all_at_once([partial(ask, hall, hall.people[0]) for _tap in range(10)])
    assert {answer.pk for answer in answers} == {FloorRequest.objects.get().pk}


def test_ten_presses_of_next_at_once_give_the_floor_once(many_connections: None) -> None:
    hall = hall_of(9)
    turns = [ask(hall, person, after=number) for number, person in enumerate(hall.people[:6])]
    answers = all_at_once([partial(give, hall, after=10) for _press in range(10)])
    assert {answer.pk for answer in answers} == {turns[0].pk}
    answers = all_at_once([partial(give, hall, after=12, instead_of=turns[0].pk) for _press in range(10)])
    assert {answer.pk for answer in answers} == {turns[1].pk}
    assert Act.objects.filter(verb="assemblies.floor.given").count() == 2
    assert FloorRequest.objects.filter(started_at=None).count() == 4


def test_asking_next_leaving_and_closing_at_once_leave_nobody_speaking(many_connections: None) -> None:
    hall = hall_of(20)
    later = hall.now + timedelta(minutes=30)
    jobs: list[Any] = [partial(ask, hall, person) for person in hall.people[:15]]
    jobs += [partial(give, hall, after=number) for number in range(8)]
    jobs += [
        partial(depart, assembly_id=hall.assembly.pk, member=person, now=later) for person in hall.people[:8]
    ]
    jobs += [partial(close_assembly, assembly_id=hall.assembly.pk, actor=hall.chair, now=later)]
    all_at_once(jobs)
    assert FloorRequest.objects.filter(ended_at=None).count() == 0
    assert Minutes.objects.count() == 1
