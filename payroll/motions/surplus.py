"""The surplus as a motion: shared exactly as its proposal froze it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence
from assemblies.models import AssemblyKind
from members.models import Member
from payroll.actions.surplus import drop_surplus, post_surplus
from payroll.house_rules import say_amount
from payroll.models import Surplus, SurplusState
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


class SurplusKind(Kind):
    """Shares a surplus exactly as its proposal froze it. Where the law reserves it, only the ordinary assembly."""

    code = "surplus"
    label = _("Surplus")
    help = _("Made from the surplus page: its figures are frozen when it is proposed.")
    is_secret = True
    carried_out_by = "payroll.pay"

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        """Where a law pack reserves the surplus, only the ordinary assembly shares it (AR law 20.337 art. 58)."""
        surplus = Surplus.objects.filter(pk=motion.terms["surplus"]).first()
        return () if surplus is None or surplus.pack == "NONE" else (AssemblyKind.LEGAL_ORDINARY,)

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"surplus": id}` of a surplus that was worked out and not shared."""
        wanted = terms.get("surplus")
        if isinstance(wanted, bool) or not isinstance(wanted, int):
            raise Refused(gettext("Propose it from the surplus page."))
        if not Surplus.objects.filter(
            pk=wanted, state__in=(SurplusState.DRAFT, SurplusState.PROPOSED)
        ).exists():
            raise Refused(gettext("Propose it from the surplus page."))
        return {"surplus": wanted}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        surplus = Surplus.objects.get(pk=motion.terms["surplus"])
        lines = [Change(what=_("Result"), then=say_amount(surplus.result_cents))]
        language = "es" if _is_spanish() else "en"
        lines += [Change(what=step[language], then=say_amount(step["cents"])) for step in surplus.steps]
        lines.append(Change(what=_("Returns to members"), then=say_amount(surplus.for_return_cents)))
        mine = surplus.returns.filter(member=reader).first() if reader is not None else None
        if mine is not None:
            lines.append(Change(what=_("You"), then=say_amount(mine.cents), mine=True))
        return lines

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        surplus = Surplus.objects.get(pk=motion.terms["surplus"])
        if surplus.state != SurplusState.PROPOSED or surplus.motion_id != motion.pk:
            return _("Propose it from the surplus page.")
        return None

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Post exactly the figures that were voted."""
        post_surplus(surplus_id=motion.terms["surplus"], motion=motion, now=now)

    def decided(self, motion: Motion, *, now: datetime) -> None:
        if motion.state != "adopted":
            drop_surplus(surplus_id=motion.terms["surplus"], motion=motion, now=now)


def _is_spanish() -> bool:
    from django.utils.translation import get_language

    return (get_language() or "es").startswith("es")
