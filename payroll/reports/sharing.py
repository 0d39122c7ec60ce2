"""A surplus as its page shows it: the waterfall with its articles, how it returns, and one's own part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, gettext

from ledger import chart
from ledger.amounts import say_amount
from ledger.money import BadNumber
from ledger.reports.explained import Explained
from members.models import Cooperative, Member
from payroll.models import Return, Surplus, SurplusState
from payroll.reports.contested import UNPAID, NotPaidPage, not_paid_page
from payroll.reports.explained.losses import loss_explained
from payroll.reports.explained.surplus import (
    acts_of,
    part_explained,
    parts_of_leavers,
    shared_explained,
    steps_explained,
)
from payroll.reports.figures import said_still_open
from payroll.reports.losses import figures_kept
from payroll.reports.picture import Picture, opened, picture
from payroll.rules.law_packs import LawPack, law_pack
from payroll.rules.returning import How
from payroll.rules.surplus import SurplusInput, Waterfall, waterfall
from payroll.rules.surplus_inputs import from_data, with_typed
from payroll.rules.surplus_terms import how_from_data
from record.rules import Refused


@dataclass(frozen=True, kw_only=True)
class SurplusPage:
    """The sum as it stands, a "what if", the law it follows, and the reader's part."""

    surplus: Surplus
    pack: LawPack
    shown: Waterfall
    drawing: Picture
    how: How
    is_what_if: bool
    needs: str
    warnings: list[str]
    is_standing: bool
    """Whether its figures may still be shared, or were: one's part is shown of those only."""
    mine: Return | None
    my_part: list[Explained]
    """The reader's part opened up, where they have one."""
    people: int
    money_cents: int
    """What all parts come to in money, interest on shares too; and in shares."""
    shares_cents: int
    shared: list[Explained]
    """What goes to all members together, opened up."""
    typed: list[tuple[str, str]]
    """What the books did not know and somebody typed in, in words; frozen with the figures."""
    loss: list[Explained]
    """How a loss that was proposed is covered, opened up."""
    is_upheld: bool
    """Whether a contest against it was found right."""
    not_paid: NotPaidPage | None
    """What of it was not paid, where a contest was right, and what was decided of it."""
    can_be_amended: bool
    of_leavers: list[tuple[Return, Explained]]
    """Parts not paid yet of those who left, for whoever pays."""


def surplus_page(
    surplus: Surplus,
    *,
    reader: Member,
    what_if: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> SurplusPage:
    """Work the waterfall out again from the kept inputs, with other voted shares where asked. Raises BadNumber."""
    year = from_data(surplus.inputs)
    if what_if:
        year = with_typed(year, what_if)
    pack = law_pack(surplus.pack)
    found = waterfall(pack, year, decimals=Cooperative.objects.here().decimals)
    language = get_language() or "es-ar"
    sums = surplus.returns.aggregate(people=Count("pk"), money=Sum("cents"), shares=Sum("shares_cents"))
    mine = surplus.returns.filter(member=reader).first()
    act, given_up = acts_of(surplus)
    upheld, left = not_paid_page(surplus, mine=mine, act=given_up)
    why = steps_explained(surplus, found, year=year, act=None if what_if else act)
    how, interest = how_from_data(surplus.how), found.cents_of("interest_on_shares")
    pays = now is not None and not upheld and reader.has_perm("payroll.pay", now)
    leavers = _of_leavers(surplus, now) if pays and now is not None else []
    weights = _all_weights(surplus) if mine is not None or leavers else Fraction(0)
    return SurplusPage(
        surplus=surplus,
        pack=pack,
        shown=found,
        drawing=opened(drawn(found, surplus.result_cents, language), why),
        how=how,
        is_what_if=bool(what_if),
        needs=found.needs.said(language),
        warnings=[*said_still_open(surplus), *(warning.said(language) for warning in found.warnings)],
        is_standing=surplus.state not in (SurplusState.FALLEN, SurplusState.REPLACED),
        mine=mine,
        my_part=part_explained(surplus, mine, how=how, all_weights=weights, interest_cents=interest, act=act)
        if mine is not None
        else [],
        people=sums["people"],
        money_cents=sums["money"] or 0,
        shares_cents=sums["shares"] or 0,
        shared=shared_explained(
            surplus,
            money_cents=sums["money"] or 0,
            shares_cents=sums["shares"] or 0,
            interest_cents=interest,
            act=act,
        )
        if sums["people"]
        else [],
        of_leavers=parts_of_leavers(surplus, leavers, how=how, all_weights=weights, act=act),
        typed=_typed(from_data(surplus.inputs)),
        loss=loss_explained(surplus, pack, own_cents=_own_part_of_loss(surplus, reader), act=act),
        is_upheld=upheld,
        not_paid=left,
        can_be_amended=surplus.state == SurplusState.PROPOSED
        and surplus.result_cents >= 0
        and surplus.motion is not None
        and surplus.motion.state in ("tabled", "on_agenda"),
    )


def _typed(year: SurplusInput) -> list[tuple[str, str]]:
    said = [
        (gettext("Extraordinary result"), year.extraordinary_cents),
        (gettext("Reserves to rebuild"), year.reserves_to_rebuild_cents),
        (gettext("Interest on shares"), year.interest_on_shares_cents),
    ]
    typed = [(what, say_amount(cents)) for what, cents in said if cents]
    if year.non_member_share:
        of_others = gettext("Part of the result from work by people who are not members")
        typed.insert(0, (of_others, str(year.non_member_share)))
    return typed


def _own_part_of_loss(surplus: Surplus, reader: Member) -> int | None:
    """What a loss takes of the reader's shares: as posted, or as it would be; None where it takes of nobody's."""
    frozen = surplus.how.get("loss", {})
    if not frozen.get("members"):
        return None
    if surplus.entry is not None:
        lines = surplus.entry.postings.filter(account__code=chart.SHARE_CAPITAL, member=reader)
        return int(lines.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])
    try:
        return figures_kept(surplus).by_member.get(reader.pk, 0)
    except (BadNumber, Refused):  # what was frozen does not hold any more: it takes of nobody
        return None


def _all_weights(surplus: Surplus) -> Fraction:
    """Whole numbers first: there are few kinds of weights, and many members with each."""
    counted = surplus.returns.order_by().values_list("weight").annotate(n=Count("pk"))
    return sum((Fraction(weight) * n for weight, n in counted), Fraction(0))


def _of_leavers(surplus: Surplus, now: datetime) -> list[Return]:
    if surplus.state != SurplusState.POSTED:
        return []
    here = Member.objects.here(on=Cooperative.objects.here().day_of(now))
    waiting = surplus.returns.filter(UNPAID)
    return list(waiting.exclude(member__in=here).select_related("member").order_by("member__number"))


def drawn(found: Waterfall, result_cents: int, language: str) -> Picture:
    """The picture of a waterfall, in the reader's language."""
    return picture(
        found,
        result_cents=result_cents,
        result=gettext("Result"),
        returns=gettext("Returns to members"),
        language=language,
    )
