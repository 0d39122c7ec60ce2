"""What a pay run comes to, and how far apart we are paid, opened up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, line_read
from payroll.house_rules import EQUAL_PAY
from payroll.models import PayRun, Payslip, Way
from payroll.reports.power import PaidGroup, PowerAndPay
from payroll.reports.runs import said_days


@dataclass(frozen=True, kw_only=True)
class RunOpened:
    """What each gets, what is paid in all, what waits for the next pay, and what is owed still."""

    each: Explained
    total: Explained
    waits: Explained | None
    owed: Explained | None


def run_explained(
    run: PayRun,
    *,
    each_cents: int,
    kept_cents: int,
    equal_cents: int,
    owed_cents: int,
    before: PayRun | None,
    ways: Mapping[str, int] | None = None,
) -> RunOpened:
    """A run opened up, beside the one `before` it; what is kept back and the equal parts are of everybody together,
    `ways` is what of it goes by bank and in cash, where that is known.

    It asks nothing where the run was read with its entry and its line of the record (`line_of`).
    """
    whole = [
        Given(text=_("The pay of all of us"), cents=run.total_cents + kept_cents, counts=1),
        Given(text=_("Kept back"), cents=kept_cents, counts=-1),
    ]
    if ways is not None:
        whole.append(Given(text=_("Of what is paid, by bank"), cents=ways[Way.BANK]))
        whole.append(Given(text=_("Of what is paid, in cash"), cents=ways[Way.CASH]))
    if before is not None:
        whole.append(
            Given(text=_("The time before"), cents=before.total_cents, link=f"/pay/runs/{before.pk}/")
        )
    total = _of(
        run,
        key="run-total",
        name=_("To pay in all"),
        cents=run.total_cents,
        formula=_("The pay of all of us, less what is kept back of it."),
        given=tuple(whole),
    )
    owed = _of(
        run,
        key="run-owed",
        name=_("Owed"),
        cents=owed_cents,
        formula=_("What this run comes to, less what was paid of it and did not come back."),
        given=(
            Given(text=_("To pay in all"), cents=run.total_cents, counts=1),
            Given(text=_("Paid"), cents=run.total_cents - owed_cents, counts=-1, link="/pay/payments/"),
        ),
    )
    has_waiting = run.carry_in_cents or run.carry_out_cents
    return RunOpened(
        each=_each(run, each_cents),
        total=total,
        waits=_waits(run, equal_cents) if has_waiting else None,
        owed=owed if owed_cents else None,
    )


def _of(run: PayRun, **said: Any) -> Explained:
    """An amount of a run, with the run's entry and its line in the record."""
    return Explained(
        entry=(str(run.entry.pk), run.entry.number) if run.entry is not None else None,
        act=line_read(run),
        **said,
    )


def _each(run: PayRun, cents: int) -> Explained:
    if run.inputs.get("method") == "pool":
        formula = _("What there was for pay, to each by the days that were theirs; this is for all the days.")
        given = [Given(text=_("What there was for pay"), cents=run.inputs.get("pool_cents", 0))]
    else:
        formula = _("What our rule gives each one for those days; by days where it changed within them.")
        given = [
            Given(
                text=_("From %(day)s, each one")
                % {"day": date_format(date.fromisoformat(row["from"]), "DATE_FORMAT")},
                cents=row["cents"],
            )
            for row in run.inputs.get("amounts") or []
        ]
    given += [
        Given(text=_("A motion that set it"), link=f"/motions/{motion}/")
        for motion in run.inputs.get("motions") or []
    ]
    return _of(
        run,
        key="run-each",
        name=_("Each person"),
        cents=cents,
        formula=formula,
        given=tuple(given),
        rule=EQUAL_PAY.key,
    )


def _waits(run: PayRun, equal_cents: int) -> Explained:
    """The cents that do not divide, and wait for the next pay."""
    equal = Given(text=_("Everyone's equal part together"), cents=equal_cents, counts=-1)
    there = Given(text=_("What there was for pay"), cents=run.inputs.get("pool_cents", 0), counts=1)
    before = Given(text=_("Cents that waited since the pay before"), cents=run.carry_in_cents, counts=1)
    return _of(
        run,
        key="run-waits",
        name=_("Cents that wait for the next pay"),
        cents=run.carry_out_cents,
        formula=_(
            "What does not divide into equal parts to the cent waits, and is shared with the next pay."
        ),
        given=(equal,) if run.corrects_id is not None else (there, before, equal),
        rule=EQUAL_PAY.key,
    )


def slip_explained(slip: Payslip, run: PayRun, *, cents: int, shows_nets: bool) -> Explained:
    """What one person's line of a run comes to; what is kept back of it only where nets are shown.

    It asks nothing where the slip was read with the motion of its difference.
    """
    motion = slip.difference_by
    given = [Given(text=_("Equal pay of those days"), cents=slip.equal_cents, counts=1)]
    if slip.difference_cents:
        link = f"/motions/{motion.pk}/" if motion is not None else ""
        said = _("Difference voted by the assembly")
        given.append(Given(text=said, cents=slip.difference_cents, counts=1, link=link))
    if slip.return_cents:
        given.append(
            Given(text=_("Part of the surplus"), cents=slip.return_cents, counts=1, link="/surplus/")
        )
    if shows_nets and slip.withheld_cents:
        given.append(Given(text=_("Kept back"), cents=slip.withheld_cents, counts=-1))
    if shows_nets:
        given.append(Given(text=_("The payslip"), link=f"/pay/slips/{slip.pk}/"))
    days = {"days": slip.days, "all": slip.period_days}
    return _of(
        run,
        key=f"slip-{slip.pk}",
        name=slip.member.name,
        cents=cents,
        formula=_("%(days)s of %(all)s days; the same days are the same pay.") % days,
        given=tuple(given),
        rule=EQUAL_PAY.key,
    )


@dataclass(frozen=True, kw_only=True)
class GroupOpened:
    group: PaidGroup
    lowest: Explained
    highest: Explained


@dataclass(frozen=True, kw_only=True)
class GapOpened:
    """The most and the least that whoever worked all days got, and the two groups."""

    highest: Explained
    lowest: Explained
    holders: GroupOpened
    others: GroupOpened


def gap_explained(found: PowerAndPay) -> GapOpened:
    """It asks nothing more where the run was read with its entry."""

    def opened(key: str, name: str, cents: int, formula: str) -> Explained:
        run = found.run
        return Explained(
            key=key,
            name=name,
            cents=cents,
            formula=formula,
            given=(Given(text=said_days(run), said=_("everyone's pay"), link=f"/pay/runs/{run.pk}/?all"),),
            rule=EQUAL_PAY.key,
            entry=(str(run.entry.pk), run.entry.number) if run.entry is not None else None,
        )

    def of(key: str, group: PaidGroup) -> GroupOpened:
        least = _("The least equal pay of those of this group who had all the days.")
        most = _("The most equal pay of those of this group who had all the days.")
        return GroupOpened(
            group=group,
            lowest=opened(f"{key}-lowest", _("Lowest"), group.lowest_cents, least),
            highest=opened(f"{key}-highest", _("Highest"), group.highest_cents, most),
        )

    whole = _("Equal pay and voted differences, of whoever had all the days; before anything is kept back.")
    return GapOpened(
        highest=opened("gap-highest", _("Who gets most"), found.highest_cents, whole),
        lowest=opened("gap-lowest", _("Who gets least"), found.lowest_cents, whole),
        holders=of("holders", found.holders),
        others=of("others", found.others),
    )
