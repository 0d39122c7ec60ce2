"""Round the actions: what the database refuses about the turns of guests and the folios of minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.actions import approve_minutes, close_assembly
from assemblies.models import FloorRequest, Folio, Guest, Minutes
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import NOW
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return hall_of(3)


def guest(hall: Hall, name: str = "Ana Sosa") -> Guest:
    return Guest.objects.create(
        assembly=hall.assembly, name=name, capacity="lawyer", arrived_at=NOW, let_in_by=hall.chair
    )


def test_a_turn_to_speak_is_one_persons(hall: Hall) -> None:
    with refused("a_turn_to_speak_is_one_persons"):
        FloorRequest.objects.create(assembly=hall.assembly, asked_at=NOW)
    with refused("a_turn_to_speak_is_one_persons"):
        FloorRequest.objects.create(
            assembly=hall.assembly, member=hall.people[0], guest=guest(hall), asked_at=NOW
        )


def test_no_guest_waits_for_the_floor_twice(hall: Hall) -> None:
    ana = guest(hall)
    FloorRequest.objects.create(assembly=hall.assembly, guest=ana, asked_at=NOW)
    with refused("no_guest_waits_for_the_floor_twice", columns="assemblies_floorrequest.guest_id"):
        FloorRequest.objects.create(assembly=hall.assembly, guest=ana, asked_at=NOW)


def test_a_turn_to_speak_is_never_rewritten_to_another_guest_or_to_a_member(hall: Hall) -> None:
    ana, eva = guest(hall), guest(hall, "Eva")
    turn = FloorRequest.objects.create(assembly=hall.assembly, guest=ana, asked_at=NOW)
    for change in ({"guest": eva}, {"guest": None, "member": hall.people[0]}):
        with refused("a_turn_to_speak_is_never_rewritten"):
            FloorRequest.objects.filter(pk=turn.pk).update(**change)


def written(hall: Hall, first: int, last: int) -> Folio:
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    minutes = approve_minutes(
        minutes_id=Minutes.objects.get().pk,
        notes="",
        unsigned_because="In a hurry.",
        actor=hall.chair,
        now=hall.now + timedelta(hours=1),
    )
    return Folio.objects.create(
        minutes=minutes,
        first=first,
        last=last,
        written_by=hall.chair,
        written_at=hall.now + timedelta(hours=2),
    )


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 2)])
def test_folios_are_numbered_upwards(hall: Hall, first: int, last: int) -> None:
    with refused("folios_are_numbered_upwards"):
        written(hall, first, last)


def test_a_folio_is_never_changed_nor_deleted(hall: Hall) -> None:
    folio = written(hall, 1, 2)
    with refused("a_folio_is_never_changed"):
        Folio.objects.filter(pk=folio.pk).update(last=3)
    with refused("a_folio_is_never_deleted"):
        delete_all("assemblies_folio")
    with refused("a_folio_is_never_replaced"):
        replace_all("assemblies_folio")
