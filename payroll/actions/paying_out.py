"""Money leaves for each of us: all that is owed, or with what there is the oldest first. Nobody is paid twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger import chart
from ledger.actions.entries import post_within_act
from ledger.money import BadNumber
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.actions.signing import PAY, locked, mandate_for
from payroll.models import (
    BOOKED,
    PayFrom,
    Payment,
    PaymentPart,
    PayRun,
    PayRunState,
    Payslip,
    PayTo,
    Way,
)
from payroll.reports.payments import owed_of, paid_of_a_slip
from payroll.rules.paying_out import Given, give_oldest_first
from record.actions import one_act_at_a_time, record, subject_of
from record.models import Act
from record.on_disk import Pile
from record.parts import as_written, in_parts
from record.rules import Refused

MOST_NAMES = 10
"""In a sentence."""


class _Where(NamedTuple):
    """What somebody last said of how they want to be paid."""

    id: int
    way: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToPay:
    """What a payslip is paid now, whose it is, and where to where they said it."""

    payslip_id: int
    member_id: int
    number: int
    cents: int
    instead_of_id: int | None = None
    pay_to_id: int | None = None


class _Owed(NamedTuple):
    """What a run still owes: together, and the most to one."""

    cents: int
    most_cents: int


@one_act_at_a_time
def pay_run(
    *,
    run_id: int,
    actor: Member,
    now: datetime,
    available_cents: int | None = None,
    key: str = "",
) -> PayRun:
    """Pay what is in the books and not paid yet, the oldest first: all of it, or with what money there is.

    1. Everything owed up to this run, run by run; with too little, the same part to each, the same arrears.
    2. By bank to whoever said into which account, in cash to the others; all by bank where we keep no accounts.
    3. Paying again what is paid changes nothing; `key`, of the form, tells a second click from a second time. With
       another sum, or for another run, the same key is refused.
    """
    mandate_for(PAY, actor, now)
    run = locked(run_id)
    asked = {"run": run.pk, "available_cents": available_cents}
    if key and (there := Payment.objects.filter(entry__key__in=_keys(key)).first()) is not None:
        act = Act.objects.filter(verb="payroll.payment.made", subject=subject_of(there)).first()
        if act is not None and act.facts.get("asked", asked) != asked:
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        run.found_done = True
        return run
    if run.state not in BOOKED:
        raise Refused(_("The pay is not in the books yet."))
    owed = _owed_until(run)
    runs = list(
        PayRun.objects.filter(pk__in=owed)
        .select_for_update(no_key=True, of=("self",))
        .order_by("from_on", "pk")
    )
    if not runs:
        run.found_done = True
        return run
    try:
        given = give_oldest_first([owed[each.pk].cents for each in runs], available_cents)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    paid = [
        (each, what) for each, what in zip(runs, given, strict=True) if what.part_of(owed[each.pk].most_cents)
    ]
    if not paid:
        raise Refused(_("That is not a cent for each: nothing is paid."))

    key = key or f"run:{run.pk}:{Payment.objects.aggregate(n=Max('number'))['n'] or 0}"
    payments = pay_parts(
        parts=merge(*(_parts_of(each, what) for each, what in paid), key=attrgetter("number", "payslip_id")),
        key=key,
        memo=_("Pay of %(month)s leaves") % {"month": run.period.name},
        asked=asked,
        actor=actor,
        now=now,
    )
    for each, _what in paid:
        if each.state == PayRunState.POSTED:
            each.state, each.paid_at, each.payment_entry = PayRunState.PAID, now, payments[0].entry
            each.save(update_fields=["state", "paid_at", "payment_entry"])
            record(
                verb="payroll.run.paid",
                subject=each,
                actor=actor,
                now=now,
                facts={"entry": payments[0].entry.number, "left_cents": owed_of(each).cents},
            )
    run.refresh_from_db()
    return run


def pay_parts(
    *,
    parts: Iterable[ToPay],
    key: str,
    memo: str,
    actor: Member,
    now: datetime,
    asked: Mapping[str, Any] | None = None,
) -> list[Payment]:
    """One payment for the bank and one in cash, each with its entry, as everybody wants to be paid.

    `parts` are by number of the member. They are taken up once, a part at a time, and wait in piles on disk: so very
    many of us need no more memory. `asked` is what the form said, for the record: by it the same form is known again.
    """
    ours = PayFrom.objects.in_use()
    others = Way.CASH if Way.CASH in ours else Way.BANK
    must_say = Way.BANK in ours and Way.CASH not in ours
    lacking: list[int] = []
    with ExitStack() as stack:
        piles: dict[str, Pile[ToPay]] = {}
        for some in in_parts(parts):
            wanted = _where_to([part.member_id for part in some]) if ours else {}
            for part in some:
                where = wanted.get(part.member_id)
                if where is None and must_say:
                    lacking = [*lacking, part.member_id][:MOST_NAMES]
                way = str(where.way if where is not None else others)
                if way not in piles:
                    piles[way] = stack.enter_context(Pile(ToPay))
                piles[way].put(replace(part, pay_to_id=where.id) if where is not None else part)
        _refuse_nowhere(lacking)
        return [
            _one_payment(
                pile,
                way=way,
                pay_from=ours.get(way),
                key=key,
                memo=memo,
                asked=asked,
                actor=actor,
                now=now,
            )
            for way, pile in sorted(piles.items())
        ]


def _refuse_nowhere(lacking: Sequence[int]) -> None:
    """Before anything is booked: where a bank's file is made and there is no box, each has said into which account."""
    if lacking:
        names = Member.objects.filter(pk__in=lacking).order_by("number")
        raise Refused(
            _(
                "%(names)s: they have not said into which account, and no cash box is written down to pay from."
                " Nothing was paid."
            )
            % {"names": ", ".join(member.name for member in names)}
        )


