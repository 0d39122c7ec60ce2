"""The floor on phones, the chair's page and the hall's screen: who sees them, what they do, what they ask."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assemblies.actions import (
    add_item,
    ask_for_the_floor,
    begin_item,
    cast_ballot,
    close_assembly,
    close_voting,
    convoke_weekly,
    depart,
    give_the_floor,
    let_in_guest,
)
from assemblies.hall_address import hall_address, shown_at
from assemblies.models import AgendaItem, Assembly, FloorRequest, Guest, Motion
from tests.assemblies.conftest import LAST_WEEK, Hall, hall_of
from tests.assemblies.test_pages import see, signed_in, words
from tests.makers import NOW, make_coop, make_voters, write_house_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    """An open assembly of nine, at a moment that stands where the test puts it."""
    settings.AUTHENTICATION_BACKENDS = ["members.backends.NumberAndPin", "rotation.backends.TodaysMandates"]
    hall = hall_of(9)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    return hall


@pytest.fixture
def zulema(hall: Hall) -> Client:
    return signed_in(hall.people[0])


@pytest.fixture
def chair(hall: Hall) -> Client:
    return signed_in(hall.chair)


def address(hall: Hall, rest: str) -> str:
    return f"/assemblies/{hall.assembly.pk}/{rest}"


def asked(hall: Hall, person: int, *, after: int = 0) -> FloorRequest:
    return ask_for_the_floor(
        assembly_id=hall.assembly.pk, actor=hall.people[person], now=hall.now + timedelta(seconds=after)
    )


def step(chair: Client, hall: Hall, **said: Any) -> str:
    answer = chair.post(address(hall, "chair/step/"), said, follow=True)
    assert answer.status_code == 200
    return words(answer)


def button(page: str) -> str:
    """What stands on the one main button."""
    found = re.search(r'id="step-now"[^>]*>([^<]*)<', page)
    assert found
    return found.group(1)


# --- a member's phone ---------------------------------------------------------------------------------------


def test_one_asks_in_one_tap_sees_their_place_and_takes_it_back(hall: Hall, zulema: Client) -> None:
    assert "Nobody is speaking." in see(zulema, "/assembly/")
    asked(hall, 1)
    zulema.post(address(hall, "floor/ask/"), {"kind": "turn"})
    page = see(zulema, "/assembly/")
    assert "You are number 2 in line." in page
    assert "2 people wait to speak: 1. Walter Pinto , 2. Zulema Ávalos" in page.replace("Pinto,", "Pinto ,")
    zulema.post(address(hall, "floor/take-back/"))
    assert "You are number" not in see(zulema, "/assembly/")


def test_whoever_is_not_here_is_told_to_arrive_first(hall: Hall, zulema: Client) -> None:
    depart(assembly_id=hall.assembly.pk, member=hall.people[0], now=hall.now)
    assert "then ask for the floor" in see(zulema, "/assembly/")
    answer = zulema.post(address(hall, "floor/ask/"), {"kind": "turn"}, follow=True)
    assert "Say first that you are here" in words(answer)


def test_a_point_of_order_is_raised_from_the_phone(hall: Hall, zulema: Client) -> None:
    asked(hall, 1)
    zulema.post(address(hall, "floor/ask/"), {"kind": "order"})
    page = see(zulema, "/assembly/")
    assert "You are number 1 in line." in page
    assert "1. Zulema Ávalos ( point of order )" in page.replace("(point of order)", "( point of order )")


def test_whoever_speaks_ends_their_turn_with_their_own_phone(hall: Hall, zulema: Client) -> None:
    turn = asked(hall, 0)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    assert "I have finished" in see(zulema, "/assembly/")
    zulema.post(f"/assemblies/floor/{turn.pk}/end/")
    assert "Nobody is speaking." in see(zulema, "/assembly/")


def test_the_fragment_is_asked_for_again_and_says_nothing_where_nothing_changed(
    hall: Hall, zulema: Client
) -> None:
    asked(hall, 1)
    page = zulema.get(address(hall, "floor/")).content.decode()
    again = re.search(r'data-ask="([^"]+)"', page)
    assert again
    assert page.lstrip().startswith("<section")
    assert page.count('id="floor"') == 1
    assert zulema.get(again.group(1)).status_code == 204
    asked(hall, 2)
    assert zulema.get(again.group(1)).status_code == 200


@pytest.mark.parametrize("kind", ["", "song", "turn" * 99, "\x00"])
def test_what_is_no_kind_of_request_is_refused_in_words(hall: Hall, zulema: Client, kind: str) -> None:
    answer = zulema.post(address(hall, "floor/ask/"), {"kind": kind}, follow=True)
    assert answer.status_code == 200
    assert (FloorRequest.objects.count() == 1) == (kind == "")


# --- the chair's page ---------------------------------------------------------------------------------------


def test_only_whoever_chairs_has_the_chairs_page(hall: Hall, zulema: Client, chair: Client) -> None:
    see(zulema, address(hall, "chair/"), 403)
    see(zulema, address(hall, "chair/part/"), 403)
    assert zulema.post(address(hall, "chair/step/"), {"step": "close"}).status_code == 403
    see(chair, address(hall, "chair/"))
    assert Client().get(address(hall, "chair/")).status_code == 302


def test_a_whole_assembly_is_held_with_one_button(hall: Hall, chair: Client) -> None:
    add_item(assembly_id=hall.assembly.pk, title="Report", actor=hall.chair, now=hall.now)
    motion = hall.motion()
    report, matter = AgendaItem.objects.order_by("position")
    seen = []
    for _press in range(20):
        hall.now += timedelta(minutes=1)
        page = chair.get(address(hall, "chair/")).content.decode()
        if "This assembly is over." in page:
            break
        seen.append(button(page))
        found = re.search(
            r'name="step" value="([a-z-]+)">(?:<input type="hidden" name="item" value="(\d+)">)?', page
        )
        assert found
        step(chair, hall, step=found.group(1), **({"item": found.group(2)} if found.group(2) else {}))
        motion.refresh_from_db()
        if motion.state == "voting" and not motion.ballots.exists():
            for person in hall.people:
                cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    assert seen == [
        "Next item: Report",
        "Next item: Two forklifts",
        "Open the vote: Two forklifts",
        "Close the vote: Two forklifts",
        "Close the assembly",
    ]
    assert motion.state == "adopted"
    assert report.pk != matter.pk


def test_a_lost_quorum_is_named_on_the_button(hall: Hall, chair: Client) -> None:
    motion = hall.motion()
    item = AgendaItem.objects.get()
    begin_item(item_id=item.pk, actor=hall.chair, now=hall.now)
    hall.now += timedelta(minutes=1)
    for gone in hall.people[:7]:
        depart(assembly_id=hall.assembly.pk, member=gone, now=hall.now)
    page = chair.get(address(hall, "chair/")).content.decode()
    assert "Quorum was lost: 2 of 3 needed are here." in page
    assert re.search(r'aria-disabled="true" id="step-now">Open the vote: Two forklifts', page)
    said = step(chair, hall, step="open-vote", item=item.pk)
    assert "Quorum was lost: 2 of 3 needed are here." in said
    motion.refresh_from_db()
    assert motion.state == "on_agenda"


def test_before_its_hour_the_rule_is_named(hall: Hall, chair: Client) -> None:
    coming = convoke_weekly(now=hall.now + timedelta(days=1))
    assert coming is not None
    page = see(chair, f"/assemblies/{coming.pk}/chair/")
    assert "It is too early: the assembly opens at its hour." in page


def test_closing_a_vote_before_all_here_have_voted_is_asked_twice(hall: Hall, chair: Client) -> None:
    motion = hall.vote()
    page = see(chair, address(hall, "chair/"))
    assert "0 of 9 have voted" in page
    assert "9 people here have not voted yet." in page
    for person in hall.people:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    assert "not voted yet" not in see(chair, address(hall, "chair/"))


def test_while_one_thing_is_voted_the_agenda_can_go_on(hall: Hall, chair: Client) -> None:
    hall.vote()
    hall.motion(title="A lathe")
    assert "Go on while people vote: A lathe" in see(chair, address(hall, "chair/"))
    step(chair, hall, step="begin-item", item=AgendaItem.objects.get(title="A lathe").pk)
    page = chair.get(address(hall, "chair/")).content.decode()
    assert button(page) == "Open the vote: A lathe"


@pytest.mark.parametrize(
    "said", [{}, {"step": "dance"}, {"step": "begin-item"}, {"step": "open-vote", "item": "9" * 30}]
)
def test_a_step_that_is_none_is_refused_in_words(hall: Hall, chair: Client, said: dict[str, str]) -> None:
    step(chair, hall, **said)
    assert Assembly.objects.get().state == "open"


def test_nothing_is_voted_under_a_report(hall: Hall, chair: Client) -> None:
    item = add_item(assembly_id=hall.assembly.pk, title="Report", actor=hall.chair, now=hall.now)
    assert "Nothing is decided under this item." in step(chair, hall, step="open-vote", item=item.pk)


def test_the_next_one_speaks_in_one_tap_and_a_second_tap_passes_nobody_over(
    hall: Hall, chair: Client
) -> None:
    first, second = asked(hall, 0), asked(hall, 1, after=1)
    assert "Next: Zulema Ávalos" in see(chair, address(hall, "chair/"))
    for _tap in range(2):
        answer = chair.post(address(hall, "floor/give/"), {"chair": "1"}, follow=True)
        assert answer.redirect_chain[-1][0] == address(hall, "chair/")
    second.refresh_from_db()
    assert second.started_at is None
    page = see(chair, address(hall, "chair/part/"))
    assert "Zulema Ávalos speaks since" in page.replace("  ", " ")
    chair.post(address(hall, "floor/give/"), {"chair": "1", "instead_of": first.pk})
    second.refresh_from_db()
    assert second.started_at is not None


def test_the_clock_of_a_turn_follows_our_rule(hall: Hall, chair: Client) -> None:
    asked(hall, 0)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    hall.now += timedelta(minutes=2, seconds=15)
    assert "0:45" in see(chair, address(hall, "chair/"))
    hall.now += timedelta(minutes=1)
    assert "−0:15" in see(chair, address(hall, "chair/"))
    write_house_rule("assembly.speaking_minutes", 0)
    assert "data-left" not in chair.get(address(hall, "chair/")).content.decode()


# --- guests -------------------------------------------------------------------------------------------------


def test_a_guest_is_let_in_and_leaves_and_nothing_typed_is_lost(hall: Hall, chair: Client) -> None:
    wrong = chair.post(address(hall, "guests/let-in/"), {"name": "Dra. Paz", "capacity": ""})
    assert wrong.status_code == 200
    assert 'value="Dra. Paz"' in wrong.content.decode()
    chair.post(address(hall, "guests/let-in/"), {"name": "Dra. Paz", "capacity": "lawyer"})
    assert "Dra. Paz lawyer" in see(chair, address(hall, "guests/"))
    chair.post(f"/assemblies/guests/{Guest.objects.get().pk}/left/")
    assert Guest.objects.get().left_at == hall.now


def test_a_member_sees_the_guests_and_lets_nobody_in(hall: Hall, zulema: Client) -> None:
    assert "Let them in" not in see(zulema, address(hall, "guests/"))
    answer = zulema.post(address(hall, "guests/let-in/"), {"name": "Paz", "capacity": "x"})
    assert "Only whoever chairs or keeps the door lets guests in." in words(answer)


# --- the hall's screen --------------------------------------------------------------------------------------


def screen(hall: Hall, language: str = "en") -> Any:
    """The screen as the hall's computer asks for it: a stranger, without a cookie."""
    return Client().get(hall_address(hall.assembly.pk, language))


