"""A handover has two sides: what passes on is listed, both sign, and the power passes with the second signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assemblies.models import Motion
from members.models import Member, Notice
from record.models import Act
from record.rules import Refused
from rotation.actions import (
    accept_post,
    end_mandate,
    give_post,
    open_handover,
    tick_line,
    warn_of_handover,
    write_duty,
    write_handover,
)
from rotation.models import Handover, HandoverLine, Mandate, Post
from rotation.reports.handing_over import handovers_of, handovers_to_warn_of, mandates_to_hand_over
from rotation.tasks import hand_over
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, make_member
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db
POWER = "ledger.keep_books"
DAY = timedelta(days=1)
BEGINS = TODAY + 10 * DAY


@dataclass
class Treasury:
    post: Post
    delia: Member
    walter: Member
    old: Mandate
    new: Mandate

    def open(self) -> Handover:
        handover = open_handover(incoming_id=self.new.pk, now=NOW)
        assert handover is not None
        return handover


@pytest.fixture
def treasury(hall: Hall) -> Treasury:
    delia, walter = hall.people[4], hall.people[5]
    post = make_post(overlap_days=14, hands_over=["The key of the safe", "The stamp"])
    return Treasury(
        post=post,
        delia=delia,
        walter=walter,
        old=hold(post, delia, from_on=date(2025, 9, 15), until_on=BEGINS),
        new=hold(post, walter, from_on=BEGINS, until_on=date(2026, 9, 15)),
    )


def test_a_handover_begins_with_the_days_of_overlap(treasury: Treasury):
    assert mandates_to_hand_over(on=BEGINS - 15 * DAY) == []
    assert mandates_to_hand_over(on=BEGINS - 14 * DAY) == [treasury.new.pk]
    hand_over(NOW)
    hand_over(NOW)
    assert Handover.objects.get().incoming == treasury.new
    assert mandates_to_hand_over(on=TODAY) == []
    assert [h.pk for h in handovers_of(treasury.delia, on=TODAY)] == [Handover.objects.get().pk]


def test_what_passes_on_is_listed_by_itself(treasury: Treasury, hall: Hall):
    motion = hall.vote(title="Mend the roof", proposer=treasury.delia)
    Motion.objects.filter(pk=motion.pk).update(proposer=treasury.delia)
    write_duty(
        title="Ask for three quotes",
        key="motion:roof",
        from_on=TODAY,
        due_on=TODAY,
        post_id=treasury.post.pk,
        motion=motion,
        now=NOW,
    )
    listed = list(treasury.open().lines.values_list("what", flat=True))
    assert listed[:3] == ["The key of the safe", "The stamp", "Ask for three quotes"]
    assert motion.title in listed[3:]


def test_nobody_hands_over_to_themselves_or_after_a_long_gap(treasury: Treasury):
    again = hold(treasury.post, treasury.walter, from_on=date(2026, 9, 15), until_on=date(2027, 3, 15))
    assert open_handover(incoming_id=again.pk, now=NOW) is None
    late = hold(treasury.post, treasury.delia, from_on=date(2027, 6, 15), until_on=date(2027, 9, 15))
    assert open_handover(incoming_id=late.pk, now=NOW) is None


def test_power_passes_when_both_have_signed(treasury: Treasury):
    handover = treasury.open()
    with pytest.raises(Refused, match="signs first"):
        accept_post(handover_id=handover.pk, answer="", actor=treasury.walter, now=NOW)
    give_post(handover_id=handover.pk, actor=treasury.delia, now=NOW)
    later = NOW + timedelta(hours=1)
    assert treasury.delia.has_perm(POWER, later)

    accept_post(handover_id=handover.pk, answer="The stamp is lost.", actor=treasury.walter, now=later)

    assert not treasury.delia.has_perm(POWER, later)
    assert treasury.walter.has_perm(POWER, later)
    assert treasury.delia.may_read(POWER, later)
    assert Act.objects.get(verb="rotation.handover.accepted").facts["power_passed"] is True
    accept_post(handover_id=handover.pk, answer="Again.", actor=treasury.walter, now=later)
    assert Handover.objects.get().answer == "The stamp is lost."


def test_without_signatures_power_passes_on_the_day_and_it_is_said_once(treasury: Treasury, hall: Hall):
    handover = treasury.open()
    on_the_day = NOW + 10 * DAY
    assert handovers_to_warn_of(on=TODAY) == []
    assert not treasury.delia.has_perm(POWER, on_the_day)
    assert treasury.walter.has_perm(POWER, on_the_day)
    hand_over(on_the_day)
    assert not warn_of_handover(handover_id=handover.pk, now=on_the_day)
    told = Notice.objects.filter(key=f"handover-missed:{handover.pk}")
    assert {notice.member_id for notice in told} == {treasury.delia.pk, treasury.walter.pk, hall.chair.pk}


def test_signing_after_the_day_moves_no_power(treasury: Treasury):
    handover = treasury.open()
    after = NOW + 11 * DAY
    give_post(handover_id=handover.pk, actor=treasury.delia, now=after)
    accept_post(handover_id=handover.pk, answer="", actor=treasury.walter, now=after)
    assert not Mandate.objects.filter(passed_on_at__isnull=False).exists()


def test_whoever_was_recalled_passes_no_power_on_by_signing(treasury: Treasury):
    handover = treasury.open()
    give_post(handover_id=handover.pk, actor=treasury.delia, now=NOW)
    end_mandate(mandate_id=treasury.old.pk, actor=treasury.delia, now=NOW)
    accept_post(handover_id=handover.pk, answer="", actor=treasury.walter, now=NOW)
    assert not treasury.walter.has_perm(POWER, NOW)


def test_each_side_ticks_its_own_and_nothing_after_signing(treasury: Treasury):
    handover = treasury.open()
    line = handover.lines.first()
    assert line is not None
    assert tick_line(line_id=line.pk, done=True, actor=treasury.delia, now=NOW).given_at == NOW
    assert tick_line(line_id=line.pk, done=True, actor=treasury.walter, now=NOW).received_at == NOW
    assert tick_line(line_id=line.pk, done=False, actor=treasury.walter, now=NOW).received_at is None
    give_post(handover_id=handover.pk, actor=treasury.delia, now=NOW)
    with pytest.raises(Refused, match="stays as it is"):
        tick_line(line_id=line.pk, done=False, actor=treasury.delia, now=NOW)
    with pytest.raises(Refused, match="stays as it is"):
        write_handover(handover_id=handover.pk, notes="Otherwise", actor=treasury.delia, now=NOW)
    with pytest.raises(Refused, match="takes the post over"):
        tick_line(line_id=line.pk, done=True, actor=make_member(70), now=NOW)


def test_a_thing_written_twice_is_listed_once(treasury: Treasury):
    handover = treasury.open()
    for _again in range(2):
        write_handover(
            handover_id=handover.pk, notes="Ask Rosa.", line="The van's papers", actor=treasury.delia, now=NOW
        )
    assert handover.lines.filter(what="The van's papers").count() == 1


def test_only_the_two_read_the_notes(treasury: Treasury, client: Client):
    handover = treasury.open()
    client.force_login(make_member(70))
    assert client.get(f"/handovers/{handover.pk}/").status_code == 404
    line = handover.lines.first()
    assert line is not None
    assert client.post(f"/handovers/{handover.pk}/", {"tick": f"{line.pk}:1"}).status_code == 404


def test_a_tick_loses_nothing_of_what_is_being_written(treasury: Treasury, client: Client):
    handover = treasury.open()
    address, line = f"/handovers/{handover.pk}/", handover.lines.all()[0]
    client.force_login(treasury.delia)
    typed = {"tick": f"{line.pk}:1", "notes": "The bank opens at ten.", "line": "The van's pa"}
    page = client.post(address, typed).content.decode()
    assert "The bank opens at ten." in page
    assert 'value="The van&#x27;s pa"' in page
    give_post(handover_id=handover.pk, actor=treasury.delia, now=NOW)
    client.force_login(treasury.walter)
    page = client.post(address, {"tick": f"{line.pk}:1", "answer": "The stamp is"}).content.decode()
    assert "The stamp is</textarea>" in page
    line.refresh_from_db()
    assert line.given_at is not None
    assert line.received_at is not None
    for strange in ("", "x", "999999:1", ":", f"{line.pk}"):
        assert client.post(address, {"tick": strange}).status_code in (200, 404)


def test_two_phones_hand_a_post_over(treasury: Treasury, client: Client):
    handover = treasury.open()
    client.force_login(treasury.delia)
    assert "The key of the safe" in client.get(f"/handovers/{handover.pk}/").content.decode()
    client.post(f"/handovers/{handover.pk}/", {"notes": "The bank opens at ten.", "line": "", "sign": "1"})
    client.force_login(treasury.walter)
    page = client.get(f"/handovers/{handover.pk}/").content.decode()
    assert "The bank opens at ten." in page
    client.post(f"/handovers/{handover.pk}/", {"answer": "All there."})
    handover.refresh_from_db()
    assert handover.accepted_at is not None
    assert handover.answer == "All there."


def test_the_database_keeps_a_signed_handover_a_signed_handover_stays(treasury: Treasury):
    handover = treasury.open()
    give_post(handover_id=handover.pk, actor=treasury.delia, now=NOW)
    with pytest.raises(IntegrityError, match="a_signed_handover_stays"), transaction.atomic():
        Handover.objects.update(notes="Otherwise")
    with pytest.raises(IntegrityError, match="a_handover_is_never_deleted"), transaction.atomic():
        Handover.objects.filter(pk=handover.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="one_accepts_what_was_given"), transaction.atomic():
        Handover.objects.update(accepted_at=NOW - DAY)


def test_the_database_keeps_the_two_sides_apart(treasury: Treasury):
    with pytest.raises(IntegrityError, match="a_handover_has_two_sides"), transaction.atomic():
        Handover.objects.create(outgoing=treasury.old, incoming=treasury.old, opened_at=NOW)
    handover = treasury.open()
    with pytest.raises(IntegrityError), transaction.atomic():  # a_thing_is_handed_over_once
        HandoverLine.objects.create(handover=handover, position=9, what="Twice", key="list:0")
