"""What is wrong with parts that were given up: each against its entry, the record, the motion and the contest."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from assemblies.models import Contest, Motion, MotionState
from ledger import chart
from ledger.models import Entry
from ledger.reports.entry_sums import sums_of, sums_of_members
from ledger.rules.agreement import disagreements
from members.models import Member
from payroll.models import Return, Surplus
from payroll.reports.contested import DECIDED, KIND, seal_of
from record.models import Act


def faults() -> Iterator[str]:
    """Everything that was given up, worked out again from its rows; and what the record says that no row does."""
    parts: dict[tuple[int, uuid.UUID], list[tuple[int, int]]] = defaultdict(list)
    rows = Return.objects.filter(given_up_by__isnull=False).order_by("pk")
    for surplus_id, entry_id, member_id, cents in rows.values_list(
        "surplus_id", "given_up_by_id", "member_id", "cents"
    ):
        parts[surplus_id, entry_id].append((member_id, cents))
    acts = {int(act.subject.rpartition(":")[2]): act for act in Act.objects.filter(verb=DECIDED)}
    surpluses = Surplus.objects.in_bulk({*acts, *(surplus_id for surplus_id, _entry in parts)})
    entries = Entry.objects.in_bulk([entry_id for _surplus, entry_id in parts])
    of_them = Q(entry_id__in=list(entries))
    booked, each = sums_of(of_them), sums_of_members(of_them, chart.RETURNS_OWED)
    numbers = dict(Member.objects.values_list("pk", "number"))
    for (surplus_id, entry_id), given in parts.items():
        name = f"what was not paid of surplus {surpluses[surplus_id].name}"
        act, entry = acts.pop(surplus_id, None), entries[entry_id]
        if act is None:
            yield f"{name} was given up, and is in no line of the record"
            continue
        cents = sum(part for _member, part in given)
        says = {"cents": cents, "people": len(given), "parts": seal_of(given), "entry": entry.number}
        for what, value in says.items():
            if act.facts.get(what) != value:
                yield f"{name}: its {what} is not what the record sealed"
        account = chart.STEP_ACCOUNTS[act.facts["goes_to"]]
        lines = {chart.RETURNS_OWED: cents, account: -cents}
        yield from disagreements(name, says=lines, lines=booked.get(entry_id, {}))
        of_each = {member: part for (found, member), part in each.items() if found == entry_id and member}
        for member_id in sorted({*of_each, *dict(given)}):
            if of_each.get(member_id, 0) != dict(given).get(member_id, 0):
                yield f"{name}: the part of member {numbers[member_id]} is not what entry {entry.number} has"
        yield from _of_decision(name, surpluses[surplus_id], entry, act)
    for surplus_id in sorted(acts):
        yield f"what was not paid of surplus {surpluses[surplus_id].name} is given up in the record and in no row"


def _of_decision(name: str, surplus: Surplus, entry: Entry, act: Act) -> Iterator[str]:
    """By a motion that was adopted and said exactly this, and of a surplus whose contest was right."""
    said: dict[str, Any] = {each: act.facts.get(each) for each in ("goes_to", "cents", "people", "parts")}
    motion = Motion.objects.filter(pk=int(act.because.rpartition(":")[2] or 0)).first()
    if (
        motion is None
        or (motion.kind, motion.state) != (KIND, MotionState.ADOPTED)
        or motion.terms != {"surplus": surplus.pk, **said}
        or entry.because != act.because
    ):
        yield f"{name} was given up, and no motion that was adopted says so"
    if not Contest.objects.filter(motion=surplus.adopted_by_id, upheld=True).exists():
        yield f"{name} was given up, and no contest against it was right"
