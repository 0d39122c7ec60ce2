"""What the assembly can decide about money shared: equal pay, set-asides, the surplus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.actions.house_rules import checked_value, set_house_rule
from assemblies.house_rules import in_force
from assemblies.kinds import Change, Kind, Sentence, day_in, register
from assemblies.models import AssemblyKind
from members.models import Cooperative, Member
from payroll.actions.surplus import drop_surplus, post_surplus
from payroll.forms import EqualPayForm, SetAsidesForm
from payroll.house_rules import EQUAL_PAY, SET_ASIDES, say_amount
from payroll.models import PayRun, PayRunState, Surplus, SurplusState
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
        """`{"method": "fixed"|"pool", "amount_cents": cents, "from_on": day}`."""
        value = checked_value(
            EQUAL_PAY.key, {"method": terms.get("method"), "amount_cents": terms.get("amount_cents")}
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
        lines = [Change(what=_("Each one, a month"), now=EQUAL_PAY.say(before), then=EQUAL_PAY.say(after))]
        if after.method == "fixed":
            lines.append(
                Change(
                    what=gettext("All of us together, %(people)s people") % {"people": people},
                    now=say_amount(before.amount_cents * people) if before.method == "fixed" else "",
                    then=say_amount(after.amount_cents * people),
                )
            )
        if reader is not None and after.method == before.method == "fixed":
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
    return {"method": motion.terms["method"], "amount_cents": motion.terms["amount_cents"]}


def _why_not_from(day: date) -> str | None:
    """Pay that is worked out or posted is not changed afterwards."""
    done = (
        PayRun.objects.filter(state__in=(PayRunState.POSTED, PayRunState.PAID), period__until_on__gt=day)
        .order_by("-period__from_on")
        .select_related("period")
        .first()
    )
    if done is None:
        return None
    return gettext("%(month)s is paid already: choose a later day.") % {"month": done.period.name}


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


for kind in (EqualPayKind(), SetAsidesKind(), SurplusKind()):
    register(kind)
