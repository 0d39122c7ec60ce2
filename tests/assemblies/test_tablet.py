"""The shared tablet: number, PIN, ballot, signed out by itself; and never anybody's session."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from assemblies.actions import cast_ballot, close_assembly, close_voting, hand_paper
from assemblies.models import Ballot, Participation, Presence, SecretBallot
from assemblies.views.tablet import RECEIPT_SECONDS, SECONDS, secret_of
from coop.templatetags.ui import short_hash, word_code
from members.models import Cooperative, Member
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
PIN = "481516"


class Tablet:
    """A browser on a table, and the people who step up to it."""

    def __init__(self, hall: Hall) -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.home = f"/tablet/{secret_of(hall.assembly)}/"

    def step_up(self, member: Member, pin: str = PIN) -> Any:
        return self.client.post(self.home, {"number": member.number, "pin": pin}, follow=True)

    def choose(self, motion: Any, choice: str, **more: Any) -> Any:
        said = {"choice": choice, "key": str(uuid.uuid4()), **more}
        return self.client.post(f"{self.home}votes/{motion.pk}/", said)

    def vote(self, motion: Any, choice: str = "for", **more: Any) -> Any:
        return self.choose(motion, choice, confirmed="1", **more)

    def page(self, address: str = "votes/") -> Any:
        return self.client.get(f"{self.home}{address}")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def speaks(language: str) -> None:
    """The co-operative's own language."""
    Cooperative.objects.update(language=language)
    Cooperative.objects.forget()


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    speaks("en")
    for person in hall.people[:4]:
        person.set_password(PIN)
        person.save(update_fields=["password"])
    at(hall.now, monkeypatch)
    return hall


@pytest.fixture
def tablet(hall: Hall) -> Tablet:
    return Tablet(hall)


def test_number_pin_ballot_receipt(hall, tablet):
    motion = hall.vote()
    zulema = hall.people[0]

    assert "Two forklifts" in text(tablet.step_up(zulema))
    assert "You are about to vote" in text(tablet.choose(motion, "against"))
    assert not Ballot.objects.exists()
    answer = tablet.vote(motion, "against")

    ballot = Ballot.objects.get()
    assert (ballot.member, ballot.choice, ballot.channel) == (zulema, "against", "tablet")
    assert "You voted:" in text(answer)
    assert answer["Refresh"].startswith(f"{RECEIPT_SECONDS}; url={tablet.home}")
    assert "no-store" in answer["Cache-Control"]


def test_a_secret_ballot_on_the_tablet_shows_its_receipt_once(hall, tablet):
    motion = hall.vote(is_secret=True)
    tablet.step_up(hall.people[0])

    answer = tablet.vote(motion)

    receipt = SecretBallot.objects.get().receipt
    assert short_hash(receipt) in text(answer)
    assert Participation.objects.get().member == hall.people[0]
    again = text(tablet.page(f"votes/{motion.pk}/"))
    assert "You have voted" in again
    assert short_hash(receipt) not in again


def test_the_tablet_is_never_signed_in(hall, tablet):
    motion = hall.vote()
    tablet.step_up(hall.people[0])
    tablet.vote(motion)

    assert "_auth_user_id" not in tablet.client.session
    for address in ("/", "/me/", f"/motions/{motion.pk}/", "/assembly/"):
        answer = tablet.client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


def test_coming_back_to_the_first_page_signs_out(hall, tablet):
    motion = hall.vote()
    tablet.step_up(hall.people[0])
    tablet.page("")

    answer = tablet.vote(motion)

    assert answer.status_code == 302
    assert answer["Location"] == tablet.home
    assert not Ballot.objects.exists()
    assert "tablet" not in tablet.client.session


def test_whoever_walks_away_is_signed_out(hall, tablet, monkeypatch):
    motion = hall.vote()
    answer = tablet.step_up(hall.people[0])
    assert answer["Refresh"].startswith(f"{SECONDS}; url={tablet.home}")

    at(hall.now + timedelta(seconds=SECONDS), monkeypatch)

    assert tablet.page()["Location"] == tablet.home
    assert tablet.vote(motion)["Location"] == tablet.home
    assert not Ballot.objects.exists()


