"""What a member takes home to check their pay and the split of the surplus without this server.

Their payslips, what each surplus was worked out from, the record, and a small program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language

from members.models import Cooperative, Member
from payroll.models import BOOKED, PayRun, Payslip, Return, RunKind, SurplusState
from payroll.reports.figures import PART
from payroll.reports.inputs import basis_kept, hides_what_is_apart, sealed_rows
from payroll.rules.law_packs import LawPack, law_pack
from payroll.zipping import Pieces, named
from record.models import Act
from record.reports import head
from record.rules import canonical

SCRIPT = Path(__file__).with_name("standalone") / "check.py"
MOST_ROWS = 2000
"""Runs of more people bring their seal, and no rows but one's own: the file must reach an old phone."""
APART = ("difference_cents", "return_cents", "withheld_cents")


def self_check_bundle(member: Member) -> Iterator[bytes]:
    """A ZIP with pay.json, record.jsonl and check.py, piece by piece. Names of others are not in it."""
    out, (seq, last) = Pieces(), head()
    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr(named("check.py"), SCRIPT.read_bytes())
        pay = {**_pay_of(member), "head": {"seq": seq, "hash": last}}
        bundle.writestr(named("pay.json"), json.dumps(pay, ensure_ascii=False, sort_keys=True))
        yield out.taken()
        with bundle.open(named("record.jsonl"), "w", force_zip64=True) as record:
            for nth, act in enumerate(Act.objects.filter(seq__lte=seq).order_by("seq").iterator(2000)):
                record.write(_line(act).encode() + b"\n")
                if nth % 2000 == 0:
                    yield out.taken()
    yield out.taken()


def _line(act: Act) -> str:
    """An act as it is hashed, with its hash beside it."""
    return canonical(
        {
            "seq": act.seq,
            "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": act.verb,
            "subject": act.subject,
            "actor": act.actor_number,
            "because": act.because,
            "facts": act.facts,
            "previous": act.previous_hash,
            "hash": act.hash,
        }
    )


def _pay_of(member: Member) -> dict[str, Any]:
    slips = list(
        Payslip.objects.filter(member=member, run__state__in=BOOKED)
        .select_related("run__corrects")
        .prefetch_related("payments")
        .order_by("run__from_on", "pk")
    )
    coop = Cooperative.objects.here()
    return {
        "member": member.number,
        "language": get_language() or coop.language,
        "currency": coop.currency,
        "decimals": coop.decimals,
        "slips": [_slip(slip, member) for slip in slips],
        "runs": {str(slip.run_id): _run(slip.run) for slip in slips},
        "splits": [_split(part) for part in _parts_of(member)],
    }


def _slip(slip: Payslip, member: Member) -> dict[str, Any]:
    return {
        "run": slip.run_id,
        "number": member.number,
        **{name: getattr(slip, name) for name in ("span", "equal_cents", *APART, "net_cents", "nonce")},
        "lines": slip.lines,
        "paid": [
            {"payment": part.payment_id, "cents": part.cents, "came_back": part.bounced_at is not None}
            for part in slip.payments.all()
        ],
    }


def _run(run: PayRun) -> dict[str, Any]:
    """What a run was worked out from; where we are not too many with everybody's rows: days, equal pay, and a seal.

    What others have apart is in sums of all of us.
    """
    basis = basis_kept(run)
    carried = run.corrects if run.kind == RunKind.CORRECTION and run.corrects is not None else run
    rows = sealed_rows(run) if run.people <= MOST_ROWS and hides_what_is_apart(run) else None
    apart = run.payslips.aggregate(**{name: Sum(name, default=0) for name in APART})
    inputs = basis.inputs
    return {
        **{
            name: inputs[name]
            for name in ("from", "until", "cycle", "method", "amounts", "pool_cents", "pool_days")
        },
        "carry_in_cents": carried.carry_in_cents,
        "before_cents": run.inputs.get("before_cents", 0),
        "total_cents": run.total_cents,
        "digest": run.digest,
        **apart,
        "rows": rows,
    }


def _parts_of(member: Member) -> QuerySet[Return]:
    """One's part of each surplus that is before the assembly or was shared."""
    states = (SurplusState.PROPOSED, SurplusState.POSTED)
    return (
        Return.objects.filter(member=member, surplus__state__in=states)
        .select_related("surplus", "payslip__run")
        .order_by("surplus_id")
    )


def _split(part: Return) -> dict[str, Any]:
    """A surplus as it was frozen: its figures, the law's steps, all the parts, and one's own.

    `parts` say how many people have the same, never who: weight, shares held, cents in money, of them interest,
    cents in shares, people.
    """
    surplus = part.surplus
    parts = surplus.returns.order_by(*PART).values_list(*PART)
    slip = part.payslip
    return {
        "id": surplus.pk,
        "name": surplus.name,
        "pack": _pack(law_pack(surplus.pack)),
        **{
            name: getattr(surplus, name)
            for name in ("inputs", "steps", "for_return_cents", "left_over_cents")
        },
        "how": surplus.how,
        "parts": [list(each) for each in parts.annotate(people=Count("pk"))],
        "mine": [getattr(part, name) for name in PART],
        "paid_in": slip.run_id if slip is not None and slip.run.state in BOOKED else None,
    }


def _pack(pack: LawPack) -> dict[str, Any]:
    """The law's steps as its file says them, shares as text."""
    return {
        "code": pack.code,
        "outside": list(pack.outside),
        "cash_floor_rate": str(pack.cash_floor_rate),
        "steps": [
            {
                **{name: getattr(step, name) for name in ("code", "takes", "base", "of", "rounding")},
                "rate": None if step.rate is None else str(step.rate),
                "bands": [[str(band.rate), str(band.until_times)] for band in step.bands],
            }
            for step in pack.steps
        ],
    }
