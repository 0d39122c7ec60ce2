"""Nobody is excluded unheard: told at once, days to answer, two persons, a secret vote, an appeal before it is final."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from assemblies.actions import cast_ballot, close_voting, draft_motion, open_voting, table_motion
from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.actions.leaving import end_exclusion, write_defence
from assemblies.actions.motions import withdraw_motion
from assemblies.models import Assembly, Defence, Motion, RollEntry
from assemblies.reports.law import only_for
from assemblies.reports.leaving import file_of, told_on, too_many_said
from assemblies.rules import leaving as rules
from assemblies.tasks import do_what_is_due
from members.models import Cooperative, Member, Membership, Notice, Standing
from record.models import Act
from record.rules import Refused
from rotation.models import Mandate
from tests.assemblies.conftest import LAST_WEEK, Hall, hall_of
from tests.makers import LONG_AGO, NOW, TODAY, give_power, make_member, write_house_rule
from tests.pages import at, signed_in
from tests.promises import refused, replace_all

WALTER = 2
TERMS = {"number": WALTER, "rule": "Statute, article 13", "reason": "He took the till home in January."}


@pytest.fixture
def hall(db: None) -> Hall:
    """Nine people; Zulema, the first, proposes, Walter is the second, Ceferino, the last, chairs. Five days to answer."""
    hall = hall_of(9)
    write_house_rule("members.days_to_answer", 5)
    return hall


def exclusion(hall: Hall, **about: Any) -> Motion:
    about = {"title": "Walter", "text": "That he leaves us.", "terms": TERMS, **about}
    found: Motion = hall.motion(kind="exclusion", **about)
    return found


def vote(
    hall: Hall,
    motion: Motion,
    *,
    choice: str = "for",
    now: datetime | None = None,
    closer: Member | None = None,
) -> Motion:
    moment = now or hall.now
    closes_at = moment + timedelta(minutes=30)
    open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=moment)
    able = RollEntry.objects.filter(motion=motion, excluded_because="").values_list("member_id", flat=True)
    for person in hall.people:
        if person.pk in set(able):
            cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=moment)
    return close_voting(motion_id=motion.pk, actor=closer or hall.chair, now=moment + timedelta(minutes=1))


def excluded(hall: Hall) -> Motion:
    return vote(hall, exclusion(hall))


def walter(hall: Hall) -> Member:
    return hall.people[1]


def standing(member: Member, on: date = TODAY) -> str:
    return str(Membership.objects.filter(member=member, from_on__lte=on).latest("from_on").standing)


def days(many: int) -> datetime:
    return NOW + timedelta(days=many)


# --- being told and answering -------------------------------------------------------------------------------


def test_whoever_it_is_about_is_told_the_day_it_is_proposed(hall: Hall) -> None:
    motion = exclusion(hall)
    notice = Notice.objects.get(key=f"exclusion:{motion.pk}")
    assert notice.member == walter(hall)
    assert notice.at == LAST_WEEK
    assert notice.values == {"day": "2026-03-05"}


def test_five_days_to_answer_end_with_the_fifth() -> None:
    told = date(2026, 3, 1)
    assert rules.votes_from(told, days=5) == date(2026, 3, 7)
    assert rules.why_not_yet(told_on=told, days=5, today=date(2026, 3, 6)) is not None
    assert rules.why_not_yet(told_on=told, days=5, today=date(2026, 3, 7)) is None


def test_it_is_not_voted_before_those_days_are_over_and_the_rule_is_named(hall: Hall) -> None:
    motion = exclusion(hall)
    write_house_rule("members.days_to_answer", 6, from_on=TODAY)
    with pytest.raises(Refused, match=r"6 days to answer .*house rule.* from 6 March 2026"):
        vote(hall, motion)
    motion.refresh_from_db()
    assert motion.state == "on_agenda"


def test_ten_days_where_nobody_decided_otherwise(db: None) -> None:
    hall = hall_of(9)
    with pytest.raises(Refused, match="10 days to answer"):
        vote(hall, exclusion(hall))


def test_they_alone_answer_and_what_was_said_before_stays(hall: Hall) -> None:
    motion = exclusion(hall)
    with pytest.raises(Refused, match="Only the person it is about"):
        write_defence(motion_id=motion.pk, text="I saw it.", actor=hall.people[2], now=hall.now)
    with pytest.raises(Refused, match="Write something"):
        write_defence(motion_id=motion.pk, text="  ", actor=walter(hall), now=hall.now)

    write_defence(motion_id=motion.pk, text="I paid it back.", actor=walter(hall), now=hall.now)
    later = hall.now + timedelta(seconds=5)
    last = write_defence(motion_id=motion.pk, text="I paid it back in March.", actor=walter(hall), now=later)
    again = write_defence(
        motion_id=motion.pk, text="I paid it back in March. ", actor=walter(hall), now=later
    )

    assert again == last
    assert Defence.objects.count() == 2
    act = Act.objects.filter(verb="assemblies.defence.written").latest("seq")
    assert "paid" not in str(act.facts)
    assert act.facts["motion"] == motion.number
    file = file_of(motion, reader=hall.people[3], now=later)
    assert file is not None
    assert file.defence is not None
    assert (file.defence.text, file.defence.at, file.may_answer) == (last.text, last.at, False)


def test_once_the_vote_opens_the_answer_stays_as_it_was(hall: Hall) -> None:
    motion = exclusion(hall)
    open_voting(motion_id=motion.pk, closes_at=days(0) + timedelta(hours=1), actor=hall.chair, now=hall.now)
    with pytest.raises(Refused, match="the answer stays"):
        write_defence(motion_id=motion.pk, text="Wait.", actor=walter(hall), now=hall.now)


def test_nobody_answers_a_motion_that_excludes_nobody(hall: Hall) -> None:
    with pytest.raises(Refused, match="excludes nobody"):
        write_defence(motion_id=hall.motion().pk, text="No.", actor=walter(hall), now=hall.now)


def test_it_is_voted_as_it_was_shown_and_never_amended(hall: Hall) -> None:
    motion = exclusion(hall)
    with pytest.raises(Refused, match="not amended"):
        draft_motion(
            kind="exclusion",
            title="Somebody else",
            text="That Oscar leaves us.",
            terms={**TERMS, "number": 6},
            proposer=hall.people[3],
            amends_id=motion.pk,
            now=hall.now,
        )


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"number": True, "rule": "x", "reason": "y"},
        {"number": 99, "rule": "x", "reason": "y"},
        {"number": -1, "rule": "x", "reason": "y"},
        {"number": 2**40, "rule": "x", "reason": "y"},
        {"number": 2, "rule": "", "reason": "y"},
        {"number": 2, "rule": "x", "reason": " "},
        {"number": 2, "rule": 7, "reason": ["y"]},
        {"number": 2, "rule": "x" * 201, "reason": "y"},
        {"number": 2, "rule": "x", "reason": "y\x00"},
        {"number": "2", "rule": "x", "reason": "y"},
    ],
)
def test_terms_that_make_no_sense_are_refused_in_a_sentence(hall: Hall, terms: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        exclusion(hall, terms=terms)


def test_whoever_left_or_is_suspended_already_is_not_excluded(hall: Hall) -> None:
    make_member(20, standing=Standing.LEFT)
    make_member(21, standing=Standing.SUSPENDED)
    for number in (20, 21):
        with pytest.raises(Refused, match="can be excluded"):
            exclusion(hall, terms={**TERMS, "number": number})


# --- the vote -----------------------------------------------------------------------------------------------


def test_it_is_secret_and_walter_is_out_of_roll_and_base_by_name_and_reason(hall: Hall) -> None:
    motion = excluded(hall)
    assert motion.is_secret
    assert motion.roll_count == 8
    assert motion.in_favour == 8
    entry = RollEntry.objects.get(motion=motion, member=walter(hall))
    assert entry.excluded_because == "it is about them"


def test_whoever_proposes_it_neither_opens_nor_closes_its_vote(hall: Hall) -> None:
    motion = exclusion(hall)
    give_power(hall.people[0], "assemblies.chair")
    with pytest.raises(Refused, match="somebody else opens and closes"):
        vote(replace(hall, chair=hall.people[0]), motion)
    with pytest.raises(Refused, match="somebody else opens and closes"):
        vote(hall, motion, closer=hall.people[0])
    motion.refresh_from_db()
    assert motion.state == "voting"
    assert close_voting(motion_id=motion.pk, actor=None, now=days(1)).state == "adopted", "the clock may"


def test_whoever_it_is_about_neither_opens_nor_closes_its_vote(hall: Hall) -> None:
    give_power(walter(hall), "assemblies.chair")
    with pytest.raises(Refused, match="It is about you"):
        vote(replace(hall, chair=walter(hall)), exclusion(hall))


def test_whoever_proposes_an_appeal_does_not_run_its_vote_either() -> None:
    assert rules.why_not_run(is_proposer=True, is_about_them=True) is not None
    assert rules.why_not_run(is_proposer=False, is_about_them=False) is None


def test_adopted_walter_is_suspended_and_told_until_when_he_can_appeal(hall: Hall) -> None:
    motion = excluded(hall)
    assert standing(walter(hall)) == "suspended"
    assert Membership.objects.get(standing="suspended").because == f"assemblies.motion:{motion.pk}"
    notice = Notice.objects.get(key=f"excluded:{motion.pk}")
    assert (notice.member, notice.values) == (walter(hall), {"day": "2026-04-04"})


def test_rejected_nothing_changes(hall: Hall) -> None:
    assert vote(hall, exclusion(hall), choice="against").state == "rejected"
    assert standing(walter(hall)) == "member"
    assert end_exclusion(motion_id=Motion.objects.get().pk, now=days(60)) is None


def test_a_tie_is_voted_again_without_new_days_to_answer(hall: Hall) -> None:
    motion = exclusion(hall)
    again = exclusion(hall)
    Motion.objects.filter(pk=again.pk).update(follows=motion, tabled_at=hall.now)
    again.refresh_from_db()
    assert told_on(again, coop=hall.coop) == TODAY
    Motion.objects.filter(pk=motion.pk).update(
        state="tied",
        rule={},
        opened_at=NOW,
        closes_at=NOW,
        closed_at=NOW,
        roll_count=8,
        present_count=8,
        in_favour=4,
        against=4,
        abstaining=0,
    )
    assert told_on(Motion.objects.get(pk=again.pk), coop=hall.coop) == TODAY - timedelta(days=6)
    write_defence(motion_id=again.pk, text="Again: no.", actor=walter(hall), now=hall.now)
    assert vote(hall, again).state == "adopted"


# --- what the law says --------------------------------------------------------------------------------------


def law(pack: str) -> None:
    Cooperative.objects.update(law_pack=pack)
    Cooperative.objects.forget()


@pytest.mark.parametrize("pack", ["AR", "ES", "UY"])
def test_by_law_only_an_assembly_by_law_excludes(hall: Hall, pack: str) -> None:
    motion = exclusion(hall)
    assert only_for(motion) == ()
    law(pack)
    assert only_for(motion) == ("legal_ordinary", "legal_extraordinary")
    with pytest.raises(Refused, match="assembly by law"):
        vote(hall, motion)


def test_in_argentina_more_than_a_tenth_in_a_year_is_warned_of_with_the_numbers(hall: Hall) -> None:
    motion = exclusion(hall)
    assert too_many_said(motion, on=TODAY) == []
    law("AR")
    said = too_many_said(motion, on=TODAY)
    assert len(said) == 1
    assert "1 of 9" in said[0]
    assert "0 at most (Ley 25.027, art. 1)" in said[0]
    make_member(30)
    assert too_many_said(motion, on=TODAY) == [], "one of ten is a tenth, not more"


def test_those_of_the_year_add_up_and_who_came_back_does_not_count(hall: Hall) -> None:
    for number in (30, 31):
        make_member(number)
    first = exclusion(hall)
    second = exclusion(hall, terms={**TERMS, "number": 30})
    third = exclusion(hall, terms={**TERMS, "number": 31})
    law("AR")
    Assembly.objects.update(kind="legal_ordinary")
    assert vote(hall, first).enacted_at is not None
    for number in range(32, 41):
        make_member(number)
    assert too_many_said(second, on=TODAY) == [], "two of twenty"
    Motion.objects.filter(pk=second.pk).update(
        state="adopted",
        rule={},
        opened_at=NOW,
        closes_at=NOW,
        closed_at=NOW,
        enacted_at=NOW,
        roll_count=8,
        present_count=8,
        in_favour=8,
        against=0,
        abstaining=0,
    )
    assert "3 of 20" in too_many_said(third, on=TODAY)[0]
    assert too_many_said(third, on=TODAY + timedelta(days=365)) == [], "each year by itself"


@pytest.mark.parametrize(
    ("excluded_", "register", "over"), [(1, 10, False), (1, 9, True), (2, 19, True), (0, 0, False)]
)
def test_a_tenth_is_exact(excluded_: int, register: int, over: bool) -> None:
    from fractions import Fraction

    assert rules.is_too_many(excluded_, register=register, most=Fraction(1, 10)) is over


# --- the appeal ---------------------------------------------------------------------------------------------


def appeal(hall: Hall, charge: Motion, *, now: datetime, by: Member | None = None) -> Motion:
    motion = draft_motion(
        kind="appeal_of_exclusion",
        title="Walter appeals",
        text="I paid it back.",
        terms={"exclusion": charge.number},
        proposer=by or walter(hall),
        now=now,
    )
    return table_motion(motion_id=motion.pk, actor=None, now=now)


def decided(motion: Motion, state: str, *, now: datetime) -> Motion:
    """What came out of it, as its closing would write and enact it."""
    from assemblies import kinds

    Motion.objects.filter(pk=motion.pk).update(
        state=state,
        rule={},
        opened_at=now,
        closes_at=now,
        closed_at=now,
        roll_count=8,
        present_count=8,
        in_favour=8,
        against=0,
        abstaining=0,
    )
    motion.refresh_from_db()
    if state == "adopted":
        kinds.kind_of(motion).enact(motion, now=now)
    return motion


def test_without_an_appeal_he_has_left_after_thirty_days_and_not_before(hall: Hall) -> None:
    motion = excluded(hall)
    treasury = Mandate.objects.create(
        post=give_power(hall.people[3], "ledger.keep_books").post,
        seat=2,
        member=walter(hall),
        from_on=LONG_AGO,
        until_on=date(2027, 1, 1),
        from_founding=True,
    )
    assert end_exclusion(motion_id=motion.pk, now=days(30)) is None
    do_what_is_due(now=days(30))
    assert standing(walter(hall), on=date(2026, 4, 4)) == "suspended"

    do_what_is_due(now=days(31))
    do_what_is_due(now=days(31))

    assert standing(walter(hall), on=date(2026, 4, 5)) == "left"
    treasury.refresh_from_db()
    assert treasury.ended_at == days(31)
    assert not walter(hall).has_perm("ledger.keep_books", days(31))
    assert Act.objects.filter(verb="assemblies.exclusion.final").count() == 1
    assert Membership.objects.filter(member=walter(hall)).count() == 3


def test_walter_appeals_though_he_is_suspended_and_it_is_not_final_until_it_is_decided(hall: Hall) -> None:
    charge = excluded(hall)
    motion = appeal(hall, charge, now=days(10))
    do_what_is_due(now=days(31))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "suspended"
    with pytest.raises(Refused, match="appealed already"):
        appeal(hall, charge, now=days(11), by=hall.people[3])

    decided(motion, "rejected", now=days(40))
    do_what_is_due(now=days(40))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "left"


def test_an_appeal_that_is_adopted_gives_the_standing_back(hall: Hall) -> None:
    charge = excluded(hall)
    decided(appeal(hall, charge, now=days(10)), "adopted", now=days(20))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "member"
    do_what_is_due(now=days(40))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "member"
    with pytest.raises(Refused, match="final, or was undone"):
        appeal(hall, charge, now=days(21))


@pytest.mark.parametrize("before", ["probation", "on_leave"])
def test_it_gives_back_the_standing_they_had(hall: Hall, before: str) -> None:
    make_member(40, standing=before)
    charge = vote(hall, exclusion(hall, terms={**TERMS, "number": 40}))
    decided(appeal(hall, charge, now=days(2), by=hall.people[3]), "adopted", now=days(3))
    assert standing(Member.objects.get(number=40), on=date(2027, 1, 1)) == before


def test_an_appeal_through_the_real_vote_leaves_walter_out_of_the_roll(hall: Hall) -> None:
    charge = excluded(hall)
    motion = appeal(hall, charge, now=hall.now + timedelta(minutes=5))
    Motion.objects.filter(pk=motion.pk).update(assembly=hall.assembly, state="on_agenda")
    give_power(walter(hall), "assemblies.chair")
    moment = hall.now + timedelta(minutes=10)
    with pytest.raises(Refused, match="Only whoever chairs"):  # he is suspended: his powers rest
        vote(replace(hall, chair=walter(hall)), motion, now=moment)
    motion = vote(hall, motion, now=moment)
    assert (motion.state, motion.roll_count, motion.is_secret) == ("adopted", 8, True)
    assert motion.enacted_at is None, "a standing changes after the day the one before began"


def test_an_appeal_taken_back_does_not_hold_it(hall: Hall) -> None:
    charge = excluded(hall)
    motion = appeal(hall, charge, now=days(10))
    withdraw_motion(motion_id=motion.pk, actor=walter(hall), now=days(12))
    do_what_is_due(now=days(31))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "left"
    with pytest.raises(Refused, match="final"):
        appeal(hall, charge, now=days(31), by=hall.people[3])


def test_the_last_day_to_appeal_counts(hall: Hall) -> None:
    charge = excluded(hall)
    with pytest.raises(Refused, match="time to appeal it has passed"):
        appeal(hall, charge, now=days(31))
    assert appeal(hall, charge, now=days(30)).state in ("tabled", "on_agenda")


@pytest.mark.parametrize(
    "terms", [{}, {"exclusion": 0}, {"exclusion": True}, {"exclusion": 2**40}, {"exclusion": "1"}]
)
def test_an_appeal_names_an_exclusion(hall: Hall, terms: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        hall.motion(kind="appeal_of_exclusion", terms=terms)


def test_a_motion_that_excluded_nobody_is_not_appealed(hall: Hall) -> None:
    with pytest.raises(Refused, match="excludes nobody"):
        appeal(hall, hall.motion(), now=hall.now)


@pytest.mark.parametrize("upheld", [False, True])
def test_while_it_is_contested_it_is_not_final_and_upheld_it_never_is(hall: Hall, upheld: bool) -> None:
    motion = exclusion(hall)
    law("AR")
    Assembly.objects.update(kind="legal_extraordinary")
    charge = vote(hall, motion)
    assert charge.contestable_until == TODAY + timedelta(days=90)
    contest = contest_decision(motion_id=charge.pk, reason="Not heard.", actor=walter(hall), now=days(20))
    do_what_is_due(now=days(31))
    assert standing(walter(hall), on=date(2027, 1, 1)) == "suspended"
    settle_contest(contest_id=contest.pk, upheld=upheld, settlement="So.", actor=hall.chair, now=days(40))
    do_what_is_due(now=days(41))
    assert standing(walter(hall), on=date(2027, 1, 1)) == ("suspended" if upheld else "left")
    if upheld:
        decided(appeal(hall, charge, now=days(42)), "adopted", now=days(50))
        assert standing(walter(hall), on=date(2027, 1, 1)) == "member"


# --- round the actions --------------------------------------------------------------------------------------


def test_a_defence_says_something(hall: Hall) -> None:
    motion = exclusion(hall)
    with refused("a_defence_says_something"):
        Defence.objects.create(motion=motion, member=walter(hall), text="", at=NOW)


def test_a_defence_is_written_before_the_vote(hall: Hall) -> None:
    motion = excluded(hall)
    with refused("a_defence_is_written_before_the_vote"):
        Defence.objects.create(motion=motion, member=walter(hall), text="Late.", at=NOW)


def test_what_was_answered_is_never_rewritten(hall: Hall) -> None:
    made = write_defence(motion_id=exclusion(hall).pk, text="No.", actor=walter(hall), now=hall.now)
    with refused("a_defence_is_never_changed"):
        Defence.objects.filter(pk=made.pk).update(text="Yes.")
    with refused("a_defence_is_never_deleted"):
        Defence.objects.filter(pk=made.pk).delete()
    with refused("a_defence_is_never_replaced", columns="a_defence_is_never"):
        replace_all("assemblies_defence")


# --- pages --------------------------------------------------------------------------------------------------


def test_walter_answers_on_the_page_and_whoever_votes_reads_it_beside_the_motion(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = exclusion(hall)
    at(hall.now, monkeypatch)
    his, address = signed_in(walter(hall)), f"/motions/{motion.pk}/"
    page = his.get(address).content.decode()
    assert "Statute, article 13" in page
    assert 'name="text"' in page
    assert 'name="text"' not in signed_in(hall.people[2]).get(address).content.decode()
    empty = his.post(f"{address}answer/", {"text": ""})
    assert empty.status_code == 200
    assert his.post(f"{address}answer/", {"text": "I paid it back."}).status_code == 302
    assert signed_in(hall.people[2]).post(f"{address}answer/", {"text": "x"}).status_code == 200

    open_voting(motion_id=motion.pk, closes_at=days(0) + timedelta(hours=1), actor=hall.chair, now=hall.now)
    hers = signed_in(hall.people[3])
    for each in (address, f"{address}ballot/"):
        assert "I paid it back." in hers.get(each).content.decode()
    assert "Propose an amendment" not in page


def test_the_warning_stands_on_the_page_before_the_vote(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = exclusion(hall)
    law("AR")
    at(hall.now, monkeypatch)
    assert "1 of 9 of us" in signed_in(hall.people[3]).get(f"/motions/{motion.pk}/").content.decode()


def test_after_it_the_page_says_until_when_it_can_be_appealed(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    motion = excluded(hall)
    at(days(3), monkeypatch)
    his = signed_in(walter(hall))
    with django_assert_max_num_queries(24):
        page = his.get(f"/motions/{motion.pk}/").content.decode()
    assert "/motions/new/appeal_of_exclusion/" in page
    asked = his.get(f"/motions/new/appeal_of_exclusion/?exclusion={motion.number}").content.decode()
    assert f'value="{motion.number}"' in asked
    for strange in ("x", "9" * 40, "-1", "²"):
        assert his.get(f"/motions/new/appeal_of_exclusion/?exclusion={strange}").status_code == 200


def test_programs_answer_and_read_it_too(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = exclusion(hall)
    at(hall.now, monkeypatch)
    address = f"/api/v1/motions/{motion.pk}/answer"
    his = signed_in(walter(hall))
    said = his.post(address, {"text": "I paid it back."}, content_type="application/json")
    assert said.status_code == 201, said.content
    other = signed_in(hall.people[2])
    assert other.get(address).json()["text"] == "I paid it back."
    assert other.get(address).json()["person"]["number"] == WALTER
    assert other.post(address, {"text": "x"}, content_type="application/json").status_code == 409
    assert other.get(f"/api/v1/motions/{hall.motion().pk}/answer").status_code == 404


def test_on_the_shared_tablet_it_is_read_before_voting_too(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = exclusion(hall)
    write_defence(motion_id=motion.pk, text="I paid it back.", actor=walter(hall), now=hall.now)
    open_voting(motion_id=motion.pk, closes_at=days(0) + timedelta(hours=1), actor=hall.chair, now=hall.now)
    file = file_of(motion, reader=hall.people[3], now=hall.now)
    page = render_to_string(
        "assemblies/tablet_ballot_page.html",
        {"secret": "x", "motion": motion, "vote": {}, "exclusion": file, "member": hall.people[3]},
    )
    assert "I paid it back." in page
