"""What this room posted is undone by its own acts: never by whoever keeps the books alone."""

from __future__ import annotations

import pytest
from django.db import connection

from ledger.actions import reverse_entry
from ledger.models import Entry
from payroll.models import PayRun
from payroll.reports import faults
from record import guards
from record.rules import Refused
from tests.payroll.conftest import LATER, Nine


def test_the_treasurer_alone_undoes_nothing_of_a_run(nine: Nine) -> None:
    nine.paid()
    posted = Entry.objects.filter(key__startswith="payroll.")
    assert {entry.key.partition(":")[0] for entry in posted} == {"payroll.payrun", "payroll.payment"}
    for entry in posted:
        with pytest.raises(Refused, match=r"on the page of the run|on its page"):
            reverse_entry(entry_id=entry.pk, on=LATER.date(), memo="x", actor=nine.delia, now=LATER)
    assert faults() == []


@pytest.mark.thorough
def test_verify_names_a_run_whose_entry_was_undone(nine: Nine) -> None:
    run = PayRun.objects.get(pk=nine.paid().pk)
    assert run.entry is not None
    other = Entry.objects.exclude(pk=run.entry.pk).earliest("number")
    guards.remove(connection)
    try:
        Entry.objects.filter(pk=other.pk).update(reverses=run.entry)
        found = faults()
    finally:
        guards.install(connection)
    assert any(f"payroll.payrun:{run.pk} stands, and its entry {run.entry.number}" in each for each in found)
