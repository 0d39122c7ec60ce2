"""Signing for an assembly or a matter: who may, what is enough, and what it brings about by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import answer_petition, convoke_weekly, open_petition, sign_petition, withdraw_motion
from assemblies.models import AgendaItem, Petition, Signature
from members.models import Notice, Standing
from record.models import Act
from record.rules import Refused
from tests.assemblies.test_law import Village
from tests.makers import NOW, make_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asks(village: Village, nth: int = 0, **about: Any) -> Petition:
    given: dict[str, Any] = {"aim": "item", "title": "The bus", "text": "Where it stops.", "now": NOW}
    return open_petition(**(given | about), actor=village.people[nth])


def signs(village: Village, petition: Petition, *nths: int, now: Any = NOW) -> Petition:
    for nth in nths:
        petition = sign_petition(petition_id=petition.pk, actor=village.people[nth], now=now)
    return petition


def test_whoever_asks_signs_first_and_asking_twice_is_asking_once() -> None:
    village = Village(21)

    first = asks(village)
    again = asks(village, now=NOW + DAY)

    assert first == again
    assert [signature.member for signature in first.signatures.all()] == [village.people[0]]
    assert first.reached_at is None


def test_a_second_tap_signs_once() -> None:
    village = Village(31)
    petition = asks(village)
    signs(village, petition, 1)
    before = Act.objects.count()

    signs(village, petition, 1)

    assert (Signature.objects.count(), Act.objects.count()) == (2, before)


def test_only_members_with_a_vote_ask_and_sign() -> None:
    village = Village(21)
    petition = asks(village)
    nahuel = make_member(90, "Nahuel Ibarra", standing=Standing.PROBATION)

    with pytest.raises(Refused, match="with a vote can sign"):
        sign_petition(petition_id=petition.pk, actor=nahuel, now=NOW)
    with pytest.raises(Refused, match="with a vote can ask"):
        open_petition(aim="item", title="A", text="B", actor=nahuel, now=NOW)


def test_nobody_signs_for_what_has_enough_names() -> None:
    village = Village(20)
    petition = signs(village, asks(village), 1)

    assert petition.reached_at == NOW
    with pytest.raises(Refused, match="enough signatures"):
        signs(village, petition, 2)


def test_ten_per_cent_put_a_matter_on_the_next_weekly_agenda() -> None:
    village = Village(21)
    weekly = convoke_weekly(now=NOW + DAY)
    petition = asks(village, now=NOW + DAY)
    signs(village, petition, 1, now=NOW + DAY)
    assert not AgendaItem.objects.exists()

    petition = signs(village, petition, 2, now=NOW + DAY)

    item = AgendaItem.objects.get()
    assert (item.assembly, item.title, item.motion) == (weekly, "The bus", None)
    assert (petition.assembly, petition.signatures_needed) == (weekly, 3)


def test_a_matter_waits_for_the_next_weekly_assembly_and_goes_on_it_once() -> None:
    village = Village(10)
    petition = asks(village)
    assert (petition.reached_at, petition.assembly) == (NOW, None)

    weekly = convoke_weekly(now=NOW + DAY)
    convoke_weekly(now=NOW + DAY)

    petition.refresh_from_db()
    assert petition.assembly == weekly
    assert AgendaItem.objects.count() == 1


def test_a_motion_without_enough_seconders_goes_on_the_agenda_with_enough_signatures() -> None:
    village = Village(20, seconders=5)
    motion = village.tables(now=NOW + DAY)
    weekly = convoke_weekly(now=NOW + DAY)
    petition = asks(village, 1, motion_id=motion.pk, now=NOW + DAY)

    petition = signs(village, petition, 2, now=NOW + DAY)

    motion.refresh_from_db()
    assert (motion.state, motion.assembly, petition.assembly) == ("on_agenda", weekly, weekly)
    assert petition.title == motion.title


def test_what_only_an_assembly_by_law_may_decide_waits_for_it_also_when_signed_for() -> None:
    village = Village(20, seconders=5)
    accounts = village.tables("accounts")
    petition = signs(village, asks(village, 1, motion_id=accounts.pk), 2)
    convoke_weekly(now=NOW + DAY)
    accounts.refresh_from_db()
    assert (accounts.state, accounts.assembly) == ("on_agenda", None)

    ordinary = village.calls(days=20, now=NOW + 2 * DAY)

    accounts.refresh_from_db()
    petition.refresh_from_db()
    assert accounts.assembly == petition.assembly == ordinary


def test_in_spain_a_matter_comes_until_the_eighth_day_after_the_notice() -> None:
    village = Village(20, law_pack="ES", seconders=5)
    ordinary = village.calls(days=17)
    early, late = village.tables("accounts"), village.tables("accounts", title="Again")

    eighth, ninth = NOW + 7 * DAY, NOW + 9 * DAY
    signs(village, asks(village, 1, motion_id=early.pk, now=eighth), 2, now=eighth)
    signs(village, asks(village, 1, motion_id=late.pk, now=ninth), 2, now=ninth)

    early.refresh_from_db()
    late.refresh_from_db()
    assert early.assembly == ordinary
    assert late.assembly is None


def test_only_a_motion_that_waits_is_asked_for_and_by_one_petition() -> None:
    village = Village(30, seconders=5)
    motion = village.tables()
    asks(village, 1, motion_id=motion.pk)

    with pytest.raises(Refused, match="sign with them"):
        asks(village, 2, motion_id=motion.pk)
    with pytest.raises(Refused, match="ask for that"):
        asks(village, 2, motion_id=motion.pk, aim="assembly")
    with pytest.raises(Refused, match="Say what you ask for"):
        asks(village, 2, aim="party")
    with pytest.raises(Refused, match="Write something"):
        asks(village, 2, text=" ")
    withdraw_motion(motion_id=motion.pk, actor=village.people[0], now=NOW)
    with pytest.raises(Refused, match="waits for an agenda"):
        asks(village, 2, motion_id=motion.pk)


def test_enough_signatures_for_an_assembly_tell_whoever_convokes_and_they_answer_it() -> None:
    village = Village(20)
    petition = signs(village, asks(village, aim="assembly"), 1)

    told = Notice.objects.filter(key=f"petition:{petition.pk}:reached")
    assert set(told.values_list("member", flat=True)) == {village.chair.pk, village.people[0].pk}

    weekly = convoke_weekly(now=NOW + DAY)
    assert weekly is not None
    called = village.calls(days=15, kind="legal_extraordinary", now=NOW + DAY)
    about: dict[str, Any] = {"petition_id": petition.pk, "now": NOW + DAY}
    with pytest.raises(Refused, match="task of convoking"):
        answer_petition(**about, assembly_id=called.pk, actor=village.people[0])
    with pytest.raises(Refused, match="weekly one meets anyway"):
        answer_petition(**about, assembly_id=weekly.pk, actor=village.chair)
    petition = answer_petition(**about, assembly_id=called.pk, actor=village.chair)

    assert petition.assembly == called
    assert [item.title for item in called.items.all()] == ["The bus"]
    with pytest.raises(Refused, match="answered already"):
        answer_petition(**about, assembly_id=called.pk, actor=village.chair)


def test_an_agenda_that_is_closed_answers_nothing_new() -> None:
    village = Village(10)
    called = village.calls(days=15, kind="legal_extraordinary")
    petition = asks(village, aim="assembly", now=NOW + DAY)

    with pytest.raises(Refused, match="agenda is closed"):
        answer_petition(petition_id=petition.pk, assembly_id=called.pk, actor=village.chair, now=NOW + DAY)


def test_a_petition_without_enough_names_is_not_answered() -> None:
    village = Village(40)
    petition = asks(village, aim="assembly")
    called = village.calls(days=15, kind="legal_extraordinary")

    with pytest.raises(Refused, match="enough signatures yet"):
        answer_petition(petition_id=petition.pk, assembly_id=called.pk, actor=village.chair, now=NOW)


def test_a_name_counts_while_its_member_votes() -> None:
    village = Village(30)
    petition = signs(village, asks(village), 1)
    village.people[1].memberships.update(until_on=NOW.date())

    petition = signs(village, petition, 2, now=NOW)
    assert petition.reached_at is None

    petition = signs(village, petition, 3, now=NOW)
    assert petition.signatures_needed == 3
