"""From where pay leaves in the story and where it goes: our account and our box, and what each of us said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from django.db.models import OuterRef, Subquery, Sum

from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import enter_by_hand
from ledger.models import Account
from ledger.rules import Line
from members.models import Member
from payroll.actions.accounts import keep_pay_from, say_where_paid
from payroll.actions.payments import export_payment
from payroll.models import PayFrom, Payment, PayRun, PayTo, Way
from payroll.rules.bank_accounts import is_cbu

NO_BANK_HAS = "999"
"""A code that no bank in Argentina has: no account of the story is anybody's."""
OUT_OF, IN_CASH, SAYS_NOTHING = 12, 5, 7
"""Of every twelve of us one says in cash and one has not said: they are paid in cash; the others say an account."""
EXPORTED_FROM = 10
"""From the pay of which month on the file is made; before, the treasury typed each transfer."""


def cbu(branch: int, number: int) -> str:
    """A made-up account whose check digits hold."""
    for first in range(10):
        for last in range(10):
            made = f"{NO_BANK_HAS}{branch:04d}{first}{number:013d}{last}"
            if is_cbu(made):
                return made
    raise AssertionError("no check digit holds")


OUR_CBU, SHOP_CBU = cbu(14, 20_011_107), cbu(3, 20_024_409)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Written down in the second month; each says it then, and who comes later before their first pay."""
    yield stage.local(stage.calendar.month(1) + timedelta(days=11), time(9, 0)), partial(_write_down, stage)
    yield stage.local(stage.calendar.month(1) + timedelta(days=12), time(13, 0)), partial(_all_say, stage)
    for index in range(2, 12):
        last = stage.calendar.month(index + 1) - timedelta(days=1)
        yield stage.local(last, time(13, 0)), partial(_all_say, stage)


def _write_down(stage: Stage, now: datetime) -> None:
    for code, account in ((chart.BANK, OUR_CBU), (chart.CASH, "")):
        keep_pay_from(
            books_id=Account.objects.get(code=code).pk,
            holder=stage.coop.name,
            account=account,
            bank="",
            layout={},
            actor=stage.holder("treasurer", now),
            now=now,
        )


def _all_say(stage: Stage, now: datetime) -> None:
    """Whoever works here and has not said, but the few who never do."""
    here = Member.objects.here(on=stage.coop.day_of(now))
    for member in here.filter(paid_to=None).order_by("number"):
        if member.number % OUT_OF == SAYS_NOTHING:
            continue
        is_bank = member.number % OUT_OF != IN_CASH
        say_where_paid(
            way=Way.BANK if is_bank else Way.CASH,
            holder=member.name if is_bank else "",
            account=cbu(1 + member.number % 9, 30_000_000 + member.number * 17) if is_bank else "",
            bank="",
            actor=member,
            now=now,
        )


def bring_the_cash(stage: Stage, run: PayRun, actor: Member, now: datetime) -> None:
    """As much out of the bank into the box as a pay takes out of the box: nothing where all of it goes by bank."""
    if not PayFrom.objects.exists():
        return
    said = PayTo.objects.filter(member=OuterRef("member")).order_by("-pk").values("way")[:1]
    slips = run.payslips.filter(net_cents__gt=0).annotate(way=Subquery(said))
    by_bank = slips.filter(way=Way.BANK).aggregate(cents=Sum("net_cents", default=0))["cents"]
    cents = slips.aggregate(cents=Sum("net_cents", default=0))["cents"] - by_bank
    if cents:
        enter_by_hand(
            on=stage.coop.day_of(now),
            memo="Efectivo para los retiros que se pagan en mano",
            key=f"demo:cash-of-run:{run.pk}",
            lines=[Line(account=chart.CASH, cents=cents), Line(account=chart.BANK, cents=-cents)],
            actor=actor,
            now=now,
        )


def make_the_files(run: PayRun, actor: Member, now: datetime) -> None:
    """The file for the bank and the sheet for the box, of a pay that left."""
    for payment in Payment.objects.filter(parts__payslip__run=run).distinct().order_by("number"):
        export_payment(payment_id=payment.pk, actor=actor, now=now)
