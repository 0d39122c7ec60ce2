"""The pages on which a decision becomes a task, and that say whether it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.actions import close_assembly, open_assembly
from assemblies.actions.coming_back import bring_task_back
from assemblies.models import AgendaItem, Motion
from rotation.actions import finish_duty
from rotation.models import Duty
from rotation.tasks import bring_back_tasks
from tests.assemblies.conftest import Hall
from tests.makers import give_power
from tests.pages import at, signed_in
from tests.rotation.conftest import decide, hold, make_post
from tests.rotation.test_decided import late, named, next_weekly

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

MOST = 12


@pytest.fixture
def hall(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    at(hall.now, monkeypatch)
    return hall


def text_of(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(asked) <= MOST, f"{len(asked)} at {address}"
    return answer.content.decode()


def gives(client: Client, motion: Motion, **more: str) -> Any:
    said = {"what": "Ask three prices", "post": "treasury", "due_on": "2026-03-09"} | more
    return client.post(f"/motions/{motion.pk}/tasks/", said)


@pytest.mark.parametrize(
    ("language", "who", "until"),
    [
        ("en", "Who carries it out", "To be done by 9 March 2026."),
        ("es-ar", "Quién lo lleva a cabo", "Para hacer hasta el 9 de marzo de 2026."),
    ],
)
def test_the_decision_says_who_carries_it_out_and_until_when(
    hall: Hall, language: str, who: str, until: str
) -> None:
    duty = late(hall)
    client = signed_in(hall.people[0], language)
    client.get("/me/")

    page = text_of(client, f"/motions/{duty.motion_id}/")
    register = text_of(client, "/decisions/")

    assert who in page
    for text in (page, register):
        assert f"Treasury: {hall.people[2].name}" in text
        assert until in text


def test_both_say_that_it_is_late_and_then_that_it_was_done(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = late(hall)
    later = hall.now + timedelta(days=5)
    at(later, monkeypatch)
    client = signed_in(hall.people[0])
    client.get("/me/")
    for address in (f"/motions/{duty.motion_id}/", "/decisions/"):
        assert "Not done yet. It was for 9 March 2026." in text_of(client, address)

    finish_duty(duty_id=duty.pk, actor=hall.people[2], now=later)
    for address in (f"/motions/{duty.motion_id}/", "/decisions/"):
        assert f"Done on 10 March 2026 by {hall.people[2].name}." in text_of(client, address)


def test_whoever_chairs_makes_a_task_on_the_page_of_the_decision(hall: Hall) -> None:
    hold(make_post(), hall.people[2])
    motion = decide(hall)
    chair, other = signed_in(hall.chair), signed_in(hall.people[0])
    assert "?task=1#carried-out" in chair.get(f"/motions/{motion.pk}/").content.decode()
    assert "?task=1#carried-out" not in other.get(f"/motions/{motion.pk}/").content.decode()
    asked = chair.get(f"/motions/{motion.pk}/?task=1").content.decode()
    assert f'action="/motions/{motion.pk}/tasks/"' in asked

    answer = gives(chair, motion)

    assert (answer.status_code, answer["location"]) == (302, f"/motions/{motion.pk}/#carried-out")
    assert Duty.objects.get().title == "Ask three prices"
    assert "Ask three prices" in text_of(other, f"/motions/{motion.pk}/")


def test_what_cannot_be_a_task_is_said_on_the_page_and_nothing_typed_is_lost(hall: Hall) -> None:
    make_post()
    motion = decide(hall)
    chair = signed_in(hall.chair)
    for more in ({"due_on": "2020-01-01"}, {"due_on": "soon"}, {"post": "nothing"}, {"what": "a\x00b"}):
        answer = gives(chair, motion, **{"what": "Ask three prices"} | more)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert "Ask three prices" in gives(chair, motion, due_on="2020-01-01").content.decode()
    assert "chairs or hands out duties" in gives(signed_in(hall.people[0]), motion).content.decode()
    assert gives(chair, hall.motion()).status_code == 200
    assert not Duty.objects.exists()


def test_a_proposal_names_who_carries_it_out_in_its_form(hall: Hall) -> None:
    make_post()
    client = signed_in(hall.people[0])
    assert "Which post carries it out" in client.get("/motions/new/decision/").content.decode()
    assert "Which post carries it out" not in client.get("/motions/new/poll/").content.decode()
    written = {"title": "The roof", "text": "Mend it.", "table": "1"}

    refused = client.post("/motions/new/decision/", written | {"who-due_on": "2026-03-20"})
    assert "Say which post carries it out." in refused.content.decode()
    client.post("/motions/new/decision/", written | {"who-post": "treasury", "who-due_on": "2026-03-20"})

    assert Motion.objects.get(title="The roof").terms == named(due_on="2026-03-20")
    client.post("/motions/new/decision/", {**written, "title": "The door"})
    assert Motion.objects.get(title="The door").terms == {}


def test_a_draft_keeps_who_it_names_when_it_is_changed(hall: Hall) -> None:
    make_post()
    client = signed_in(hall.people[0])
    said = {"title": "The roof", "text": "Mend it.", "who-post": "treasury", "who-due_on": "2026-03-20"}
    client.post("/motions/new/decision/", said)
    draft = Motion.objects.get(title="The roof")
    page = client.get(f"/motions/{draft.pk}/edit/").content.decode()
    assert '<option value="treasury" selected>' in page
    assert 'value="2026-03-20"' in page


@pytest.mark.parametrize("about", [{"terms": named()}, {"kind": "purchase"}])
def test_before_the_vote_and_during_it_one_reads_who_would_carry_it_out(
    hall: Hall, about: dict[str, Any]
) -> None:
    hold(make_post(), hall.people[2])
    client = signed_in(hall.people[2])
    client.get("/me/")
    motion = hall.vote(**about)
    page = text_of(client, f"/motions/{motion.pk}/")
    assert "Who carries it out" in page
    assert "<ins>Treasury, " in page


@pytest.mark.parametrize(
    ("language", "waits", "done"),
    [("en", "Not done yet", "Done on"), ("es-ar", "Sin hacer todavía", "Lo hizo")],
)
def test_the_agenda_shows_what_came_back_and_says_when_it_is_done_meanwhile(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, language: str, waits: str, done: str
) -> None:
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    at(friday + timedelta(days=4), monkeypatch)
    bring_back_tasks(friday + timedelta(days=4))
    client = signed_in(hall.people[0], language)
    client.get("/me/")

    page = text_of(client, f"/assemblies/{weekly.pk}/")
    assert "Tarea sin hacer: Two forklifts." in page
    assert f'href="/motions/{duty.motion_id}/#carried-out"' in page
    assert waits in page

    finish_duty(duty_id=duty.pk, actor=hall.people[2], now=friday + timedelta(days=4))
    page = text_of(client, f"/assemblies/{weekly.pk}/")
    assert done in page
    assert waits not in page


def test_the_minutes_show_tasks_on_the_page_and_on_paper(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    late(hall)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))
    weekly, friday = next_weekly(hall)
    bring_back_tasks(friday + timedelta(days=4))
    begins = hall.now + timedelta(days=7)
    open_assembly(assembly_id=weekly.pk, actor=None, now=begins)
    close_assembly(assembly_id=weekly.pk, actor=hall.chair, now=begins + timedelta(minutes=9))
    at(begins + timedelta(hours=1), monkeypatch)
    client = signed_in(hall.people[0])

    first, second = (client.get(f"/minutes/{pk}/").content.decode() for pk in (hall.assembly.pk, weekly.pk))

    assert f"Task: Two forklifts. Treasury: {hall.people[2].name}. To be done by 9 March 2026." in first
    assert f"Treasury: {hall.people[2].name}. Not done yet. It was for 9 March 2026." in second
    from assemblies.models import Minutes
    from assemblies.pdf import _item
    from assemblies.views.minutes import said_of

    [item] = said_of(Minutes.objects.get(assembly=weekly).contents)["items"]
    assert f"Treasury: {hall.people[2].name}. Not done yet. It was for 9 March 2026." in _item(item)["after"]


def test_what_comes_back_comes_once_to_an_agenda(hall: Hall) -> None:
    """Round the actions: the database refuses `what_comes_back_comes_once_to_an_agenda`, whatever the clock does."""
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    bring_back_tasks(friday + timedelta(days=4))
    again = {"assembly": weekly, "title": "x", "key": f"duty:{duty.pk}"}
    promise = r"what_comes_back_comes_once_to_an_agenda|assembly_id.*key"
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        AgendaItem.objects.create(position=50, **again)
    for position in (51, 52):
        AgendaItem.objects.create(
            position=position, assembly=weekly, title="Without a key, as often as wanted"
        )
    AgendaItem.objects.create(position=50, **again | {"assembly": hall.assembly})


def test_the_same_task_brought_twice_is_the_same_item(hall: Hall) -> None:
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    about: dict[str, Any] = {
        "assembly_id": weekly.pk,
        "motion_id": duty.motion_id,
        "key": "duty:7",
        "title": "x",
        "now": friday,
    }
    assert bring_task_back(**about).pk == bring_task_back(**about).pk


def test_whoever_hands_out_duties_finds_the_form(hall: Hall) -> None:
    make_post()
    motion = decide(hall)
    give_power(hall.people[1], "rotation.assign_duties")
    assert gives(signed_in(hall.people[1]), motion).status_code == 302
