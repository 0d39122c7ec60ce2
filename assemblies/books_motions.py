"""What the assembly can decide about the books: to open a closed month again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence, register
from ledger.actions.periods import reopen_period
from ledger.models import Period
from ledger.rules import why_not_reopen
from members.models import Member
from record.actions import subject_of
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion


def _closed_months() -> list[tuple[str, str]]:
    """The last month that was closed: the only one that can be opened again."""
    last = Period.objects.exclude(closed_at=None).order_by("-from_on").first()
    return [(last.name, last.said)] if last else []


class MonthForm(forms.Form):
    """Which month."""

    period = forms.ChoiceField(label=_("Month"), choices=_closed_months)


class ReopenMonth(Kind):
    """Opens the last closed month again, so that what was wrong in it can be put right there."""

    code = "reopen_month"
    label = _("Open a closed month again")
    help = _("To put right in its own month what cannot wait for the next. Say in the text what was wrong.")
    rule = "major"
    asks_who = False
    can_be_amended = False

    def form_class(self) -> type[forms.Form]:
        return MonthForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"period": "2026-03"}` of a month that is closed."""
        period = Period.objects.filter(name=str(terms.get("period", ""))[:20]).first()
        if period is None:
            raise Refused(gettext("Choose a closed month."))
        reason = _why_not(period)
        if reason:
            raise Refused(reason)
        return {"period": period.name}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        period = Period.objects.get(name=motion.terms["period"])
        return [
            Change(what=period.said, now=_("closed") if period.closed_at else _("open"), then=_("open")),
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        return _why_not(Period.objects.get(name=motion.terms["period"]))

    def enact(self, motion: Motion, *, now: datetime) -> None:
        period = Period.objects.get(name=motion.terms["period"])
        reopen_period(period_id=period.pk, because=subject_of(motion), actor=None, now=now)


def _why_not(period: Period) -> Sentence | None:
    later = (
        Period.objects.filter(from_on__gt=period.from_on).exclude(closed_at=None).order_by("-from_on").first()
    )
    return why_not_reopen(
        name=period.name,
        is_closed=period.closed_at is not None,
        later_closed=later.name if later else None,
        because="a motion",
    )


register(ReopenMonth())
