"""The pages of the assembly: who sees them, what they ask, what they answer."""

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
    cast_ballot,
    close_voting,
    draft_motion,
    table_motion,
    withdraw_motion,
)
from assemblies.models import Ballot, HouseRule, Minutes, Motion, Presence, SecretBallot
from members.models import Standing
from tests.assemblies.conftest import LAST_WEEK, Hall, hall_of
from tests.makers import make_member, write_house_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Hall:
    """An open assembly of nine, at a moment that stands still."""
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


def signed_in(member: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def words(answer: Any) -> str:
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def see(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.headers)
    return words(answer)


def vote(motion: Any, person: Any, choice: str, hall: Hall) -> Any:
    return cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=hall.now)


def decided(hall: Hall, *, yes: int = 6, no: int = 1, **about: Any) -> Any:
    motion = hall.vote(**about)
    for person in hall.people[:yes]:
        vote(motion, person, "for", hall)
    for person in hall.people[yes : yes + no]:
        vote(motion, person, "against", hall)
    return close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)


def every_page(hall: Hall) -> list[str]:
    """Each page with something on it."""
    done, secret = decided(hall), decided(hall, title="Who comes in", is_secret=True)
    hall.vote(title="Being voted")
    tabled = draft_motion(
        kind="decision",
        title="A window",
        text="Open one.",
        terms={},
        proposer=hall.people[1],
        now=hall.now,
    )
    write_house_rule("assembly.seconders", 2)
    table_motion(motion_id=tabled.pk, actor=hall.people[1], now=hall.now)
    hall.motion(
        title="Waiting for its turn", kind="house_rule", terms={"key": "assembly.seconders", "value": 2}
    )
    voting = Motion.objects.voting().get()
    waiting = Motion.objects.get(title="Waiting for its turn")
    pages = ["/assembly/", "/assemblies/", f"/assemblies/{hall.assembly.pk}/", "/motions/", "/motions/new/"]
    pages += [f"/motions/{motion.pk}/" for motion in (done, secret, voting, tabled, waiting)]
    pages += [f"/motions/{voting.pk}/ballot/", f"/motions/{voting.pk}/count/", "/motions/new/decision/"]
    pages += ["/motions/new/house_rule/?key=assembly.seconders", "/rules/", "/rules/assembly.seconders/"]
    return pages


def test_every_page_answers_a_member_with_few_questions(hall: Hall, zulema: Client) -> None:
    pages = every_page(hall)
    see(zulema, "/motions/")  # the first page after signing in also keeps the language
    asked = {}
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            see(zulema, address)
        asked[address] = len(queries)
    assert {address: count for address, count in asked.items() if count > 12} == {}


def test_a_house_rule_is_chosen_first_and_then_asked_for_in_words(hall: Hall, zulema: Client) -> None:
    chooser = zulema.get("/motions/new/house_rule/").content.decode()
    assert 'href="?key=assembly.weekly"' in chooser
    assert 'name="title"' not in chooser
    page = zulema.get("/motions/new/house_rule/?key=assembly.weekly").content.decode()
    assert "Thursday from 13:30 to 22:30" in page
    assert '<option value="3" selected>Thursday</option>' in page
    assert 'value="13:30"' in page


def test_a_house_rule_proposed_in_words_is_kept_in_its_form(hall: Hall, zulema: Client) -> None:
    form = {
        "title": "We meet on Fridays",
        "text": "The kilns are cold then.",
        "terms-key": "assembly.weekly",
        "terms-weekday": "4",
        "terms-starts": "14:00",
        "terms-ends": "14:00",
        "terms-place": "Shed 2",
        "terms-convoked_days_before": "6",
    }
    wrong = zulema.post("/motions/new/house_rule/", form)
    assert "ends at another hour" in words(wrong)
    assert "The kilns are cold then." in wrong.content.decode()
    assert 'value="Shed 2"' in wrong.content.decode()
    assert Motion.objects.count() == 0
    zulema.post("/motions/new/house_rule/", form | {"terms-ends": "22:00"})
    made = Motion.objects.get()
    assert made.terms["value"] == {
        "weekday": 4,
        "starts": "14:00",
        "ends": "22:00",
        "place": "Shed 2",
        "convoked_days_before": 6,
    }
    again = zulema.get(f"/motions/{made.pk}/edit/").content.decode()
    assert '<option value="4" selected>Friday</option>' in again


