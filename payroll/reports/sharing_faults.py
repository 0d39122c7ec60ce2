"""What is wrong with surpluses, their parts and members' shares: each row against the record and against its entry."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Q, Sum

from assemblies.models import MotionState
from ledger import chart
from ledger.reports.entry_sums import sums_of, sums_of_members
from ledger.rules.agreement import disagreements
from members.models import Member
from payroll.models import (
    BOOKED,
    Payslip,
    Return,
    ShareRefund,
    ShareSubscription,
    Surplus,
    SurplusState,
)
from payroll.reports.losses import RESERVES
from payroll.rules.law_packs import law_pack
from payroll.rules.losses import reserve_of
from record.models import Act
from record.rules import digest

_STATES = {
    "payroll.surplus.drafted": SurplusState.DRAFT,
    "payroll.surplus.proposed": SurplusState.PROPOSED,
    "payroll.surplus.amended": SurplusState.PROPOSED,
    "payroll.surplus.cover_proposed": SurplusState.PROPOSED,
    "payroll.surplus.shared": SurplusState.POSTED,
    "payroll.surplus.covered": SurplusState.POSTED,
    "payroll.surplus.fell": SurplusState.FALLEN,
}
"""What each act makes of a surplus."""


def faults() -> Iterator[str]:
    yield from _of_surpluses()
    yield from _of_entries()
    yield from _of_returns()
    yield from _of_subscriptions()
    yield from _of_refunds()


def _of_surpluses() -> Iterator[str]:
    """Its state by what was done with it, and its figures by what the record sealed when it was proposed."""
    states: dict[int, str] = {}
    sealed: dict[int, Mapping[str, Any]] = {}
    entries: dict[int, int] = {}
    for act in Act.objects.filter(verb__in=_STATES).order_by("seq"):
        pk = int(act.subject.rpartition(":")[2])
        states[pk] = _STATES[act.verb]
        if "inputs" in act.facts:
            sealed[pk] = act.facts
        if "instead_of" in act.facts:
            states[act.facts["instead_of"]] = SurplusState.REPLACED
        if "entry" in act.facts:
            entries[pk] = act.facts["entry"]
    rows = {row.pk: row for row in Surplus.objects.select_related("motion", "entry").order_by("pk")}
    for pk in sorted(states.keys() - rows.keys()):
        yield f"surplus {pk} is in the record and not in its table"
    for pk, row in rows.items():
        name, should = f"surplus {row.name}", states.get(pk, SurplusState.DRAFT)
        withdrawn = row.motion is not None and row.motion.state == MotionState.WITHDRAWN
        if row.state != should and not (row.state == SurplusState.FALLEN and withdrawn):
            yield f"{name} is {row.state}, the record says {should}"
        if row.entry is not None and row.entry.number != entries.get(pk):
            yield f"{name} is in entry {row.entry.number}, the record says {entries.get(pk)}"
        said = {
            **{each: getattr(row, each) for each in _AS_THEY_ARE},
            "steps": {step["code"]: step["cents"] for step in row.steps},
            "from": row.from_on.isoformat(),
            "until": row.until_on.isoformat(),
        }
        for what, value in sealed.get(pk, {}).items():
            if what in said and said[what] != value:
                yield f"{name}: its {what} is not what the record sealed"


_AS_THEY_ARE = ("result_cents", "for_return_cents", "left_over_cents", "how", "pack", "inputs")
_RELEASED = frozenset({*chart.SET_ASIDE_ACCOUNTS.values(), chart.RESULT})
"""Accounts on which what the months had set aside is undone: what is on them is not one row's to say."""