def test_whoever_chairs_makes_the_address_and_nobody_else(hall: Hall, zulema: Client, chair: Client) -> None:
    assert zulema.get("/hall/").status_code == 403
    made = chair.get("/hall/")
    assert made.status_code == 302
    assert shown_at(made["Location"].split("/")[2]) == (hall.assembly.pk, "es-ar")
    assert Client().get("/hall/").status_code == 302  # to the sign-in page


def test_the_screen_opens_without_a_session_and_leaves_none(hall: Hall) -> None:
    answer = screen(hall)
    assert answer.status_code == 200
    assert not answer.cookies
    page = answer.content.decode()
    assert "<form" not in page
    assert "csrf" not in page
    assert hall.assembly.hall_code in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert "no-store" in answer["Cache-Control"]


def test_the_screen_takes_nothing_but_looking(hall: Hall) -> None:
    assert Client().post(hall_address(hall.assembly.pk, "en")).status_code == 405


@pytest.mark.parametrize("token", ["x", "WzEsImVuIl0:1:x", "a:b:c"])
def test_an_address_that_is_not_ours_shows_nothing(hall: Hall, token: str) -> None:
    assert Client().get(f"/hall/{token}/").status_code == 404
    assert Client().get(f"/hall/{token}/part/").status_code == 404