def test_each_tap_gives_time_anew(hall, tablet, monkeypatch):
    hall.vote()
    tablet.step_up(hall.people[0])
    at(hall.now + timedelta(seconds=SECONDS - 1), monkeypatch)
    assert tablet.page().status_code == 200

    at(hall.now + timedelta(seconds=SECONDS + 60), monkeypatch)

    assert tablet.page().status_code == 200


def test_the_next_person_is_another_person(hall, tablet):
    motion = hall.vote()
    for person, choice in ((hall.people[0], "for"), (hall.people[1], "against")):
        tablet.step_up(person)
        tablet.vote(motion, choice)

    assert dict(Ballot.objects.values_list("member_id", "choice")) == {
        hall.people[0].pk: "for",
        hall.people[1].pk: "against",
    }


def test_a_wrong_pin_says_so_and_counts_as_anywhere(hall, tablet):
    hall.vote()

    for _try in range(5):
        assert "do not go together" in text(tablet.step_up(hall.people[0], "111222"))
    said = text(tablet.step_up(hall.people[0]))

    assert "Too many wrong PINs" in said
    assert "111222" not in said


def test_stepping_up_is_arriving():
    hall = hall_of(9, arrived=False)
    motion = hall.vote()
    zulema = hall.people[0]
    zulema.set_password(PIN)
    zulema.save(update_fields=["password"])
    tablet = Tablet(hall)

    with pytest.MonkeyPatch.context() as patch:
        at(hall.now, patch)
        tablet.step_up(zulema)
        tablet.vote(motion)

    assert Presence.objects.get().member == zulema
    assert Ballot.objects.get().member == zulema


def test_sending_the_same_again_shows_the_same_receipt(hall, tablet):
    motion = hall.vote()
    tablet.step_up(hall.people[0])
    key = str(uuid.uuid4())

    first, again = tablet.vote(motion, "for", key=key), tablet.vote(motion, "for", key=key)

    assert Ballot.objects.count() == 1
    words = word_code(Ballot.objects.get().receipt)
    assert words in text(first)
    assert words in text(again)


def test_a_vote_of_the_phone_changes_on_the_tablet(hall, tablet):
    motion = hall.vote()
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    tablet.step_up(hall.people[0])

    tablet.vote(motion, "against")

    assert [(b.choice, b.channel) for b in Ballot.objects.all()] == [("against", "tablet")]


def test_whoever_has_paper_finds_no_ballot_on_the_tablet(hall, tablet):
    motion = hall.vote()
    give_power(hall.people[1], "assemblies.count_hands")
    hand_paper(motion_id=motion.pk, numbers=[1], actor=hall.chair, now=hall.now)
    tablet.step_up(hall.people[0])

    assert "given paper" in text(tablet.page(f"votes/{motion.pk}/"))
    assert "given paper" in text(tablet.vote(motion))
    assert not Ballot.objects.exists()


def test_a_vote_that_closed_is_refused_in_words(hall, tablet):
    motion = hall.vote()
    tablet.step_up(hall.people[0])
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    answer = tablet.client.post(
        f"{tablet.home}votes/{motion.pk}/",
        {"choice": "for", "key": str(uuid.uuid4()), "confirmed": "1"},
        follow=True,
    )

    assert "Voting on this is not open." in text(answer)


def test_nothing_odd_breaks_it(hall, tablet):
    motion = hall.vote()
    for number, pin in (("", ""), ("x", "y"), ("-1", PIN), ("9" * 30, PIN), ("1", "9" * 100)):
        assert tablet.client.post(tablet.home, {"number": number, "pin": pin}).status_code == 200
    tablet.step_up(hall.people[0])
    for said in ({}, {"choice": "perhaps"}, {"choice": "for", "key": "x"}):
        assert tablet.client.post(f"{tablet.home}votes/{motion.pk}/", said).status_code == 200
    assert tablet.page("votes/999999/").status_code == 302


def test_a_warning_before_a_secret_vote_of_few(hall, tablet):
    motion = hall.vote(is_secret=True)
    tablet.step_up(hall.people[0])

    assert "the totals may tell who voted what" in text(tablet.page(f"votes/{motion.pk}/"))


