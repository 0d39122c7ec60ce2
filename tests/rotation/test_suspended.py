"""While somebody is suspended the powers of their seats rest; the seats stay theirs, and the powers come back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from members.models import Member, Membership, Standing
from rotation.models import Mandate
from rotation.reports import mandates_of, powers_of, reading_powers_of, who_could
from tests.makers import LONG_AGO, NOW, TODAY, make_coop, make_member
from tests.pages import at, signed_in
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
POWER = "members.issue_cards"


@pytest.fixture
def delia() -> Member:
    """She makes the cards until the summer, and was suspended today."""
    make_coop()
    delia = make_member(5, "Delia Quiroga", until_on=TODAY)
    hold(
        make_post("cards", powers=[POWER], overlap_days=30),
        delia,
        from_on=LONG_AGO,
        until_on=TODAY + 60 * DAY,
    )
    suspend(delia)
    return delia


def suspend(member: Member) -> None:
    Membership.objects.create(
        member=member, standing=Standing.SUSPENDED, from_on=TODAY, because="assemblies.motion:1"
    )


def who(moment: datetime) -> list[Mandate]:
    return next(line.mandates for line in who_could(moment) if line.power == POWER)


def test_a_suspended_member_can_do_nothing_and_reads_nothing_by_their_post(delia: Member):
    assert POWER in powers_of(delia.pk, NOW - DAY)
    for day in range(3):
        moment = NOW + day * DAY
        assert powers_of(delia.pk, moment) == {}
        assert not delia.has_perm(POWER, moment)
        assert who(moment) == []
        assert not mandates_of(delia.pk, moment).exists()
    assert reading_powers_of(delia.pk, NOW) == set()


def test_the_powers_come_back_when_it_ends_and_the_seat_was_theirs_all_the_time(delia: Member):
    Membership.objects.filter(member=delia, until_on=None).update(until_on=TODAY + 10 * DAY)
    Membership.objects.create(
        member=delia, standing=Standing.MEMBER, from_on=TODAY + 10 * DAY, because="assemblies.motion:2"
    )
    [mandate] = Mandate.objects.on(TODAY + 5 * DAY)
    assert who(NOW + 9 * DAY) == []
    assert who(NOW + 10 * DAY) == [mandate]
    assert POWER in reading_powers_of(delia.pk, NOW + 10 * DAY)


def test_nobody_elses_powers_rest(delia: Member):
    other = make_member(6)
    mandate = hold(make_post("more-cards", powers=[POWER]), other, from_on=LONG_AGO, until_on=TODAY + DAY)
    assert who(NOW) == [mandate]


def test_the_pages_show_a_seat_that_needs_cover_and_tell_her_why_hers_is_not(
    delia: Member, monkeypatch: pytest.MonkeyPatch
):
    at(NOW, monkeypatch)
    reader = signed_in(make_member(7))
    assert "needs cover" in reader.get("/posts/").content.decode()
    assert "The powers of this seat rest meanwhile." in reader.get("/posts/cards/").content.decode()
    page = signed_in(delia).get("/cards/")
    assert page.status_code == 403
    assert "rest while you are suspended" in page.content.decode()
