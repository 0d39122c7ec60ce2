"""What the assembly decides about posts: electing, recalling, making posts, handing out tasks, the accounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.actions import close_voting, draft_motion
from assemblies.models import MotionState, RollEntry
from record.models import Act
from record.rules import Refused
from rotation.actions import end_mandate
from rotation.models import Draw, Duty, Mandate, Post
from rotation.reports import faults, in_turn_for, powers_of
from rotation.rules import draw
from tests.assemblies.conftest import LAST_WEEK, Hall
from tests.makers import NOW, TODAY, make_member, write_house_rule
from tests.rotation.conftest import UNTIL, decide, hold, make_post

pytestmark = pytest.mark.django_db
POWER = "ledger.keep_books"


def elect(hall: Hall, number: int, post: str = "treasury", **more: Any) -> dict[str, Any]:
    return {"kind": "election", "terms": {"post": post, "seat": 1, "member": number, **more}}


# --- recall ---------------------------------------------------------------------------------------------


def test_a_recall_ends_power_in_the_moment_it_is_closed(hall: Hall):
    post = make_post()
    held = hold(post, hall.people[2])

    motion = decide(hall, kind="recall", terms={"mandate": held.pk})

    held.refresh_from_db()
    assert motion.state == MotionState.ADOPTED
    assert motion.enacted_at is not None
    assert (held.ended_at, held.ended_on, held.ended_by) == (hall.now, TODAY, motion)
    assert POWER in powers_of(held.member_id, hall.now - timedelta(seconds=1))
    assert POWER not in powers_of(held.member_id, hall.now)
    assert faults() == []


def test_after_a_recall_an_interim_is_drawn_by_lot_from_a_seed_that_nobody_chose(hall: Hall):
    post = make_post()
    held = hold(post, hall.people[2])

    motion = decide(hall, kind="recall", terms={"mandate": held.pk})

    interim, drawn = Mandate.objects.get(is_interim=True), Draw.objects.get()
    opened = Act.objects.get(verb="assemblies.voting.opened", subject=f"assemblies.motion:{motion.pk}")
    assert drawn.seed == opened.hash
    assert held.member.number not in drawn.pool
    assert draw(drawn.seed, drawn.pool, 1) == drawn.picked == [interim.member.number]
    assert (interim.from_on, interim.until_on) == (TODAY, TODAY + timedelta(days=14))
    assert POWER in powers_of(interim.member_id, hall.now)
    assert interim.member_id != hall.chair.pk, "whoever carries a post already is not drawn"


def test_whoever_is_recalled_speaks_and_does_not_vote_on_it(hall: Hall):
    held = hold(make_post(), hall.people[2])
    motion = hall.vote(kind="recall", terms={"mandate": held.pk})

    row = RollEntry.objects.get(motion=motion, member=hall.people[2])
    assert row.excluded_because
    assert motion.is_secret


def test_a_rejected_recall_changes_nothing(hall: Hall):
    held = hold(make_post(), hall.people[2])

    motion = decide(hall, adopted=False, kind="recall", terms={"mandate": held.pk})

    held.refresh_from_db()
    assert motion.state == MotionState.REJECTED
    assert held.ended_at is None
    assert not Draw.objects.exists()


def test_a_recall_ends_power_also_where_a_successor_is_elected_already(hall: Hall):
    post = make_post()
    held = hold(post, hall.people[2], until_on=TODAY + timedelta(days=7))
    hold(post, hall.people[3], from_on=TODAY + timedelta(days=7))

    motion = decide(hall, kind="recall", terms={"mandate": held.pk})

    assert motion.enacted_at is not None
    interim = Mandate.objects.get(is_interim=True)
    assert interim.until_on == TODAY + timedelta(days=7)


def test_somebody_elected_is_recalled_before_they_begin(hall: Hall):
    post = make_post()
    running = hold(post, hall.people[2])
    elected = hold(post, hall.people[3], from_on=UNTIL, until_on=date(2027, 3, 5))

    motion = decide(hall, kind="recall", terms={"mandate": elected.pk})

    elected.refresh_from_db()
    running.refresh_from_db()
    assert motion.enacted_at is not None
    assert elected.ended_on == UNTIL
    assert running.ended_at is None
    assert not Mandate.objects.filter(is_interim=True).exists()
    assert POWER not in powers_of(elected.member_id, NOW + timedelta(days=250))


def test_where_nobody_can_be_interim_the_recall_counts_all_the_same(hall: Hall):
    post = make_post()
    held = hold(post, hall.people[2])
    for person in hall.people[:8]:
        if person != hall.people[2]:
            hold(make_post(f"post-of-{person.number}"), person)

    motion = decide(hall, kind="recall", terms={"mandate": held.pk})

    assert motion.enacted_at is not None
    assert not Draw.objects.exists()
    assert POWER not in powers_of(held.member_id, hall.now)


def test_a_mandate_that_is_over_is_not_recalled(hall: Hall):
    held = hold(make_post(), hall.people[2], from_on=date(2025, 1, 1), until_on=TODAY)
    for terms in ({"mandate": held.pk}, {"mandate": 10**30}, {"mandate": True}, {}):
        with pytest.raises(Refused):
            draft_motion(kind="recall", title="x", text="x", terms=terms, proposer=hall.people[0], now=NOW)


def test_whoever_steps_down_before_the_vote_closes_is_not_ended_twice(hall: Hall):
    held = hold(make_post(), hall.people[2])
    motion = hall.vote(kind="recall", terms={"mandate": held.pk})
    end_mandate(mandate_id=held.pk, actor=hall.people[2], now=hall.now)

    motion = close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))

    held.refresh_from_db()
    assert motion.is_decided
    assert held.ended_by is None


# --- election -------------------------------------------------------------------------------------------


def test_whoever_is_elected_begins_when_the_running_mandate_ends(hall: Hall):
    post = make_post()
    running = hold(post, hall.people[2])

    motion = decide(hall, **elect(hall, 2))

    seated = Mandate.objects.get(motion=motion)
    running.refresh_from_db()
    assert (seated.from_on, seated.until_on) == (UNTIL, date(2027, 3, 5))
    assert running.ended_at is None
    assert POWER not in powers_of(seated.member_id, hall.now)
    assert POWER in powers_of(seated.member_id, NOW + timedelta(days=200))
    assert faults() == []


def test_an_empty_seat_is_taken_the_day_the_vote_passes(hall: Hall):
    make_post()
    motion = decide(hall, **elect(hall, 2))

    assert motion.terms["seats"][0]["from_on"] == LAST_WEEK.date().isoformat()
    assert Mandate.objects.get(motion=motion).from_on == TODAY


def test_whoever_is_elected_meanwhile_follows_the_interim(hall: Hall):
    post = make_post()
    motion = hall.motion(**elect(hall, 2))
    drawn = Draw.objects.create(title="x", seed="s", pool=[4], picked=[4], drawn_at=NOW)
    hold(
        post,
        hall.people[3],
        until_on=TODAY + timedelta(days=14),
        is_interim=True,
        draw=drawn,
        from_founding=False,
    )
    from rotation.motions import Election

    Election().enact(motion, now=hall.now)

    assert Mandate.objects.get(motion=motion).from_on == TODAY + timedelta(days=14)


def test_several_seats_are_one_list(hall: Hall):
    make_post("table", seats=2)
    rows = [{"post": "table", "seat": seat, "member": seat} for seat in (1, 2)]
    motion = decide(hall, kind="election", terms={"seats": rows})
    assert sorted(Mandate.objects.filter(motion=motion).values_list("seat", "member__number")) == [
        (1, 1),
        (2, 2),
    ]


def test_the_sentence_says_which_rule_somebody_does_not_meet(hall: Hall):
    post = make_post()
    hold(post, hall.people[1], from_on=date(2025, 3, 5), until_on=date(2025, 9, 5))
    hold(post, hall.people[1], from_on=date(2025, 9, 5), until_on=TODAY)
    make_member(40, "Irma Peralta", standing="probation")

    def why(number: int, **more: Any) -> str:
        with pytest.raises(Refused) as refusal:
            draft_motion(title="x", text="x", proposer=hall.people[0], now=NOW, **elect(hall, number, **more))
        return refusal.value.sentence

    assert "terms in a row" in why(2)
    assert "cool-down" in why(2, from_on="2026-05-05")
    assert "probation" in why(40)
    assert "Nobody has the number" in why(999)
    assert "no such post" in why(1, post="nothing")
    assert "no seat" in why(1, seat=3)
    assert "numbered" in why(1, seat="two")


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"seats": []},
        {"seats": "x"},
        {"seats": [7]},
        {"seats": [{"post": "treasury", "member": "2"}]},
        {"seats": [{"post": "treasury", "member": 2, "seat": -1}]},
        {"seats": [{"post": "treasury", "member": 2, "from_on": "soon"}]},
        {"seats": [{"post": "trea\x00sury", "member": 2}]},
        {"seats": [{"post": "treasury", "member": 10**40}]},
        {"seats": [{"post": "treasury", "member": 2, "seat": 10**40}]},
        {"seats": [{"post": "treasury", "member": 2, "from_on": "9999-12-31"}]},
    ],
)
def test_terms_that_make_no_sense_are_refused_with_a_sentence(hall: Hall, terms: dict[str, object]):
    make_post()
    with pytest.raises(Refused):
        draft_motion(kind="election", title="x", text="x", terms=terms, proposer=hall.people[0], now=NOW)


# --- posts, tasks, accounts -------------------------------------------------------------------------------


def test_the_assembly_makes_a_post_and_changes_it(hall: Hall):
    terms = {"code": "garden", "name": "Garden", "terms": {"term_months": 3, "powers": [POWER]}}
    decide(hall, kind="post", terms=terms)
    post = Post.objects.get(code="garden")
    held = hold(post, hall.people[0])

    decide(hall, kind="post", terms={**terms, "terms": {"term_months": 3, "powers": []}})

    assert post.terms.count() == 2
    assert POWER not in powers_of(held.member_id, hall.now)


@pytest.mark.parametrize(
    "inner",
    [
        {"powers": ["members.be_king"]},
        {"term_months": 0},
        {"seats": 0},
        {"seats": True},
        {"seats": 10**30},
        {"filled": "by force"},
        {"powers": "all"},
    ],
)
def test_a_post_that_makes_no_sense_is_refused(hall: Hall, inner: dict[str, object]):
    with pytest.raises(Refused):
        draft_motion(
            kind="post",
            title="x",
            text="x",
            terms={"code": "x", "name": "X", "terms": inner},
            proposer=hall.people[0],
            now=NOW,
        )


def test_a_task_becomes_a_duty_of_the_post_that_carries_it_out(hall: Hall):
    post = make_post()
    motion = decide(
        hall, kind="task", terms={"post": "treasury", "what": "Ask three prices", "due_on": "2026-03-20"}
    )

    duty = Duty.objects.get()
    assert (duty.title, duty.post, duty.motion, duty.due_on) == (
        "Ask three prices",
        post,
        motion,
        date(2026, 3, 20),
    )


def test_nobody_votes_on_the_accounts_they_kept(hall: Hall):
    from rotation.motions import Accounts

    write_house_rule("accounts.excluded_posts", ["treasury"])
    hold(make_post(), hall.people[2])
    assert list(Accounts().excluded(hall.motion(), on=TODAY)) == [hall.people[2].pk]
    assert Accounts().only_in == ("legal_ordinary",)


def test_the_turn_proposes_and_decides_nothing(hall: Hall):
    post = make_post(filled="in_turn")
    hold(post, hall.people[0])
    turns = in_turn_for(post, on=UNTIL)
    assert {turn.number for turn in turns} == set(range(1, 10))
    assert Mandate.objects.filter(post=post).count() == 1
