"""Whoever wants to leave says so from their phone, can take it back until the day, and then holds nothing more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from assemblies.actions.leaving import give_notice, leave_by_notice, notice_of, take_notice_back
from assemblies.tasks import do_what_is_due
from members.actions import change_standing
from members.models import LeavingNotice, Member, Membership, Notice
from record.models import Act
from record.rules import Refused
from rotation.models import Mandate
from rotation.tasks import end_what_those_who_left_hold
from tests.makers import NOW, TODAY, give_power, make_coop, make_member, write_house_rule
from tests.pages import at, signed_in
from tests.promises import refused

pytestmark = pytest.mark.django_db
IN_APRIL = date(2026, 4, 4)


@pytest.fixture
def walter() -> Member:
    make_coop()
    return make_member(2)


def days(many: int) -> datetime:
    return NOW + timedelta(days=many)


def standing(member: Member, on: date) -> str:
    return Membership.objects.filter(member=member, from_on__lte=on).latest("from_on").standing


def test_thirty_days_later_walter_has_left_and_not_a_day_before(walter: Member) -> None:
    beatriz = make_member(7)
    give_power(beatriz, "members.keep_register")
    notice = give_notice(actor=walter, now=NOW)
    assert notice.leaves_on == IN_APRIL
    assert Notice.objects.get(key=f"leaving:{notice.pk}").member == beatriz

    do_what_is_due(now=days(29))
    assert standing(walter, IN_APRIL) == "member"
    do_what_is_due(now=days(30))
    do_what_is_due(now=days(30))
    assert standing(walter, IN_APRIL) == "left"
    assert Membership.objects.filter(member=walter).count() == 2
    assert Membership.objects.get(standing="left").because == f"members.leavingnotice:{notice.pk}"
    assert notice_of(walter) is None
    about_him = Act.objects.exclude(verb="assemblies.assembly.convoked").order_by("seq")
    assert list(about_him.values_list("verb", flat=True)) == [
        "assemblies.leaving.noticed",
        "members.standing.changed",
    ]


def test_the_clock_comes_late_and_walter_left_on_his_day(walter: Member) -> None:
    give_notice(actor=walter, now=NOW)
    do_what_is_due(now=days(45))
    assert Membership.objects.get(standing="left").from_on == IN_APRIL


def test_our_rule_says_how_many_days_and_none_is_the_same_day(walter: Member) -> None:
    write_house_rule("members.days_of_notice", 0)
    assert give_notice(actor=walter, now=NOW).leaves_on == TODAY
    do_what_is_due(now=NOW)
    assert standing(walter, TODAY) == "left"


def test_said_twice_is_said_once(walter: Member) -> None:
    assert give_notice(actor=walter, now=NOW) == give_notice(actor=walter, now=days(3))
    assert LeavingNotice.objects.count() == 1


def test_it_is_taken_back_until_the_day_comes_and_can_be_given_again(walter: Member) -> None:
    notice = give_notice(actor=walter, now=NOW)
    take_notice_back(actor=walter, now=days(29))
    assert take_notice_back(actor=walter, now=days(29)) is None
    assert leave_by_notice(notice_id=notice.pk, now=days(31)) is None
    do_what_is_due(now=days(31))
    assert standing(walter, date(2027, 1, 1)) == "member"

    again = give_notice(actor=walter, now=days(40))
    assert again != notice
    with pytest.raises(Refused, match="The day has come"):
        take_notice_back(actor=walter, now=days(70))


def test_whoever_does_not_belong_gives_no_notice(walter: Member) -> None:
    gone = make_member(9, standing="left")
    with pytest.raises(Refused, match="do not belong"):
        give_notice(actor=gone, now=NOW)


def test_who_left_by_another_way_meanwhile_is_not_moved_again(walter: Member) -> None:
    notice = give_notice(actor=walter, now=NOW)
    change_standing(member_id=walter.pk, standing="left", from_on=TODAY, because="x", actor=None, now=days(1))
    assert leave_by_notice(notice_id=notice.pk, now=days(30)) is not None
    assert Membership.objects.filter(member=walter).count() == 2


def test_with_leaving_every_mandate_ends_at_once_those_to_come_too(walter: Member) -> None:
    books = give_power(walter, "ledger.keep_books")
    coming = Mandate.objects.create(
        post=books.post,
        seat=2,
        member=walter,
        from_on=date(2026, 6, 1),
        until_on=date(2026, 9, 1),
        from_founding=True,
    )
    change_standing(member_id=walter.pk, standing="left", from_on=TODAY, because="x", actor=None, now=NOW)
    for mandate in (books, coming):
        mandate.refresh_from_db()
        assert mandate.ended_at == NOW
    assert coming.ended_on == date(2026, 6, 1)
    assert not walter.has_perm("ledger.keep_books", NOW)
    assert end_what_those_who_left_hold(NOW) == 0


def test_who_was_written_down_as_leaving_later_keeps_the_post_until_then(walter: Member) -> None:
    give_power(walter, "ledger.keep_books")
    change_standing(member_id=walter.pk, standing="left", from_on=IN_APRIL, because="x", actor=None, now=NOW)
    assert end_what_those_who_left_hold(days(29)) == 0
    assert walter.has_perm("ledger.keep_books", days(29))
    assert end_what_those_who_left_hold(days(30)) == 1
    assert not walter.has_perm("ledger.keep_books", days(30))


# --- round the actions --------------------------------------------------------------------------------------


def test_a_member_gives_notice_once_at_a_time(walter: Member) -> None:
    give_notice(actor=walter, now=NOW)
    with refused("a_member_gives_notice_once_at_a_time", columns="members_leavingnotice.member_id"):
        LeavingNotice.objects.create(member=walter, at=NOW, leaves_on=IN_APRIL)


def test_a_notice_is_taken_back_or_carried_out(walter: Member) -> None:
    with refused("a_notice_is_taken_back_or_carried_out"):
        LeavingNotice.objects.create(
            member=walter, at=NOW, leaves_on=IN_APRIL, taken_back_at=NOW, left_at=NOW
        )


def test_a_leaving_notice_is_only_ever_settled(walter: Member) -> None:
    notice = give_notice(actor=walter, now=NOW)
    with refused("a_leaving_notice_is_only_ever_settled"):
        LeavingNotice.objects.filter(pk=notice.pk).update(leaves_on=TODAY)
    take_notice_back(actor=walter, now=NOW)
    with refused("a_leaving_notice_is_only_ever_settled"):
        LeavingNotice.objects.filter(pk=notice.pk).update(taken_back_at=None)


def test_a_leaving_notice_is_never_deleted(walter: Member) -> None:
    notice = give_notice(actor=walter, now=NOW)
    with refused("a_leaving_notice_is_never_deleted"):
        LeavingNotice.objects.filter(pk=notice.pk).delete()


# --- pages and programs -----------------------------------------------------------------------------------------


def test_walter_gives_notice_on_his_phone_sees_the_countdown_and_stays(
    walter: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOW, monkeypatch)
    his = signed_in(walter)
    assert "30 days after you say so" in his.get("/me/leaving/").content.decode()
    assert "/me/leaving/" in his.get("/me/").content.decode()
    assert his.post("/me/leaving/").status_code == 302
    at(days(29), monkeypatch)
    assert "1 day is left" in his.get("/me/leaving/").content.decode()
    assert his.post("/me/leaving/stay/").status_code == 302
    assert notice_of(walter) is None
    assert "30 days after you say so" in his.get("/me/leaving/").content.decode()
    spanish = signed_in(walter, "es-ar").get("/me/leaving/").content.decode()
    assert "Dejar la cooperativa" in spanish


def test_programs_do_the_same(walter: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)
    his = signed_in(walter)
    assert his.get("/api/v1/leaving").json() == {"at": None, "leaves_on": None}
    given = his.post("/api/v1/leaving", content_type="application/json")
    assert (given.status_code, given.json()["leaves_on"]) == (201, "2026-04-04")
    assert his.get("/api/v1/leaving").json()["leaves_on"] == "2026-04-04"
    assert his.post("/api/v1/leaving/take-back", content_type="application/json").status_code == 200
    assert his.get("/api/v1/leaving").json()["leaves_on"] is None