def test_an_address_ends_four_days_later(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made = hall_address(hall.assembly.pk, "en")
    import time

    later = time.time() + 4 * 24 * 3600 + 5
    monkeypatch.setattr("time.time", lambda: later)
    assert Client().get(made).status_code == 404


def test_once_the_assembly_is_closed_the_screen_says_so_and_nothing_else(hall: Hall) -> None:
    asked(hall, 0)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    page = screen(hall).content.decode()
    assert "The assembly is over." in page
    assert hall.assembly.hall_code not in page
    assert "Zulema" not in page


def test_the_screen_shows_who_speaks_who_is_next_and_how_many_are_here(hall: Hall) -> None:
    asked(hall, 0)
    asked(hall, 1, after=1)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    page = words(screen(hall))
    assert "Speaking Zulema Ávalos 3:00" in page
    assert "Then Walter Pinto" in page
    assert "9 of 9 are here" in page
    assert "There are enough of us" in page


def test_the_screen_shows_turnout_and_not_how_nor_who_while_voting_is_open(hall: Hall) -> None:
    motion = hall.vote()
    for person, choice in zip(hall.people[:4], ("for", "for", "against", "abstain"), strict=True):
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)
    page = words(screen(hall))
    assert "Two forklifts" in page
    assert "4 of 9 have voted 30:00 time left" in page
    assert "Zulema" not in page
    assert "Yes" not in page


