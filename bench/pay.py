"""Equal pay of one month for so many people: `python -m bench.pay run 312`, `python -m bench.pay slips 10000`.

A run is worked out, signed, entered, paid and written to the bank's file, beside as many bare inserts. Memory is
the most that the process had since it began, its fixtures among it: those of a run are made in batches.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import django

AT_A_TIME = 2_000
IBAN, THEIR_IBAN = "DE89370400440532013000", "FR1420041010050500013M02606"


def main(what: str, people: int) -> None:
    django.setup()
    print(json.dumps({"run": pay_run, "slips": payslips}[what](people)))


class Month:
    """A co-operative of so many on the day after a month ended: Marcos prepares and pays, Rosa signs."""

    def __init__(self, people: int) -> None:
        from django.utils import timezone

        from ledger.actions.accounts import open_accounts
        from ledger.actions.periods import month_of
        from ledger.chart import BANK, CHART
        from ledger.models import Account
        from payroll.actions.accounts import keep_pay_from
        from tests.makers import give_power, make_coop, make_member, make_voters, write_house_rule

        self.now: datetime = timezone.now()
        first = date(self.now.year, self.now.month, 1) - timedelta(days=400)
        last_of_month = date(self.now.year, self.now.month, 1) - timedelta(days=1)
        make_coop(now=self.now - timedelta(days=420))
        self.marcos = make_member(1, "Marcos Epulef", from_on=first)
        self.rosa = make_member(2, "Rosa Valdebenito", from_on=first)
        write_house_rule("pay.equal", {"method": "fixed", "amount_cents": 127_000_000}, from_on=first)
        open_accounts(accounts=CHART, actor=None, now=self.now)
        give_power(self.marcos, "payroll.prepare_pay", "payroll.pay", "ledger.keep_books")
        give_power(self.rosa, "payroll.countersign_pay")
        for start in range(3, people + 1, AT_A_TIME):
            make_voters(min(AT_A_TIME, people + 1 - start), first=start, from_on=first)
        keep_pay_from(
            books_id=Account.objects.get(code=BANK).pk,
            holder="Barda Clara",
            account=IBAN,
            bank="DEUTDEFF",
            layout={},
            actor=self.marcos,
            now=self.now,
        )
        self._everyone_is_paid_by_bank()
        self.period = month_of(day=last_of_month.replace(day=1), actor=self.marcos, now=self.now)

    def _everyone_is_paid_by_bank(self) -> None:
        from members.models import Member
        from payroll.models import PayTo
        from record.parts import parts_of

        for some in parts_of(Member.objects.values_list("pk")):
            PayTo.objects.bulk_create(
                PayTo(member_id=pk, way="bank", holder="Vilma Huenchul", account=THEIR_IBAN, set_at=self.now)
                for (pk,) in some
            )

    def run(self, taken: dict[str, float]) -> Any:
        """The whole run; `taken` is told how long each step took."""
        from payroll.actions.paying_out import pay_run
        from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_run

        run = prepare_run(period_id=self.period.pk, actor=self.marcos, now=self.now)
        steps: tuple[tuple[str, Callable[..., Any], Any], ...] = (
            ("computed", compute_run, self.marcos),
            ("signed", countersign_run, self.rosa),
            ("posted", post_run, self.marcos),
            ("paid", pay_run, self.marcos),
        )
        for name, step, actor in steps:
            began = time.perf_counter()
            run = step(run_id=run.pk, actor=actor, now=self.now)
            taken[name] = round(time.perf_counter() - began, 2)
        return run

    def export(self, taken: dict[str, float]) -> int:
        """The bank's file, as it is sent; answers its bytes."""
        from payroll.actions.payments import export_payment
        from payroll.models import Payment
        from payroll.reports.payments import pieces_of

        began = time.perf_counter()
        payment = export_payment(payment_id=Payment.objects.get().pk, actor=self.marcos, now=self.now)
        length = sum(len(piece) for piece in pieces_of(payment))
        taken["exported"] = round(time.perf_counter() - began, 2)
        return length


def pay_run(people: int) -> dict[str, Any]:
    """Every step of a run, beside four bare inserts for each of us: a payslip, two postings, a payment."""
    from django.db import transaction

    from bench.floor.models import Row

    month = Month(people)
    before = most_memory()
    taken: dict[str, float] = {}
    month.run(taken)
    length = month.export(taken)
    whole, most = sum(taken.values()), most_memory()  # before the bare inserts, which need their own

    began = time.perf_counter()
    with transaction.atomic():
        for _round in range(4):
            rows = (
                Row(member=month.marcos, motion=nth, choice="for", key=uuid.uuid4()) for nth in range(people)
            )
            Row.objects.bulk_create(rows, batch_size=1000)
    floor = time.perf_counter() - began
    return {
        "what": f"a pay run for {people}, seconds",
        "wall": round(whole, 2),
        **taken,
        "file_kb": length // 1024,
        "bare_inserts": round(floor, 2),
        "ratio": round(floor / whole, 2),
        "memory_before_mb": before,
        "memory_mb": most,
    }


def payslips(people: int) -> dict[str, Any]:
    """Every payslip of a run to PDF, as one is sent them all."""
    from payroll.pdf import slips_in_parts

    run = Month(people).run({})
    before = most_memory()
    began = time.perf_counter()
    length = sum(len(piece) for piece in slips_in_parts(run))
    wall = time.perf_counter() - began
    return {
        "what": f"{people} payslips to PDF, seconds",
        "wall": round(wall, 1),
        "per_second": round(people / wall),
        "file_mb": length // 1024**2,
        "memory_before_mb": before,
        "memory_mb": most_memory(),
        "typesetting_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
