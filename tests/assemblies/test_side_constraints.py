"""Round the actions: what the database refuses about the floor, paper, notices, signatures and what follows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from assemblies.actions import cast_ballot, close_voting
from assemblies.models import (
    Contest,
    Document,
    FloorRequest,
    Guest,
    LegalTask,
    Motion,
    Notice,
    PaperCount,
    PaperVoter,
    Participation,
    Petition,
    Signature,
    Signer,
)
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import NOW
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
BEFORE = NOW - timedelta(hours=1)


@pytest.fixture
def hall() -> Hall:
    return hall_of(9)


def changed(row: models.Model, **to: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**to)


# --- the floor ----------------------------------------------------------------------------------------------


def asks(hall: Hall, nth: int = 0, **about: Any) -> FloorRequest:
    given = {"assembly": hall.assembly, "member": hall.people[nth], "asked_at": NOW} | about
    return FloorRequest.objects.create(**given)


def test_nobody_waits_for_the_floor_twice(hall: Hall) -> None:
    asks(hall)
    columns = "assemblies_floorrequest.assembly_id, assemblies_floorrequest.member_id"
    with refused("nobody_waits_for_the_floor_twice", columns=columns):
        asks(hall)


def test_whoever_spoke_may_ask_again(hall: Hall) -> None:
    asks(hall, started_at=NOW, ended_at=LATER)
    asks(hall, asked_at=LATER)


def test_one_speaks_at_a_time(hall: Hall) -> None:
    asks(hall, started_at=NOW)
    with refused("one_speaks_at_a_time", columns="assemblies_floorrequest.assembly_id"):
        asks(hall, 1, started_at=NOW)


def test_one_speaks_after_asking(hall: Hall) -> None:
    with refused("one_speaks_after_asking"):
        asks(hall, started_at=BEFORE)


def test_a_turn_ends_after_it_began(hall: Hall) -> None:
    with refused("a_turn_ends_after_it_began"):
        asks(hall, ended_at=BEFORE)


def test_a_turn_to_speak_is_never_rewritten(hall: Hall) -> None:
    turn = asks(hall, started_at=NOW)
    for change in (
        {"member": hall.people[1]},
        {"asked_at": BEFORE},
        {"kind": "order"},
        {"started_at": LATER},
    ):
        with refused("a_turn_to_speak_is_never_rewritten"):
            changed(turn, **change)
    changed(turn, ended_at=LATER)
    with refused("a_turn_to_speak_is_never_rewritten"):
        changed(turn, ended_at=None)


def test_a_turn_to_speak_is_never_deleted(hall: Hall) -> None:
    asks(hall)
    with refused("a_turn_to_speak_is_never_deleted"):
        delete_all("assemblies_floorrequest")


def guest(hall: Hall, **about: Any) -> Guest:
    given = {
        "assembly": hall.assembly,
        "name": "Ana Sosa",
        "capacity": "lawyer",
        "arrived_at": NOW,
        "let_in_by": hall.chair,
    }
    return Guest.objects.create(**(given | about))


def test_a_guest_leaves_after_arriving(hall: Hall) -> None:
    with refused("a_guest_leaves_after_arriving"):
        guest(hall, left_at=BEFORE)


def test_a_guest_is_never_rewritten(hall: Hall) -> None:
    ana = guest(hall)
    for change in ({"name": "Other"}, {"capacity": "member"}, {"arrived_at": BEFORE}):
        with refused("a_guest_is_never_rewritten"):
            changed(ana, **change)
    changed(ana, left_at=LATER)
    with refused("a_guest_is_never_rewritten"):
        changed(ana, left_at=None)


def test_a_guest_is_never_deleted(hall: Hall) -> None:
    guest(hall)
    with refused("a_guest_is_never_deleted"):
        delete_all("assemblies_guest")


# --- paper --------------------------------------------------------------------------------------------------


def paper(hall: Hall, motion: Motion, nth: int = 0) -> PaperVoter:
    return PaperVoter.objects.create(motion=motion, member=hall.people[nth])


def count(hall: Hall, motion: Motion) -> PaperCount:
    return PaperCount.objects.create(
        motion=motion, scrutineer=hall.chair, in_favour=1, against=0, blank=0, counted_at=NOW
    )


def test_one_member_one_paper(hall: Hall) -> None:
    motion = hall.vote()
    paper(hall, motion)
    columns = "assemblies_papervoter.motion_id, assemblies_papervoter.member_id"
    with refused("one_member_one_paper", columns=columns):
        paper(hall, motion)


def test_paper_needs_an_open_vote(hall: Hall) -> None:
    motion = hall.vote()
    close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now)
    with refused("paper_needs_an_open_vote"):
        paper(hall, motion)


def test_only_those_on_the_roll_get_paper(hall: Hall) -> None:
    from tests.makers import make_member

    motion = hall.vote()
    with refused("only_those_on_the_roll_get_paper"):
        PaperVoter.objects.create(motion=motion, member=make_member(77))


def test_who_voted_gets_no_paper(hall: Hall) -> None:
    motion = hall.vote()
    cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    with refused("who_voted_gets_no_paper"):
        paper(hall, motion)


def test_who_has_paper_casts_no_ballot(hall: Hall) -> None:
    from assemblies.models import Ballot

    motion = hall.vote()
    paper(hall, motion)
    with refused("who_has_paper_casts_no_ballot"):
        Ballot.objects.create(
            motion=motion, member=hall.people[0], choice="for", key=uuid.uuid4(), receipt="X", cast_at=NOW
        )


def test_who_has_paper_takes_no_other_part(hall: Hall) -> None:
    motion = hall.vote(is_secret=True)
    paper(hall, motion)
    with refused("who_has_paper_takes_no_other_part"):
        Participation.objects.create(motion=motion, member=hall.people[0])


def test_who_got_paper_stays_written(hall: Hall) -> None:
    voter = paper(hall, hall.vote())
    with refused("a_paper_voter_is_never_changed"):
        changed(voter, member=hall.people[1])
    with refused("a_paper_voter_is_never_deleted"):
        delete_all("assemblies_papervoter")
    with refused("a_paper_voter_is_never_replaced|who_voted_gets_no_paper|one_member_one_paper"):
        replace_all("assemblies_papervoter")


def test_a_box_is_counted_while_it_counts(hall: Hall) -> None:
    with refused("a_box_is_counted_while_it_counts"):
        count(hall, hall.motion())


def test_a_count_of_the_box_stays_as_it_was_written(hall: Hall) -> None:
    counted = count(hall, hall.vote())
    with refused("a_count_of_the_box_is_never_changed"):
        changed(counted, in_favour=5)
    with refused("a_count_of_the_box_is_never_deleted"):
        delete_all("assemblies_papercount")
    with refused("a_count_of_the_box_is_never_replaced"):
        replace_all("assemblies_papercount")


# --- documents, notices, petitions --------------------------------------------------------------------------


def document(hall: Hall, **about: Any) -> Document:
    given = {
        "assembly": hall.assembly,
        "name": "balance.pdf",
        "content_type": "application/pdf",
        "size": 5,
        "sha256": "0" * 64,
        "attached_at": NOW,
        "attached_by": hall.chair,
    }
    return Document.objects.create(**(given | about))


def test_a_document_belongs_to_one_thing(hall: Hall) -> None:
    with refused("a_document_belongs_to_one_thing"):
        document(hall, assembly=None)
    with refused("a_document_belongs_to_one_thing"):
        document(hall, motion=hall.motion())


def test_a_document_stays_as_it_was_attached(hall: Hall) -> None:
    kept = document(hall)
    with refused("a_document_is_never_changed"):
        changed(kept, sha256="1" * 64)
    with refused("a_document_is_never_deleted"):
        delete_all("assemblies_document")
    with refused("a_document_is_never_replaced"):
        replace_all("assemblies_document")


def told(hall: Hall, **about: Any) -> Notice:
    given = {"assembly": hall.assembly, "member": hall.people[0], "channel": "phone", "at": NOW}
    return Notice.objects.create(**(given | about))


def test_a_member_is_told_once(hall: Hall) -> None:
    told(hall)
    with refused(
        "a_member_is_told_once", columns="assemblies_notice.assembly_id, assemblies_notice.member_id"
    ):
        told(hall)


def test_who_told_them_is_known(hall: Hall) -> None:
    with refused("who_told_them_is_known"):
        told(hall, channel="paper")


def test_a_notice_stays_written(hall: Hall) -> None:
    notice = told(hall)
    with refused("a_notice_is_never_changed"):
        changed(notice, at=BEFORE)
    with refused("a_notice_is_never_deleted"):
        delete_all("assemblies_notice")
    with refused("a_notice_is_never_replaced"):
        replace_all("assemblies_notice")


def petition(hall: Hall, **about: Any) -> Petition:
    given = {"aim": "assembly", "title": "The canteen", "text": "Why?", "opened_by": hall.people[0]}
    return Petition.objects.create(**(given | {"opened_at": NOW} | about))


def test_what_was_reached_says_how_many(hall: Hall) -> None:
    with refused("what_was_reached_says_how_many"):
        petition(hall, reached_at=NOW)


def test_a_petition_that_was_enough_stays(hall: Hall) -> None:
    asked = petition(hall, reached_at=NOW, signatures_needed=2)
    for change in ({"title": "Other"}, {"text": "Other"}, {"aim": "item"}, {"signatures_needed": 1}):
        with refused("a_petition_that_was_enough_stays"):
            changed(asked, **change)
    changed(asked, assembly=hall.assembly)


def test_a_petition_is_never_deleted(hall: Hall) -> None:
    petition(hall)
    with refused("a_petition_is_never_deleted"):
        delete_all("assemblies_petition")


def test_nobody_signs_twice(hall: Hall) -> None:
    asked = petition(hall)
    Signature.objects.create(petition=asked, member=hall.people[0], at=NOW)
    columns = "assemblies_signature.petition_id, assemblies_signature.member_id"
    with refused("nobody_signs_twice", columns=columns):
        Signature.objects.create(petition=asked, member=hall.people[0], at=NOW)


def test_a_signature_stays_written(hall: Hall) -> None:
    signed = Signature.objects.create(petition=petition(hall), member=hall.people[0], at=NOW)
    with refused("a_signature_is_never_changed"):
        changed(signed, at=BEFORE)
    with refused("a_signature_is_never_deleted"):
        delete_all("assemblies_signature")
    with refused("a_signature_is_never_replaced"):
        replace_all("assemblies_signature")


# --- what the law asks for, signing minutes, contesting -----------------------------------------------------


def task(hall: Hall, **about: Any) -> LegalTask:
    given = {"assembly": hall.assembly, "code": "notice", "due_on": NOW.date()}
    return LegalTask.objects.create(**(given | about))


def test_each_legal_task_once(hall: Hall) -> None:
    task(hall)
    columns = "assemblies_legaltask.assembly_id, assemblies_legaltask.code"
    with refused("each_legal_task_once", columns=columns):
        task(hall)


def test_what_is_done_has_its_proof(hall: Hall) -> None:
    with refused("what_is_done_has_its_proof"):
        task(hall, done_at=NOW, done_by=hall.chair)
    with refused("what_is_done_has_its_proof"):
        task(hall, done_at=NOW, proof="File 12")


def test_a_legal_task_done_stays_done(hall: Hall) -> None:
    asked = task(hall)
    with refused("a_legal_task_done_stays_done"):
        changed(asked, due_on=LATER.date() + timedelta(days=1))
    changed(asked, done_at=NOW, done_by=hall.chair, proof="File 12")
    with refused("a_legal_task_done_stays_done"):
        changed(asked, proof="File 13")


def test_a_legal_task_is_never_deleted(hall: Hall) -> None:
    task(hall)
    with refused("a_legal_task_is_never_deleted"):
        delete_all("assemblies_legaltask")


def signer(hall: Hall, nth: int = 0, **about: Any) -> Signer:
    given = {"assembly": hall.assembly, "member": hall.people[nth], "role": "chair"}
    return Signer.objects.create(**(given | about))


def test_one_signer_for_each_role(hall: Hall) -> None:
    signer(hall)
    columns = "assemblies_signer.assembly_id, assemblies_signer.role"
    with refused("one_signer_for_each_role", columns=columns):
        signer(hall, 1)


def test_nobody_signs_in_two_roles(hall: Hall) -> None:
    signer(hall)
    columns = "assemblies_signer.assembly_id, assemblies_signer.member_id"
    with refused("nobody_signs_in_two_roles", columns=columns):
        signer(hall, role="secretary")


def test_a_signer_who_signed_stays(hall: Hall) -> None:
    named = signer(hall)
    with refused("a_signer_who_signed_stays"):
        changed(named, role="secretary")
    changed(named, member=hall.people[1])
    changed(named, signed_at=NOW)
    with refused("a_signer_who_signed_stays"):
        changed(named, member=hall.people[2])


def test_a_signature_of_minutes_is_never_deleted(hall: Hall) -> None:
    signer(hall)
    delete_all("assemblies_signer")
    signer(hall, signed_at=NOW)
    with refused("a_signature_of_minutes_is_never_deleted"):
        delete_all("assemblies_signer")


def contest(hall: Hall, **about: Any) -> Contest:
    given = {"motion": hall.motion(), "member": hall.people[0], "reason": "No notice", "at": NOW}
    return Contest.objects.create(**(given | about))


def test_nobody_contests_twice(hall: Hall) -> None:
    contested = contest(hall)
    columns = "assemblies_contest.motion_id, assemblies_contest.member_id"
    with refused("nobody_contests_twice", columns=columns):
        contest(hall, motion=contested.motion)


def test_a_settled_contest_says_how(hall: Hall) -> None:
    with refused("a_settled_contest_says_how"):
        contest(hall, settled_at=NOW, upheld=True)
    with refused("a_settled_contest_says_how"):
        contest(hall, motion=hall.motion(title="Another"), upheld=True)


def test_a_contest_is_settled_once(hall: Hall) -> None:
    contested = contest(hall)
    with refused("a_contest_is_settled_once"):
        changed(contested, reason="Other")
    changed(contested, settled_at=NOW, upheld=False, settlement="Notice was given")
    with refused("a_contest_is_settled_once"):
        changed(contested, upheld=True)


def test_a_contest_is_never_deleted(hall: Hall) -> None:
    contest(hall)
    with refused("a_contest_is_never_deleted"):
        delete_all("assemblies_contest")
