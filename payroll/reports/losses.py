"""A loss with the figures of the books: what covers it, and what each member would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger import chart
from ledger.money import BadNumber
from ledger.reports import balance
from ledger.reports.balances import balances_by_member
from members.models import Member
from payroll.models import Surplus
from payroll.reports.figures import periods_between, worked_between
from payroll.rules.law_packs import law_pack
from payroll.rules.losses import Cover, charged, cover_of, reserve_of
from payroll.rules.returning import How, check_how, weights
from payroll.rules.surplus_terms import how_from_data
from record.rules import Refused, digest

RESERVES = {
    "legal_reserve": chart.LEGAL_RESERVE,
    "collective_account": chart.COLLECTIVE_ACCOUNT,
    "winter_cushion": chart.WINTER_CUSHION,
}
"""Where each reserve that may cover a loss is kept."""


@dataclass(frozen=True, kw_only=True)
class LossFigures:
    """How a loss is covered, and how much of it is each member's, in cents by member."""

    cover: Cover
    reserve: str
    by_member: dict[int, int]

    @property
    def data(self) -> dict[str, Any]:
        """As it is frozen beside how it returns: the sums, and the seal of each one's part."""
        parts = sorted(([pk, cents] for pk, cents in self.by_member.items()), key=lambda part: part[0])
        return {
            "reserve": self.cover.reserve_cents,
            "members": self.cover.members_cents,
            "carried": self.cover.carried_cents,
            "parts": digest(parts),
        }


def loss_figures(surplus: Surplus, *, reserve_cents: int, members_cents: int, how: How) -> LossFigures:
    """Worked out with the books, the days and the hours of now. Raises `BadNumber`, `Refused`."""
    pack = law_pack(surplus.pack)
    reserve = reserve_of(pack)
    held = max(0, -balance(RESERVES[reserve])) if reserve and reserve_cents else 0
    cover = cover_of(
        pack,
        -surplus.result_cents,
        reserve_cents=reserve_cents,
        members_cents=members_cents,
        held_cents=held,
    )
    by_member: dict[int, int] = {}
    if members_cents:
        check_how(pack, how)
        worked = worked_between(periods_between(surplus.from_on, surplus.until_on))
        by_member = charged(members_cents, weights(how, worked))
        shares = balances_by_member(chart.SHARE_CAPITAL)
        short = [pk for pk, cents in by_member.items() if -shares.get(pk, 0) < cents]
        if short:
            number = (
                Member.objects.filter(pk__in=short).order_by("number").values_list("number", flat=True)[0]
            )
            raise Refused(
                _("Number %(number)s holds less in shares than their part of it.") % {"number": number}
            )
    return LossFigures(cover=cover, reserve=reserve, by_member=by_member)


def figures_kept(surplus: Surplus) -> LossFigures:
    """The figures of a loss that was proposed, worked out again from what was frozen of it."""
    frozen = surplus.how.get("loss")
    if frozen is None:
        raise BadNumber("Nobody said how it is covered.", "Nadie dijo cómo se cubre.")
    return loss_figures(
        surplus,
        reserve_cents=frozen["reserve"],
        members_cents=frozen["members"],
        how=how_from_data(surplus.how),
    )


def why_not_covered(surplus: Surplus) -> str | None:
    """Why what was frozen of a loss does not hold any more: the reserve, the days, the hours or the shares."""
    try:
        same = figures_kept(surplus).data == surplus.how.get("loss")
    except BadNumber as problem:
        return problem.said(get_language() or "es-ar")
    except Refused as refusal:
        return refusal.sentence
    if not same:
        return _("Who belonged, the hours or the shares that the parts are by changed since.")
    return None