def test_the_address_ends_with_the_assembly_and_is_not_guessed(hall, tablet):
    for address in ("/tablet/x/", "/tablet/MQ:1wABC:forged/"):
        assert tablet.client.get(address).status_code == 410
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    assert tablet.page("").status_code == 410


def test_a_device_that_is_signed_in_signs_out_before_it_is_the_tablet(hall, tablet):
    hall.vote()
    client = signed_in(hall.chair)

    assert "signed in as" in text(client.get(tablet.home))
    assert client.session["_auth_user_id"] == str(hall.chair.pk)
    answer = client.post(f"{tablet.home}begin/")
    assert answer["Location"] == tablet.home
    assert "_auth_user_id" not in client.session
    assert "Type your number" in text(client.get(tablet.home))


def test_only_who_keeps_the_door_or_counts_finds_the_address(hall, tablet):
    assert tablet.home in text(signed_in(hall.chair).get("/tablet/"))
    assert signed_in(hall.people[0]).get("/tablet/").status_code == 403


def test_no_session_is_left_with_somebody_in_it(hall, tablet):
    motion = hall.vote(is_secret=True)
    tablet.step_up(hall.people[0])
    tablet.vote(motion)
    tablet.page("")

    for session in Session.objects.all():
        assert "tablet" not in session.get_decoded()


MACHINES = {"options": ["Oven", "Lathe", "Forklift"]}


def test_options_are_put_in_order_on_the_tablet_too(hall, tablet):
    motion = hall.vote(kind="ranked", title="Which machine first", terms=MACHINES)
    tablet.step_up(hall.people[0])

    assert "Lathe" in text(tablet.page(f"votes/{motion.pk}/"))
    wrong = text(tablet.choose(motion, "for", **{"place-1": "1", "place-2": "1"}))
    assert "Two options have the number 1." in wrong
    confirming = text(tablet.choose(motion, "for", **{"place-2": "1", "place-3": "2"}))
    assert confirming.index("Lathe") < confirming.index("Forklift")
    assert 'name="preferences" value="2"' in confirming
    tablet.vote(motion, "for", preferences=["2", "3"])

    ballot = Ballot.objects.get()
    assert (ballot.preferences, ballot.channel) == (["2", "3"], "tablet")


def test_no_paper_for_a_vote_by_preference(hall):
    motion = hall.vote(kind="ranked", title="Which machine first", terms=MACHINES)

    with pytest.raises(Refused, match="order of preference"):
        hand_paper(motion_id=motion.pk, numbers=[1], actor=hall.chair, now=hall.now)


def test_the_tablet_speaks_the_language_of_the_co_operative_whatever_its_browser_asks_for(hall, tablet):
    speaks("es-ar")

    answer = tablet.page("")

    assert "Votá acá" in text(answer)
    assert answer["Content-Language"] == "es-ar"
    assert "Qué se está votando" in text(
        tablet.step_up(hall.people[0])
    )  # who reads English on their own phone


def test_one_chooses_a_language_before_typing_the_number_and_it_is_forgotten_at_signing_out(hall, tablet):
    speaks("es-ar")
    hall.vote()

    chosen = tablet.client.post(tablet.home, {"language": "en"})
    assert "Vote here" in text(chosen)
    assert chosen["Refresh"].startswith(f"{SECONDS}; url={tablet.home}")
    assert "do not go together" in text(tablet.step_up(hall.people[0], "111222"))
    assert "What is being voted" in text(tablet.step_up(hall.people[0]))
    assert "What is being voted" in text(tablet.page())

    signed_out = tablet.client.get(tablet.home, follow=True)
    assert "Votá acá" in text(signed_out)
    assert "Qué se está votando" in text(tablet.step_up(hall.people[1]))


def test_a_language_nobody_speaks_changes_nothing(hall, tablet):
    answer = tablet.client.post(tablet.home, {"language": "tlh"})

    assert answer.status_code == 200
    assert "Vote here" in text(answer)
    assert "tablet_language" not in tablet.client.session
