"""What the law of assemblies asks (Argentina, Ley 20.337), each row as a test whose name is the sentence."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assemblies.actions import (
    arrive_at_door,
    cancel_assembly,
    cast_ballot,
    close_assembly,
    close_voting,
    convoke,
    draft_motion,
    open_assembly,
    open_petition,
    open_second_call,
    open_voting,
    put_on_agenda,
    recess_assembly,
    sign_petition,
    table_motion,
)
from assemblies.actions.contesting import contest_decision
from assemblies.actions.documents import attach_to_assembly
from assemblies.actions.legal import do_legal_task
from assemblies.kinds import kind_called
from assemblies.models import Assembly, Ballot, LegalTask, Motion, RollEntry, SecretBallot
from assemblies.reports.convoking import convoking_of
from assemblies.reports.counting import rule_of
from assemblies.reports.law import before_convoking, cautions, open_tasks
from assemblies.reports.now import assembly_page
from members.models import Cooperative, Member, Standing
from record.models import Act
from record.rules import Refused
from tests.assemblies import files
from tests.makers import NOW, TODAY, give_power, make_coop, make_member, make_voters, write_house_rule

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class Village:
    """A co-operative under the law of Argentina, with somebody who convokes, chairs and keeps minutes."""

    def __init__(self, people: int = 10, *, law_pack: str = "AR", seconders: int = 0) -> None:
        self.coop: Cooperative = make_coop(law_pack=law_pack)
        write_house_rule("assembly.seconders", seconders)
        self.people: list[Member] = make_voters(people)
        self.chair = self.people[-1]
        give_power(
            self.chair,
            "assemblies.convoke",
            "assemblies.chair",
            "assemblies.keep_minutes",
            "assemblies.keep_door",
        )

    def calls(self, *, days: int = 20, kind: str = "legal_ordinary", now: datetime = NOW) -> Assembly:
        return convoke(
            kind=kind,
            starts_at=now + days * DAY,
            ends_at=now + days * DAY + timedelta(hours=4),
            place="Galpón 4",
            from_home=False,
            actor=self.chair,
            now=now,
        )

    def tables(self, kind: str = "decision", terms: dict[str, Any] | None = None, **more: Any) -> Motion:
        now = more.pop("now", NOW)
        motion = draft_motion(
            kind=kind,
            title=more.pop("title", "Report and accounts"),
            text="As on the wall.",
            terms=terms or {},
            proposer=self.people[0],
            now=now,
        )
        return table_motion(motion_id=motion.pk, actor=self.people[0], now=now)

    def puts(self, motion: Motion, assembly: Assembly, *, now: datetime = NOW) -> Motion:
        return put_on_agenda(motion_id=motion.pk, assembly_id=assembly.pk, actor=self.chair, now=now)

    def opens(self, assembly: Assembly, *, here: int) -> None:
        open_assembly(assembly_id=assembly.pk, actor=None, now=assembly.starts_at)
        arrive_at_door(
            assembly_id=assembly.pk,
            numbers=[person.number for person in self.people[:here]],
            actor=None,
            now=assembly.starts_at,
        )

    def votes(self, motion: Motion, assembly: Assembly, *, at: datetime) -> Motion:
        return open_voting(motion_id=motion.pk, closes_at=assembly.ends_at, actor=self.chair, now=at)


def warned(village: Village, assembly: Assembly, *, now: datetime = NOW) -> list[str]:
    """What the page of an assembly warns of."""
    page = assembly_page(assembly, reader=village.people[0], now=now)
    return convoking_of(page, now=now).warnings


# --- notice: articles 41 and 48 ---------------------------------------------------------------------------


def test_an_assembly_by_law_is_called_fifteen_days_before_at_least() -> None:
    village = Village()

    with pytest.raises(Refused, match=r"15 days .* art\. 48"):
        village.calls(days=14)
    assert village.calls(days=15).state == "convoked"


def test_the_same_notice_goes_to_the_authorities_as_a_task_with_proof() -> None:
    village = Village()
    assembly = village.calls(days=20)

    task = LegalTask.objects.get(assembly=assembly, code="notice_to_authorities")
    assert task.due_on == date(2026, 3, 10)
    with pytest.raises(Refused, match="convokes"):
        do_legal_task(task_id=task.pk, proof="EX-2026-1", actor=village.people[0], now=NOW)
    with pytest.raises(Refused, match="Write something"):
        do_legal_task(task_id=task.pk, proof=" ", actor=village.chair, now=NOW)
    done = do_legal_task(task_id=task.pk, proof="EX-2026-1", actor=village.chair, now=NOW)
    before = Act.objects.count()
    again = do_legal_task(task_id=task.pk, proof="EX-2026-1", actor=village.chair, now=NOW + DAY)

    assert (done.done_by, done.proof, again.done_at) == (village.chair, "EX-2026-1", NOW)
    assert Act.objects.count() == before
    with pytest.raises(Refused, match="done already"):
        do_legal_task(task_id=task.pk, proof="EX-2026-2", actor=village.chair, now=NOW)


def test_what_is_late_for_the_law_is_named_and_what_was_cancelled_is_not() -> None:
    village = Village()
    assembly = village.calls(days=20)

    def late(now: datetime) -> set[str]:
        return {line.task.code for line in open_tasks(now=now) if line.is_overdue}

    assert late(NOW + 5 * DAY) == set()
    assert late(NOW + 6 * DAY) == {"notice_to_authorities", "documents_to_authorities", "documents_available"}
    cancel_assembly(assembly_id=assembly.pk, actor=village.chair, now=NOW + 6 * DAY)
    assert late(NOW + 6 * DAY) == set()
    task = assembly.legal_tasks.first()
    assert task is not None
    with pytest.raises(Refused, match="cancelled"):
        do_legal_task(task_id=task.pk, proof="late", actor=village.chair, now=NOW + 6 * DAY)


def test_the_balance_and_reports_are_there_fifteen_days_before_or_the_page_warns() -> None:
    village = Village()
    assembly = village.calls(days=20)

    said = " ".join(warned(village, assembly))

    assert "No document is attached" in said
    assert "art. 41" in said


def test_without_a_law_nothing_is_asked_in_its_name() -> None:
    village = Village(law_pack="NONE")
    assembly = village.calls(days=15)

    assert LegalTask.objects.count() == 0
    assert warned(village, assembly) == []
    with pytest.raises(Refused, match=r"needs 15 days of notice\.$"):
        village.calls(days=14, kind="legal_extraordinary")


# --- agenda and reserved matters: articles 52, 58 and 59 --------------------------------------------------


def test_a_weekly_assembly_never_decides_what_the_law_reserves() -> None:
    village = Village()
    motion = village.tables("accounts")
    weekly = village.calls(days=7, kind="weekly")
    extraordinary = village.calls(days=20, kind="legal_extraordinary")

    motion.refresh_from_db()
    assert (motion.state, motion.assembly) == ("tabled", None)
    for assembly in (weekly, extraordinary):
        with pytest.raises(Refused, match=r"58 \(1\)"):
            village.puts(motion, assembly)


def test_what_the_law_reserves_waits_for_the_assembly_that_may_decide_it() -> None:
    village = Village()
    accounts, forklifts = village.tables("accounts"), village.tables(title="Two forklifts")
    village.calls(days=7, kind="weekly")
    ordinary = village.calls(days=20)

    accounts.refresh_from_db()
    forklifts.refresh_from_db()

    assert accounts.assembly == ordinary
    assert forklifts.assembly is not None
    assert forklifts.assembly.kind == "weekly"


def test_what_is_not_on_the_agenda_of_an_assembly_by_law_cannot_be_decided() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.tables("accounts")

    with pytest.raises(Refused, match=r"cannot be decided .*art\. 52"):
        village.puts(motion, ordinary, now=NOW + 10 * DAY)
    assert village.puts(motion, ordinary).assembly == ordinary


# --- quorum: article 49 -----------------------------------------------------------------------------------


def test_an_assembly_by_law_begins_with_half_plus_one_and_an_hour_later_with_any_number() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    village.opens(ordinary, here=5)

    with pytest.raises(Refused, match="6 are needed"):
        village.votes(motion, ordinary, at=ordinary.starts_at + timedelta(minutes=5))
    with pytest.raises(Refused, match="too early"):
        open_second_call(
            assembly_id=ordinary.pk, actor=village.chair, now=ordinary.starts_at + timedelta(minutes=59)
        )
    an_hour_later = ordinary.starts_at + timedelta(minutes=60)
    open_second_call(assembly_id=ordinary.pk, actor=village.chair, now=an_hour_later)

    assert village.votes(motion, ordinary, at=an_hour_later).state == "voting"


# --- after: articles 41, 55, 56 and 57 --------------------------------------------------------------------


def test_the_minutes_go_to_the_authorities_within_thirty_days() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    village.opens(ordinary, here=6)
    assert not ordinary.legal_tasks.filter(code="minutes_to_authorities").exists()

    close_assembly(assembly_id=ordinary.pk, actor=village.chair, now=ordinary.ends_at)

    task = ordinary.legal_tasks.get(code="minutes_to_authorities")
    assert task.due_on == ordinary.starts_on + 30 * DAY


def test_a_recess_by_law_never_goes_beyond_thirty_days_as_an_assembly_lasts_three_at_most() -> None:
    village = Village()

    with pytest.raises(Refused, match="three days"):
        convoke(
            kind="legal_ordinary",
            starts_at=NOW + 20 * DAY,
            ends_at=NOW + 24 * DAY,
            place="Galpón 4",
            from_home=False,
            actor=village.chair,
            now=NOW,
        )


# --- who calls it, and when: article 47 -------------------------------------------------------------------


def test_the_ordinary_assembly_is_within_four_months_of_the_years_end_and_the_page_says_so() -> None:
    Village()

    said = " ".join(before_convoking(now=NOW))

    assert "within 4 months of the end of the year (Ley 20.337, art. 47)" in said


def test_ten_per_cent_of_members_call_an_extraordinary_assembly() -> None:
    village = Village(21)
    petition = open_petition(
        aim="assembly", title="The gate", text="It stays open.", actor=village.people[0], now=NOW
    )
    for person in village.people[1:3]:
        assert petition.reached_at is None
        petition = sign_petition(petition_id=petition.pk, actor=person, now=NOW)

    assert (petition.reached_at, petition.signatures_needed) == (NOW, 3)


# --- documents that come too late: article 41 -------------------------------------------------------------


def test_documents_attached_after_the_fifteenth_day_before_are_named_as_late() -> None:
    village = Village()
    assembly = village.calls(days=20)
    about: dict[str, Any] = {"assembly_id": assembly.pk, "actor": village.chair}
    attach_to_assembly(**about, name="balance.pdf", content=files.PDF, now=NOW + 6 * DAY)

    assert "too late by law (Ley 20.337, art. 41)" in " ".join(warned(village, assembly))


# --- votes: articles 2, 29, 51, 53, 54 --------------------------------------------------------------------


def a_vote(village: Village, *, here: int, kind: str = "decision", **about: Any) -> tuple[Assembly, Motion]:
    """An ordinary assembly under way with one motion being voted."""
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(kind, **about), ordinary)
    village.opens(ordinary, here=here)
    return ordinary, village.votes(motion, ordinary, at=ordinary.starts_at + timedelta(minutes=5))


def casts(village: Village, motion: Motion, ordinary: Assembly, *choices: str) -> None:
    for person, choice in zip(village.people, choices, strict=False):
        cast_ballot(
            motion_id=motion.pk,
            member=person,
            choice=choice,
            key=uuid.uuid4(),
            now=ordinary.starts_at + timedelta(minutes=10),
        )


def closes(village: Village, motion: Motion, ordinary: Assembly) -> Motion:
    return close_voting(
        motion_id=motion.pk, actor=village.chair, now=ordinary.starts_at + timedelta(minutes=20)
    )


def test_each_of_us_has_one_vote_whatever_our_shares() -> None:
    village = Village()
    ordinary, motion = a_vote(village, here=10)

    casts(village, motion, ordinary, "for")
    casts(village, motion, ordinary, "against")
    motion = closes(village, motion, ordinary)

    assert (motion.in_favour, motion.against, motion.roll_count) == (0, 1, 10)
    for table in (Ballot, SecretBallot, RollEntry, Member):
        fields = {field.name for field in table._meta.concrete_fields}
        assert not {name for name in fields if "weight" in name or "share" in name}


def test_nobody_votes_for_somebody_who_is_not_there() -> None:
    village = Village()
    ordinary, motion = a_vote(village, here=6)

    with pytest.raises(Refused, match="Say first that you are here"):
        casts(village, motion, ordinary, *["for"] * 7)
    assert closes(village, motion, ordinary).in_favour == 6


def test_a_member_whose_rights_are_suspended_is_not_on_the_roll() -> None:
    village = Village()
    make_member(90, "Raúl Godoy", standing=Standing.SUSPENDED)
    _ordinary, motion = a_vote(village, here=6)

    assert set(motion.roll.values_list("member__number", flat=True)) == set(range(1, 11))


def test_more_than_half_of_those_present_at_the_vote_decide_and_silence_counts() -> None:
    village = Village()
    write_house_rule(
        "decision.simple", {"threshold": "1/2", "comparison": "more_than", "base": "present", "tie": "falls"}
    )
    ordinary, motion = a_vote(village, here=10)

    casts(village, motion, ordinary, *["for"] * 5, "against")
    motion = closes(village, motion, ordinary)

    assert (motion.state, motion.present_count, motion.in_favour) == ("rejected", 10, 5)


def test_a_house_rule_that_counts_less_than_those_present_is_named_before_the_vote() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)

    said = " ".join(cautions(motion, rule=rule_of(motion, on=TODAY), now=NOW))

    assert "more than half of those present at the vote (Ley 20.337, art. 53)" in said


def test_a_change_of_statute_needs_two_thirds_of_those_present_in_secret() -> None:
    village = Village()
    write_house_rule(
        "decision.two_thirds",
        {"threshold": "2/3", "comparison": "at_least", "base": "present", "tie": "falls"},
    )
    ordinary, motion = a_vote(village, here=10, kind="statute")

    casts(village, motion, ordinary, *["for"] * 6, *["against"] * 3)
    motion = closes(village, motion, ordinary)

    assert motion.is_secret
    assert (motion.state, motion.in_favour) == ("rejected", 6)


def test_whoever_held_office_speaks_and_does_not_vote_on_their_own_accounts() -> None:
    village = Village()
    treasury = give_power(village.people[0], "ledger.keep_books")
    write_house_rule("accounts.excluded_posts", [treasury.post.code])
    ordinary, motion = a_vote(village, here=10, kind="accounts")

    entry = motion.roll.get(member=village.people[0])
    assert (entry.excluded_because, motion.roll_count) == ("holds office on these accounts", 9)
    with pytest.raises(Refused, match="holds office"):
        casts(village, motion, ordinary, "for")


# --- recall: article 59 -----------------------------------------------------------------------------------


def test_a_recall_can_always_come_as_a_consequence_of_a_matter_on_the_agenda() -> None:
    village = Village()
    mandate = give_power(village.people[3], "ledger.keep_books")
    ordinary = village.calls(days=20)
    recall = village.tables("recall", {"mandate": mandate.pk}, title="Recall")
    other = village.tables(title="Two forklifts")
    Motion.objects.filter(pk=other.pk).update(state="tabled", assembly=None)
    at_it = ordinary.starts_at + timedelta(minutes=5)

    with pytest.raises(Refused, match=r"art\. 52"):
        village.puts(recall, ordinary, now=at_it)
    village.puts(village.tables("accounts"), ordinary)
    assert village.puts(recall, ordinary, now=at_it).assembly == ordinary
    with pytest.raises(Refused, match=r"art\. 52"):
        village.puts(other, ordinary, now=at_it)


# --- minutes, recess and contest: articles 55, 57 and 62 --------------------------------------------------


def test_an_assembly_in_recess_goes_on_within_thirty_days_and_the_page_says_until_when() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    village.opens(ordinary, here=6)
    recessed = recess_assembly(
        assembly_id=ordinary.pk, actor=village.chair, now=ordinary.starts_at + timedelta(minutes=5)
    )

    said = " ".join(warned(village, recessed, now=ordinary.starts_at + timedelta(minutes=6)))

    assert "art. 57" in said


def test_a_decision_is_open_to_challenge_for_ninety_days_from_the_closing() -> None:
    village = Village()
    write_house_rule(
        "decision.simple", {"threshold": "1/2", "comparison": "more_than", "base": "present", "tie": "falls"}
    )
    ordinary, motion = a_vote(village, here=10)
    casts(village, motion, ordinary, *["for"] * 6)
    motion = closes(village, motion, ordinary)

    assert motion.contestable_until == ordinary.starts_on + 90 * DAY == date(2026, 6, 23)
    day = datetime(2026, 6, 23, 20, tzinfo=UTC)
    contest_decision(motion_id=motion.pk, reason="It was not on the wall.", actor=village.people[7], now=day)
    with pytest.raises(Refused, match="time to contest it has passed"):
        contest_decision(motion_id=motion.pk, reason="Nor for me.", actor=village.people[8], now=day + DAY)


# --- secret and at a distance: resolutions of INAES -------------------------------------------------------


@pytest.mark.parametrize("code", ["accounts", "surplus", "statute", "election", "recall", "admission"])
def test_what_is_voted_in_secret_in_a_worker_co_operative_is_secret_by_itself(code: str) -> None:
    kind = kind_called(code)
    assert kind is not None
    assert kind.is_secret


def test_an_assembly_by_law_from_home_warns_of_image_sound_and_recording() -> None:
    village = Village()
    ordinary = convoke(
        kind="legal_ordinary",
        starts_at=NOW + 20 * DAY,
        ends_at=NOW + 20 * DAY + timedelta(hours=4),
        place="Galpón 4",
        from_home=True,
        actor=village.chair,
        now=NOW,
    )

    said = " ".join(warned(village, ordinary))

    assert "image and sound for the whole meeting" in said
    assert "485/2021" in said
