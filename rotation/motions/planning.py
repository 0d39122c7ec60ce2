"""The assembly adopts a plan: exactly the one that was shown, by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence, register
from members.models import Member
from record.rules import Refused
from rotation.actions.planning import adopt_plan, why_not_adopt
from rotation.models import Mandate, Plan, PlannedSeat
from rotation.reports.planned import hash_of

if TYPE_CHECKING:
    from assemblies.models import Motion

SHOWN_OF_A_POST = 3
"""So many of the next terms of each post are shown; all are on the page of the plan."""
PROPOSED = 20


def _waiting() -> list[tuple[int, str]]:
    from django.utils import timezone

    rows = Plan.objects.filter(adopted_at=None, until_on__gt=timezone.localdate()).defer("problem")
    return [(plan.pk, named(plan)) for plan in rows.order_by("-pk")[:PROPOSED]]


def named(plan: Plan) -> str:
    """What a plan is called: its number, what it plans, its days."""
    day = formats.date_format
    return gettext("Plan %(number)s: %(kind)s, %(since)s – %(until)s") % {
        "number": plan.pk,
        "kind": plan.get_kind_display(),
        "since": day(plan.from_on, "SHORT_DATE_FORMAT"),
        "until": day(plan.until_on, "SHORT_DATE_FORMAT"),
    }


class PlanForm(forms.Form):
    """Which plan."""

    plan = forms.TypedChoiceField(label=_("Plan"), choices=_waiting, coerce=int)


class PlanMotion(Kind):
    """Adopts a plan of turns. What was worked out is what is adopted: its hash is part of the motion."""

    code = "plan"
    label = _("Plan of turns")
    help = _("Adopts a plan: who takes which post, or who sits at the table of each assembly.")
    asks_who = False

    def form_class(self) -> type[forms.Form]:
        return PlanForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """`?plan=` names one."""
        return {"plan": asked["plan"]} if asked.get("plan", "").isdecimal() else {}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"plan": id, "hash": SHA-256 of who takes what and of what it was made from}`."""
        number = terms.get("plan")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**31:
            raise Refused(gettext("Say which plan."))
        plan = Plan.objects.defer("problem").filter(pk=number).first()
        if plan is None:
            raise Refused(gettext("There is no such plan."))
        found = hash_of(plan)
        reason = why_not_adopt(plan, hash_named=str(terms.get("hash") or found), now=now)
        if reason is not None:
            raise Refused(reason)
        return {"plan": plan.pk, "hash": found}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        """Mine first; then what passes to others than before, or who holds and takes each post. Two questions."""
        seats = PlannedSeat.objects.filter(plan=motion.terms["plan"]).defer("plan__problem")
        rows = list(seats.select_related("plan", "post", "member").order_by("post__name", "from_on", "seat"))
        if not rows:
            return []
        plan = rows[0].plan
        own = [row for row in rows if reader is not None and row.member_id == reader.pk]
        lines = [Change(what=named(plan), then=_how_many(rows))]
        lines += [Change(what=row.post.name, then=_said(row, with_name=False), mine=True) for row in own]
        if plan.replaces_id is not None:
            return lines + _moved(rows, reader)
        held: dict[int, list[str]] = {}
        now_held = Mandate.objects.on(on).filter(post__in={row.post_id for row in rows})
        for mandate in now_held.select_related("member").order_by("seat"):
            held.setdefault(mandate.post_id, []).append(mandate.member.name)
        of_post: dict[int, list[PlannedSeat]] = {}
        for row in rows:
            of_post.setdefault(row.post_id, []).append(row)
        for post, terms in of_post.items():
            shown = "; ".join(_said(row) for row in terms[:SHOWN_OF_A_POST])
            more = len(terms) - SHOWN_OF_A_POST
            if more > 0:
                shown += "; " + ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
            lines.append(Change(what=terms[0].post.name, now=", ".join(held.get(post, [])), then=shown))
        return lines

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        plan = Plan.objects.defer("problem").get(pk=motion.terms["plan"])
        return why_not_adopt(plan, hash_named=None, now=now)

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """It holds from now, in the place of the one before. The clock seats those it names, each in time."""
        adopt_plan(
            plan_id=motion.terms["plan"], hash_named=motion.terms["hash"], motion=motion, actor=None, now=now
        )


def _how_many(rows: list[PlannedSeat]) -> str:
    empty = sum(row.member_id is None for row in rows)
    said = ngettext("%(n)s turn", "%(n)s turns", len(rows)) % {"n": len(rows)}
    if empty:
        said += ", " + ngettext("%(n)s of them for nobody", "%(n)s of them for nobody", empty) % {"n": empty}
    return said


def _moved(rows: list[PlannedSeat], reader: Member | None) -> list[Change]:
    """What a plan made again changes: each seat, whose it was and whose it is."""
    moved = [row for row in rows if "was" in row.because]
    names = dict(
        Member.objects.filter(number__in=[row.because["was"] for row in moved]).values_list("number", "name")
    )
    return [
        Change(
            what=row.post.name,
            now=names.get(row.because["was"], gettext("nobody")),
            then=_said(row),
            mine=reader is not None and reader.number == row.because["was"],
        )
        for row in moved
    ]


def _said(row: PlannedSeat, *, with_name: bool = True) -> str:
    day = formats.date_format
    since, last = day(row.from_on, "SHORT_DATE_FORMAT"), day(row.until_on, "SHORT_DATE_FORMAT")
    days = since if (row.until_on - row.from_on).days <= 1 else f"{since} – {last}"
    if not with_name:
        return gettext("you, %(days)s") % {"days": days}
    return f"{row.member.name if row.member is not None else gettext('nobody')}, {days}"


register(PlanMotion())
