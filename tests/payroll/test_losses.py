"""A year of loss: what the law lets cover it, booked as it was voted, once; what is carried comes first next time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from assemblies.actions import withdraw_motion
from assemblies.kinds import kind_of
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions import post_entry
from ledger.money import BadNumber
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.rules import Line
from payroll.actions.losses import cover_loss, propose_loss
from payroll.actions.surplus import draft_surplus
from payroll.models import Surplus
from payroll.reports import faults, surplus_page
from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.losses import Cover, charged, cover_of, reserve_of
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of
from tests.payroll.test_motions import put_to_the_vote
from tests.promises import lift

ORDINARY = LATER + timedelta(days=30)


def test_members_cover_by_the_work_of_each_to_the_cent() -> None:
    """G25: 7,000 by 2080, 1560 and 1040 hours; the spare cent to the largest fraction."""
    weights = {1: Fraction(2080), 2: Fraction(1560), 3: Fraction(1040)}
    assert charged(700_000, weights) == {1: 311_111, 2: 233_333, 3: 155_556}
    assert charged(0, weights) == {}


def cover(pack: str, loss: int = 100, *, reserve: int = 0, members: int = 0, held: int = 1000) -> Cover:
    return cover_of(law_pack(pack), loss, reserve_cents=reserve, members_cents=members, held_cents=held)


def test_what_covers_a_loss_is_what_the_law_says() -> None:
    assert (cover("AR", reserve=40).carried_cents, cover("AR").carried_cents) == (60, 100)
    assert cover("ES", reserve=40, members=60).carried_cents == 0
    for wrong in (
        lambda: cover("AR", members=1),  # members' shares are not touched there
        lambda: cover("BR", reserve=40),  # covered in its own year: nothing is carried
        lambda: cover("AR", reserve=101),
        lambda: cover("AR", reserve=-1),
        lambda: cover("AR", reserve=50, held=49),
    ):
        with pytest.raises(BadNumber):
            wrong()
    for code in PACKS:
        assert set(law_pack(code).loss_by) <= {reserve_of(law_pack(code)), "members", "carried"}


def lost(nine: Nine, cents: int = 700_000, *, reserve: int = 0, shares: int = 0) -> Surplus:
    """March was a loss; there is something in the legal reserve, and each of us holds so much in shares."""
    nine.earn(-cents)
    lines = [Line(account=chart.LEGAL_RESERVE, cents=-reserve)] if reserve else []
    lines += [
        Line(account=chart.SHARE_CAPITAL, cents=-shares, member_id=person.pk)
        for person in nine.people
        if shares
    ]
    if lines:
        lines.append(Line(account=chart.BANK, cents=-sum(line.cents for line in lines)))
        post_entry(on=date(2026, 3, 2), memo="x", key="had", lines=lines, actor=None, now=LATER)
    return draft_surplus(
        name="2026-03", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=LATER
    )


def propose(nine: Nine, surplus: Surplus, *, reserve: int = 0, members: int = 0) -> Motion:
    return propose_loss(
        surplus_id=surplus.pk,
        reserve_cents=reserve,
        members_cents=members,
        title="March",
        text="As the law says.",
        actor=nine.teresa,
        now=LATER,
    )


def carried_on(nine: Nine, motion: Motion) -> Motion:
    """By the ordinary assembly, to which the law keeps it."""
    return put_to_the_vote(nine, motion, now=ORDINARY, kind="legal_ordinary")


@pytest.mark.django_db
def test_adopted_it_is_booked_as_it_was_voted_once_and_the_rest_comes_before_the_next_return() -> None:
    nine = nine_of(law_pack="AR")
    surplus = lost(nine, reserve=200_000)
    motion = carried_on(nine, propose(nine, surplus, reserve=200_000))

    surplus.refresh_from_db()
    assert (motion.state, surplus.state, surplus.adopted_by) == (MotionState.ADOPTED, "posted", motion)
    reserve, carried = surplus_page(surplus, reader=nine.people[0]).loss
    assert (reserve.cents, reserve.given[-1].link) == (200_000, f"/books/accounts/{chart.LEGAL_RESERVE}/")
    assert (carried.cents, carried.adds_up) == (500_000, True)
    assert surplus.entry is not None
    for why in (reserve, carried):
        assert why.entry == (str(surplus.entry.pk), surplus.entry.number)
        assert why.act is not None
    assert (balance(chart.LEGAL_RESERVE), balance(chart.PRIOR_LOSSES)) == (0, 500_000)
    assert balance(chart.RESULT) == -700_000
    assert cover_loss(surplus_id=surplus.pk, motion=motion, now=ORDINARY).entry == surplus.entry
    assert faults() == faults_in_books() == []
    with pytest.raises(Refused, match="shared already"):
        draft_surplus(
            name="x", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=ORDINARY
        )

    month("2026-04")
    nine.earn(900_000, on=date(2026, 4, 10))
    april = draft_surplus(
        name="2026-04",
        from_on=date(2026, 4, 1),
        until_on=date(2026, 5, 1),
        typed={},
        actor=nine.teresa,
        now=ORDINARY,
    )
    assert {step["code"]: step["cents"] for step in april.steps}["prior_losses"] == 500_000


@pytest.mark.django_db
def test_members_see_their_own_part_before_and_it_leaves_their_shares() -> None:
    nine = nine_of(law_pack="ES")
    surplus = lost(nine, shares=100_000)
    motion = propose(nine, surplus, members=700_000)
    lines = kind_of(motion).preview(motion, reader=nine.people[0], on=LATER.date())
    assert ("You, in shares", "−$777.78", True) in [(str(x.what), str(x.then), x.mine) for x in lines]
    surplus.refresh_from_db()
    [of_members] = surplus_page(surplus, reader=nine.people[0]).loss
    assert (of_members.key, of_members.cents, of_members.motion) == (
        "loss-members",
        700_000,
        (motion.pk, motion.number),
    )
    assert of_members.given[-1].cents == 77_778

    carried_on(nine, motion)
    surplus.refresh_from_db()
    assert surplus.state == "posted"
    parts = [surplus_page(surplus, reader=person).loss[0].given[-1].cents or 0 for person in nine.people]
    assert sorted(parts) == [77_777] * 2 + [77_778] * 7, "as posted"
    held = [-balance(chart.SHARE_CAPITAL, member_id=person.pk) for person in nine.people]
    assert sorted(held) == [22_222] * 7 + [22_223] * 2
    assert balance(chart.PRIOR_LOSSES) == 0
    assert faults() == faults_in_books() == []

    lift("a_proposed_surplus_is_frozen", on="payroll_surplus")
    how = surplus.how | {"loss": surplus.how["loss"] | {"members": 1, "parts": "x"}}
    Surplus.objects.filter(pk=surplus.pk).update(how=how)
    said = faults()
    assert "surplus 2026-03: its how is not what the record sealed" in said
    assert "surplus 2026-03: what members cover of it is not what was frozen" in said
    assert f"surplus 2026-03 says 1 on {chart.SHARE_CAPITAL}, its entry 700000" in said


@pytest.mark.django_db
def test_what_makes_no_sense_of_a_loss_is_refused(nine: Nine) -> None:
    surplus = lost(nine)
    for asked, sentence in (
        ({"members": 1}, "does not cover it like that"),
        ({"reserve": 1}, "not as much in the reserve"),
        ({"reserve": 700_001}, "more than the loss"),
    ):
        with pytest.raises(Refused, match=sentence):
            propose(nine, surplus, **asked)
    motion = propose(nine, surplus)
    assert propose(nine, surplus) == motion, "the same sent twice is one motion"
    with pytest.raises(Refused, match="proposed already"):
        propose(nine, surplus, reserve=1)
    with pytest.raises(Refused, match="before the assembly"):
        propose(nine, lost_again(nine))
    nine.earn(-5, key="late")
    assert "The books say" in str(kind_of(motion).why_not_open(motion, now=LATER))
    withdraw_motion(motion_id=motion.pk, actor=nine.teresa, now=LATER)
    surplus.refresh_from_db()
    assert surplus.state == "fallen"


def lost_again(nine: Nine) -> Surplus:
    return draft_surplus(
        name="again", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=LATER
    )


@pytest.mark.django_db
def test_nobody_covers_more_than_they_hold() -> None:
    nine = nine_of(law_pack="ES")
    with pytest.raises(Refused, match="Number 1 holds less in shares"):
        propose(nine, lost(nine, shares=70_000), members=700_000)


@pytest.mark.django_db
def test_from_the_surplus_page_a_loss_becomes_a_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    nine = nine_of(law_pack="AR")
    at(LATER, monkeypatch)
    surplus = lost(nine, reserve=200_000)
    teresa = signed_in(nine.teresa)
    address = f"/surplus/{surplus.pk}/"
    page = teresa.get(address).content.decode()
    assert "Say how the loss is covered" in page
    assert "Out of the reserve" in page
    assert "Out of members" not in page, "the law there does not let members cover it"
    form = {"reserve_cents": "3,000", "title": "March", "text": "x"}
    wrong = teresa.post(address, form).content.decode()
    assert "not as much in the reserve" in wrong
    assert 'value="3,000"' in wrong
    answer = teresa.post(address, form | {"reserve_cents": "2,000"})
    assert answer["Location"].startswith("/motions/")
    assert "Carried to the next years" in teresa.get(answer["Location"]).content.decode()
    assert "$5,000" in signed_in(nine.people[0]).get(address).content.decode()
