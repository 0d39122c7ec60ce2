"""What if, on the books as they are: a surplus that was worked out, or the last whole months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext

from assemblies.house_rules import in_force
from ledger import chart
from ledger.models import AccountKind, Period, Posting
from ledger.money import share_nearest
from ledger.reports.explained import Explained
from members.models import Cooperative, Member
from payroll.house_rules import EQUAL_PAY, EqualPay
from payroll.models import Surplus, SurplusState
from payroll.reports.explained.what_if import answer_explained
from payroll.reports.picture import Picture, opened
from payroll.reports.sharing import drawn
from payroll.rules.law_packs import law_pack
from payroll.rules.rhythm import cycles_in
from payroll.rules.surplus import SurplusInput
from payroll.rules.surplus_inputs import from_data
from payroll.rules.what_if import Answer, AsItIs, Asked, what_if

MONTHS = 12
MONEY_AT_HAND = "1.1."
"""Banks and boxes: every account that begins like this."""


@dataclass(frozen=True, kw_only=True)
class WhatIfPage:
    """The sum with other figures beside the one as it is."""

    surplus: Surplus | None
    months: int
    as_it_is: AsItIs
    before: Answer
    answer: Answer
    asked: Asked
    drawing: Picture
    """Closed, for the hall's screen."""
    opened: Picture
    """The same, each amount with where it comes from."""
    each: Explained
    cash: Explained
    warnings: list[str]
    needs: str
    is_moved: bool


def as_it_is(surplus: Surplus | None, *, today: date) -> tuple[AsItIs, str] | None:
    """The figures to begin with, and the law pack they follow; None while the books have no whole month.

    Without a surplus: the last twelve whole months, or as many as there are. Five questions.
    """
    coop = Cooperative.objects.here()
    wanted = Period.objects.filter(until_on__lte=today)
    if surplus is not None:
        wanted = Period.objects.filter(from_on__gte=surplus.from_on, until_on__lte=surplus.until_on)
    periods = list(wanted.order_by("-from_on")[: None if surplus is not None else MONTHS])
    if not periods:
        return None
    sums = Posting.objects.filter(entry__period__in=periods).aggregate(
        came=Coalesce(Sum("cents", filter=Q(account__kind=AccountKind.INCOME)), 0),
        went=Coalesce(Sum("cents", filter=Q(account__kind=AccountKind.COST)), 0),
    )
    held = Posting.objects.aggregate(
        cash=Coalesce(Sum("cents", filter=Q(account__code__startswith=MONEY_AT_HAND)), 0),
        reserve=Coalesce(Sum("cents", filter=Q(account__code=chart.LEGAL_RESERVE)), 0),
        capital=Coalesce(Sum("cents", filter=Q(account__code=chart.SHARE_CAPITAL)), 0),
        losses=Coalesce(Sum("cents", filter=Q(account__code=chart.PRIOR_LOSSES)), 0),
    )
    people = Member.objects.here(on=today).count()
    pay = in_force(EQUAL_PAY, on=today)
    capital = max(0, -held["capital"])
    year = (
        from_data(surplus.inputs)
        if surplus is not None
        else SurplusInput(
            result_cents=-sums["came"] - sums["went"],
            prior_losses_cents=max(0, held["losses"]),
            legal_reserve_cents=max(0, -held["reserve"]),
            capital_cents=capital,
            highest_capital_cents=capital,
        )
    )
    return (
        AsItIs(
            year=year,
            months=len(periods),
            people=people,
            pay_cents=_each_month(pay, people, periods),
            late_base_cents=max(0, -sums["came"] // len(periods)),
            costs_cents=max(0, sums["went"] // len(periods)),
            cash_cents=held["cash"],
        ),
        surplus.pack if surplus is not None else coop.law_pack,
    )


def what_if_page(surplus: Surplus | None, asked: Asked, *, today: date) -> WhatIfPage | None:
    """The answer with its picture; None while the books have no whole month."""
    found = as_it_is(surplus, today=today)
    if found is None:
        return None
    now, pack_code = found
    pack, decimals = law_pack(pack_code), Cooperative.objects.here().decimals
    language = get_language() or "es-ar"
    answer = what_if(pack, now, asked, decimals=decimals)
    before = what_if(pack, now, Asked(), decimals=decimals)
    why = answer_explained(now, asked, answer)
    warnings = [warning.said(language) for warning in answer.steps.warnings]
    if answer.cash_cents < 0:
        warnings.append(gettext("The money at hand would not reach."))
    drawing = drawn(answer.steps, answer.result_cents, language)
    return WhatIfPage(
        surplus=surplus,
        months=now.months,
        as_it_is=now,
        before=before,
        answer=answer,
        asked=asked,
        drawing=drawing,
        opened=opened(drawing, why),
        each=why["each"],
        cash=why["cash"],
        warnings=warnings,
        needs=answer.steps.needs.said(language),
        is_moved=answer != before,
    )


def surplus_to_ask_about(wanted: str) -> Surplus | None:
    """The surplus an address names, else the latest that is before us and not shared."""
    rows = Surplus.objects.select_related("motion")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        return rows.filter(pk=int(wanted)).first()
    return rows.filter(state__in=(SurplusState.DRAFT, SurplusState.PROPOSED)).order_by("-id").first()


def _each_month(pay: EqualPay, people: int, months: list[Period]) -> int:
    """What each one gets in a month, in cents: as many cycles as the months looked at have, on the whole."""
    cycles = sum((cycles_in(each.from_on, each.until_on, pay.rhythm) for each in months), Fraction(0))
    whole = pay.amount_cents * cycles / len(months)
    if pay.method == "pool":
        whole = whole / people if people else Fraction(0)
    return share_nearest(1, whole)
