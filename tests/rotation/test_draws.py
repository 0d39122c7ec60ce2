"""A draw by lot has a seed nobody could choose, and anybody can do it again without us."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from members.models import Member
from record.models import Act
from rotation.models import Declined, Draw, Mandate
from rotation.reports.draws import seed_of
from rotation.rules import draw, lot
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY
from tests.pages import at, signed_in
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "static" / "check_draw.py"


def drawn(hall: Hall) -> Draw:
    decide(hall, kind="drawn", terms={"post": "treasury", "seat": 1, "from_on": TODAY.isoformat()})
    return Draw.objects.get()


def test_adopted_it_seats_whoever_the_lot_falls_on(hall: Hall):
    make_post()
    row = drawn(hall)
    mandate = Mandate.objects.get(post__code="treasury")
    assert mandate.draw == row
    assert [mandate.member.number] == row.picked == draw(row.seed, row.pool, 1)
    assert row.pool == [person.number for person in hall.people]


def test_the_seed_stood_in_the_record_before_the_vote_opened(hall: Hall):
    make_post()
    row = drawn(hall)
    act = Act.objects.get(hash=row.seed)
    assert act.verb == "assemblies.assembly.opened"
    assert act.seq < Act.objects.filter(verb="assemblies.voting.opened").order_by("seq")[0].seq
    assert row.motion is not None
    assert seed_of(row.motion) == row.seed


def test_who_cannot_take_it_or_said_no_is_not_in_the_pool(hall: Hall):
    post = make_post(incompatible_with=["audit"])
    hold(make_post("audit"), hall.people[0])
    Declined.objects.create(
        member=hall.people[1], post=post, from_on=TODAY, until_on=date(2027, 1, 1), at=NOW
    )
    assert {1, 2} & set(drawn(hall).pool) == set()


def test_the_short_script_draws_the_same_without_us(hall: Hall):
    make_post()
    row = drawn(hall)
    said = subprocess.run(
        [sys.executable, str(SCRIPT), row.seed, "3", *map(str, row.pool)],
        capture_output=True,
        text=True,
        check=True,
        env={},
    ).stdout.splitlines()
    assert said[-1] == "drawn: " + " ".join(map(str, draw(row.seed, row.pool, 3)))
    assert said[0].split()[0] == lot(row.seed, row.picked[0])


def test_the_page_shows_everybodys_ticket_and_the_line_that_does_it_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    make_post()
    row = drawn(hall)
    at(hall.now, monkeypatch)
    client = signed_in(hall.people[0])
    page = client.get(f"/draws/{row.pk}/").content.decode()
    assert f"python3 check_draw.py {row.seed} 1 1 2 3 4 5 6 7 8 9" in page
    assert all(person.name in page for person in hall.people)
    assert Member.objects.get(number=row.picked[0]).name in page
    assert row.title in client.get("/draws/").content.decode()
