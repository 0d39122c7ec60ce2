"""Money leaves for each of us: all that is owed, or with what there is the oldest first. Nobody is paid twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, Max, OuterRef, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger import chart
from ledger.actions.entries import post_entry
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
from payroll.reports.payments import owed_of
from payroll.rules.paying_out import pay_oldest_first
from record.actions import one_act_at_a_time, record, subject_of
from record.models import Act
from record.parts import in_parts
from record.rules import Refused

MOST_NAMES = 10
"""In a sentence."""


class _Where(NamedTuple):
    """What somebody last said of how they want to be paid."""

    id: int
    way: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToPay:
    """What a payslip is paid now, and whose it is."""

    payslip_id: int
    member_id: int
    number: int
    cents: int
    instead_of: PaymentPart | None = None


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
    runs = list(
        PayRun.objects.filter(pk__in=_owing_until(run))
        .select_for_update(no_key=True, of=("self",))
        .order_by("from_on", "pk")
    )
    owed = [_owed_in(each) for each in runs]
    if not any(owed):
        run.found_done = True
        return run
    try:
        out = pay_oldest_first(
            [{slip: part.cents for slip, part in each.items()} for each in owed], available_cents
        )
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    parts = [
        ToPay(payslip_id=slip, member_id=each[slip].member_id, number=each[slip].number, cents=cents)
        for each, paid in zip(owed, out.parts, strict=True)
        for slip, cents in paid.items()
    ]
    if not parts:
        raise Refused(_("That is not a cent for each: nothing is paid."))

    key = key or f"run:{run.pk}:{Payment.objects.aggregate(n=Max('number'))['n'] or 0}"
    payments = pay_parts(
        parts=parts,
        key=key,
        memo=_("Pay of %(month)s leaves") % {"month": run.period.name},
        asked=asked,
        actor=actor,
        now=now,
    )
    for each, paid in zip(runs, out.parts, strict=True):
        if paid and each.state == PayRunState.POSTED:
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
    parts: Sequence[ToPay],
    key: str,
    memo: str,
    actor: Member,
    now: datetime,
    asked: Mapping[str, Any] | None = None,
) -> list[Payment]:
    """One payment for the bank and one in cash, each with its entry, as everybody wants to be paid.

    `asked` is what the form said, for the record: by it the same form is known again.
    """
    ours = PayFrom.objects.in_use()
    wanted = _where_to(part.member_id for part in parts) if ours else {}
    _refuse_nowhere(parts, ours, wanted)
    by_way: dict[str, list[ToPay]] = {}
    for part in parts:
        pay_to = wanted.get(part.member_id)
        way = pay_to.way if pay_to is not None else (Way.CASH if Way.CASH in ours else Way.BANK)
        by_way.setdefault(str(way), []).append(part)
    made = []
    for way, some in sorted(by_way.items()):
        made.append(
            _one_payment(
                some,
                way=way,
                pay_from=ours.get(way),
                wanted=wanted,
                key=key,
                memo=memo,
                asked=asked,
                actor=actor,
                now=now,
            )
        )
    return made


def _refuse_nowhere(
    parts: Sequence[ToPay], ours: Mapping[str, PayFrom], wanted: Mapping[int, _Where]
) -> None:
    """Before anything is booked: where a bank's file is made and there is no box, each has said into which account."""
    if Way.BANK not in ours or Way.CASH in ours:
        return
    lacking = {part.member_id for part in parts if part.member_id not in wanted}
    if lacking:
        names = list(Member.objects.filter(pk__in=lacking).order_by("number")[:MOST_NAMES])
        raise Refused(
            _(
                "%(names)s: they have not said into which account, and no cash box is written down to pay from."
                " Nothing was paid."
            )
            % {"names": ", ".join(member.name for member in names)}
        )


def _one_payment(
    parts: Sequence[ToPay],
    *,
    way: str,
    pay_from: PayFrom | None,
    wanted: Mapping[int, _Where],
    key: str,
    memo: str,
    asked: Mapping[str, Any] | None,
    actor: Member,
    now: datetime,
) -> Payment:
    coop = Cooperative.objects.here()
    total = sum(part.cents for part in parts)
    number = (Payment.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    owed: dict[int, int] = {}
    for part in parts:
        owed[part.member_id] = owed.get(part.member_id, 0) + part.cents
    entry = post_entry(
        on=coop.day_of(now),
        memo=memo,
        key=f"payroll.payment:{key}:{way}",
        lines=[
            *(
                Line(account=chart.PAY_OWED, cents=cents, member_id=member_id)
                for member_id, cents in owed.items()
            ),
            Line(account=_books_of(way, pay_from), cents=-total),
        ],
        because=f"payroll.payslip:{parts[0].payslip_id}",
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
            pay_to_id=wanted[part.member_id].id if part.member_id in wanted else None,
            instead_of=part.instead_of,
        )
        for part in sorted(parts, key=lambda part: (part.number, part.payslip_id))
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
            "people": len(owed),
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


def _where_to(member_ids: Iterable[int]) -> dict[int, _Where]:
    """Where each wants to be paid: the last they said."""
    asked = set(member_ids)
    later = PayTo.objects.filter(member=OuterRef("member"), pk__gt=OuterRef("pk"))
    rows = (
        PayTo.objects.filter(~Exists(later), wiped_at=None).order_by().values_list("member_id", "pk", "way")
    )
    return {member_id: _Where(pk, way) for member_id, pk, way in rows.iterator(2000) if member_id in asked}


def _owing_until(run: PayRun) -> set[int]:
    """The runs up to this one that still have something to pay. One question, however many years there are."""
    rows = (
        Payslip.objects.filter(
            run__state__in=(PayRunState.POSTED, PayRunState.PAID),
            run__from_on__lte=run.from_on,
            net_cents__gt=0,
        )
        .annotate(settled=Sum("payments__cents", filter=Q(payments__paid_again__isnull=True), default=0))
        .filter(settled__lt=F("net_cents"))
        .order_by()
    )
    return set(rows.values_list("run_id", flat=True))


def _owed_in(run: PayRun) -> dict[int, ToPay]:
    """What a run still has to pay, by payslip. What came back is not in it: that is paid again by itself."""
    once = Q(payments__paid_again__isnull=True)
    rows = (
        run.payslips.filter(net_cents__gt=0)
        .annotate(settled=Sum("payments__cents", filter=once, default=0))
        .filter(settled__lt=F("net_cents"))
        .order_by("member__number")
        .values_list("pk", "member_id", "member__number", "net_cents", "settled")
    )
    return {
        pk: ToPay(payslip_id=pk, member_id=member_id, number=number, cents=net - settled)
        for pk, member_id, number, net, settled in rows
    }