def _one_payment(
    parts: Pile[ToPay],
    *,
    way: str,
    pay_from: PayFrom | None,
    key: str,
    memo: str,
    asked: Mapping[str, Any] | None,
    actor: Member,
    now: datetime,
) -> Payment:
    coop = Cooperative.objects.here()
    number = (Payment.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    with Pile(Line) as lines:
        total, people, oldest_slip = 0, 0, None
        for member_id, theirs in groupby(parts, key=attrgetter("member_id")):
            owed = 0
            for part in theirs:
                owed += part.cents
                oldest_slip = min(oldest_slip or part.payslip_id, part.payslip_id)
            lines.put(Line(account=chart.PAY_OWED, cents=owed, member_id=member_id))
            total, people = total + owed, people + 1
        lines.put(Line(account=_books_of(way, pay_from), cents=-total))
        entry = post_within_act(
            on=coop.day_of(now),
            memo=memo,
            key=f"payroll.payment:{key}:{way}",
            lines=lines,
            because=f"payroll.payslip:{oldest_slip}",
            actor=actor,
            now=now,
        )
    payment = Payment.objects.create(
        number=number,
        way=way,
        pay_from=pay_from,
        frozen=_frozen(pay_from, coop),
        total_cents=total,
        pay_on=coop.day_of(now),
        entry=entry,
        made_by=actor,
        made_at=now,
    )
    rows = (
        PaymentPart(
            payment=payment,
            payslip_id=part.payslip_id,
            cents=part.cents,
            pay_to_id=part.pay_to_id,
            instead_of_id=part.instead_of_id,
        )
        for part in parts
    )
    for some in in_parts(rows):
        PaymentPart.objects.bulk_create(some)
    record(
        verb="payroll.payment.made",
        subject=payment,
        actor=actor,
        now=now,
        facts={
            "number": number,
            "way": way,
            "people": people,
            "total_cents": total,
            "entry": entry.number,
            **({"asked": dict(asked)} if asked is not None else {}),
        },
    )
    return payment


def _keys(key: str) -> list[str]:
    return [f"payroll.payment:{key}:{way}" for way in Way.values]


def _books_of(way: str, pay_from: PayFrom | None) -> str:
    if pay_from is not None:
        return pay_from.books.code
    return chart.CASH if way == Way.CASH else chart.BANK


def _frozen(pay_from: PayFrom | None, coop: Cooperative) -> dict[str, Any]:
    """Our account as it is now, so that the file is the same whenever it is made again."""
    if pay_from is None:
        return {}
    return {
        "coop": coop.name,
        "currency": coop.currency,
        "decimals": coop.decimals,
        **{name: getattr(pay_from, name) for name in ("holder", "account", "is_iban", "bank", "layout")},
    }


def _where_to(member_ids: Sequence[int]) -> dict[int, _Where]:
    """Where each wants to be paid: the last they said."""
    later = PayTo.objects.filter(member=OuterRef("member"), pk__gt=OuterRef("pk"))
    rows = PayTo.objects.filter(~Exists(later), member_id__in=member_ids, wiped_at=None).order_by()
    return {member_id: _Where(pk, way) for member_id, pk, way in rows.values_list("member_id", "pk", "way")}


def _not_settled(slips: QuerySet[Payslip]) -> Any:
    """Those with something `left` to pay. What came back is not in it: that is paid again by itself."""
    settled = paid_of_a_slip(paid_again__isnull=True)
    return slips.filter(net_cents__gt=0).annotate(left=F("net_cents") - settled).filter(left__gt=0)


def _owed_until(run: PayRun) -> dict[int, _Owed]:
    """What each run up to this one still owes, where it owes anything. One question, however many years there are."""
    slips = Payslip.objects.filter(
        run__state__in=(PayRunState.POSTED, PayRunState.PAID), run__from_on__lte=run.from_on
    )
    rows = _not_settled(slips).order_by().values("run_id").annotate(cents=Sum("left"), most=Max("left"))
    return {row["run_id"]: _Owed(row["cents"], row["most"]) for row in rows}


def _parts_of(run: PayRun, given: Given) -> Iterator[ToPay]:
    """What a run pays now, slip by slip, in order of number: so its slips were written."""
    rows = _not_settled(run.payslips.all()).values_list("pk", "member_id", "member__number", "left")
    for pk, member_id, number, left in as_written(rows):
        if cents := given.part_of(left):
            yield ToPay(payslip_id=pk, member_id=member_id, number=number, cents=cents)
