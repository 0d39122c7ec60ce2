"""The code of the hall is read, not guessed: wrong ones are counted, and nobody waits for another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import arrive
from assemblies.models import Presence
from members.actions import sign_in
from members.models import Member, SignInAttempt
from members.rules import WINDOW, WRONG_GUESSES
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

HALL, ELSEWHERE = "192.0.2.1", "203.0.113.9"


@pytest.fixture
def hall(db: None) -> Hall:
    return hall_of(9, arrived=False)


def guess(hall: Hall, member: Member, *, code: str = "no", address: str = HALL, **more: Any) -> Presence:
    about: dict[str, Any] = {"assembly_id": hall.assembly.pk, "channel": "hall_code", "now": hall.now} | more
    return arrive(member=member, actor=member, code=code, address=address, **about)


def guessed_too_often(hall: Hall, member: Member) -> None:
    for _try in range(WRONG_GUESSES):
        with pytest.raises(Refused, match="not the code of the hall"):
            guess(hall, member)


def test_after_ten_wrong_codes_even_the_right_one_waits_a_quarter_of_an_hour(hall: Hall) -> None:
    zulema, code = hall.people[0], hall.assembly.hall_code
    guessed_too_often(hall, zulema)

    with pytest.raises(Refused, match="Too many wrong codes"):
        guess(hall, zulema, code=code)
    assert not Presence.objects.exists()
    later = hall.now + WINDOW
    assert guess(hall, zulema, code=code, now=later).member == zulema


def test_nobody_waits_for_the_guesses_of_another_in_the_same_hall(hall: Hall) -> None:
    zulema, walter = hall.people[:2]
    guessed_too_often(hall, zulema)

    assert guess(hall, walter, code=hall.assembly.hall_code).member == walter


def test_guesses_from_elsewhere_do_not_keep_a_member_out_of_the_hall(hall: Hall) -> None:
    zulema = hall.people[0]
    guessed_too_often(hall, zulema)

    assert guess(hall, zulema, code=hall.assembly.hall_code, address=ELSEWHERE).member == zulema


def test_the_door_and_home_stay_open(hall: Hall) -> None:
    zulema = hall.people[0]
    guessed_too_often(hall, zulema)

    assert guess(hall, zulema, channel="home").channel == "home"


def test_wrong_codes_are_no_wrong_pins_and_say_nothing_of_who_or_where(hall: Hall) -> None:
    zulema = hall.people[0]
    zulema.set_password("481516")
    zulema.save(update_fields=["password"])
    guessed_too_often(hall, zulema)

    assert sign_in(number=zulema.number, pin="481516", address=HALL, now=hall.now) == zulema
    assert set(SignInAttempt.objects.values_list("number", flat=True)) == {0}
    assert not SignInAttempt.objects.filter(address__contains=HALL).exists()


def test_only_a_wrong_code_is_counted(hall: Hall) -> None:
    former = hall.people[0]
    former.memberships.update(until_on=hall.assembly.starts_on - timedelta(days=1))

    with pytest.raises(Refused, match="belong"):
        guess(hall, former, code=hall.assembly.hall_code)
    assert not SignInAttempt.objects.exists()


def test_pages_and_programs_count_them_alike(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    client, address = signed_in(hall.people[0]), f"assemblies/{hall.assembly.pk}/arrive"
    for _try in range(WRONG_GUESSES // 2):
        page = client.post(f"/{address}/", {"channel": "hall_code", "code": "000"})
        assert "not the code of the hall" in page.content.decode()
        said = client.post(
            f"/api/v1/{address}", {"channel": "hall_code", "code": "000"}, content_type="application/json"
        )
        assert said.status_code == 409

    page = client.post(f"/{address}/", {"channel": "hall_code", "code": hall.assembly.hall_code})

    assert "Too many wrong codes" in page.content.decode()
    assert not Presence.objects.exists()