def _of_entries() -> Iterator[str]:
    """What is shared, step by step and member by member; what months set aside before is released in it, too."""
    which = Q(entry__surplus__isnull=False)
    booked = sums_of(which)
    each = {code: _by_member(which, code) for code in (chart.RETURNS_OWED, chart.SHARE_CAPITAL)}
    numbers = dict(Member.objects.values_list("pk", "number"))
    for row in Surplus.objects.filter(entry__isnull=False).order_by("pk"):
        if row.entry_id is None:
            continue
        name, parts = (
            f"surplus {row.name}",
            list(row.returns.values_list("member_id", "cents", "shares_cents")),
        )
        says: dict[str, int] = defaultdict(int)
        says[chart.OURS_TOGETHER] -= row.left_over_cents
        for step in row.steps:
            if step["code"] != "interest_on_shares" and step["code"] in chart.STEP_ACCOUNTS:
                says[chart.STEP_ACCOUNTS[step["code"]]] -= step["cents"]
        members = {account: sums[row.entry_id] for account, sums in each.items()}
        loss = row.how.get("loss", {})
        if loss:
            yield from _of_loss(row, loss, booked.get(row.entry_id, {}), members[chart.SHARE_CAPITAL])
            continue
        of_each = {
            chart.RETURNS_OWED: {member_id: -cents for member_id, cents, _shares in parts},
            chart.SHARE_CAPITAL: {member_id: -shares for member_id, _cents, shares in parts},
        }
        for account, of_them in of_each.items():
            says[account] = sum(of_them.values())
        said = {account: cents for account, cents in says.items() if account not in _RELEASED}
        yield from disagreements(name, says=said, lines=booked.get(row.entry_id, {}), rest=_RELEASED)
        for account, of_them in of_each.items():
            for who in sorted({*members[account], *of_them}):
                if members[account].get(who, 0) != of_them.get(who, 0):
                    number = numbers.get(who)
                    yield f"{name}: the part of member {number} on {account} is not what its entry has"


def _of_loss(
    row: Surplus, loss: Mapping[str, Any], lines: Mapping[str, int], shares: Mapping[int, int]
) -> Iterator[str]:
    """How a loss was covered: out of which reserve, out of whose shares, and what is carried."""
    reserve = reserve_of(law_pack(row.pack))
    says = {chart.PRIOR_LOSSES: loss["carried"], chart.SHARE_CAPITAL: loss["members"]}
    if reserve:
        says[RESERVES[reserve]] = loss["reserve"]
    said = {account: cents for account, cents in says.items() if account not in _RELEASED}
    yield from disagreements(f"surplus {row.name}", says=said, lines=lines, rest=_RELEASED)
    if digest(sorted([who, cents] for who, cents in shares.items())) != loss["parts"]:
        yield f"surplus {row.name}: what members cover of it is not what was frozen"


def _by_member(which: Q, account: str) -> dict[uuid.UUID, dict[int, int]]:
    found: dict[uuid.UUID, dict[int, int]] = defaultdict(dict)
    for (entry_id, member_id), cents in sums_of_members(which, account).items():
        found[entry_id][member_id or 0] = cents
    return found


def _of_returns() -> Iterator[str]:
    """What a slip in the books says of the surplus is the parts that were paid with it, and its own member's."""
    slips = Payslip.objects.filter(run__state__in=BOOKED).annotate(parts=Sum("returns__cents", default=0))
    rows = slips.exclude(return_cents=F("parts")).order_by("pk")
    for number, period, cents, parts in rows.values_list(
        "member__number", "run__period__name", "return_cents", "parts"
    ):
        yield f"the slip of member {number} in {period} pays {cents} of surplus, their parts say {parts}"
    strange = Return.objects.filter(payslip__isnull=False).exclude(payslip__member=F("member"))
    for pk, number in strange.order_by("pk").values_list("pk", "member__number"):
        yield f"return {pk} of member {number} is paid with the slip of somebody else"


def _of_subscriptions() -> Iterator[str]:
    rows = ShareSubscription.objects.order_by("pk").values_list(
        "pk", "member__number", "cents", "instalments"
    )
    said = {
        pk: {"member": number, "cents": cents, "instalments": instalments}
        for pk, number, cents, instalments in rows
    }
    yield from _by_the_record("subscription of shares", "payroll.shares.subscribed", said)


def _of_refunds() -> Iterator[str]:
    said = {
        pk: {"cents": cents} for pk, cents in ShareRefund.objects.order_by("pk").values_list("pk", "cents")
    }
    yield from _by_the_record("request for shares back", "payroll.shares.asked_back", said)


def _by_the_record(name: str, verb: str, rows: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    acts = {
        int(subject.rpartition(":")[2]): facts
        for subject, facts in Act.objects.filter(verb=verb).values_list("subject", "facts")
    }
    for pk in sorted({*acts, *rows}):
        if pk not in rows:
            yield f"{name} {pk} is in the record and not in its table"
        elif pk not in acts:
            yield f"{name} {pk} is in no line of the record"
        else:
            for what, value in rows[pk].items():
                if acts[pk].get(what) != value:
                    yield f"{name} {pk} says {what} {value}, the record {acts[pk].get(what)}"
