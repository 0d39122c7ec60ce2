"""A calendar reads a private address: ids stay, sequences grow, and an ended address shows nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from members.models import Member
from record.rules import Refused
from rotation.actions import end_calendar, end_mandate, make_calendar
from rotation.models import CalendarFeed, Duty, Plan, PlannedSeat
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, give_power, make_member
from tests.pages import at, signed_in
from tests.rotation.conftest import UNTIL, decide, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def delia(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Member:
    at(NOW, monkeypatch)
    return hall.people[4]


def turn(member: Member, *, on: date = TODAY + 7 * DAY, **more: Any) -> Duty:
    post = make_post("door", term_months=0, term_days=1, on_wheel=True)
    return Duty.objects.create(
        kind="turn",
        title="Door",
        post=post,
        seat=1,
        member=member,
        key="turn:1",
        from_on=on,
        due_on=on,
        **more,
    )


def read(secret: str) -> dict[str, Any]:
    """The entries of an address by their id, as a calendar without any sign-in reads it."""
    response = Client().get(f"/calendar/{secret}.ics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(entry["uid"]).partition("@")[0]: entry for entry in calendar.walk("VEVENT")}


def test_a_calendar_shows_turns_with_their_hours_and_terms_with_their_days(delia: Member):
    held = hold(make_post(), delia)
    duty = turn(delia)
    entries = read(make_calendar(actor=delia, now=NOW))
    assert entries[f"duty-{duty.pk}"].decoded("dtstart").date() == duty.due_on
    assert entries[f"duty-{duty.pk}"].decoded("dtstart").utcoffset() is not None
    assert entries[f"mandate-{held.pk}-ends"].decoded("dtstart") == UNTIL
    assert str(entries[f"mandate-{held.pk}-ends"]["summary"]) == "Your term in Treasury ends"


def test_the_id_stays_and_the_sequence_grows_when_a_turn_changes(delia: Member):
    duty = turn(delia)
    secret = make_calendar(actor=delia, now=NOW)
    before = read(secret)[f"duty-{duty.pk}"]
    Duty.objects.filter(pk=duty.pk).update(
        due_on=duty.due_on + 7 * DAY, from_on=duty.due_on + 7 * DAY, sequence=1
    )
    after = read(secret)[f"duty-{duty.pk}"]
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after.decoded("dtstart").date() == TODAY + 14 * DAY


def test_a_turn_no_longer_to_be_done_is_cancelled_in_the_calendar(delia: Member):
    duty = turn(delia)
    secret = make_calendar(actor=delia, now=NOW)
    Duty.objects.filter(pk=duty.pk).update(cancelled_at=NOW, sequence=1)
    assert str(read(secret)[f"duty-{duty.pk}"]["status"]) == "CANCELLED"


def test_whoever_is_next_sees_it_as_tentative(delia: Member, hall: Hall):
    motion = decide(hall)
    plan = Plan.objects.create(
        kind="posts", from_on=TODAY, until_on=UNTIL, seed="s", seed_act=1, problem={}, input_hash="h",
        engine="1", stages=[], made_at=NOW, motion=motion, adopted_at=NOW,
    )  # fmt: skip
    PlannedSeat.objects.create(
        plan=plan, post=make_post(), seat=1, from_on=TODAY + 30 * DAY, until_on=UNTIL, member=delia
    )
    entry = next(e for uid, e in read(make_calendar(actor=delia, now=NOW)).items() if uid.startswith("seat-"))
    assert str(entry["status"]) == "TENTATIVE"
    assert str(entry["summary"]) == "You are next in Treasury"


def test_a_term_that_ended_early_moves_its_end(delia: Member):
    held = hold(make_post(), delia)
    secret = make_calendar(actor=delia, now=NOW)
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    entry = read(secret)[f"mandate-{held.pk}-ends"]
    assert (entry.decoded("dtstart"), int(entry["sequence"])) == (TODAY, 1)


def test_a_new_address_ends_the_one_before(delia: Member):
    old = make_calendar(actor=delia, now=NOW)
    new = make_calendar(actor=delia, now=NOW)
    assert Client().get(f"/calendar/{old}.ics").status_code == 404
    read(new)
    end_calendar(actor=delia, now=NOW)
    end_calendar(actor=delia, now=NOW)
    assert Client().get(f"/calendar/{new}.ics").status_code == 404


def test_only_a_hash_of_the_address_is_kept(delia: Member):
    secret = make_calendar(actor=delia, now=NOW)
    assert secret not in str(CalendarFeed.objects.values_list())
    assert len(CalendarFeed.objects.get().secret_hash) == 64


def test_the_wall_shows_everybodys_turns_and_only_whoever_hands_out_duties_opens_it(
    delia: Member, hall: Hall
):
    duty = turn(delia)
    with pytest.raises(Refused, match="hands out duties"):
        make_calendar(for_wall=True, actor=delia, now=NOW)
    keeper = make_member(80)
    give_power(keeper, "rotation.assign_duties")
    entry = read(make_calendar(for_wall=True, actor=keeper, now=NOW))[f"duty-{duty.pk}"]
    assert str(entry["summary"]) == f"Door: {delia.name}"


def test_ones_own_calendar_shows_nothing_of_others(delia: Member, hall: Hall):
    duty = turn(delia)
    assert f"duty-{duty.pk}" not in read(make_calendar(actor=hall.people[5], now=NOW))


def test_the_address_is_made_on_a_page_and_shown_once(delia: Member):
    client = signed_in(delia)
    page = client.post("/duties/calendar/", {"do": "make"}).content.decode()
    found = re.search(r"/calendar/([\w-]+)\.ics", page)
    assert found is not None
    read(found[1])
    assert found[1] not in client.get("/duties/calendar/").content.decode()
    client.post("/duties/calendar/", {"do": "end"})
    assert Client().get(f"/calendar/{found[1]}.ics").status_code == 404


def test_one_calendar_address_each_one_calendar_address_each(delia: Member):
    make_calendar(actor=delia, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():  # one_calendar_address_each
        CalendarFeed.objects.create(member=delia, secret_hash="x" * 64, made_by=delia, made_at=NOW)
