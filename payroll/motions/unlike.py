"""What makes pay unlike by motion: a difference for one, until a day; and what is kept back from all alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, day_in
from ledger.amounts import say_amount
from ledger.money import BadNumber, parse_share
from ledger.rules import LARGEST_CENTS
from members.models import Member
from payroll.actions.advances import vote_deduction, vote_difference
from payroll.forms.pay import DeductionForm, DifferenceForm
from payroll.models import DeductionKind
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_DAYS = 2 * 366
"""A difference is looked at again after two years at the latest."""


class DifferenceKind(Kind):
    """One member gets more or less than everyone, for a reason, until a day. They do not vote on it."""

    code = "pay_difference"
    label = _("A difference in pay")
    help = _("One person gets more or less than everyone, for a reason that we vote, until a day.")
    rule = "two_thirds"

    def form_class(self) -> type[forms.Form]:
        return DifferenceForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"number": member number, "cents": of a whole period, "reason", "from_on": day, "until_on": day}`."""
        number, cents = terms.get("number"), _whole(terms.get("cents"))
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**31:
            raise Refused(gettext("Say whose pay, by member number."))
        if not Member.objects.filter(number=number).exists():
            raise Refused(gettext("There is nobody with that number."))
        if not cents or abs(cents) > LARGEST_CENTS:
            raise Refused(gettext("Say how much more, or how much less with a minus."))
        reason = str(terms.get("reason") or "").strip()
        if not reason or len(reason) > 200 or "\x00" in reason:
            raise Refused(gettext("Say the reason, in one line."))
        from_on, until_on = _days(terms)
        if until_on is None or (until_on - from_on).days > MOST_DAYS:
            raise Refused(gettext("Say until which day, two years on at the latest: every difference ends."))
        return {
            "number": number,
            "cents": cents,
            "reason": reason,
            "from_on": from_on.isoformat(),
            "until_on": until_on.isoformat(),
        }

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        terms = motion.terms
        member = Member.objects.get(number=terms["number"])
        return [
            Change(
                what=gettext("%(name)s, from %(from)s until %(until)s")
                % {"name": member.name, "from": terms["from_on"], "until": terms["until_on"]},
                now=gettext("like everyone"),
                then=gettext("%(amount)s on top of everyone's pay") % {"amount": say_amount(terms["cents"])},
                mine=reader is not None and reader.pk == member.pk,
            )
        ]

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """Nobody votes on a difference of their own."""
        member = Member.objects.filter(number=motion.terms["number"]).first()
        return {member.pk: _("it is about their pay")} if member else {}  # type: ignore[dict-item]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        terms = motion.terms
        vote_difference(
            member_id=Member.objects.get(number=terms["number"]).pk,
            cents=terms["cents"],
            reason=terms["reason"],
            from_on=date.fromisoformat(terms["from_on"]),
            until_on=date.fromisoformat(terms["until_on"]),
            motion=motion,
            now=now,
        )


class DeductionKindOfMotion(Kind):
    """Something is kept back from everyone alike: because a law says so, or because all had it in kind."""

    code = "pay_deduction"
    label = _("Kept back from everyone's pay")
    help = _("By law, or what each has in kind at the value we vote: the same for all, from a day on.")
    rule = "major"

    def form_class(self) -> type[forms.Form]:
        return DeductionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"kind": "statutory"|"in_kind", "name", "cents" or "share": "3/100", "from_on", "until_on"?}`."""
        kind = terms.get("kind")
        if kind not in (DeductionKind.STATUTORY.value, DeductionKind.IN_KIND.value):
            raise Refused(gettext("Say whether it is by law or had in kind."))
        name = str(terms.get("name") or "").strip()
        if not name or len(name) > 80 or "\x00" in name:
            raise Refused(gettext("Give it a short name."))
        cents, share = _whole(terms.get("cents") or 0), str(terms.get("share") or "").strip()
        if bool(cents) == bool(share) or cents is None or not 0 <= cents <= LARGEST_CENTS:
            raise Refused(gettext("Say an amount, or a part of the pay: one of the two."))
        if share:
            _refuse_no_share(share)
        from_on, until_on = _days(terms)
        return {
            "kind": kind,
            "name": name,
            "cents": cents,
            "share": share,
            "from_on": from_on.isoformat(),
            "until_on": until_on.isoformat() if until_on else None,
        }

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        terms = motion.terms
        said = say_amount(terms["cents"]) if terms["cents"] else terms["share"]
        what = f"{terms['name']} ({DeductionKind(terms['kind']).label})"
        return [
            Change(what=what, then=gettext("%(what)s of each pay") % {"what": said}, mine=reader is not None)
        ]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        terms = motion.terms
        vote_deduction(
            kind=terms["kind"],
            name=terms["name"],
            cents=terms["cents"],
            share=terms["share"],
            from_on=date.fromisoformat(terms["from_on"]),
            until_on=date.fromisoformat(terms["until_on"]) if terms["until_on"] else None,
            motion=motion,
            now=now,
        )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _days(terms: Mapping[str, Any]) -> tuple[date, date | None]:
    from_on, until_on = day_in(terms.get("from_on")), day_in(terms.get("until_on"))
    if from_on is None:
        raise Refused(gettext("Say from which day."))
    if until_on is not None and until_on <= from_on:
        raise Refused(gettext("It ends after it begins."))
    return from_on, until_on


def _refuse_no_share(share: str) -> None:
    try:
        part = parse_share(share)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    if not part or len(share) > 24:
        raise Refused(gettext("Say an amount, or a part of the pay: one of the two."))
