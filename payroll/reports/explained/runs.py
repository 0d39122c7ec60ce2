"""What a pay run comes to, and how far apart we are paid, opened up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given
from payroll.house_rules import EQUAL_PAY
from payroll.models import PayRun
from payroll.reports.power import PaidGroup, PowerAndPay
from payroll.reports.runs import said_days


@dataclass(frozen=True, kw_only=True)
class RunOpened:
    each: Explained
    total: Explained


def run_explained(run: PayRun, *, each_cents: int, kept_cents: int) -> RunOpened:
    """What each person and all together get. It asks nothing where the run was read with its entry."""
    entry = (str(run.entry.pk), run.entry.number) if run.entry is not None else None
    given = [
        Given(
            text=_("From %(day)s, each one")
            % {"day": date_format(date.fromisoformat(row["from"]), "DATE_FORMAT")},
            cents=row["cents"],
        )
        for row in run.inputs.get("amounts") or []
    ]
    if run.inputs.get("method") == "pool":
        formula = _("What there was for pay, to each by the days that were theirs; this is for all the days.")
        given = [Given(text=_("What there was for pay"), cents=run.inputs.get("pool_cents", 0))]
    else:
        formula = _("What our rule gives each one for those days; by days where it changed within them.")
    given += [
        Given(text=_("A motion that set it"), link=f"/motions/{motion}/")
        for motion in run.inputs.get("motions") or []
    ]
    return RunOpened(
        each=Explained(
            key="run-each",
            name=_("Each person"),
            cents=each_cents,
            formula=formula,
            given=tuple(given),
            rule=EQUAL_PAY.key,
            entry=entry,
        ),
        total=Explained(
            key="run-total",
            name=_("Leaves the bank"),
            cents=run.total_cents,
            formula=_("The pay of all of us, less what is kept back of it."),
            given=(
                Given(text=_("The pay of all of us"), cents=run.total_cents + kept_cents, counts=1),
                Given(text=_("Kept back"), cents=kept_cents, counts=-1),
            ),
            entry=entry,
        ),
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
