"""What can be done about members: what each act writes and records, what it refuses, and doing it twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from members.actions import (
    add_sector,
    change_standing,
    choose_pin,
    enrol,
    import_members,
    make_api_token,
    make_cards,
    prefer,
    read_notice,
    redeem_card,
    sign_in,
    sign_out_everywhere,
    tell,
)
from members.actions.signing_in import member_with_token
from members.importing import read
from members.models import (
    ApiToken,
    KnownAddress,
    Member,
    Membership,
    Notice,
    Sector,
    SignInAttempt,
    SignInCard,
)
from members.reports import notices, standing_of
from members.rules import CARD_DAYS, FREE_TRIES
from record.models import Act
from record.reports import faults
from record.rules import Refused
from tests.makers import LONG_AGO, NOW, TODAY, give_power, make_coop, make_member, make_sector, make_voters

pytestmark = pytest.mark.django_db
PIN, NEW_PIN = "482915", "730164"
HALL = "10.0.0.1"
KEEPS = "Only whoever keeps the register writes in it."
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    make_coop()
    with translation.override("en"):
        yield
    assert faults() == []


@pytest.fixture
def beatriz() -> Member:
    """She keeps the register and makes the cards."""
    person = make_member(7, "Beatriz Sosa", pin=PIN)
    give_power(person, "members.keep_register", "members.issue_cards")
    return person


@pytest.fixture
def walter() -> Member:
    """He holds no post."""
    return make_member(2, "Walter Pinto", pin=PIN)


def enter(**other: Any) -> Member:
    facts: dict[str, Any] = {
        "number": 40,
        "name": "  Teresa Mamani ",
        "sector_id": None,
        "language": "es-ar",
        "phone": "299 555 0101",
        "standing": "probation",
        "from_on": TODAY,
        "because": "assemblies.motion:9",
        "actor": None,
        "now": NOW,
    }
    return enrol(**facts | other)


def move(member: Member, to: str, **other: Any) -> Membership:
    facts: dict[str, Any] = {"from_on": TODAY, "because": "assemblies.motion:9", "actor": None, "now": NOW}
    return change_standing(member_id=member.pk, standing=to, **facts | other)


def sentence_of(act: Any, *args: Any, **kwargs: Any) -> str:
    """What somebody is told who may not; and nothing of it is in the record."""
    before = Act.objects.count()
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    assert Act.objects.count() == before
    return refusal.value.sentence


def last_act() -> tuple[str, str, int | None, str]:
    act = Act.objects.latest("seq")
    return act.verb, act.subject, act.actor_number, act.because


# --- a sector ---------------------------------------------------------------------------------------


def test_a_sector_has_a_code_of_its_own_and_an_act(beatriz: Member):
    sector = add_sector(name="  Hornos y secado ", actor=beatriz, now=NOW)
    assert (sector.name, sector.code) == ("Hornos y secado", "hornos-y-secado")
    assert last_act() == ("members.sector.added", f"members.sector:{sector.pk}", 7, "")


def test_the_same_sector_again_is_the_same_and_no_new_act(beatriz: Member):
    first = add_sector(name="Hornos", actor=beatriz, now=NOW)
    assert add_sector(name=" Hornos ", actor=beatriz, now=NOW) == first
    assert (Sector.objects.count(), Act.objects.count()) == (1, 1)


def test_sectors_whose_letters_are_alike_get_codes_that_differ():
    codes = [
        add_sector(name=name, actor=None, now=NOW).code for name in ("Horno", "Hornó", "HORNO!", "窯", "炉")
    ]
    assert codes == ["horno", "horno-2", "horno-3", "sector", "sector-2"]


def test_sectors_with_long_names_that_begin_alike_all_fit():
    codes = {add_sector(name="x" * 79 + last, actor=None, now=NOW).code for last in "abc"}
    assert len(codes) == 3
    assert max(map(len, codes)) <= 40


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Hor\x00nos"])
def test_a_sector_has_a_short_name(name: str):
    assert sentence_of(add_sector, name=name, actor=None, now=NOW) == "A sector has a short name."


# --- entering somebody ------------------------------------------------------------------------------


def test_whoever_is_entered_belongs_from_that_day_and_cannot_sign_in_yet(beatriz: Member):
    kilns = make_sector()
    teresa = enter(actor=beatriz, sector_id=kilns.pk)
    assert (teresa.number, teresa.name, teresa.sector, teresa.language) == (
        40,
        "Teresa Mamani",
        kilns,
        "es-ar",
    )
    period = teresa.memberships.get()
    assert (period.standing, period.from_on, period.until_on) == ("probation", TODAY, None)
    assert not teresa.has_usable_password()
    assert last_act() == (
        "members.member.enrolled",
        f"members.member:{teresa.pk}",
        7,
        "assemblies.motion:9",
    )


def test_the_record_tells_the_number_and_never_the_name_nor_the_phone():
    enter()
    assert Act.objects.get().facts == {"number": 40, "standing": "probation", "from": "2026-03-05"}


def test_only_a_motion_is_named_as_what_allowed_it():
    enter(because="import")
    assert last_act()[3] == ""
    assert Membership.objects.get().because == "import"


def test_a_number_is_given_once():
    enter()
    assert sentence_of(enter) == "Somebody has the number 40 already."
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"number": 0}, {"number": -3}, {"number": 2**31}])
def test_a_member_has_a_number_above_nought_that_the_tables_can_keep(wrong: dict[str, Any]):
    assert "is not a whole number above zero" in sentence_of(enter, **wrong)
    assert not Member.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "Tere\x00sa"])
def test_a_member_has_a_name_that_fits(name: str):
    assert sentence_of(enter, name=name) == "Write a name of at most 120 letters."


def test_nobody_enters_in_a_standing_that_there_is_none_of():
    assert "standing does not follow" in sentence_of(enter, standing="chief")
    assert not Member.objects.exists()


# --- another standing -------------------------------------------------------------------------------


def test_a_new_standing_ends_the_one_before_on_its_first_day(walter: Member, beatriz: Member):
    move(walter, "on_leave", from_on=TOMORROW, actor=beatriz)
    assert list(walter.memberships.values_list("standing", "from_on", "until_on")) == [
        ("member", LONG_AGO, TOMORROW),
        ("on_leave", TOMORROW, None),
    ]
    assert (standing_of(walter, on=TODAY), standing_of(walter, on=TOMORROW)) == ("member", "on_leave")
    assert last_act() == (
        "members.standing.changed",
        f"members.member:{walter.pk}",
        7,
        "assemblies.motion:9",
    )
    assert Act.objects.get().facts == {"number": 2, "standing": "on_leave", "from": "2026-03-06"}


def test_the_same_change_again_is_refused_and_changes_nothing(walter: Member):
    move(walter, "suspended")
    assert "standing does not follow" in sentence_of(move, walter, "suspended", from_on=TOMORROW)
    assert walter.memberships.count() == 2


def test_two_standings_do_not_begin_on_one_day(walter: Member):
    move(walter, "on_leave")
    assert sentence_of(move, walter, "member").startswith("A standing changes after the day")
    assert sentence_of(move, walter, "member", from_on=LONG_AGO).startswith(
        "A standing changes after the day"
    )


def test_there_and_back_is_three_periods_without_a_gap(walter: Member):
    move(walter, "left")
    move(walter, "probation", from_on=TOMORROW)
    periods = list(walter.memberships.all())
    assert [period.standing for period in periods] == ["member", "left", "probation"]
    assert [period.until_on for period in periods] == [TODAY, TOMORROW, None]


@pytest.mark.parametrize("standing", ["chief", "", "x" * 200, "\x00"])
def test_nobody_comes_into_a_standing_that_there_is_none_of(walter: Member, standing: str):
    assert "standing does not follow" in sentence_of(move, walter, standing)
    loose = Member.objects.create(number=50, name="Raúl Godoy", password="!")
    assert "standing does not follow" in sentence_of(move, loose, standing)


@pytest.mark.parametrize("act", ["sector", "enrol", "standing", "import"])
def test_the_register_is_written_by_whoever_keeps_it(walter: Member, act: str):
    rows, _ = read(b"number,name,sector,joined_on,language\n9,Irma,Kilns,2020-01-01,es\n", today=TODAY)
    acts: dict[str, Any] = {
        "sector": lambda: add_sector(name="Hornos", actor=walter, now=NOW),
        "enrol": lambda: enter(actor=walter),
        "standing": lambda: move(walter, "on_leave", actor=walter),
        "import": lambda: import_members(rows=rows, actor=walter, now=NOW),
    }
    assert sentence_of(acts[act]) == KEEPS
    assert (Member.objects.count(), Membership.objects.count(), Sector.objects.count()) == (1, 1, 0)


def test_a_power_that_ended_writes_no_more(walter: Member):
    give_power(walter, "members.keep_register", until_on=TODAY)
    assert sentence_of(enter, actor=walter) == KEEPS
    assert enter(actor=walter, now=NOW - timedelta(days=1))


# --- cards ------------------------------------------------------------------------------------------


def test_making_cards_is_one_act_with_the_numbers_in_order(beatriz: Member):
    people = make_voters(3, first=20)
    cards = make_cards(member_ids=[person.pk for person in reversed(people)], actor=beatriz, now=NOW)
    assert [card.member.number for card in cards] == [20, 21, 22]
    assert len({card.secret for card in cards}) == 3
    assert {card.lapses_at for card in cards} == {NOW + timedelta(days=CARD_DAYS)}
    assert last_act()[:3] == ("members.cards.made", "members.signincard", 7)
    assert Act.objects.get().facts == {"members": [20, 21, 22]}


def test_nobody_is_made_a_card_who_is_not_there(walter: Member):
    cards = make_cards(member_ids=[walter.pk, walter.pk, 10**9], actor=None, now=NOW)
    assert [card.member for card in cards] == [walter]


def test_a_new_card_leaves_a_used_one_as_it_was(walter: Member):
    [first] = make_cards(member_ids=[walter.pk], actor=None, now=NOW)
    redeem_card(secret=first.secret, pin=NEW_PIN, now=NOW)
    make_cards(member_ids=[walter.pk], actor=None, now=NOW + timedelta(hours=1))
    used, fresh = SignInCard.objects.order_by("pk")
    assert (used.used_at, used.void_at) == (NOW, None)
    assert (fresh.used_at, fresh.void_at) == (None, None)


def test_using_a_card_ends_the_old_pin_and_the_old_sessions_and_tells_no_secret(walter: Member):
    before = walter.get_session_auth_hash()
    [card] = make_cards(member_ids=[walter.pk], actor=None, now=NOW)
    after = redeem_card(secret=card.secret, pin=NEW_PIN, now=NOW)
    assert (after.check_password(PIN), after.check_password(NEW_PIN)) == (False, True)
    assert after.get_session_auth_hash() != before
    assert last_act()[:3] == ("members.card.used", f"members.member:{walter.pk}", 2)
    told = str(list(Act.objects.values()))
    assert card.secret not in told
    assert NEW_PIN not in told


@pytest.mark.parametrize("secret", ["", "nothing", "\x00", "ñ" * 500])
def test_no_card_is_no_pin(walter: Member, secret: str):
    assert sentence_of(redeem_card, secret=secret, pin=NEW_PIN, now=NOW).startswith(
        "This card was used already"
    )


# --- one's PIN and one's phones ---------------------------------------------------------------------


def test_a_chosen_pin_takes_the_place_of_the_old_one(walter: Member):
    before = walter.get_session_auth_hash()
    after = choose_pin(member_id=walter.pk, old_pin=PIN, pin=NEW_PIN, address="192.0.2.1", now=NOW)
    assert Member.objects.get(pk=walter.pk).check_password(NEW_PIN)
    assert after.get_session_auth_hash() != before
    assert last_act() == ("members.pin.chosen", f"members.member:{walter.pk}", 2, "")
    assert Act.objects.get().facts == {}
    assert sentence_of(
        choose_pin, member_id=walter.pk, old_pin=PIN, pin="915048", address="192.0.2.1", now=NOW
    ) == ("That PIN is not right.")


@pytest.mark.parametrize("pin", ["222222", "12", "000002"])
def test_a_pin_that_will_not_do_leaves_the_old_one(walter: Member, pin: str):
    assert "PIN" in sentence_of(
        choose_pin, member_id=walter.pk, old_pin=PIN, pin=pin, address="192.0.2.1", now=NOW
    )
    assert Member.objects.get(pk=walter.pk).check_password(PIN)


def test_signing_out_everywhere_ends_every_session_each_time_it_is_asked(walter: Member):
    seals = {walter.get_session_auth_hash()}
    for _ in range(2):
        seals.add(sign_out_everywhere(member_id=walter.pk, actor=walter, now=NOW).get_session_auth_hash())
    assert len(seals) == 3
    assert Act.objects.filter(verb="members.signed_out.everywhere").count() == 2


def test_signing_in_is_no_act_and_leaves_one_known_address(walter: Member):
    for _ in range(3):
        assert sign_in(number=2, pin=PIN, address=HALL, now=NOW) == walter
    assert (KnownAddress.objects.count(), Act.objects.count(), SignInAttempt.objects.count()) == (1, 0, 0)


def test_a_right_pin_clears_ones_own_slips_from_there(walter: Member):
    sign_in(number=2, pin=PIN, address=HALL, now=NOW)
    for _ in range(FREE_TRIES - 1):
        sentence_of(sign_in, number=2, pin=NEW_PIN, address=HALL, now=NOW)
    sentence_of(sign_in, number=3, pin=NEW_PIN, address=HALL, now=NOW)
    sign_in(number=2, pin=PIN, address=HALL, now=NOW)
    assert list(SignInAttempt.objects.values_list("number", flat=True)) == [3]


def test_whoever_was_entered_without_a_pin_signs_in_with_none():
    enter()
    for pin in ("", "!", NEW_PIN):
        assert "do not go together" in sentence_of(sign_in, number=40, pin=pin, address=HALL, now=NOW)


@pytest.mark.parametrize("number", [-2, 2**31 + 2, -(2**31) + 2])
def test_a_number_nobody_can_have_is_held_against_nobody(walter: Member, number: int):
    for _ in range(FREE_TRIES + 1):
        sentence_of(sign_in, number=number, pin=PIN, address="203.0.113.9", now=NOW)
    assert sign_in(number=2, pin=PIN, address=HALL, now=NOW) == walter


def test_a_flood_of_wrong_pins_at_one_moment_is_answered_with_a_wait(walter: Member):
    SignInAttempt.objects.bulk_create(SignInAttempt(number=2, address=str(n), at=NOW) for n in range(2000))
    assert sentence_of(sign_in, number=2, pin=PIN, address=HALL, now=NOW).startswith("Too many wrong PINs")


# --- programs ---------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_a_hash(walter: Member):
    token = make_api_token(member_id=walter.pk, now=NOW)
    assert member_with_token(token) == walter
    assert token not in ApiToken.objects.get().token_hash
    assert token not in str(list(Act.objects.values()))
    assert last_act() == ("members.token.made", f"members.member:{walter.pk}", 2, "")


def test_each_token_is_another_and_one_that_ended_opens_nothing(walter: Member):
    first, second = (make_api_token(member_id=walter.pk, now=NOW) for _ in range(2))
    ApiToken.objects.filter(pk=ApiToken.objects.earliest("pk").pk).update(ended_at=NOW)
    assert member_with_token(first) is None
    assert member_with_token(second) == walter
    assert member_with_token("coop_nothing") is None


# --- being told -------------------------------------------------------------------------------------


def tell_of_march(*people: Member, key: str = "pay 2026-03") -> None:
    tell(
        member_ids=(person.pk for person in people),
        key=key,
        text_id="The pay of %(month)s is paid.",
        values={"month": "2026-03"},
        link="/pay/",
        now=NOW,
    )


def test_nobody_is_told_the_same_twice_and_it_is_no_act(walter: Member, beatriz: Member):
    tell_of_march(walter)
    tell_of_march(walter, beatriz)
    assert list(Notice.objects.order_by("member__number").values_list("member__number", "values")) == [
        (2, {"month": "2026-03"}),
        (7, {"month": "2026-03"}),
    ]
    assert Act.objects.count() == 0


def test_what_was_seen_is_not_told_again(walter: Member):
    tell_of_march(walter)
    read_notice(notice_id=Notice.objects.get().pk, member=walter, now=NOW)
    tell_of_march(walter)
    assert notices(walter, now=NOW) == []


def test_a_long_key_is_cut_and_still_tells_once(walter: Member):
    for _ in range(2):
        tell_of_march(walter, key="k" * 500)
    assert Notice.objects.get().key == "k" * 120


def test_telling_nobody_is_nothing():
    tell_of_march()
    assert not Notice.objects.exists()


def test_one_takes_ones_own_notice_off_and_the_first_moment_stays(walter: Member, beatriz: Member):
    tell_of_march(walter)
    notice = Notice.objects.get()
    read_notice(notice_id=notice.pk, member=beatriz, now=NOW)
    assert notices(walter, now=NOW) == [notice]
    for minutes in (1, 2):
        read_notice(notice_id=notice.pk, member=walter, now=NOW + timedelta(minutes=minutes))
    read_notice(notice_id=10**9, member=walter, now=NOW)
    notice.refresh_from_db()
    assert notice.read_at == NOW + timedelta(minutes=1)


# --- how one reads ----------------------------------------------------------------------------------


def test_one_reads_as_one_likes(walter: Member):
    prefer(member_id=walter.pk, language="es-ar")
    prefer(member_id=walter.pk, text_size="large")
    walter.refresh_from_db()
    assert (walter.language, walter.text_size) == ("es-ar", "large")
    prefer(member_id=walter.pk, text_size="")
    walter.refresh_from_db()
    assert (walter.language, walter.text_size) == ("es-ar", "")


@pytest.mark.parametrize("odd", ["fr", "x" * 5000, "\x00", "en-gb"])
def test_what_there_is_none_of_changes_nothing(walter: Member, odd: str):
    prefer(member_id=walter.pk, language=odd, text_size=odd)
    walter.refresh_from_db()
    assert (walter.language, walter.text_size) == ("en", "")
    assert Act.objects.count() == 0
