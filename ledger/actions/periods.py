"""Periods: opened by the first day that needs them, closed once, in order."""

from __future__ import annotations

from datetime import date, datetime

from ledger import closings, rules
from ledger.models import BankLine, Entry, Period, PeriodReopening
from ledger.reports.closing import missing_from
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import digest, refuse_if


@one_act_at_a_time
def open_period(*, name: str, from_on: date, until_on: date, actor: Member | None, now: datetime) -> Period:
    """Open the books for a stretch of days, half-open [from_on, until_on)."""
    refuse_if(rules.why_not_day(from_on) or rules.why_not_day(until_on))
    refuse_if(
        rules.why_not_open_period(
            name=name,
            from_on=from_on,
            until_on=until_on,
            overlaps=_name_of_overlap(name, from_on, until_on),
            actor=actor,
            now=now,
        )
    )

    return _open(name.strip(), from_on, until_on, actor=actor, now=now)


@one_act_at_a_time
def month_of(*, day: date, actor: Member | None, now: datetime) -> Period:
    """The period a day belongs to; its calendar month ("2026-03") is opened when there is none.

    Anybody whose act needs the month opens it: that is no decision, so it asks for no power.
    """
    refuse_if(rules.why_not_day(day))
    period = Period.objects.filter(from_on__lte=day, until_on__gt=day).first()
    if period is not None:
        return period

    name, from_on, until_on = rules.month_span(day)
    refuse_if(
        rules.why_not_open_period(
            name=name,
            from_on=from_on,
            until_on=until_on,
            overlaps=_name_of_overlap(name, from_on, until_on),
            actor=None,
            now=now,
        )
    )
    return _open(name, from_on, until_on, actor=actor, now=now)


@one_act_at_a_time
def close_period(*, period_id: int, actor: Member | None, now: datetime, looked_at: bool = True) -> Period:
    """Close a month that is over: nothing more is entered in it. Only a motion opens it again.

    What other rooms still enter in it (`ledger.closings`) is entered first, in the same act. What is not done of
    its list is told to the record by its codes; a page says whether the person ticked to have `looked_at` it.
    """
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)

    earlier = Period.objects.filter(from_on__lt=period.from_on, closed_at=None).order_by("from_on").first()
    refuse_if(
        rules.why_not_close_period(
            name=period.name,
            is_closed=period.closed_at is not None,
            until_on=period.until_on,
            earlier_open=earlier.name if earlier else None,
            waiting=BankLine.objects.waiting().filter(on__gte=period.from_on, on__lt=period.until_on).count(),
            today=Cooperative.objects.founded().day_of(now),
            actor=actor,
            now=now,
        )
    )

    missing = missing_from(period)
    refuse_if(
        rules.why_not_without(
            name=period.name,
            missing=[f"{step.what} {step.about}".strip() for step in missing],
            looked_at=looked_at,
        )
    )

    closings.before_closing(period, actor=actor, now=now)
    period.closed_at, period.closed_by = now, actor
    period.save(update_fields=["closed_at", "closed_by"])

    seals = list(Entry.objects.filter(period=period).values_list("number", "seal"))
    record(
        verb="ledger.period.closed",
        subject=period,
        actor=actor,
        now=now,
        facts={
            "name": period.name,
            "entries": len(seals),
            "seal": digest(list(seal) for seal in seals),
            **({"missing": [step.code for step in missing]} if missing else {}),
        },
    )
    return period


@one_act_at_a_time
def reopen_period(*, period_id: int, because: str, actor: Member | None, now: datetime) -> Period:
    """Open a closed month again, because of a motion ("assemblies.motion:33"). Twice for one motion is once."""
    period = Period.objects.select_for_update(no_key=True).get(pk=period_id)
    if PeriodReopening.objects.filter(period=period, because=because).exists():
        return period
    later = (
        Period.objects.filter(from_on__gt=period.from_on).exclude(closed_at=None).order_by("-from_on").first()
    )
    refuse_if(
        rules.why_not_reopen(
            name=period.name,
            is_closed=period.closed_at is not None,
            later_closed=later.name if later else None,
            because=because,
        )
    )

    PeriodReopening.objects.create(period=period, because=because, at=now)
    period.closed_at, period.closed_by = None, None
    period.save(update_fields=["closed_at", "closed_by"])
    record(
        verb="ledger.period.reopened",
        subject=period,
        actor=actor,
        now=now,
        facts={"name": period.name},
        because=because,
    )
    return period


def _open(name: str, from_on: date, until_on: date, *, actor: Member | None, now: datetime) -> Period:
    period = Period.objects.create(name=name, from_on=from_on, until_on=until_on)
    record(
        verb="ledger.period.opened",
        subject=period,
        actor=actor,
        now=now,
        facts={"name": name, "from": from_on.isoformat(), "until": until_on.isoformat()},
    )
    return period


def _name_of_overlap(name: str, from_on: date, until_on: date) -> str | None:
    """The period that has one of these days, or this name."""
    overlap = (
        Period.objects.filter(from_on__lt=until_on, until_on__gt=from_on).first()
        or Period.objects.filter(name=name.strip()).first()
    )
    return overlap.name if overlap else None
