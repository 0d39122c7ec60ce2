"""What an emergency decided comes before the next weekly assembly by itself, and once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from assemblies.actions import cast_ballot, close_assembly, close_voting, convoke, convoke_weekly
from assemblies.actions.reviewing import bring_for_review
from assemblies.models import AgendaItem, Assembly
from record.models import Act
from tests.assemblies.test_law import Village
from tests.makers import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def an_emergency(village: Village, *, decides: bool = True) -> Assembly:
    """An emergency of today, held and closed, that adopted one motion or none."""
    emergency = convoke(
        kind="emergency",
        starts_at=NOW + 3 * HOUR,
        ends_at=NOW + 8 * HOUR,
        place="Portón",
        from_home=True,
        actor=village.chair,
        now=NOW,
    )
    with translation.override("en"):
        motion = village.tables(title="Guard the gate")
    village.puts(motion, emergency)
    village.opens(emergency, here=9)
    if decides:
        village.votes(motion, emergency, at=NOW + 4 * HOUR)
        cast_all(village, motion.pk)
        close_voting(motion_id=motion.pk, actor=village.chair, now=NOW + 6 * HOUR)
    return close_assembly(assembly_id=emergency.pk, actor=village.chair, now=NOW + 7 * HOUR)


def cast_all(village: Village, motion_id: int) -> None:
    for person in village.people[:9]:
        cast_ballot(motion_id=motion_id, member=person, choice="for", key=uuid.uuid4(), now=NOW + 5 * HOUR)


def test_what_an_emergency_adopted_goes_on_the_weekly_agenda_already_called() -> None:
    village = Village(seconders=3)
    weekly = village.calls(days=7, kind="weekly")

    emergency = an_emergency(village)

    item = weekly.items.get()
    assert (item.motion, item.title) == (None, "Revisión de lo que decidió la emergencia: Guard the gate")
    assert bring_for_review(emergency, now=NOW + 8 * HOUR) is None
    assert weekly.items.count() == 1


def test_without_a_weekly_assembly_called_the_next_one_takes_it_once() -> None:
    village = Village(seconders=3)
    an_emergency(village)
    assert not AgendaItem.objects.filter(motion=None).exists()

    weekly = convoke_weekly(now=NOW + DAY)
    assert weekly is not None
    village.calls(days=14, kind="weekly")

    assert [item.assembly for item in AgendaItem.objects.filter(motion=None)] == [weekly]
    assert Act.objects.filter(verb="assemblies.emergency.to_review").count() == 1


def test_an_emergency_that_decided_nothing_leaves_nothing_to_review() -> None:
    village = Village(seconders=3)
    weekly = village.calls(days=7, kind="weekly")

    an_emergency(village, decides=False)

    assert not weekly.items.filter(motion=None).exists()
