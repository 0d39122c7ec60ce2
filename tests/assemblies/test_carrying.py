"""Matters without a motion that were not reached go on to the next assembly by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.actions import add_item, begin_item, close_assembly, convoke_weekly
from assemblies.models import Assembly
from tests.assemblies.conftest import Hall, hall_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    hall = hall_of(9)
    for title, minutes in (("The roof", None), ("The school", 20), ("The bus", None)):
        add_item(assembly_id=hall.assembly.pk, title=title, minutes=minutes, actor=hall.chair, now=hall.now)
    return hall


def closed(hall: Hall, *begun: str) -> Assembly:
    for title in begun:
        item = hall.assembly.items.get(title=title)
        begin_item(item_id=item.pk, actor=hall.chair, now=hall.now)
    return close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))


def next_one(hall: Hall) -> Assembly:
    called = convoke_weekly(now=hall.now + timedelta(days=2))
    assert called is not None
    return called


def titles(assembly: Assembly) -> list[str]:
    return [item.title for item in assembly.items.order_by("position")]


def test_what_was_not_reached_is_on_the_next_agenda_with_its_time(hall: Hall) -> None:
    done = closed(hall, "The roof")
    coming = next_one(hall)
    assert titles(coming) == ["The school", "The bus"]
    assert coming.items.get(title="The school").minutes == 20
    assert [item.carried_over for item in done.items.order_by("position")] == [False, True, True]


def test_where_the_next_one_is_called_already_it_is_there_at_once(hall: Hall) -> None:
    coming = convoke_weekly(now=hall.now + timedelta(hours=20))
    assert coming is not None
    closed(hall, "The roof", "The bus")
    assert titles(coming) == ["The school"]


def test_it_is_carried_once(hall: Hall) -> None:
    closed(hall, "The roof")
    next_one(hall)
    after = convoke_weekly(now=hall.now + timedelta(days=9))
    assert after is not None
    assert titles(after) == []


def test_where_nobody_went_through_the_agenda_nothing_is_carried(hall: Hall) -> None:
    done = closed(hall)
    assert titles(next_one(hall)) == []
    assert not done.items.filter(carried_over=True).exists()
