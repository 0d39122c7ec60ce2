"""A loss as a motion: how it is covered, frozen when it is proposed, and booked when it is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence
from assemblies.models import AssemblyKind
from ledger.amounts import say_amount
from ledger.money import BadNumber
from members.models import Member
from payroll.actions.losses import cover_loss
from payroll.actions.surplus import drop_surplus
from payroll.models import Surplus, SurplusState
from payroll.reports.figures import said_still_open
from payroll.reports.losses import figures_kept, why_not_covered
from payroll.reports.proposals import standing_for, why_not_as_proposed, why_not_shared
from payroll.rules.law_packs import law_pack
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

FROM_ITS_PAGE = _("Propose it from the surplus page.")


class LossKind(Kind):
    """Covers a loss exactly as its proposal froze it; voted as it was shown. The law calls it the same matter."""

    code = "loss"
    label = _("Loss of a year")
    help = _("Made from the surplus page, where some months were a loss.")
    is_secret = True
    can_be_amended = False
    asks_who = False

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        surplus = standing_for(motion)
        return () if surplus is None or surplus.pack == "NONE" else (AssemblyKind.LEGAL_ORDINARY,)

    def matter(self, motion: Motion) -> str:
        return "surplus"

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"surplus": id}`: a loss that was worked out with how it is covered, and is not booked."""
        wanted = terms.get("surplus")
        found = None
        if not isinstance(wanted, bool) and isinstance(wanted, int) and 0 < wanted < 2**62:
            open_ones = Surplus.objects.filter(state__in=(SurplusState.DRAFT, SurplusState.PROPOSED))
            found = open_ones.filter(pk=wanted, result_cents__lt=0).first()
        if found is None or "loss" not in found.how:
            raise Refused(str(FROM_ITS_PAGE))
        return {"surplus": found.pk}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        surplus = standing_for(motion)
        if surplus is None or "loss" not in surplus.how:
            return []
        loss = surplus.how["loss"]
        said = {
            _("Result"): surplus.result_cents,
            _("Out of the reserve"): loss["reserve"],
            _("Out of members' shares"): loss["members"],
            _("Carried to the next years"): loss["carried"],
        }
        lines = [Change(what=open_ones) for open_ones in said_still_open(surplus)]
        lines += [Change(what=what, then=say_amount(cents)) for what, cents in said.items() if cents]
        if loss["members"] and reader is not None and surplus.state == SurplusState.PROPOSED:
            try:
                mine = figures_kept(surplus).by_member.get(reader.pk, 0)
            except (BadNumber, Refused):
                return lines  # it cannot be opened, and says why
            lines.append(Change(what=_("You, in shares"), then=say_amount(-mine), mine=True))
        return lines

    def cautions(self, motion: Motion, *, on: date) -> list[str]:
        surplus = standing_for(motion)
        return [] if surplus is None else [law_pack(surplus.pack).loss.said(get_language() or "es-ar")]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        surplus = standing_for(motion)
        if surplus is None or surplus.state != SurplusState.PROPOSED:
            return FROM_ITS_PAGE
        return why_not_shared(surplus) or why_not_as_proposed(surplus) or why_not_covered(surplus)

    def enact(self, motion: Motion, *, now: datetime) -> None:
        surplus = standing_for(motion)
        if surplus is None:
            raise Refused(str(FROM_ITS_PAGE))
        cover_loss(surplus_id=surplus.pk, motion=motion, now=now)

    def decided(self, motion: Motion, *, now: datetime) -> None:
        self._drop(motion, now=now)

    def withdrawn(self, motion: Motion, *, now: datetime) -> None:
        self._drop(motion, now=now)

    def _drop(self, motion: Motion, *, now: datetime) -> None:
        surplus = standing_for(motion)
        if surplus is not None:
            drop_surplus(surplus_id=surplus.pk, motion=motion, now=now)
