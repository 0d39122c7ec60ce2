"""What the database itself refuses about members, when somebody goes round the actions."""

from __future__ import annotations

from datetime import date

import pytest

from members.models import ApiToken, Cooperative, KnownAddress, Member, Membership, Notice, Sector, SignInCard
from tests.makers import LONG_AGO, NOW, TODAY, make_coop, make_member
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def zulema() -> Member:
    return make_member(1)


def belongs(member: Member, from_on: date, until_on: date | None, standing: str = "member") -> Membership:
    return Membership.objects.create(
        member=member, standing=standing, from_on=from_on, until_on=until_on, because="x"
    )


def test_one_installation_one_cooperative():
    make_coop()
    other = Cooperative.objects.get()
    other.pk = 2
    with refused("one_installation_one_cooperative"):
        other.save(force_insert=True)


@pytest.mark.parametrize("decimals", [1, 4, 100])
def test_money_has_0_2_or_3_decimals(decimals: int):
    with refused("money_has_0_2_or_3_decimals"):
        make_coop(decimals=decimals)


def test_memberships_never_overlap(zulema: Member):
    Membership.objects.filter(member=zulema).update(until_on=date(2026, 1, 1))
    for from_on, until_on in (
        (date(2025, 12, 31), None),
        (date(2019, 1, 1), date(2020, 1, 2)),
        (date(2021, 1, 1), date(2021, 1, 2)),
        (date(2019, 1, 1), date(2027, 1, 1)),
    ):
        with refused("memberships_never_overlap"):
            belongs(zulema, from_on, until_on)
    belongs(zulema, date(2026, 1, 1), None)
    belongs(zulema, date(2019, 1, 1), LONG_AGO, "probation")


def test_memberships_never_come_to_overlap(zulema: Member):
    before = belongs(zulema, date(2019, 1, 1), LONG_AGO)
    other = make_member(2)
    lift("a_membership_is_only_ever_ended", on="members_membership")
    with refused("memberships_never_come_to_overlap"):
        Membership.objects.filter(pk=before.pk).update(until_on=date(2020, 1, 2))
    with refused("memberships_never_come_to_overlap"):
        Membership.objects.filter(member=other).update(member=zulema)
    Membership.objects.filter(pk=before.pk).update(until_on=date(2019, 6, 1))


def test_a_membership_is_only_ever_ended(zulema: Member):
    other = make_member(2)
    changes: list[dict[str, object]] = [
        {"standing": "left"},
        {"from_on": date(2019, 1, 1)},
        {"because": "other"},
    ]
    for change in changes:
        with refused("a_membership_is_only_ever_ended"):
            Membership.objects.filter(member=other).update(**change)
    Membership.objects.filter(member=other).update(until_on=TODAY)
    for until_on in (None, date(2027, 1, 1)):
        with refused("a_membership_is_only_ever_ended"):
            Membership.objects.filter(member=other).update(until_on=until_on)


def test_a_membership_is_never_deleted(zulema: Member):
    with refused("a_membership_is_never_deleted"):
        delete_all("members_membership")


def test_a_membership_is_never_replaced(zulema: Member):
    lift("memberships_never_overlap", on="members_membership")
    with refused("a_membership_is_never_replaced"):
        replace_all("members_membership")


def test_a_member_is_never_deleted():
    Member.objects.create(number=1, name="Zulema Ávalos")
    with refused("a_member_is_never_deleted"):
        delete_all("members_member")


def test_a_membership_ends_after_it_starts():
    person = Member.objects.create(number=1, name="Zulema Ávalos")
    for until_on in (TODAY, LONG_AGO):
        with refused("a_membership_ends_after_it_starts"):
            belongs(person, TODAY, until_on)


def test_one_open_membership_each(zulema: Member):
    lift("memberships_never_overlap", on="members_membership")
    with refused("one_open_membership_each", columns="members_membership.member_id"):
        belongs(zulema, date(2027, 1, 1), None)


def test_an_address_is_known_once(zulema: Member):
    KnownAddress.objects.create(member=zulema, address="a")
    with refused("an_address_is_known_once", columns="members_knownaddress.member_id"):
        KnownAddress.objects.create(member=zulema, address="a")


def test_nobody_is_told_twice(zulema: Member):
    Notice.objects.create(member=zulema, key="k", text_id="x", at=NOW)
    with refused("nobody_is_told_twice", columns="members_notice.member_id"):
        Notice.objects.create(member=zulema, key="k", text_id="y", at=NOW)


def test_there_are_no_two_of_the_same(zulema: Member):
    """Numbers, sectors, cards and tokens: unique columns, which have no name of their own."""
    Sector.objects.create(code="kilns", name="Hornos")
    SignInCard.objects.create(member=zulema, secret_hash="s", made_at=NOW, lapses_at=NOW)
    ApiToken.objects.create(member=zulema, token_hash="t", made_at=NOW)
    again = {
        "number": lambda: Member.objects.create(number=1, name="Otra"),
        "code": lambda: Sector.objects.create(code="kilns", name="Otro"),
        "name": lambda: Sector.objects.create(code="otro", name="Hornos"),
        "secret_hash": lambda: SignInCard.objects.create(
            member=zulema, secret_hash="s", made_at=NOW, lapses_at=NOW
        ),
        "token_hash": lambda: ApiToken.objects.create(member=zulema, token_hash="t", made_at=NOW),
    }
    for column, make in again.items():
        with refused(column):
            make()
