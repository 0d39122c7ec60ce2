"""The limits of a secret vote, written down for members and said where they matter."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assemblies.actions import close_voting, open_voting
from assemblies.views.tablet import secret_of
from record.models import Head
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

ADDRESS = "/about/secret/"
LINK = f'href="{ADDRESS}"'
MARK = "A long order can be a mark by which"


def page(member: Any, address: str, language: str = "en") -> str:
    return str(signed_in(member, language).get(address).content.decode())


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    return hall


def ranked(hall: Hall, options: int, **more: Any) -> Any:
    return hall.vote(kind="ranked", terms={"options": [f"Machine {n}" for n in range(options)]}, **more)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("shuffled", "fewer than 10", "copies its file", "more than 5 options", "Show it to nobody")),
        (
            "es-ar",
            (
                "se mezclan",
                "menos de 10",
                "copia su archivo",
                "más de 5 opciones",
                "No se lo muestres a nadie",
            ),
        ),
    ],
)
def test_the_limits_are_written_down_in_both_languages(
    hall: Hall, language: str, said: tuple[str, ...]
) -> None:
    text = page(hall.people[0], ADDRESS, language)

    assert [each for each in said if each not in text] == []


def test_whoever_stands_before_the_shared_tablet_can_read_them_too(hall: Hall) -> None:
    answer = Client(headers={"accept-language": "en"}).get(ADDRESS)

    assert answer.status_code == 200
    assert "Your receipt is yours" in answer.content.decode()


def test_every_secret_ballot_its_result_and_each_warning_lead_there(hall: Hall) -> None:
    zulema = hall.people[0]
    secret, plain = hall.vote(is_secret=True), hall.vote(title="By name")

    assert LINK in page(zulema, f"/motions/{secret.pk}/ballot/")
    assert LINK in page(zulema, f"/motions/{secret.pk}/")  # the warning that we are few
    assert LINK in page(zulema, "/votes/")
    assert LINK not in page(zulema, f"/motions/{plain.pk}/ballot/")
    for motion in (secret, plain):
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert LINK in page(zulema, f"/motions/{secret.pk}/")
    assert LINK not in page(zulema, f"/motions/{plain.pk}/")


def test_the_shared_tablet_leads_there(hall: Hall) -> None:
    motion = hall.vote(is_secret=True)
    zulema = hall.people[0]
    zulema.set_password("481516")
    zulema.save(update_fields=["password"])
    home, client = f"/tablet/{secret_of(hall.assembly)}/", Client(headers={"accept-language": "en"})
    client.post(home, {"number": zulema.number, "pin": "481516"})

    assert LINK in client.get(f"{home}votes/{motion.pk}/").content.decode()


def test_a_long_order_in_a_secret_vote_is_warned_of_on_its_ballot(hall: Hall) -> None:
    six, five = ranked(hall, 6, is_secret=True), ranked(hall, 5, is_secret=True)
    by_name = ranked(hall, 6)

    assert MARK in page(hall.people[0], f"/motions/{six.pk}/ballot/")
    assert MARK not in page(hall.people[0], f"/motions/{five.pk}/ballot/")
    assert MARK not in page(hall.people[0], f"/motions/{by_name.pk}/ballot/")
    typed = {"place-1": "1", "place-2": "1", "choice": "for", "key": "6c1b5f1e-7b55-4d6e-9e4e-2f3d6f8a9b10"}
    again = signed_in(hall.people[0]).post(f"/motions/{six.pk}/ballot/", typed)
    assert MARK in again.content.decode()


def backup_refuses_and_says_when(hall: Hall, folder: Any) -> None:
    file = folder / "all.zip"
    first = hall.vote(is_secret=True)
    later = hall.motion(is_secret=True, title="Another")
    open_voting(
        motion_id=later.pk, closes_at=hall.now + timedelta(minutes=50), actor=hall.chair, now=hall.now
    )
    said = r"open until .*14:21.* once it is closed and counted"
    for motion in (first, later):
        with pytest.raises(CommandError, match=said):
            call_command("backup", str(file), stdout=StringIO())
        assert list(folder.iterdir()) == []  # nothing half written either
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    call_command("backup", str(file), stdout=StringIO())
    with ZipFile(file) as bundle:
        assert "data/assemblies.secretballot.jsonl" in bundle.namelist()


@pytest.mark.django_db
def test_no_backup_is_made_while_a_secret_vote_is_open(tmp_path: Any) -> None:
    backup_refuses_and_says_when(hall_of(9), tmp_path)


@pytest.mark.django_db(transaction=True)
def test_nor_where_the_backup_begins_a_moment_of_its_own(tmp_path: Any) -> None:
    """Outside a transaction each engine looks at one moment in its own way."""
    Head.objects.get_or_create(pk=1)

    backup_refuses_and_says_when(hall_of(9), tmp_path)


@pytest.mark.django_db
def test_an_open_vote_by_name_holds_no_backup_back(tmp_path: Any) -> None:
    hall_of(9).vote()

    call_command("backup", str(tmp_path / "all.zip"), stdout=StringIO())

    assert (tmp_path / "all.zip").exists()
