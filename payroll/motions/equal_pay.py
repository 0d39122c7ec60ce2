"""Equal pay as a motion: what each one gets, the same for all, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.actions.house_rules import checked_value, set_house_rule
from assemblies.house_rules import in_force
from assemblies.kinds import Change, Kind, Sentence, day_in
from ledger.amounts import say_amount
from members.models import Member
from payroll.forms.pay import EqualPayForm
from payroll.house_rules import EQUAL_PAY
from payroll.models import BOOKED, PayRun, RunKind
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


class EqualPayKind(Kind):
    """What each one gets for a whole month, from a day on; the same for all."""

    code = "equal_pay"
    label = _("Equal pay")
    help = _("How much each one gets a month, the same for all, from a day on.")
    rule = "major"

    def form_class(self) -> type[forms.Form]:
        return EqualPayForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"method": "fixed"|"pool", "amount_cents": cents, "from_on": day, "rhythm"?: "fortnight"|"week"}`."""
        value = checked_value(
            EQUAL_PAY.key,
            {
                "method": terms.get("method"),
                "amount_cents": terms.get("amount_cents"),
                **_rhythm(terms.get("rhythm") or "month"),
            },
        )
        from_on = day_in(terms.get("from_on"))
        if from_on is None:
            raise Refused(gettext("Say from which day."))
        reason = _why_not_from(from_on)
        if reason:
            raise Refused(reason)
        return {**value, "from_on": from_on.isoformat()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        before, after = in_force(EQUAL_PAY, on=on), EQUAL_PAY.load(_pay_value(motion))
        people = Member.objects.here(on=on).count()
        same = after.method == before.method == "fixed" and after.rhythm == before.rhythm
        lines = [
            Change(
                what=_("Each one, a month") if after.rhythm == "month" else _("Each one"),
                now=EQUAL_PAY.say(before),
                then=EQUAL_PAY.say(after),
            )
        ]
        if after.method == "fixed":
            lines.append(
                Change(
                    what=gettext("All of us together, %(people)s people") % {"people": people},
                    now=say_amount(before.amount_cents * people) if same else "",
                    then=say_amount(after.amount_cents * people),
                )
            )
        if reader is not None and same and after.rhythm == "month":
            lines.append(
                Change(
                    what=_("You, a month"),
                    now=say_amount(before.amount_cents),
                    then=say_amount(after.amount_cents),
                    mine=True,
                )
            )
        return lines

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        return _why_not_from(date.fromisoformat(motion.terms["from_on"]))

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """The house rule from that day; pay runs read it from there."""
        reason = _why_not_from(date.fromisoformat(motion.terms["from_on"]))
        if reason:
            raise Refused(reason)
        set_house_rule(
            key=EQUAL_PAY.key,
            value=_pay_value(motion),
            in_force_from=date.fromisoformat(motion.terms["from_on"]),
            motion=motion,
            actor=None,
            now=now,
        )


def _pay_value(motion: Motion) -> dict[str, Any]:
    return {
        "method": motion.terms["method"],
        "amount_cents": motion.terms["amount_cents"],
        **_rhythm(motion.terms.get("rhythm", "month")),
    }


def _rhythm(rhythm: Any) -> dict[str, Any]:
    """A month goes without saying."""
    return {} if rhythm == "month" else {"rhythm": rhythm}


def _why_not_from(day: date) -> str | None:
    """Pay that is worked out or posted is not changed afterwards."""
    done = (
        PayRun.objects.filter(state__in=BOOKED, kind=RunKind.REGULAR, until_on__gt=day)
        .order_by("-from_on")
        .select_related("period")
        .first()
    )
    if done is None:
        return None
    return gettext("%(month)s is paid already: choose a later day.") % {"month": done.period.name}
