"""The books: posting beside another library, bank files, ten years to read. `python -m bench.money entries`."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import django

ENTRIES, LINES = 200, 4_000
"""So many entries of two lines, and one entry of so many lines."""
MOVEMENTS = 10_000
YEARS, ENTRIES_A_MONTH = 10, 250
SALES = "4.1.1"


def main(what: str) -> None:
    django.setup()
    print(json.dumps({"entries": entries, "bank": bank, "years": years}[what]()))


class Desk:
    """A treasurer with the books open, a while ago."""

    def __init__(self) -> None:
        from django.utils import timezone

        from ledger.actions.accounts import open_accounts
        from ledger.chart import CHART
        from tests.makers import give_power, make_coop, make_member

        self.now: datetime = timezone.now()
        self.today = timezone.localdate(self.now)
        make_coop(now=self.now)
        self.treasurer = make_member(1, "Marcos Epulef")
        give_power(self.treasurer, "ledger.keep_books", "ledger.close_period")
        open_accounts(accounts=CHART, actor=None, now=self.now)

    def post(self, key: str, cents: int, *, on: date, pairs: int = 1) -> None:
        from ledger.actions.entries import post_entry
        from ledger.chart import BANK
        from ledger.rules import Line

        lines = [Line(account=BANK, cents=cents), Line(account=SALES, cents=-cents)] * pairs
        post_entry(on=on, memo="Sales", lines=lines, key=key, actor=self.treasurer, now=self.now)


def taken(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def entries() -> dict[str, Any]:
    """Entries of two lines one after the other, and one entry of many lines; ours are recorded and sealed."""
    desk = Desk()
    today = desk.today
    desk.post("warm", 100, on=today)
    each = taken(lambda: [desk.post(f"sale:{nth}", 100 + nth, on=today) for nth in range(ENTRIES)])
    wide = taken(lambda: desk.post("wide", 100, on=today, pairs=LINES // 2))

    peers = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.peer.settings"}
    peers["PEER_DATABASE"] = os.environ["DATABASE_URL"].removeprefix("sqlite:///") + ".peer"
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=peers, check=True)
    command = [sys.executable, "-m", "bench.peer.post", str(ENTRIES), str(LINES)]
    peer = json.loads(subprocess.run(command, env=peers, check=True, capture_output=True, text=True).stdout)
    return {
        "what": f"post {ENTRIES} entries, and one of {LINES} lines",
        "per_second": round(ENTRIES / each),
        "django_ledger_per_second": round(ENTRIES / peer["each"]),
        "ratio": round(peer["each"] / each, 1),
        "wide_s": round(wide, 2),
        "django_ledger_wide_s": round(peer["wide"], 2),
        "wide_ratio": round(peer["wide"] / wide, 1),
    }


def bank() -> dict[str, Any]:
    """One file of many movements taken in, and the same file again."""
    from ledger.actions import import_bank_file
    from ledger.chart import BANK
    from ledger.models import BankLine

    desk = Desk()
    today = desk.today
    rows = ["date,description,amount"]
    rows += [
        f"{today - timedelta(days=nth % 300)},Transfer {nth // 3},{(nth % 97) + 1}.50"
        for nth in range(MOVEMENTS)
    ]
    data = "\n".join(rows).encode()

    def take() -> None:
        import_bank_file(account=BANK, data=data, actor=desk.treasurer, now=desk.now)

    once, again = taken(take), taken(take)
    if BankLine.objects.count() != MOVEMENTS:
        sys.exit(f"{BankLine.objects.count()} movements came in")
    return {
        "what": f"import {MOVEMENTS} movements of a bank",
        "wall": round(once, 2),
        "again": round(again, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def years() -> dict[str, Any]:
    """The open books of the last of ten years of months, as a member reads them."""
    from django.test import Client

    from ledger.actions.periods import month_of
    from ledger.models import Entry, Posting
    from tests.pages import signed_in

    desk = Desk()
    first = date(desk.today.year - YEARS, 1, 1)
    for nth in range(12 * YEARS):
        month = date(first.year + nth // 12, nth % 12 + 1, 1)
        month_of(day=month, actor=desk.treasurer, now=desk.now)
        desk.post(f"sale:{nth}", 100 + nth, on=month)
        copies(Entry.objects.get(key=f"sale:{nth}"), ENTRIES_A_MONTH - 1)
    reader: Client = signed_in(desk.treasurer)
    pages = {
        "month": "/books/",
        "accounts": "/books/accounts/",
        "account": "/books/accounts/1.1.1/",
        "periods": "/books/periods/",
    }
    found: dict[str, int] = {}
    for name, address in pages.items():
        response = reader.get(address)
        if response.status_code != 200:
            sys.exit(f"{address}: {response.status_code}")
        seconds = [taken(partial(reader.get, address)) for _round in range(7)]
        found[f"{name}_ms"] = round(1000 * statistics.median(seconds))
    return {"what": f"read the books, {Posting.objects.count()} lines in {YEARS} years", **found}


def copies(entry: Any, how_many: int) -> None:
    """So many entries like it, straight into the tables: only reading them is measured."""
    import uuid

    from django.db import transaction

    from ledger.models import Entry, Posting

    last = Entry.objects.order_by("-number").values_list("number", flat=True)[0]
    lines = list(entry.postings.all())
    values = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    entries = [
        Entry(**{**values, "id": uuid.uuid4(), "number": last + nth, "key": f"{entry.key}:{nth}"})
        for nth in range(1, how_many + 1)
    ]
    postings = [
        Posting(entry_id=copied.pk, account_id=line.account_id, cents=line.cents)
        for copied in entries
        for line in lines
    ]
    with transaction.atomic():  # the lines first: an entry is sealed as it comes in
        Posting.objects.bulk_create(postings, batch_size=1000)
        Entry.objects.bulk_create(entries, batch_size=1000)


if __name__ == "__main__":
    main(sys.argv[1])
