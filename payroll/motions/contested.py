"""What is left of a surplus whose contest was right, as a motion: which fund has it, carried out as it is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence
from assemblies.models import AssemblyKind
from ledger.amounts import say_amount
from members.models import Member
from payroll.actions.contested import give_up_parts
from payroll.forms.contested import ContestedPartsForm
from payroll.models import Surplus
from payroll.reports.contested import (
    KIND,
    funds_of,
    name_of_fund,
    not_paid,
    to_be_decided,
    why_not_as_proposed,
    why_not_of,
)
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


class ContestedPartsKind(Kind):
    """Says which fund has the parts that were not paid. The law calls it the same matter as the surplus itself."""

    code = KIND
    label = _("What is left of a contested surplus")
    help = _("Where a contest was right: which fund has the parts that were not paid.")
    is_secret = True
    can_be_amended = False
    asks_who = False

    def is_offered(self) -> bool:
        return to_be_decided().exists()

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        surplus = Surplus.objects.get(pk=motion.terms["surplus"])
        return () if surplus.pack == "NONE" else (AssemblyKind.LEGAL_ORDINARY,)

    def matter(self, motion: Motion) -> str:
        return "surplus"

    def form_class(self) -> type[forms.Form]:
        return ContestedPartsForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        return {name: asked[name] for name in ("surplus", "goes_to") if name in asked}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"surplus": id, "goes_to": "reinvestment"}`: the sum, how many and the seal of the parts are worked out."""
        wanted, goes_to = terms.get("surplus"), terms.get("goes_to")
        surplus = None
        if not isinstance(wanted, bool) and isinstance(wanted, int) and 0 < wanted < 2**62:
            surplus = Surplus.objects.filter(pk=wanted).first()
        if surplus is None:
            raise Refused(gettext("Say which surplus."))
        left = not_paid(surplus)
        why = why_not_of(surplus, left)
        if why is not None:
            raise Refused(why)
        if not isinstance(goes_to, str) or goes_to not in funds_of(surplus):
            raise Refused(gettext("Say which fund has it."))
        return {"surplus": surplus.pk, "goes_to": goes_to, **left.data}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        terms = motion.terms
        surplus = Surplus.objects.get(pk=terms["surplus"])
        owed = gettext("owed to %(people)s members, and not paid") % {"people": terms["people"]}
        lines = [
            Change(
                what=gettext("Surplus of %(name)s") % {"name": surplus.name},
                now=f"{say_amount(terms['cents'])}, {owed}",
                then=gettext("%(amount)s to “%(fund)s”")
                % {"amount": say_amount(terms["cents"]), "fund": name_of_fund(terms["goes_to"])},
            )
        ]
        if reader is not None:
            unpaid = surplus.returns.filter(member=reader, payslip__isnull=True, entry__isnull=True)
            mine = unpaid.values_list("cents", flat=True).first()
            if mine:
                lines.append(Change(what=gettext("You"), now=say_amount(mine), then=say_amount(0), mine=True))
        return lines

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        return why_not_as_proposed(motion)

    def enact(self, motion: Motion, *, now: datetime) -> None:
        give_up_parts(motion=motion, now=now)