def test_the_screen_shows_the_result_when_the_vote_closes(hall: Hall) -> None:
    motion = hall.vote()
    for person in hall.people[:5]:
        cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    page = words(screen(hall))
    assert "Adopted" in page
    assert "Yes  5" in page.replace("\xa0", " ").replace("Yes 5", "Yes  5").replace("&nbsp;", " ")


def test_the_part_that_changes_says_nothing_where_nothing_changed(hall: Hall) -> None:
    page = screen(hall).content.decode()
    again = re.search(r'data-ask="([^"]+)"', page)
    assert again
    assert Client().get(again.group(1)).status_code == 204
    asked(hall, 0)
    part = Client().get(again.group(1))
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith("<main")


def test_the_screen_speaks_the_language_of_its_address(hall: Hall) -> None:
    assert "Somos suficientes" in words(screen(hall, "es-ar"))
    assert 'lang="es-AR"' in screen(hall, "es-ar").content.decode()


# --- what they ask of the database --------------------------------------------------------------------------


def test_no_page_of_the_floor_asks_more_than_twelve_times(hall: Hall, zulema: Client, chair: Client) -> None:
    hall.vote(title="A lathe")
    hall.motion()
    for nth in range(6):
        asked(hall, nth)
    give_the_floor(assembly_id=hall.assembly.pk, instead_of=None, actor=hall.chair, now=hall.now)
    let_in_guest(assembly_id=hall.assembly.pk, name="Paz", capacity="x", actor=hall.chair, now=hall.now)
    counted = {}

    def count(client: Client, where: str) -> None:
        with CaptureQueriesContext(connection) as queries:
            see(client, where)
        counted[where] = len(queries)

    for client in (zulema, chair):
        see(client, "/motions/")
        for where in ("/assembly/", address(hall, ""), address(hall, "floor/"), address(hall, "guests/")):
            count(client, where)
    count(Client(), hall_address(hall.assembly.pk, "en"))
    count(chair, address(hall, "chair/"))
    begin_item(item_id=AgendaItem.objects.get(title="Two forklifts").pk, actor=hall.chair, now=hall.now)
    count(chair, address(hall, "chair/part/"))  # where it is asked whether a vote can be opened
    hall.now += timedelta(minutes=1)
    for person in hall.people[:7]:
        depart(assembly_id=hall.assembly.pk, member=person, now=hall.now)
    count(chair, address(hall, "chair/"))
    assert "Quorum was lost" in see(chair, address(hall, "chair/"))
    assert {where: many for where, many in counted.items() if many > 12} == {}


def test_an_assembly_nobody_has_convoked_has_no_screen_and_no_floor(settings: Any) -> None:
    make_coop()
    person = make_voters(1)[0]
    client = signed_in(person)
    assert client.get("/assemblies/99/floor/").status_code == 404
    assert client.post("/assemblies/99/floor/ask/").status_code == 404
    assert client.post("/assemblies/floor/99/end/").status_code == 404
    assert client.get(hall_address(99, "en")).status_code == 404
    assert (NOW, LAST_WEEK, Motion.objects.count()) == (NOW, LAST_WEEK, 0)