def test_a_rule_that_is_not_chosen_or_not_there_is_asked_for_again(hall: Hall, zulema: Client) -> None:
    for key in ("", "nothing", "pay.equal"):
        answer = zulema.post("/motions/new/house_rule/", {"title": "x", "text": "y", "terms-key": key})
        assert answer.status_code == 200
        assert 'href="?key=assembly.weekly"' in answer.content.decode()
    assert Motion.objects.count() == 0


def test_a_rule_says_since_when_and_what_it_was_before(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(kind="house_rule", terms={"key": "assembly.seconders", "value": 4}, title="Four of us")
    for person in hall.people:
        vote(motion, person, "for", hall)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert HouseRule.objects.filter(motion=motion).exists()
    assert "Four of us" in see(zulema, "/rules/")
    text = see(zulema, "/rules/assembly.seconders/")
    assert "What it said before" in text
    assert "Four of us" in text
    see(zulema, "/rules/no.such.rule/", 404)


# Who sees what ---------------------------------------------------------------------------------------


def test_a_stranger_is_asked_to_sign_in(hall: Hall) -> None:
    for address in every_page(hall):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


def test_anothers_draft_is_not_there(hall: Hall, zulema: Client, chair: Client) -> None:
    draft = draft_motion(
        kind="decision", title="Mine", text="T", terms={}, proposer=hall.people[0], now=hall.now
    )
    assert "Only you see this draft." in see(zulema, f"/motions/{draft.pk}/")
    see(zulema, f"/motions/{draft.pk}/edit/")
    assert "Mine" not in see(chair, "/motions/")
    for address in ("", "edit/", "ballot/", "receipt/", "count/", "hands/"):
        see(chair, f"/motions/{draft.pk}/{address}", 404)
    for address in ("table", "second", "withdraw", "agenda", "open", "close", "ballot"):
        assert chair.post(f"/motions/{draft.pk}/{address}/").status_code == 404


def test_somebody_on_probation_reads_and_comes_and_does_not_vote(hall: Hall) -> None:
    nora = make_member(40, "Nora Díaz", standing=Standing.PROBATION)
    client = signed_in(nora)
    client.post(f"/assemblies/{hall.assembly.pk}/arrive/", {"channel": "home"})
    motion = hall.vote()
    assert Presence.objects.filter(member=nora).exists()
    assert "You are not on the roll" in see(client, "/assembly/")
    page = client.get(f"/motions/{motion.pk}/ballot/").content.decode()
    assert 'name="choice"' not in page
    body = {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    assert client.post(f"/motions/{motion.pk}/ballot/", body).status_code == 409
    assert not Ballot.objects.exists()


def test_whoever_left_does_not_arrive(hall: Hall) -> None:
    gone = make_member(41, "Hugo Paz", standing=Standing.LEFT)
    client = signed_in(gone)
    assert "I am here" not in see(client, "/assembly/", 404)
    answer = client.post(f"/assemblies/{hall.assembly.pk}/arrive/", {"channel": "home"})
    assert answer.status_code == 404


def test_without_a_post_the_buttons_are_not_there_and_do_nothing(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()
    for address in (f"/assemblies/{hall.assembly.pk}/", f"/motions/{motion.pk}/"):
        assert "What the chair does" not in see(zulema, address)
    for address in ("close", "recess", "second-call", "cancel", "open", "resume"):
        answer = zulema.post(f"/assemblies/{hall.assembly.pk}/to/{address}/", follow=True)
        assert "Only whoever" in words(answer)
    assert "Only whoever chairs" in words(zulema.post(f"/motions/{motion.pk}/close/", follow=True))
    see(zulema, "/assemblies/new/", 403)
    see(zulema, f"/motions/{motion.pk}/hands/", 403)
    see(zulema, f"/assemblies/{hall.assembly.pk}/to/nowhere/", 405)
    assert zulema.post(f"/assemblies/{hall.assembly.pk}/to/nowhere/").status_code == 404


def test_addresses_that_lead_nowhere_are_404(hall: Hall, zulema: Client) -> None:
    for number in ("999", "9" * 18, "9" * 19, "0"):
        for place in ("assemblies", "motions", "minutes"):
            see(zulema, f"/{place}/{number}/", 404)
    see(zulema, "/motions/new/nothing/", 404)
    see(zulema, f"/motions/new/decision/?amends={'9' * 17}", 404)
    see(zulema, "/motions/?state=x&words=%00a&page=x")


# Arriving ---------------------------------------------------------------------------------------------


def test_one_arrives_with_the_code_of_the_hall_and_leaves(hall: Hall) -> None:
    irma = make_member(42, "Irma Peralta")
    client = signed_in(irma)
    place = f"/assemblies/{hall.assembly.pk}"
    wrong = client.post(f"{place}/arrive/", {"channel": "hall_code", "code": "NOPE"})
    assert wrong.status_code == 200
    assert "That is not the code of the hall" in words(wrong)
    assert 'value="NOPE"' in wrong.content.decode()
    assert hall.assembly.hall_code not in wrong.content.decode()
    right = client.post(
        f"{place}/arrive/", {"channel": "hall_code", "code": hall.assembly.hall_code.lower()}, follow=True
    )
    assert "You are here since" in words(right)
    client.post(f"{place}/depart/")
    assert Presence.objects.get(member=irma).left_at == hall.now


def test_the_door_writes_down_numbers_all_or_none(hall: Hall, chair: Client) -> None:
    make_member(43, "Raúl Godoy")
    place = f"/assemblies/{hall.assembly.pk}/door/"
    for numbers, sentence in (
        ("43, 999", "Nobody here has the number 999"),
        ("43 y 44", "Write member numbers"),
    ):
        answer = chair.post(place, {"numbers": numbers})
        assert answer.status_code == 200
        assert sentence in words(answer)
        assert numbers in answer.content.decode()
    assert "1 arrival was written down." in words(chair.post(place, {"numbers": "43\n1, 2"}, follow=True))


# Voting -----------------------------------------------------------------------------------------------


def key_of(answer: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def test_without_scripts_one_chooses_confirms_and_reads_the_receipt(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()
    address = f"/motions/{motion.pk}/ballot/"
    screen = zulema.get(address)
    asked = zulema.post(address, {"choice": "against", "key": key_of(screen)})
    assert "You have not voted yet." in words(asked)
    assert not Ballot.objects.exists()
    form = {"choice": "against", "key": key_of(asked), "confirmed": "1"}
    receipt = zulema.post(address, form, follow=True)
    assert receipt.redirect_chain == [(f"/motions/{motion.pk}/receipt/", 302)]
    assert "You voted: No" in words(receipt)
    zulema.post(address, form)
    assert Ballot.objects.get().choice == "against"
    assert "You voted: No" in see(zulema, address)
    change = zulema.get(f"{address}?change")
    zulema.post(address, {"choice": "for", "key": key_of(change), "confirmed": "1"})
    assert Ballot.objects.get().choice == "for"


def test_a_script_gets_the_receipt_in_place_of_the_ballot(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()
    body = {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    answer = zulema.post(
        f"/motions/{motion.pk}/ballot/", body, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<section class="lift" id="ballot"')


def test_a_secret_vote_leaves_no_trace_but_its_answer(
    hall: Hall, zulema: Client, caplog: pytest.LogCaptureFixture
) -> None:
    motion = hall.vote(is_secret=True)
    address = f"/motions/{motion.pk}/ballot/"
    assert "data-secret" in zulema.get(address).content.decode()
    before = dict(zulema.session)
    with caplog.at_level("DEBUG"):
        answer = zulema.post(address, {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"})
    receipt = SecretBallot.objects.get().receipt
    assert answer.status_code == 200
    assert " ".join(receipt[i : i + 4] for i in range(0, 16, 4)) in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "messages" not in answer.cookies
    assert dict(zulema.session) == before
    traces = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert receipt not in " ".join(traces)
    later = zulema.get(address).content.decode()
    assert receipt[:4] not in later
    assert "You voted: " not in later
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    page = zulema.get(f"/motions/{motion.pk}/").content.decode()
    assert "Zulema Ávalos" not in page.split("Every receipt")[1]


def test_a_secret_vote_is_changed_with_its_receipt(hall: Hall, zulema: Client) -> None:
    motion = hall.vote(is_secret=True)
    address = f"/motions/{motion.pk}/ballot/"
    zulema.post(address, {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"})
    receipt = SecretBallot.objects.get().receipt
    screen = zulema.get(f"{address}?change")
    assert "previous_receipt" in screen.content.decode()
    asked = zulema.post(address, {"choice": "against", "key": key_of(screen), "previous_receipt": receipt})
    assert receipt in asked.content.decode()
    changed = {"choice": "against", "key": key_of(screen), "confirmed": "1"}
    assert zulema.post(address, changed).status_code == 409
    assert zulema.post(address, changed | {"previous_receipt": receipt}).status_code == 200
    assert SecretBallot.objects.get().choice == "against"


@pytest.mark.parametrize(
    "body",
    [
        {"choice": "maybe"},
        {"choice": "for", "key": "1", "confirmed": "1"},
        {"key": str(uuid.UUID(int=1)), "confirmed": "1"},
        {},
        {"choice": "for\x00", "key": str(uuid.UUID(int=1)), "confirmed": "1"},
    ],
)
def test_a_forged_choice_is_not_taken(hall: Hall, zulema: Client, body: dict[str, str]) -> None:
    motion = hall.vote()
    answer = zulema.post(f"/motions/{motion.pk}/ballot/", body)
    assert answer.status_code == 200
    assert "Your vote was not taken" in words(answer)
    assert not Ballot.objects.exists()


def test_a_late_vote_is_told_so(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    body = {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
    for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
        answer = zulema.post(f"/motions/{motion.pk}/ballot/", body, headers=headers)
        assert answer.status_code == 409
        assert "Too late: voting closed on" in words(answer)
        assert 'id="ballot"' in answer.content.decode()
        assert "The vote you gave before counts." not in words(answer)
    assert zulema.get(f"/motions/{motion.pk}/ballot/").headers["Location"] == f"/motions/{motion.pk}/"


@pytest.mark.parametrize("is_secret", [False, True])
def test_a_late_change_says_that_the_earlier_vote_counts(hall: Hall, zulema: Client, is_secret: bool) -> None:
    motion = hall.vote(is_secret=is_secret)
    vote(motion, hall.people[0], "for", hall)
    address = f"/motions/{motion.pk}/ballot/"
    asked = zulema.post(address, {"choice": "against", "key": str(uuid.uuid4())})
    assert "Until you confirm, the vote you gave before counts." in words(asked)
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    answer = zulema.post(address, {"choice": "against", "key": str(uuid.uuid4()), "confirmed": "1"})
    assert answer.status_code == 409
    assert "The vote you gave before counts." in words(answer)


def test_the_count_says_how_many_and_never_how(hall: Hall, zulema: Client) -> None:
    motion = hall.vote()
    vote(motion, hall.people[1], "against", hall)
    assert "1 of 9 have voted." in see(zulema, f"/motions/{motion.pk}/count/")
    assert zulema.get(f"/motions/{motion.pk}/count/?v=1").status_code == 204
    assert "data-final" not in zulema.get(f"/motions/{motion.pk}/count/").content.decode()
    page = see(zulema, f"/motions/{motion.pk}/")
    assert "Against" not in page
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert "data-final" in zulema.get(f"/motions/{motion.pk}/count/?v=1").content.decode()


def test_hands_are_counted_by_name(hall: Hall, chair: Client) -> None:
    motion = hall.vote()
    address = f"/motions/{motion.pk}/hands/"
    twice = chair.post(address, {"in_favour": "1 2 3", "against": "3"})
    assert "The number 3 is in two lists." in words(twice)
    assert "1 2 3" in twice.content.decode()
    assert "Write at least one" in words(chair.post(address, {}))
    assert "not on the roll: 77" in words(chair.post(address, {"abstain": "77"}))
    answer = chair.post(address, {"in_favour": "1, 2", "against": "3", "abstain": "4"}, follow=True)
    assert "4 hands were counted." in words(answer)
    assert Ballot.objects.filter(choice="for").count() == 2


# Proposing and deciding -------------------------------------------------------------------------------


def test_a_motion_goes_from_draft_to_result_on_pages(hall: Hall, zulema: Client, chair: Client) -> None:
    write_house_rule("assembly.seconders", 1)
    today, hall.now = hall.now, LAST_WEEK
    form = {"title": "Paint the roof", "text": "White, in April.", "table": "1"}
    page = zulema.post("/motions/new/decision/", form, follow=True)
    assert "0 of the 1" in words(page)
    address = f"/motions/{Motion.objects.get().pk}"
    assert "I second it" not in words(page)
    assert "I second it" in see(chair, f"{address}/")
    assert "Choose an assembly." in words(chair.post(f"{address}/agenda/", {"assembly": "x"}, follow=True))
    assert "0 of the 1 seconders" in words(
        chair.post(f"{address}/agenda/", {"assembly": hall.assembly.pk}, follow=True)
    )
    assert "You second it" in words(chair.post(f"{address}/second/", follow=True))
    chair.post(f"{address}/agenda/", {"assembly": hall.assembly.pk})
    hall.now = today
    assert "Paint the roof" in see(zulema, "/assembly/")
    chair.post(f"{address}/open/", {"minutes": "30"})
    for person in hall.people:
        body = {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"}
        assert signed_in(person).post(f"{address}/ballot/", body).status_code == 302
    chair.post(f"{address}/close/")
    assert "Adopted" in see(zulema, f"{address}/")
    assert "It was decided already." in words(zulema.post(f"{address}/withdraw/", follow=True))


def test_a_result_says_why_with_names_and_my_receipt(hall: Hall, zulema: Client) -> None:
    motion = decided(hall)
    page = see(zulema, f"/motions/{motion.pk}/")
    for said in ("Adopted", "Needed", "Why", "What happens now", "Counted", "Walter Pinto", "Did not vote"):
        assert said in page
    lost = decided(hall, yes=1, no=5, title="Another")
    assert "Not adopted" in see(zulema, f"/motions/{lost.pk}/")


def test_the_chair_opens_and_closes_a_vote(hall: Hall, chair: Client) -> None:
    motion = hall.motion()
    address = f"/motions/{motion.pk}"
    wrong = chair.post(f"{address}/open/", {"minutes": "4000"})
    assert wrong.status_code == 200
    assert "Voting closes before the assembly ends." in words(wrong)
    assert 'value="4000"' in wrong.content.decode()
    chair.post(f"{address}/open/", {"minutes": "30"})
    motion.refresh_from_db()
    assert motion.closes_at == hall.now + timedelta(minutes=30)
    chair.post(f"{address}/close/")
    motion.refresh_from_db()
    assert motion.is_decided


def test_minutes_are_read_and_approved_once(hall: Hall, zulema: Client, chair: Client) -> None:
    decided(hall)
    place = f"/assemblies/{hall.assembly.pk}"
    chair.post(f"{place}/to/close/")
    address = f"/minutes/{hall.assembly.pk}/"
    text = see(zulema, address)
    minutes = Minutes.objects.get()
    assert "Two forklifts" in text
    assert "Approve" not in text
    assert minutes.head_hash in text
    assert "Only whoever keeps the minutes" in words(zulema.post(address, {"notes": "x"}))
    hurried = chair.post(address, {"notes": "Delia thanked the night shift."})
    assert "These have not signed yet" in words(hurried)
    because = {"notes": "Delia thanked the night shift.", "unsigned_because": "They sign tomorrow."}
    answer = chair.post(address, because, follow=True)
    assert "Delia thanked the night shift." in words(answer)
    assert "Approved on" in words(answer)
    again = chair.post(address, {"notes": "Other"})
    assert again.status_code == 200
    assert "approved already" in words(again)
    see(zulema, f"{place}/")


def test_an_amendment_and_a_second_try_begin_with_the_text_there_was(hall: Hall, zulema: Client) -> None:
    lost, coming = decided(hall, yes=1, no=5), hall.motion(title="Coming")
    for name, motion in (("follows", lost), ("amends", coming)):
        page = zulema.get(f"/motions/new/decision/?{name}={motion.pk}").content.decode()
        assert f'name="{name}" value="{motion.pk}"' in page
        assert "Buy two electric forklifts." in page
        form = {"title": f"It {name}", "text": "Buy one.", name: motion.pk, "is_secret": "on"}
        zulema.post("/motions/new/decision/", form)
        made = Motion.objects.get(title=f"It {name}")
        assert (getattr(made, name), made.is_secret) == (motion, True)


# No input breaks anything -----------------------------------------------------------------------------

STRANGE = (
    "",
    "\x00",
    "0",
    "-1",
    "9" * 30,
    "٣",
    "²",
    "NaN",
    "1e400",
    "{" * 500,
    "[" * 3000,
    '{"a": NaN}',
    '{"weekday": 1e3}',
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "9999-12-31",
    "\U0001f5f3" * 300,
    "x" * 30_000,
    "<script>",
)


QUICK = ("\x00", "9" * 30, "9999-12-31T23:59")


def test_no_strange_input_breaks_a_page(hall: Hall, chair: Client) -> None:
    motion, open_vote = hall.motion(), hall.vote(title="Open")
    for strange in QUICK:
        send_everywhere(strange, hall, chair, motion, open_vote)


@pytest.mark.thorough
def test_no_input_breaks_a_page(hall: Hall, chair: Client) -> None:
    motion, open_vote = hall.motion(), hall.vote(title="Open")
    for strange in STRANGE:
        send_everywhere(strange, hall, chair, motion, open_vote)


def send_everywhere(strange: str, hall: Hall, chair: Client, motion: Motion, open_vote: Motion) -> None:
    assembly, item = f"/assemblies/{hall.assembly.pk}", hall.assembly.items.first()
    assert item is not None
    terms = {f"terms-{name}": strange for name in ("key", "value", "from_on", "review_on", "number", "code")}
    known = {"terms-key": "assembly.weekly", "title": "T", "text": "T"}
    sent: list[tuple[str, dict[str, str]]] = [
        (f"{assembly}/arrive/", {"channel": strange, "code": strange}),
        (f"{assembly}/arrive/", {"channel": "hall_code", "code": strange}),
        (f"{assembly}/door/", {"numbers": strange}),
        (f"{assembly}/items/", {"title": strange, "minutes": strange}),
        (f"{assembly}/items/", {"title": strange}),
        (f"/assemblies/items/{item.pk}/move/", {"position": strange}),
        ("/assemblies/new/", dict.fromkeys(("kind", "starts_at", "ends_at", "place"), strange)),
        (
            "/assemblies/new/",
            {"kind": "emergency", "starts_at": strange, "ends_at": strange, "place": "x"},
        ),
        (
            "/motions/new/decision/",
            {"title": strange, "text": strange, "amends": strange, "follows": strange},
        ),
        ("/motions/new/house_rule/", known | terms),
        ("/motions/new/house_rule/", known | {"terms-value": strange}),
        ("/motions/new/admission/", known | terms),
        (f"/motions/{motion.pk}/agenda/", {"assembly": strange}),
        (f"/motions/{motion.pk}/open/", {"minutes": strange}),
        (f"/motions/{open_vote.pk}/hands/", {"in_favour": strange, "against": strange}),
        (
            f"/motions/{open_vote.pk}/ballot/",
            {"choice": strange, "key": strange, "confirmed": strange, "previous_receipt": strange},
        ),
    ]
    for address, form in sent:
        assert chair.post(address, form).status_code in (200, 302, 404), (address, strange[:40])
    for address in ("/motions/", "/assemblies/", "/motions/new/house_rule/", "/motions/new/decision/"):
        query = dict.fromkeys(("state", "words", "page", "key", "amends", "follows"), strange)
        assert chair.get(address, query).status_code in (200, 404)
    assert chair.get(f"/motions/{open_vote.pk}/count/", {"v": strange}).status_code in (200, 204)


def test_the_chair_moves_a_matter_one_place_with_one_press(hall: Hall, chair: Client) -> None:
    for title in ("The roof", "The school", "The bus"):
        add_item(assembly_id=hall.assembly.pk, title=title, actor=hall.chair, now=hall.now)
    page = chair.get(f"/assemblies/{hall.assembly.pk}/").content.decode()
    assert 'aria-label="Move “The school” up"' in page
    item = hall.assembly.items.get(title="The school")
    answer = chair.post(f"/assemblies/items/{item.pk}/move/", {"position": item.position - 1}, follow=True)
    assert '<details id="order" open>' in answer.content.decode()
    assert [each.title for each in hall.assembly.items.order_by("position")] == [
        "The school",
        "The roof",
        "The bus",
    ]


def test_a_draft_taken_back_is_still_nobody_elses(hall: Hall, zulema: Client) -> None:
    drafted = draft_motion(
        kind="decision", title="A doubt", text="Should we?", terms={}, proposer=hall.people[0], now=hall.now
    )
    withdraw_motion(motion_id=drafted.pk, actor=hall.people[0], now=hall.now)
    see(zulema, f"/motions/{drafted.pk}/")
    see(signed_in(hall.people[1]), f"/motions/{drafted.pk}/", 404)
