"""What is wrong with debts: each one, its instalments as they were agreed, each payment, and what is left."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Q

from ledger.chart import INTEREST
from ledger.models import Debt, Entry, Instalment
from ledger.reports.entry_sums import in_all, places, sums_of
from ledger.rules.agreement import disagreements
from ledger.rules.debts import plan
from record.models import Act

Sums = dict[uuid.UUID, dict[str, int]]
Undoings = dict[uuid.UUID | None, uuid.UUID]

OF_DEBTS = (
    Q(entry__debt__isnull=False)
    | Q(entry__instalment_payment__isnull=False)
    | Q(entry__reverses__debt__isnull=False)
    | Q(entry__reverses__instalment_payment__isnull=False)
)


def faults() -> Iterator[str]:
    booked, where = sums_of(OF_DEBTS), places()
    undoings: Undoings = dict(Entry.objects.filter(reverses__isnull=False).values_list("reverses_id", "pk"))
    agreed = dict(Act.objects.filter(verb="ledger.debt.taken").values_list("subject", "facts"))
    debts = Debt.objects.select_related("lender", "account").prefetch_related("instalments__payments")
    for debt in debts.order_by("pk"):
        parts = list(debt.instalments.all())
        yield from _of_agreement(debt, parts, agreed.pop(f"ledger.debt:{debt.pk}", {}))
        if debt.entry_id:
            says = {debt.account.code: -debt.principal_cents}
            yield from disagreements(_name(debt), says=says, lines=booked.get(debt.entry_id, {}), rest=None)
        for part in parts:
            says = {debt.account.code: part.principal_cents, INTEREST: part.interest_cents}
            for payment in part.payments.all():
                name = f"{_name(debt)}, instalment {part.number}"
                lines = booked.get(payment.entry_id, {})
                yield from disagreements(name, says=says, lines=lines, rest=where)
        yield from _of_what_is_left(debt, parts, booked, undoings)
    for subject in sorted(agreed):
        yield f"ledger: the record names {subject}, which is not here"


def _name(debt: Debt) -> str:
    return f"ledger: debt {debt.pk} ({debt.lender.name}, {debt.purpose})"


def _of_agreement(debt: Debt, parts: list[Instalment], facts: Mapping[str, Any]) -> Iterator[str]:
    """Its instalments, numbered from one, pay back all of it and cost what the record says."""
    principal, interest = sum(p.principal_cents for p in parts), sum(p.interest_cents for p in parts)
    if [part.number for part in parts] != list(range(1, len(parts) + 1)):
        yield f"{_name(debt)}: its instalments are not numbered one after another"
    if principal != debt.principal_cents:
        yield f"{_name(debt)} is of {debt.principal_cents}, its instalments pay back {principal}"
    if debt.yearly_rate and parts:
        told = plan(
            principal_cents=debt.principal_cents,
            interest_cents=0,
            instalments=len(parts),
            first_on=parts[0].due_on,
            yearly_rate=Fraction(debt.yearly_rate),
            way=debt.way,
        )
        for part, should in zip(parts, told, strict=True):
            if (part.principal_cents, part.interest_cents) != (should.principal_cents, should.interest_cents):
                yield f"{_name(debt)}: instalment {part.number} is not what its rate says"
    said = {"principal": principal, "interest": interest, "instalments": len(parts)}
    if said != {each: facts.get(each) for each in said}:
        yield f"{_name(debt)}: its instalments are not those in the record"


def _of_what_is_left(debt: Debt, parts: list[Instalment], booked: Sums, undoings: Undoings) -> Iterator[str]:
    """What is left of it is what all its entries leave on its account; what it began with before us is not there."""
    of_it = [] if debt.entry_id is None else [(debt.entry_id, -debt.principal_cents)]
    of_it += [(payment.entry_id, part.principal_cents) for part in parts for payment in part.payments.all()]
    left = sum(cents for entry_id, cents in of_it if entry_id not in undoings)
    entries = [entry_id for entry_id, _ in of_it]
    entries += [undoings[each] for each in entries if each in undoings]
    in_books = in_all((booked.get(each, {}) for each in entries), debt.account.code)
    if left != in_books:
        yield f"{_name(debt)} has {left} open on {debt.account.code}, the entries say {in_books}"
    for part in parts:
        standing = [each for each in part.payments.all() if each.entry_id not in undoings]
        if len(standing) > 1:
            yield f"{_name(debt)}: instalment {part.number} was paid {len(standing)} times"
