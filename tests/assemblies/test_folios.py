"""It is written once on which folios of the stamped book approved minutes are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assemblies.actions import approve_minutes, close_assembly, convoke_weekly, open_assembly, write_folios
from assemblies.models import Assembly, Folio, Minutes
from assemblies.reports.folios import next_folio
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_pages import see, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """An assembly that is over, its minutes drafted."""
    hall = hall_of(4)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    return hall


def approved(hall: Hall, assembly: Assembly | None = None) -> Minutes:
    minutes = Minutes.objects.get(assembly=assembly or hall.assembly)
    return approve_minutes(
        minutes_id=minutes.pk, notes="", unsigned_because="In a hurry.", actor=hall.chair, now=hall.now
    )


def next_week(hall: Hall) -> Minutes:
    """The minutes of the assembly of the week after, approved."""
    convoked = convoke_weekly(now=hall.now + timedelta(days=1))
    assert convoked is not None
    open_assembly(assembly_id=convoked.pk, actor=None, now=convoked.starts_at)
    hall.now = convoked.starts_at + timedelta(hours=1)
    close_assembly(assembly_id=convoked.pk, actor=hall.chair, now=hall.now)
    return approved(hall, convoked)


def write(hall: Hall, minutes: Minutes, first: int, last: int, **about: Any) -> Folio:
    given: dict[str, Any] = {"actor": hall.chair, "now": hall.now} | about
    return write_folios(minutes_id=minutes.pk, first=first, last=last, **given)


def test_the_folios_are_written_once_and_stand_in_the_record(hall: Hall) -> None:
    minutes = approved(hall)
    assert next_folio() == 1
    write(hall, minutes, 7, 9)
    with pytest.raises(Refused, match="written already"):
        write(hall, minutes, 7, 9)
    act = Act.objects.get(verb="assemblies.minutes.in_the_book")
    assert act.facts == {"assembly": hall.assembly.number, "first": 7, "last": 9}
    assert next_folio() == 10


def test_they_are_approved_first_and_written_by_whoever_keeps_them(hall: Hall) -> None:
    minutes = Minutes.objects.get()
    with pytest.raises(Refused, match="Approve the minutes first"):
        write(hall, minutes, 1, 1)
    minutes = approved(hall)
    with pytest.raises(Refused, match="Only whoever keeps the minutes"):
        write(hall, minutes, 1, 1, actor=hall.people[0])


@pytest.mark.parametrize(("first", "last"), [(0, 1), (5, 4), (-3, 2), (1, 100_001)])
def test_folios_that_are_none_are_refused_in_words(hall: Hall, first: int, last: int) -> None:
    with pytest.raises(Refused, match="Folios begin at 1"):
        write(hall, approved(hall), first, last)


def test_no_folio_holds_two_minutes(hall: Hall) -> None:
    write(hall, approved(hall), 7, 9)
    later = next_week(hall)
    for first, last in ((9, 10), (5, 7), (8, 8), (1, 20)):
        with pytest.raises(Refused, match=f"hold the minutes of assembly {hall.assembly.number}"):
            write(hall, later, first, last)
    assert write(hall, later, 10, 11).first == 10


def test_the_page_suggests_the_next_folio_and_then_says_which_they_are(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    page, secretary, reader = (
        f"/minutes/{hall.assembly.pk}/",
        signed_in(hall.chair),
        signed_in(hall.people[0]),
    )
    assert "In the stamped book" not in see(secretary, page)
    approved(hall)
    assert 'name="first" value="1"' in secretary.get(page).content.decode()
    assert "In the stamped book" not in see(reader, page)
    wrong = secretary.post(f"{page}folios/", {"first": "4", "last": "3"})
    assert wrong.status_code == 200
    assert 'name="first" value="4"' in wrong.content.decode()
    assert "the last one is not before the first one" in words(wrong)
    plain = reader.get(f"{page}minutes.pdf").content
    secretary.post(f"{page}folios/", {"first": "4", "last": "6"})
    assert "In the book: folios 4 to 6" in see(reader, page)
    assert reader.get(f"{page}minutes.pdf").content != plain
    assert "folio 4" in see(reader, "/assemblies/")
    refused = reader.post(f"{page}folios/", {"first": "8", "last": "8"})
    assert "Only whoever keeps the minutes writes their folios." in words(refused)
