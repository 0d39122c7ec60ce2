"""Days away, entered once, are respected wherever somebody would be asked to carry something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.actions import enter_absence, take_back_absence
from members.models import Member
from record.rules import Refused
from rotation.actions import seat_member
from rotation.models import Draw
from rotation.reports import in_turn_for
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.pages import at, signed_in
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def go(member: Member, days: int) -> int:
    return enter_absence(
        member_id=member.pk, from_on=TODAY, until_on=TODAY + days * DAY, actor=member, now=NOW
    ).pk


def test_whoever_is_away_on_the_day_takes_no_seat_at_the_table_until_they_are_back(hall: Hall):
    table = make_post("table-chair", term_months=0, term_days=1, filled="drawn", on_wheel=True)
    away = go(hall.people[1], 1)
    motion = hall.motion()
    with pytest.raises(Refused, match="is away on those days"):
        seat_member(
            post_id=table.pk,
            seat=1,
            member_id=hall.people[1].pk,
            from_on=TODAY,
            motion=motion,
            actor=None,
            now=NOW,
        )
    turns = {turn.number: turn.said for turn in in_turn_for(table, on=TODAY)}
    assert turns[2] == "is away on those days"
    assert {turn.number for turn in in_turn_for(table, on=TODAY) if turn.place is None} == {2}
    take_back_absence(absence_id=away, actor=hall.people[1], now=NOW)
    assert all(turn.place is not None for turn in in_turn_for(table, on=TODAY))


def test_a_fortnight_away_stops_no_half_year_and_does_stop_an_interim_fortnight(hall: Hall):
    post = make_post()
    for person in hall.people[:8]:
        if person.number not in (3, 4):
            go(person, 15)
    assert in_turn_for(post, on=TODAY)[0].place == 1
    assert all(turn.place is not None for turn in in_turn_for(post, on=TODAY))
    held = hold(post, hall.people[2])
    decide(hall, kind="recall", terms={"mandate": held.pk})
    assert Draw.objects.get().pool == [4], "the chair carries a post, one is recalled, the others are away"


def test_pages_of_days_away_and_the_form_of_a_post_ask_twelve_times_at_most(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    at(NOW, monkeypatch)
    make_post("garden", incompatible_with=["treasury"])
    make_post()
    for person in hall.people[:5]:
        go(person, 3)
    client = signed_in(hall.chair)
    client.get("/me/")
    for address in ("/me/absences/", "/absences/", "/motions/new/post/?post=garden", "/motions/new/skill/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        said = "\n".join(query["sql"][:120] for query in asked.captured_queries)
        assert len(asked) <= 12, f"{len(asked)} at {address}:\n{said}"
