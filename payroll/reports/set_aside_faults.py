"""What is wrong with what months set aside, as `verify` says it: each round worked out again by the house rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from assemblies.models import HouseRule
from ledger.models import Period
from ledger.reports import result_of
from members.models import Cooperative
from payroll.house_rules import REST, SET_ASIDES
from payroll.models import SetAside
from payroll.rules.set_asides import set_asides, still_to_set_aside
from record.models import Act

VERB = "payroll.month.set_aside"


def faults() -> Iterator[str]:
    """Every month that was set aside, round by round: by the rule of its last day, of the result that it had."""
    acts: dict[str, list[Act]] = defaultdict(list)
    for act in Act.objects.filter(verb=VERB).order_by("seq"):
        acts[act.subject].append(act)
    rows: dict[int, list[SetAside]] = defaultdict(list)
    for row in SetAside.objects.select_related("period", "rule").order_by("pk"):
        rows[row.period_id].append(row)
    for of_it in rows.values():
        period = of_it[0].period
        yield from _faults_of_month(period, of_it, acts.get(f"ledger.period:{period.pk}", []))


def _faults_of_month(period: Period, rows: list[SetAside], acts: list[Act]) -> Iterator[str]:
    name = f"what {period.name} set aside"
    by_round: dict[int, list[SetAside]] = defaultdict(list)
    for row in rows:
        by_round[row.round].append(row)
    told = {act.facts.get("round", 1): act for act in acts}
    had: dict[str, int] = {}
    for nth in sorted({*by_round, *told}):
        act = told.get(nth)
        if act is None:
            yield f"{name}: the record says nothing of round {nth}"
            continue
        if nth not in by_round:
            yield f"{name}: of round {nth}, which the record tells, there is no row"
            continue
        yield from _faults_of_round(f"{name}, round {nth}", by_round[nth], act=act, had=had)
        for row in by_round[nth]:
            had[row.purpose] = had.get(row.purpose, 0) + row.cents
    if not told:
        return
    last = told[max(told)]
    yield from _faults_of_rule(name, period, by_round.get(max(told), []), act=last)
    result = result_of(period.pk)
    if period.closed_at is not None and last.facts["result_cents"] != result:
        yield f"{name}: it is of a result of {last.facts['result_cents']}, the books of the month say {result}"


def _faults_of_round(name: str, rows: list[SetAside], *, act: Act, had: dict[str, int]) -> Iterator[str]:
    """Each purpose of a round: what it should have of the result by the rule, less what it had."""
    row = rows[0]
    rule = SET_ASIDES.load(row.rule.value) if row.rule.key == SET_ASIDES.key else None
    if rule is None or any(each.rule_id != row.rule_id for each in rows):
        yield f"{name}: its rows are not of one rule of what a month is set aside for"
        return
    should = {part.purpose: part.cents for part in set_asides(act.facts["result_cents"], rule)}
    parts = still_to_set_aside(should, had)
    said = {each["purpose"]: str(each["share"]) for each in row.rule.value["shares"]}
    found = {each.purpose: each for each in rows}
    for purpose in sorted({*parts, *found}):
        one = found.get(purpose)
        cents = one.cents if one is not None else 0
        if cents != parts.get(purpose, 0):
            yield f"{name}: {purpose} has {cents}, worked out again it is {parts.get(purpose, 0)}"
        if one is not None and one.share != said.get(purpose, REST):
            yield f"{name}: the share of {purpose} is {one.share}, the rule says {said.get(purpose, REST)}"


def _faults_of_rule(name: str, period: Period, rows: list[SetAside], *, act: Act) -> Iterator[str]:
    """The last round is by the rule that was in force on the month's last day.

    A month that was set aside before its last day was by the rule that was known for that day then.
    """
    if not rows or Cooperative.objects.here().day_of(act.at) < period.until_on:
        return
    there = HouseRule.objects.in_force(SET_ASIDES.key, on=period.until_on - timedelta(days=1))
    if there is None or there.pk != rows[0].rule_id:
        said = f"rule {there.pk}" if there is not None else "none"
        yield f"{name}: it is by rule {rows[0].rule_id}, in force on its last day was {said}"
