"""Who knows how: by a motion, by carrying a post to its end, beside whoever holds it; and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.actions import draft_motion
from assemblies.kinds import kind_of
from assemblies.models import Motion
from members.models import Member, Notice
from record.models import Act
from record.rules import Refused
from rotation.actions import (
    begin_shadow,
    confirm_shadow,
    end_mandate,
    end_shadow,
    grant_skill,
    seat_member,
    set_skill,
)
from rotation.models import Mandate, Post, Shadow, Skill, SkillGrant
from rotation.reports import faults
from rotation.reports.skills import learnt_by_practice, trained_by_post, trained_for
from rotation.tasks import learn_by_practice
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, write_house_rule
from tests.rotation.conftest import UNTIL, decide, hold, make_post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def books() -> Skill:
    return set_skill(code="books", name="Keep the books", lasts_months=24, motion=None, actor=None, now=NOW)


@pytest.fixture
def treasury(hall: Hall, books: Skill) -> Post:
    return make_post(skills=["books"])


def know(member: Member, skill: Skill) -> SkillGrant:
    return grant_skill(skill_id=skill.pk, member_id=member.pk, from_founding=True, actor=None, now=NOW)


def confirm(hall: Hall, *shadows: Shadow, **more: Any) -> Motion:
    terms = {"shadows": [shadow.pk for shadow in shadows]}
    return decide(hall, kind="skill_confirmed", terms=terms, **more)


# --- a skill, and who has it --------------------------------------------------------------------------------


def test_the_assembly_makes_a_skill_and_says_who_has_it(hall: Hall):
    terms = {"code": "books", "name": "Keep the books", "lasts_months": 24, "members": [3, 2]}
    motion = decide(hall, kind="skill", terms=terms)
    skill = Skill.objects.get()
    assert (skill.name, skill.lasts_months) == ("Keep the books", 24)
    grants = SkillGrant.objects.order_by("member__number")
    assert [(row.member.number, row.from_on, row.until_on, row.motion) for row in grants] == [
        (2, TODAY, date(2028, 3, 5), motion),
        (3, TODAY, date(2028, 3, 5), motion),
    ]
    assert (
        Act.objects.filter(verb="rotation.skill.granted", because=f"assemblies.motion:{motion.pk}").count()
        == 2
    )


def test_a_skill_changed_counts_for_who_learns_it_from_then_on(hall: Hall, books: Skill):
    before = know(hall.people[1], books)
    decide(hall, kind="skill", terms={"code": "books", "lasts_months": 0, "members": [3]})
    before.refresh_from_db()
    assert before.until_on == date(2028, 3, 5)
    assert SkillGrant.objects.get(member__number=3).until_on is None
    assert Skill.objects.get().name == "Keep the books"


def test_a_rejected_motion_teaches_nobody(hall: Hall, books: Skill):
    decide(hall, adopted=False, kind="skill", terms={"code": "books", "members": [3]})
    assert not SkillGrant.objects.exists()


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"code": "no name"},
        {"code": "new"},
        {"code": "books", "lasts_months": -1},
        {"code": "books", "lasts_months": True},
        {"code": "books", "lasts_months": 10**30},
        {"code": "books", "members": "3"},
        {"code": "books", "members": [999]},
        {"code": "books", "members": [10**30]},
        {"code": "books", "name": "a\x00b"},
        {"code": "a b", "name": "A b"},
    ],
)
def test_a_skill_that_makes_no_sense_is_refused(hall: Hall, books: Skill, terms: dict[str, Any]):
    with pytest.raises(Refused):
        draft_motion(kind="skill", title="x", text="x", terms=terms, proposer=hall.people[0], now=NOW)


def test_only_the_assembly_says_what_a_skill_is_and_who_has_it(hall: Hall, books: Skill):
    with pytest.raises(Refused, match="propose a motion"):
        set_skill(code="x", name="X", lasts_months=0, motion=None, actor=hall.people[0], now=NOW)
    with pytest.raises(Refused, match="propose a motion"):
        grant_skill(skill_id=books.pk, member_id=hall.people[0].pk, actor=hall.people[0], now=NOW)


def test_a_skill_without_a_true_source_is_found(hall: Hall, books: Skill, treasury: Post):
    know(hall.people[1], books)
    assert faults() == []
    motion = hall.motion()
    early = hold(treasury, hall.people[3], ended_on=TODAY, ended_at=NOW)
    shadow = Shadow.objects.create(
        mandate=hold(make_post("garden"), hall.people[5]), member=hall.people[2], skill=books,
        from_on=TODAY, until_on=UNTIL,
    )  # fmt: skip
    for number, source in ((2, {"motion": motion}), (3, {"from_practice": early})):
        SkillGrant.objects.create(skill=books, member=hall.people[number], from_on=UNTIL, **source)
    SkillGrant.objects.create(skill=books, member=hall.people[2], from_on=TODAY, motion=motion, shadow=shadow)
    assert [fault.split(": ")[1] for fault in faults()] == [
        f"its motion {motion.number} was not adopted",
        "the term in which it was learnt was not held to its end",
        f"its motion {motion.number} was not adopted",
        "nobody beside whom it was learnt said so",
    ]


# --- posts ask for skills -----------------------------------------------------------------------------------


def seat(hall: Hall, post: Post, member: Member) -> Mandate:
    motion = hall.motion()
    return seat_member(
        post_id=post.pk, seat=1, member_id=member.pk, from_on=TODAY, motion=motion, actor=None, now=NOW
    )


def test_nobody_takes_a_post_without_what_it_asks_for(hall: Hall, treasury: Post, books: Skill):
    with pytest.raises(Refused, match="does not have the skill"):
        seat(hall, treasury, hall.people[1])
    know(hall.people[1], books)
    assert seat(hall, treasury, hall.people[1]).member == hall.people[1]


def test_a_house_rule_can_stop_asking_for_skills(hall: Hall, treasury: Post):
    write_house_rule("rotation.rules", {"member": 0, "compatible": 0})
    assert seat(hall, treasury, hall.people[1])


def test_who_is_trained_for_a_post(hall: Hall, treasury: Post, books: Skill):
    garden = make_post("garden")
    know(hall.people[1], books)
    hold(garden, hall.people[2], from_on=date(2025, 3, 5), until_on=TODAY)
    hold(garden, hall.people[3])
    hold(
        garden,
        hall.people[4],
        from_on=date(2024, 3, 5),
        until_on=date(2025, 3, 5),
        ended_on=date(2024, 4, 5),
        ended_at=NOW,
    )
    assert trained_for(treasury, on=TODAY) == [hall.people[1]]
    assert trained_for(treasury, on=TODAY - DAY) == []
    assert trained_for(treasury, on=date(2028, 3, 5)) == []
    assert trained_for(garden, on=TODAY) == [hall.people[2], hall.people[3]]
    every = trained_by_post(on=TODAY)
    assert every["treasury"] == trained_for(treasury, on=TODAY)
    assert every["garden"] == trained_for(garden, on=TODAY)


# --- from practice ------------------------------------------------------------------------------------------


def test_whoever_held_a_post_to_its_end_knows_how_and_it_is_written_once(hall: Hall, treasury: Post):
    held = hold(treasury, hall.people[1], from_on=date(2025, 9, 5), until_on=TODAY)
    hold(treasury, hall.people[2])  # still carries it
    early = hold(
        treasury, hall.people[3], from_on=date(2024, 9, 5), until_on=date(2025, 3, 5), is_interim=True
    )
    assert learn_by_practice(NOW - DAY) == 0
    assert learn_by_practice(NOW) == 1
    assert learn_by_practice(NOW + DAY) == 0
    grant = SkillGrant.objects.get()
    assert (grant.member, grant.from_on, grant.until_on) == (held.member, TODAY, date(2028, 3, 5))
    assert grant.from_practice == held
    assert early.member not in trained_for(treasury, on=TODAY)


def test_whoever_gave_a_post_back_early_learns_it_not(hall: Hall, treasury: Post):
    held = hold(treasury, hall.people[1], from_on=date(2025, 9, 5), until_on=TODAY + DAY)
    end_mandate(mandate_id=held.pk, actor=held.member, now=NOW)
    assert learn_by_practice(NOW + 3 * DAY) == 0


def test_what_would_count_no_more_is_not_written(hall: Hall, treasury: Post):
    hold(treasury, hall.people[1], from_on=date(2023, 9, 5), until_on=date(2024, 3, 5))
    assert learnt_by_practice(on=date(2026, 3, 4)) != []
    assert learnt_by_practice(on=TODAY) == []


# --- beside whoever holds it --------------------------------------------------------------------------------


def test_one_learns_beside_whoever_holds_it_until_both_they_and_the_assembly_say_so(
    hall: Hall, treasury: Post
):
    delia, walter = hall.people[4], hall.people[1]
    held = hold(treasury, delia)
    shadow = begin_shadow(mandate_id=held.pk, member_id=walter.pk, actor=walter, now=NOW)
    assert (shadow.from_on, shadow.until_on, shadow.skill.code) == (TODAY, UNTIL, "books")
    assert Notice.objects.get(member=delia, key=f"shadow:{shadow.pk}").link == "/duties/"
    assert begin_shadow(mandate_id=held.pk, member_id=walter.pk, actor=walter, now=NOW) == shadow

    with pytest.raises(Refused, match="says first"):
        confirm(hall, shadow)
    with pytest.raises(Refused, match="learnt beside"):
        confirm_shadow(shadow_id=shadow.pk, actor=walter, now=NOW)
    confirm_shadow(shadow_id=shadow.pk, actor=delia, now=NOW)
    confirm_shadow(shadow_id=shadow.pk, actor=delia, now=NOW + DAY)
    assert walter not in trained_for(treasury, on=TODAY), "the assembly has not said it yet"

    motion = confirm(hall, shadow)

    assert motion.enacted_at is not None
    grant = SkillGrant.objects.get()
    assert (grant.member, grant.shadow, grant.motion) == (walter, shadow, motion)
    assert trained_for(treasury, on=TODAY) == [walter]
    shadow.refresh_from_db()
    assert (shadow.confirmed_at, shadow.ended_at) == (NOW, hall.now)


def test_a_rejected_confirmation_leaves_everything_as_it_was(hall: Hall, treasury: Post):
    delia, walter = hall.people[4], hall.people[1]
    shadow = begin_shadow(mandate_id=hold(treasury, delia).pk, member_id=walter.pk, actor=delia, now=NOW)
    confirm_shadow(shadow_id=shadow.pk, actor=delia, now=NOW)
    confirm(hall, shadow, adopted=False)
    assert not SkillGrant.objects.exists()
    shadow.refresh_from_db()
    assert shadow.ended_at is None


def test_whoever_left_it_meanwhile_is_not_confirmed(hall: Hall, treasury: Post):
    delia, walter, marcos = hall.people[4], hall.people[1], hall.people[3]
    held = hold(treasury, delia)
    both = [
        begin_shadow(mandate_id=held.pk, member_id=one.pk, actor=one, now=NOW) for one in (walter, marcos)
    ]
    for shadow in both:
        confirm_shadow(shadow_id=shadow.pk, actor=delia, now=NOW)
    motion = hall.motion(kind="skill_confirmed", terms={"shadows": [shadow.pk for shadow in both]})
    end_shadow(shadow_id=both[1].pk, actor=marcos, now=NOW)
    kind_of(motion).enact(motion, now=hall.now)
    assert [grant.member for grant in SkillGrant.objects.all()] == [walter]
    assert kind_of(motion).why_not_open(motion, now=hall.now) is not None


@pytest.mark.parametrize(
    "about",
    [
        {"actor": 2},
        {"member_id": 4},
        {"from_on": TODAY - DAY},
        {"until_on": TODAY},
        {"until_on": UNTIL + DAY},
        {"skill_code": "weaving"},
        {"skill_code": "\x00"},
    ],
    ids=["a third person", "the holder", "before today", "no day", "past the end", "another skill", "none"],
)
def test_nobody_sits_where_they_cannot_learn(hall: Hall, treasury: Post, about: dict[str, Any]):
    delia, walter = hall.people[4], hall.people[1]
    held = hold(treasury, delia)
    whole: dict[str, Any] = {"member_id": walter.pk, "actor": walter, "now": NOW} | about
    if "actor" in about:
        whole["actor"] = hall.people[2]
    if "member_id" in about:
        whole |= {"member_id": delia.pk, "actor": delia}
    with pytest.raises(Refused):
        begin_shadow(mandate_id=held.pk, **whole)
    assert not Shadow.objects.exists()


def test_whoever_knows_it_already_and_an_ended_mandate_take_no_shadow(
    hall: Hall, treasury: Post, books: Skill
):
    delia, walter = hall.people[4], hall.people[1]
    held = hold(treasury, delia)
    know(walter, books)
    with pytest.raises(Refused, match="already"):
        begin_shadow(mandate_id=held.pk, member_id=walter.pk, actor=walter, now=NOW)
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    with pytest.raises(Refused, match="over already"):
        begin_shadow(mandate_id=held.pk, member_id=hall.people[2].pk, actor=hall.people[2], now=NOW)


def test_either_of_the_two_leaves_it_and_nobody_else_ends_it(hall: Hall, treasury: Post):
    delia, walter = hall.people[4], hall.people[1]
    shadow = begin_shadow(mandate_id=hold(treasury, delia).pk, member_id=walter.pk, actor=walter, now=NOW)
    with pytest.raises(Refused, match="Only the two of you"):
        end_shadow(shadow_id=shadow.pk, actor=hall.people[2], now=NOW)
    end_shadow(shadow_id=shadow.pk, actor=delia, now=NOW)
    end_shadow(shadow_id=shadow.pk, actor=walter, now=NOW)
    with pytest.raises(Refused, match="over already"):
        confirm_shadow(shadow_id=shadow.pk, actor=delia, now=NOW)
    again = begin_shadow(mandate_id=shadow.mandate_id, member_id=walter.pk, actor=walter, now=NOW)
    assert again.pk != shadow.pk
