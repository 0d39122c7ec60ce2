"""What was not paid of a surplus whose contest was right goes to the fund that the assembly names, once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from assemblies.actions import (
    arrive_at_door,
    cast_ballot,
    close_voting,
    convoke,
    draft_motion,
    open_assembly,
    open_voting,
    table_motion,
)
from assemblies.kinds import kind_of, offered_kinds
from assemblies.models import Contest, Motion, MotionState
from ledger import chart
from ledger.models import Entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.undoing import why_not_undo_by_hand
from members.models import Membership
from payroll.actions.contested import give_up_parts
from payroll.actions.returns import pay_return_of_leaver
from payroll.models import Return, Surplus
from payroll.reports import faults, surplus_page
from payroll.reports.contested import KIND
from payroll.reports.shares import statement
from payroll.rules.contested import may_go_to, why_not_decided
from payroll.rules.law_packs import PACKS, law_pack
from record.models import Act
from record.rules import Refused
from tests.payroll.conftest import LATER, Nine, nine_of
from tests.payroll.test_constraints import a_draft, a_motion, a_surplus, slip
from tests.payroll.test_contested import MAY, against, returned, settle, shared
from tests.payroll.test_motions import HOUR, put_to_the_vote
from tests.promises import lift, refused
from tests.worlds import made_once

IN_JUNE = MAY + timedelta(days=40)
EACH, ALL = 10_000_000, 90_000_000


@pytest.fixture(scope="module")
def the_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Nine, Motion]]:
    def make() -> tuple[Nine, Motion]:
        nine = nine_of()
        return nine, shared(nine)

    with made_once(make, django_db_blocker) as made:
        yield made


@pytest.fixture
def adopted(db: None, the_world: tuple[Nine, Motion]) -> tuple[Nine, Motion]:
    """March was shared, nobody was paid their part yet, and nobody contests it."""
    return deepcopy(the_world)


@pytest.fixture
def nine(adopted: tuple[Nine, Motion]) -> Nine:
    """The same, and a contest against it was found right."""
    settle(against(*adopted), upheld=True)
    return adopted[0]


def proposed_to(fund: str, nine: Nine, *, now: datetime = IN_JUNE, **terms: Any) -> Motion:
    return draft_motion(
        kind=KIND,
        title="What was not paid of March",
        text="It buys the press.",
        terms={"surplus": Surplus.objects.get(state="posted").pk, "goes_to": fund, **terms},
        proposer=nine.people[0],
        now=now - timedelta(days=8),
    )


def decided(nine: Nine, motion: Motion, **more: Any) -> Motion:
    return put_to_the_vote(nine, motion, now=IN_JUNE, **more)


def being_voted(nine: Nine, *motions: Motion) -> None:
    """All nine voted for each, and nobody closed the votes."""
    begins = IN_JUNE - timedelta(days=7)
    about: dict[str, Any] = {"kind": "weekly", "starts_at": IN_JUNE, "ends_at": IN_JUNE + 9 * HOUR}
    assembly = convoke(place="Galpón 4", from_home=True, actor=None, now=begins - timedelta(days=7), **about)
    for motion in motions:
        table_motion(motion_id=motion.pk, actor=None, now=begins)
    open_assembly(assembly_id=assembly.pk, actor=None, now=IN_JUNE)
    numbers = [person.number for person in nine.people]
    arrive_at_door(assembly_id=assembly.pk, numbers=numbers, actor=None, now=IN_JUNE)
    for motion in motions:
        open_voting(motion_id=motion.pk, closes_at=IN_JUNE + HOUR, actor=nine.people[-1], now=IN_JUNE)
        for person in nine.people:
            cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=IN_JUNE)


def closed(motion: Motion) -> Motion:
    return close_voting(motion_id=motion.pk, actor=None, now=IN_JUNE + 2 * HOUR)


# Without the database -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PACKS)
def test_it_goes_to_a_fund_that_the_law_of_the_place_knows_and_to_no_member(code: str) -> None:
    funds = may_go_to(law_pack(code))
    assert funds[:2] == ("reinvestment", "community")
    assert {"interest_on_shares", "prior_losses", "special_reserve"}.isdisjoint(funds)
    assert set(funds) <= {step.code for step in law_pack(code).steps} & set(chart.STEP_ACCOUNTS)


def test_where_the_law_has_a_legal_reserve_it_may_go_there() -> None:
    assert "legal_reserve" in may_go_to(law_pack("AR"))
    assert "collective_account" in may_go_to(law_pack("US"))
    assert may_go_to(law_pack("NONE")) == ("reinvestment", "community")


def test_only_what_was_shared_rightly_contested_and_not_paid_is_decided_about() -> None:
    assert why_not_decided(is_shared=True, is_upheld=True, unpaid_cents=1) is None
    for wrong in ({"is_shared": False}, {"is_upheld": False}, {"unpaid_cents": 0}):
        about: dict[str, Any] = {"is_shared": True, "is_upheld": True, "unpaid_cents": 1}
        assert why_not_decided(**(about | wrong))


# The act --------------------------------------------------------------------------------------------


def test_adopted_each_part_is_owed_no_more_and_the_fund_has_their_sum_once(nine: Nine) -> None:
    zulema = nine.people[0]
    motion = proposed_to("reinvestment", nine)
    assert {name: motion.terms[name] for name in ("cents", "people")} == {"cents": ALL, "people": 9}
    lines = kind_of(motion).preview(motion, reader=zulema, on=IN_JUNE.date())
    assert [(str(each.now), str(each.then)) for each in lines if each.mine] == [("$100,000", "$0")]

    motion = decided(nine, motion)

    assert motion.state == MotionState.ADOPTED
    assert motion.enacted_at is not None
    assert balance(chart.RETURNS_OWED) == balance(chart.RETURNS_OWED, member_id=zulema.pk) == 0
    assert balance(chart.REINVESTMENT) == -ALL
    entry = Entry.objects.get(returns_given_up__member=zulema)
    assert Return.objects.filter(given_up_by=entry).count() == 9
    assert entry.because == f"assemblies.motion:{motion.pk}"
    act = Act.objects.get(verb="payroll.surplus.given_up")
    assert (act.facts["goes_to"], act.facts["cents"], act.facts["entry"]) == (
        "reinvestment",
        ALL,
        entry.number,
    )
    assert give_up_parts(motion=motion, now=IN_JUNE) == entry
    assert why_not_undo_by_hand(entry.key) is not None
    assert faults() == faults_in_books() == []
    assert returned(nine, "2026-06", now=IN_JUNE + timedelta(days=30)) == {0}
    with pytest.raises(Refused, match="Nothing of it is left"):
        proposed_to("community", nine)


def test_what_a_pay_had_paid_before_stays_paid_and_only_the_rest_goes(adopted: tuple[Nine, Motion]) -> None:
    nine, motion = adopted
    gone = nine.people[0]
    Membership.objects.filter(member=gone).update(until_on=LATER.date())
    part = Return.objects.get(member=gone)
    assert returned(nine, "2026-04", now=MAY) == {EACH}
    settle(against(nine, motion, at=MAY), upheld=True)
    nine.people.remove(gone)
    about = proposed_to("community", nine)
    assert (about.terms["cents"], about.terms["people"]) == (EACH, 1)
    being_voted(nine, about)
    assert closed(about).enacted_at is not None

    with pytest.raises(Refused, match="decided that it is not paid"):
        pay_return_of_leaver(return_id=part.pk, out_of="bank", actor=nine.delia, now=IN_JUNE)
    assert surplus_page(part.surplus, reader=nine.delia, now=IN_JUNE).of_leavers == []
    assert (balance(chart.COMMUNITY), balance(chart.RETURNS_OWED)) == (-EACH, 0)
    assert faults() == faults_in_books() == []


def test_rejected_it_stays_owed_and_can_be_proposed_again(nine: Nine) -> None:
    assert decided(nine, proposed_to("community", nine), choice="against").state == MotionState.REJECTED
    assert balance(chart.RETURNS_OWED) == -ALL
    assert proposed_to("reinvestment", nine).terms["cents"] == ALL


def test_of_two_that_are_voted_at_once_the_second_moves_nothing(nine: Nine) -> None:
    first, second = proposed_to("reinvestment", nine), proposed_to("community", nine)
    being_voted(nine, first, second)
    closed(first)
    late = closed(second)
    assert (late.state, late.enacted_at) == (MotionState.ADOPTED, None)
    assert "Nothing of it is left" in str(kind_of(late).why_not_open(late, now=IN_JUNE))
    assert (balance(chart.COMMUNITY), balance(chart.REINVESTMENT)) == (0, -ALL)
    assert faults() == []


def test_a_part_that_was_paid_while_it_was_voted_stops_it(nine: Nine) -> None:
    motion = proposed_to("community", nine)
    being_voted(nine, motion)
    Return.objects.filter(member=nine.people[0]).update(payslip=slip(a_draft(), nine.people[0]))
    assert "changed since" in str(kind_of(motion).why_not_open(motion, now=IN_JUNE))
    assert closed(motion).enacted_at is None
    assert balance(chart.COMMUNITY) == 0


def test_a_draft_decides_nothing(nine: Nine) -> None:
    with pytest.raises(Refused, match="Only a motion that was adopted"):
        give_up_parts(motion=proposed_to("community", nine), now=IN_JUNE)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"surplus": odd} for odd in (None, True, 0, -1, "1", 10**30, [1])),
        *(
            {"goes_to": odd}
            for odd in (None, "", "legal_reserve", "interest_on_shares", "members", ["community"])
        ),
    ],
)
def test_terms_that_make_no_sense_are_refused(nine: Nine, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Say which"):
        proposed_to("community", nine, **wrong)


def test_it_is_offered_only_while_there_is_something_to_decide(adopted: tuple[Nine, Motion]) -> None:
    nine, motion = adopted

    def offered() -> bool:
        return KIND in [kind.code for kind in offered_kinds()]

    contest = against(nine, motion)
    assert not offered()
    with pytest.raises(Refused, match="No contest against it was found right"):
        proposed_to("community", nine)
    settle(contest, upheld=True)
    assert offered()
    decided(nine, proposed_to("community", nine))
    assert not offered()


def test_where_the_ordinary_assembly_alone_shares_a_surplus_it_alone_decides_this(nine: Nine) -> None:
    argentine = Motion(kind=KIND, terms={"surplus": a_surplus(pack="AR").pk})
    anywhere = Motion(kind=KIND, terms={"surplus": a_surplus(pack="NONE").pk})
    kind = kind_of(argentine)
    assert (kind.only_for(argentine), kind.only_for(anywhere)) == (("legal_ordinary",), ())
    assert kind.matter(argentine) == "surplus"


def test_interest_that_was_given_up_is_not_in_the_statement_of_shares(nine: Nine) -> None:
    past = a_surplus(name="2018", from_on=date(2018, 1, 1), until_on=date(2019, 1, 1))
    part = Return.objects.create(surplus=past, member=nine.delia, cents=5, interest_cents=3)
    motion, entry = a_motion(), Entry.objects.order_by("number")[0]
    Surplus.objects.filter(pk=past.pk).update(
        state="posted", entry=entry, motion=motion, adopted_by=motion, posted_at=LATER
    )
    assert statement(nine.delia, LATER.year).interest_cents == 3
    settle(against(nine, motion), upheld=True)
    Return.objects.filter(pk=part.pk).update(given_up_by=entry)
    assert statement(nine.delia, LATER.year).interest_cents == 0


# Round the actions ----------------------------------------------------------------------------------


def test_only_what_was_rightly_contested_is_given_up_and_it_is_not_paid_afterwards(
    adopted: tuple[Nine, Motion],
) -> None:
    nine, motion = adopted
    entry = Entry.objects.order_by("number")[0]
    with refused("only_what_was_rightly_contested_is_given_up"):
        Return.objects.update(given_up_by=entry)
    contest: Contest = against(nine, motion)
    with refused("only_what_was_rightly_contested_is_given_up"):
        Return.objects.update(given_up_by=entry)
    settle(contest, upheld=True)
    one = Return.objects.filter(member=nine.delia)
    with refused("what_was_given_up_is_not_paid"):
        one.update(given_up_by=entry, payslip=slip(a_draft(), nine.delia))
    with refused("what_was_given_up_is_not_paid"):
        one.update(given_up_by=entry, entry=entry)
    one.update(given_up_by=entry)
    for change in ({"given_up_by": None}, {"payslip": slip(a_draft(), nine.oscar)}, {"entry": entry}):
        with refused("a_return_is_only_ever_paid"):
            one.update(**change)


def test_no_return_comes_given_up(nine: Nine) -> None:
    entry = Entry.objects.order_by("number")[0]
    with refused("no_return_comes_given_up"):
        Return.objects.create(surplus=a_surplus(), member=nine.delia, cents=5, given_up_by=entry)


# What verify says -----------------------------------------------------------------------------------


def test_verify_names_what_somebody_changed_by_hand(nine: Nine) -> None:
    motion = decided(nine, proposed_to("reinvestment", nine))
    assert faults() == []
    name = "what was not paid of surplus 2026-03"
    lift("a_return_is_only_ever_paid", on="payroll_return")
    part = Return.objects.filter(member=nine.people[0])
    [entry_id] = part.values_list("given_up_by", flat=True)

    part.update(given_up_by=None)
    said = faults()
    assert f"{name}: its people is not what the record sealed" in said
    assert f"{name} says 80000000 on {chart.RETURNS_OWED}, its entry 90000000" in said
    assert f"{name}: the part of member {nine.people[0].number} is not what entry" in " ".join(said)
    Return.objects.update(given_up_by=None)
    assert f"{name} is given up in the record and in no row" in faults()
    Return.objects.update(given_up_by=entry_id)
    assert faults() == []

    lift("a_decided_motion_is_sealed", on="assemblies_motion")
    Motion.objects.filter(pk=motion.pk).update(terms=motion.terms | {"goes_to": "community"})
    assert f"{name} was given up, and no motion that was adopted says so" in faults()
