"""A recall goes from signatures to the agenda, and from the vote to an interim, on one road."""

from __future__ import annotations

import pytest

from assemblies.models import Motion, Petition
from record.rules import Refused
from rotation.actions import end_mandate
from rotation.actions.recalling import ask_for_recall
from rotation.models import Mandate
from tests.assemblies.conftest import Hall
from tests.makers import NOW, write_house_rule
from tests.pages import at, signed_in
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db
POWER = "ledger.keep_books"
WHY = "The cash box was not counted for two months."


def asked(hall: Hall) -> tuple[Mandate, Motion]:
    write_house_rule("assembly.seconders", 3)
    mandate = hold(make_post(), hall.people[4])
    return mandate, ask_for_recall(mandate_id=mandate.pk, reason=WHY, actor=hall.people[0], now=NOW)


def test_asking_for_a_recall_shows_it_and_signs_first(hall: Hall):
    _mandate, motion = asked(hall)
    petition = Petition.objects.get(motion=motion)
    assert motion.state == "tabled"
    assert petition.reached_at is not None or petition.signatures.get().member == hall.people[0]


def test_asking_again_joins_what_is_asked_already(hall: Hall):
    mandate, motion = asked(hall)
    again = ask_for_recall(mandate_id=mandate.pk, reason="Me too.", actor=hall.people[1], now=NOW)
    assert again == motion
    assert Petition.objects.count() == 1


def test_nobody_is_recalled_from_what_is_over(hall: Hall):
    mandate = hold(make_post(), hall.people[4])
    end_mandate(mandate_id=mandate.pk, actor=hall.people[4], now=NOW)
    with pytest.raises(Refused, match="over already"):
        ask_for_recall(mandate_id=mandate.pk, reason=WHY, actor=hall.people[0], now=NOW)


def test_on_a_page_one_says_why_and_is_shown_the_signatures(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    write_house_rule("assembly.seconders", 3)
    at(NOW, monkeypatch)
    mandate = hold(make_post(), hall.people[4])
    client = signed_in(hall.people[0])
    assert "ask for a recall" in client.get("/posts/treasury/").content.decode()
    assert "This field is required" in client.post(f"/mandates/{mandate.pk}/recall/", {}).content.decode()
    page = client.post(f"/mandates/{mandate.pk}/recall/", {"reason": WHY}, follow=True)
    assert page.redirect_chain[0][0].startswith(("/petitions/", "/motions/"))
    assert WHY in page.content.decode()
