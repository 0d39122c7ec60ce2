"""A page that is somebody else's says whose it is, what became of one's own term, and keeps what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rotation.models import Mandate
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import TODAY, give_power
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(6)
    at(hall.now, monkeypatch)
    return hall


@pytest.fixture
def zulema(hall: Hall) -> Client:
    return signed_in(hall.people[0])


def recalled(hall: Hall, mandate: Mandate) -> None:
    decided = hall.motion()
    Mandate.objects.filter(pk=mandate.pk).update(ended_at=hall.now, ended_on=TODAY, ended_by=decided)


def test_whoever_never_had_it_reads_who_has_it(hall: Hall, zulema: Client):
    give_power(hall.people[1], "members.issue_cards")
    page = zulema.get("/cards/")
    said = page.content.decode()
    assert page.status_code == 403
    assert "make sign-in cards" in said
    assert hall.people[1].name in said
    assert "Nothing was done" not in said


def test_where_nobody_has_it_that_is_said(zulema: Client):
    assert "Nobody has it now." in zulema.get("/cards/").content.decode()


def test_a_term_that_is_over_is_told_with_its_day_and_what_was_typed_stays(hall: Hall, zulema: Client):
    give_power(hall.people[0], "members.issue_cards", until_on=TODAY)
    page = zulema.post("/cards/", {"numbers": "3, 5 8-12", "sector": "", "csrfmiddlewaretoken": "x"})
    said = page.content.decode()
    assert page.status_code == 403
    assert "was until 5 Mar 2026" in said
    assert "readonly>3, 5 8-12</textarea>" in said


def test_a_term_to_come_is_told_with_its_day(hall: Hall, zulema: Client):
    give_power(hall.people[0], "members.issue_cards", from_on=TODAY + DAY, until_on=TODAY + YEAR)
    assert "from 6 Mar 2026 on, not before" in zulema.get("/cards/").content.decode()


def test_days_away_typed_for_somebody_stay_after_a_recall(hall: Hall, zulema: Client):
    recalled(hall, give_power(hall.people[0], "members.keep_register"))
    typed = {"number": "4", "first": "2026-03-09", "last": "2026-03-10", "reason": "Her knee & her back"}
    said = zulema.post("/absences/", typed).content.decode()
    assert "motion 1 ended it" in said
    assert "Her knee &amp; her back" in said
    assert "2026-03-09" in said


def test_a_file_is_not_kept_and_that_is_said(hall: Hall, zulema: Client):
    file = SimpleUploadedFile("register.csv", b"number,name\n9,Nahuel\n")
    page = zulema.post("/members/import/", {"file": file})
    assert page.status_code == 403
    assert "The file was not kept" in page.content.decode()


def test_a_pin_is_never_shown_again(hall: Hall, zulema: Client):
    said = zulema.post("/cards/", {"pin": "502938", "old_pin": "77", "code": "4321"}).content.decode()
    assert not any(secret in said for secret in ("502938", "4321", "Nothing was done"))


def test_the_open_page_of_whoever_is_recalled_is_told_by_itself(hall: Hall):
    chair = signed_in(hall.chair)
    address = f"/assemblies/{hall.assembly.pk}/chair/part/"
    assert chair.get(address).status_code == 200
    [mandate] = Mandate.objects.filter(member=hall.chair)
    recalled(hall, mandate)
    part = chair.get(address, headers={"x-requested-with": "XMLHttpRequest"})
    said = part.content.decode()
    assert part.status_code == 403
    assert said.lstrip().startswith('<div id="not-yours"'), "a part, not a page"
    assert "motion 1 ended it" in said
    whole = chair.get(f"/assemblies/{hall.assembly.pk}/chair/")
    assert "<main" in whole.content.decode()
