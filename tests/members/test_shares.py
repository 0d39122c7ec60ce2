"""Shares of time: written down by somebody else, from a day on, read by everybody, and what was stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from django.utils.formats import date_format

from members.actions import set_share_of_time
from members.models import Member, Notice, ShareOfTime
from members.reports import WHOLE, shares_of_time
from record.models import Act
from record.rules import Refused
from tests.makers import LONG_AGO, NOW, TODAY, give_power, make_coop, make_voters
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Member]:
    at(NOW, monkeypatch)
    make_coop()
    people = make_voters(3)
    give_power(people[2], "members.keep_register")
    return people


def works(member: Member, part: int, whole: int, *, by: Member, from_on: date = TODAY) -> ShareOfTime:
    return set_share_of_time(member_id=member.pk, part=part, whole=whole, from_on=from_on, actor=by, now=NOW)


def test_a_share_counts_from_its_day_and_is_exact(people: list[Member]):
    works(people[0], 1, 3, by=people[2])
    works(people[0], 24, 40, by=people[2], from_on=TODAY + 10 * DAY)
    works(people[0], 24, 40, by=people[2], from_on=TODAY + 10 * DAY)
    assert shares_of_time(on=TODAY - DAY) == {}
    assert shares_of_time(on=TODAY) == {people[0].pk: Fraction(1, 3)}
    assert shares_of_time(on=TODAY + 10 * DAY) == {people[0].pk: Fraction(3, 5)}
    assert shares_of_time(on=TODAY).get(people[1].pk, WHOLE) == 1
    acts = Act.objects.filter(verb="members.share.set").order_by("seq")
    assert [act.facts["part"] for act in acts] == [1, 24], "the same again is the same"
    assert Notice.objects.filter(member=people[0]).count() == 2


def test_of_two_from_the_same_day_the_one_entered_last_counts(people: list[Member]):
    works(people[0], 10, 40, by=people[2])
    works(people[0], 20, 40, by=people[2])
    assert shares_of_time(on=TODAY) == {people[0].pk: Fraction(1, 2)}


def test_the_first_may_say_since_when_and_no_other_touches_what_was(people: list[Member]):
    works(people[0], 20, 40, by=people[2], from_on=LONG_AGO)
    with pytest.raises(Refused, match="stays as it was"):
        works(people[0], 40, 40, by=people[2], from_on=TODAY - DAY)
    with pytest.raises(Refused, match="stays as it was"):
        works(people[1], 20, 40, by=people[2], from_on=LONG_AGO - DAY)


def test_nobody_writes_their_own_and_nobody_else_than_the_register(people: list[Member]):
    with pytest.raises(Refused, match="Somebody else"):
        works(people[2], 20, 40, by=people[2])
    with pytest.raises(Refused, match="keeps the register"):
        works(people[0], 20, 40, by=people[1])


@pytest.mark.parametrize(
    "about",
    [{"part": 0}, {"part": 41}, {"part": 169, "whole": 169}, {"from_on": TODAY + 732 * DAY}],
)
def test_what_is_no_part_of_a_week_is_refused_in_a_sentence(people: list[Member], about: dict[str, Any]):
    with pytest.raises(Refused, match=r"hours|two years"):
        works(people[0], by=people[2], **({"part": 20, "whole": 40} | about))
    assert not ShareOfTime.objects.exists()


def test_it_is_on_the_members_page_and_whoever_keeps_the_register_writes_it_there(people: list[Member]):
    keeper, own = signed_in(people[2]), signed_in(people[0])
    address, said = "/members/1/", {"part": "24", "whole": "40", "from_on": TODAY.isoformat()}
    mine = own.get(address).content.decode()
    assert "The whole week" in mine
    first = people[0].memberships.earliest("from_on").from_on
    assert f"Member since {date_format(first, 'DATE_FORMAT')}" in mine
    assert "From which day" not in own.get(address).content.decode()
    assert keeper.post(address, said | {"part": "50"}).status_code == 200
    assert "Only whoever keeps the register" in own.post(address, said).content.decode()
    assert keeper.post(address, said).status_code == 302
    assert "24 of 40 hours a week" in own.get(address).content.decode()
    answer = own.get("/api/v1/members/1")
    assert answer.json()["shares_of_time"] == [{"part": 24, "whole": 40, "from_on": "2026-03-05"}]
