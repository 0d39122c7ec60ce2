"""What each month's result was set aside for, opened up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from ledger import chart
from ledger.models import Period
from ledger.reports.explained import Explained, Given, InRecord, in_record
from payroll.house_rules import REST, SET_ASIDES
from payroll.models import SetAside
from payroll.reports.set_asides import ToCome
from payroll.rules.percent import as_percent, share_of


@dataclass(frozen=True, kw_only=True)
class MonthSetAside:
    """A month and each part of its result."""

    period: Period
    parts: list[Explained]


def months_set_aside(*, most: int = 24) -> list[MonthSetAside]:
    """The last months that were set aside, the latest first. Four questions."""
    periods = list(Period.objects.filter(set_asides__isnull=False).distinct().order_by("-from_on")[:most])
    parts: dict[int, list[SetAside]] = {}
    rows = SetAside.objects.filter(period__in=periods).select_related("rule__motion", "entry").order_by("id")
    for part in rows:
        parts.setdefault(part.period_id, []).append(part)
    acts = in_record(["payroll.month.set_aside"], [f"ledger.period:{period.pk}" for period in periods])
    return [
        MonthSetAside(
            period=period,
            parts=[
                _part(part, parts[period.pk], period, acts.get(f"ledger.period:{period.pk}"))
                for part in parts[period.pk]
                if part.cents
            ],
        )
        for period in periods
    ]


def _part(part: SetAside, of: list[SetAside], period: Period, act: InRecord | None) -> Explained:
    result = sum(each.cents for each in of if each.round <= part.round)
    given = [Given(text=_("The month's result"), cents=result, link=f"/books/?period={quote(period.name)}")]
    if part.round > 1:
        formula = _("The month was opened again: what it sets aside by its result now, less what it had.")
        before = [each for each in of if each.purpose == part.purpose and each.round < part.round]
        given.append(Given(text=_("What it had"), cents=sum(each.cents for each in before)))
    elif result < 0:
        formula = _("A month with a loss draws on the cushion, whole.")
    elif part.share == REST:
        formula = _("What the other parts left of the month's result.")
        given += [
            Given(text=name_of(each.purpose), cents=each.cents)
            for each in of
            if each.pk != part.pk and each.round == 1
        ]
    else:
        formula = _("%(share)s of the month's result, to the nearest whole amount.") % {
            "share": as_percent(share_of(part.share))
        }
    account = chart.SET_ASIDE_ACCOUNTS.get(part.purpose)
    if account is not None:
        given.append(Given(text=_("All that is there by now"), link=f"/books/accounts/{account}/"))
    motion, entry = part.rule.motion, part.entry
    return Explained(
        key=f"set-aside-{part.pk}",
        name=name_of(part.purpose),
        cents=part.cents,
        formula=formula,
        given=tuple(given),
        rule=SET_ASIDES.key,
        motion=(motion.pk, motion.number) if motion is not None else None,
        entry=(str(entry.pk), entry.number) if entry is not None else None,
        act=act,
    )


def to_come_explained(months: Iterable[ToCome]) -> list[tuple[Period, Explained]]:
    """What months that were opened again are still to set aside, purpose by purpose. It asks nothing."""
    found = []
    for month in months:
        link = f"/books/?period={quote(month.period.name)}"
        parts = (
            Given(text=name_of(purpose), cents=cents, counts=1)
            for purpose, cents in month.parts.items()
            if cents
        )
        why = Explained(
            key=f"to-come-{month.period.pk}",
            name=_("Still to set aside"),
            cents=sum(month.parts.values()),
            formula=_(
                "What the month sets aside by its result as it is now, less what it had; for each purpose."
            ),
            given=(Given(text=_("The month in the books"), link=link), *parts),
            rule=SET_ASIDES.key,
        )
        found.append((month.period, why))
    return found


def name_of(purpose: str) -> str:
    """What a month is set aside for, in words."""
    return {
        "legal_funds": _("kept for the legal funds"),
        "reinvestment": _("reinvestment"),
        "winter_cushion": _("winter cushion"),
        "community": _("community"),
    }.get(purpose, _("left for the yearly decision"))
