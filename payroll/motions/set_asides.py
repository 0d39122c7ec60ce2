"""Set-asides as a motion: which parts of a good month are kept, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.actions.house_rules import checked_value, set_house_rule
from assemblies.house_rules import in_force
from assemblies.kinds import Change, Kind, day_in
from members.models import Cooperative, Member
from payroll.forms.set_asides import SetAsidesForm
from payroll.house_rules import SET_ASIDES
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


class SetAsidesKind(Kind):
    """What a good month's result is set aside for."""

    code = "set_asides"
    label = _("Set-asides")
    help = _("Which parts of a good month are kept, and for what.")
    rule = "major"

    def form_class(self) -> type[forms.Form]:
        return SetAsidesForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"shares": [{"purpose", "share": "45/100"}, …, {"purpose", "share": "rest"}], "cushion", "from_on"}`."""
        from_on = day_in(terms.get("from_on")) or Cooperative.objects.here().day_of(now)
        value = checked_value(
            SET_ASIDES.key,
            {
                "shares": [
                    {"purpose": str(row.get("purpose")), "share": str(row.get("share"))}
                    for row in terms.get("shares") or []
                    if isinstance(row, Mapping)
                ],
                "cushion": str(terms.get("cushion")),
                "unit_cents": terms.get("unit_cents", 1),
            },
        )
        if not value["shares"]:
            raise Refused(gettext("Say for what, and which part."))
        return {**value, "from_on": from_on.isoformat()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        return [
            Change(
                what=SET_ASIDES.label,
                now=SET_ASIDES.say(in_force(SET_ASIDES, on=on)),
                then=SET_ASIDES.say(SET_ASIDES.load(motion.terms)),
            )
        ]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        set_house_rule(
            key=SET_ASIDES.key,
            value={name: motion.terms[name] for name in ("shares", "cushion", "unit_cents")},
            in_force_from=date.fromisoformat(motion.terms["from_on"]),
            motion=motion,
            actor=None,
            now=now,
        )
