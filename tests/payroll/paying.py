"""What the tests of pay ask for again and again: a voted motion, an advance, who is away, where one is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from assemblies.actions import draft_motion
from assemblies.models import Motion, MotionState
from ledger.models import Account
from members.models import Absence, Member
from payroll.actions.accounts import keep_pay_from, say_where_paid
from payroll.actions.advances import give_advance, vote_difference
from payroll.models import Advance, Difference, PayFrom, PayTo
from payroll.rules.paying_out import give_oldest_first
from tests.makers import NOW
from tests.payroll.conftest import LATER, Nine

IBAN, OTHER_IBAN, CBU = "GB82WEST12345698765432", "ES9121000418450200051332", "2850590940090418135201"


def an_adopted_motion(title: str = "As it was voted") -> Motion:
    """A motion that passed, as far as pay asks: its own way to there is tested where motions are."""
    motion = draft_motion(
        kind="decision",
        title=title,
        text="So be it.",
        terms={},
        proposer=Member.objects.order_by("pk")[0],
        now=NOW,
    )
    motion.state = MotionState.ADOPTED  # in memory: the motion's own guards are not what is tested here
    return motion


def a_difference(member: Member, cents: int, *, from_on: date, until_on: date) -> Difference:
    return vote_difference(
        member_id=member.pk,
        cents=cents,
        reason="Night shift",
        from_on=from_on,
        until_on=until_on,
        motion=an_adopted_motion(),
        now=NOW,
    )


def an_advance(nine: Nine, member: Member, cents: int, instalments: int = 1, **about: Any) -> Advance:
    whole: dict[str, Any] = {"from_on": date(2026, 3, 1), "way": "cash", "key": f"{member.pk}-{cents}"}
    return give_advance(
        member_id=member.pk,
        cents=cents,
        instalments=instalments,
        actor=nine.delia,
        now=LATER,
        **(whole | about),
    )


def away(member: Member, from_on: date, until_on: date, *, kind: str = "personal") -> Absence:
    return Absence.objects.create(
        member=member, kind=kind, from_on=from_on, until_on=until_on, entered_by=member, entered_at=NOW
    )


def our_bank(nine: Nine, *, layout: dict[str, object] | None = None, now: datetime = LATER) -> PayFrom:
    return keep_pay_from(
        books_id=Account.objects.get(code="1.1.1").pk,
        holder="Barda Clara",
        account=IBAN,
        bank="DEUTDEFF",
        layout=layout or {},
        actor=nine.delia,
        now=now,
    )


def our_box(nine: Nine) -> PayFrom:
    return keep_pay_from(
        books_id=Account.objects.get(code="1.1.2").pk,
        holder="",
        account="",
        bank="",
        layout={},
        actor=nine.delia,
        now=LATER,
    )


def by_bank(member: Member, account: str = OTHER_IBAN) -> PayTo:
    return say_where_paid(way="bank", holder=member.name, account=account, bank="", actor=member, now=LATER)


def every(*changes: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Several changes to try, one after the other."""
    return changes


def paid_oldest_first(
    owed: Sequence[Mapping[int, int]], available: int | None = None
) -> tuple[list[dict[int, int]], int]:
    """What each run pays of what it owes, by slip, and the money that is left."""
    given = give_oldest_first([sum(run.values()) for run in owed], available)
    paid = [
        {slip: part for slip, cents in run.items() if (part := what.part_of(cents))}
        for run, what in zip(owed, given, strict=True)
    ]
    all_of_it = sum(what.owed_cents for what in given)
    return paid, (all_of_it if available is None else available) - sum(sum(run.values()) for run in paid)
