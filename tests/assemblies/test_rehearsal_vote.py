"""A vote rehearsed on phones: it counts for nothing, leaves no ballot, and shows who tried."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies.actions import depart, open_voting
from assemblies.actions.rehearsal import end_rehearsal, open_rehearsal, try_rehearsal
from assemblies.models import Ballot, Motion, Participation, RollEntry, SecretBallot
from assemblies.reports.rehearsal import trial_of
from members.models import Notice
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    at(hall.now, monkeypatch)
    return hall


def rehearsed(hall: Hall, **about: Any) -> Motion:
    motion: Motion = hall.motion(**about)
    open_rehearsal(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    return motion


def kept_of(motion: Motion) -> list[object]:
    """All that is kept of those who were asked."""
    mine = Notice.objects.filter(key__startswith=f"rehearsal:{motion.pk}:")
    return list(mine.values_list("values", flat=True))


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("secret", [False, True])
def test_a_tap_leaves_no_ballot_and_nobody_keeps_what_was_tapped(hall: Hall, secret: bool) -> None:
    motion = rehearsed(hall, is_secret=secret)
    acts = Act.objects.count()

    page = f"/motions/{motion.pk}/rehearsal/try/"
    for person, choice in zip(hall.people[:3], ("for", "against", "abstain"), strict=False):
        assert "counts for nothing" in text(signed_in(person).get(page))
        assert "It arrived: your phone works" in text(signed_in(person).post(page, {"choice": choice}))

    for table in (Ballot, SecretBallot, Participation, RollEntry):
        assert not table._default_manager.exists()
    assert {str(kept) for kept in kept_of(motion)} == {
        "{}",
        "{'tried': True}",
    }
    assert Act.objects.count() == acts  # a hall taps at once
    motion.refresh_from_db()
    assert motion.state == "on_agenda"


def test_whoever_chairs_sees_who_tried_and_who_did_not(hall: Hall) -> None:
    depart(assembly_id=hall.assembly.pk, member=hall.people[7], now=hall.now)
    motion = rehearsed(hall)
    for person in hall.people[:6]:
        assert try_rehearsal(motion_id=motion.pk, actor=person, now=hall.now)

    trial = trial_of(motion)
    assert trial is not None
    assert (trial.is_open, trial.asked, trial.tried) == (True, 8, 6)
    assert [one.number for one in trial.not_yet] == [7, 9]
    said = text(signed_in(hall.chair).get(f"/motions/{motion.pk}/rehearsal/"))
    assert "6 of the 8 asked have tried." in said
    assert hall.people[6].name in said


def test_it_waits_on_each_phone_until_it_ends(hall: Hall) -> None:
    motion = rehearsed(hall)
    zulema = signed_in(hall.people[0])
    link = f"/motions/{motion.pk}/rehearsal/try/"
    assert link in text(zulema.get("/"))

    signed_in(hall.people[1]).post(link, {"choice": "for"})
    end_rehearsal(motion_id=motion.pk, actor=hall.chair, now=hall.now)

    assert link not in text(zulema.get("/"))
    assert "No rehearsal waits for you." in text(zulema.post(link, {"choice": "for"}))
    ended = Act.objects.get(verb="assemblies.rehearsal.ended")
    assert ended.facts == {"motion": motion.number, "asked": 9, "tried": 1}
    trial = trial_of(motion)
    assert trial is not None
    assert (trial.is_open, trial.tried) == (False, 1)


def test_reading_the_notice_is_not_trying(hall: Hall) -> None:
    motion = rehearsed(hall)
    notice = Notice.objects.get(member=hall.people[0], key__startswith="rehearsal:")
    signed_in(hall.people[0]).post(f"/notices/{notice.pk}/read/")

    trial = trial_of(motion)

    assert trial is not None
    assert trial.tried == 0
    assert try_rehearsal(motion_id=motion.pk, actor=hall.people[0], now=hall.now)


def test_only_whoever_chairs_rehearses_once_at_a_time_and_what_waits_for_its_vote(hall: Hall) -> None:
    motion = rehearsed(hall)

    with pytest.raises(Refused, match="Only whoever chairs"):
        open_rehearsal(motion_id=motion.pk, actor=hall.people[0], now=hall.now)
    open_rehearsal(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    assert Act.objects.filter(verb="assemblies.rehearsal.opened").count() == 1
    with pytest.raises(Refused, match="waits on an agenda"):
        open_rehearsal(motion_id=hall.vote(title="Another").pk, actor=hall.chair, now=hall.now)


def test_the_real_vote_ends_it_and_finds_nobody_has_voted(hall: Hall) -> None:
    motion = rehearsed(hall)
    try_rehearsal(motion_id=motion.pk, actor=hall.people[0], now=hall.now)

    open_voting(motion_id=motion.pk, closes_at=hall.assembly.ends_at, actor=hall.chair, now=hall.now)

    page = signed_in(hall.people[0]).post(f"/motions/{motion.pk}/rehearsal/try/", {"choice": "for"})
    assert "No rehearsal waits for you." in text(page)
    assert not Ballot.objects.exists()
    assert "You have not voted yet." in text(signed_in(hall.people[0]).get(f"/motions/{motion.pk}/ballot/"))


def test_begun_and_ended_on_the_page(hall: Hall) -> None:
    motion, chair = hall.motion(), signed_in(hall.chair)
    page = f"/motions/{motion.pk}/rehearsal/"

    assert "Begin a rehearsal vote" in text(chair.get(page))
    assert "A rehearsal is under way" in text(chair.post(f"{page}begin/", follow=True))
    assert "Only whoever chairs" in text(signed_in(hall.people[0]).post(f"{page}begin/", follow=True))
    assert "Begin a rehearsal vote" in text(chair.post(f"{page}end/", follow=True))
    assert chair.post("/motions/999999/rehearsal/begin/").status_code == 404


def test_programs_begin_try_and_end_it_too(hall: Hall) -> None:
    motion, chair = hall.motion(), signed_in(hall.chair)
    path = f"/api/v1/motions/{motion.pk}/rehearsal-vote"

    assert signed_in(hall.people[0]).get(path).status_code == 403
    assert signed_in(hall.people[0]).post(f"{path}/try").status_code == 409
    assert signed_in(hall.people[0]).post(path).status_code in (403, 409)
    assert chair.post(path).json()["asked"] == 9
    assert signed_in(hall.people[0]).post(f"{path}/try").json() == {"arrived": True}
    ended = chair.post(f"{path}/end").json()
    assert (ended["is_open"], ended["tried"], len(ended["not_yet"])) == (False, 1, 8)
    assert signed_in(hall.people[0]).post(f"{path}/try").status_code == 409
