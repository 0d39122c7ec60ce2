"""What is made first, and for whom: the assembly orders the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, day_in
from members.models import Cooperative, Member
from payroll.actions.production import order_work
from payroll.forms.production import ProductionForm
from payroll.models import Product
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_LINES = 20
LONGEST = timedelta(days=732)


class ProductionKind(Kind):
    """So much of each thing a month, in this order, for these people, from a day to a day."""

    code = "production"
    label = _("What we make first")
    help = _("Puts the work in order: which products, how many a month, and for whom.")

    def form_class(self) -> type[forms.Form]:
        return ProductionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"lines": [{"product": code, "quantity": whole, "for_whom": text}], "from_on", "until_on"}`."""
        from_on, until_on = day_in(terms.get("from_on")), day_in(terms.get("until_on"))
        today = Cooperative.objects.here().day_of(now)
        if from_on is None or until_on is None or not from_on < until_on <= from_on + LONGEST:
            raise Refused(gettext("Say from which day until which: two years at most."))
        if until_on <= today:
            raise Refused(gettext("Those days are over."))
        rows = terms.get("lines")
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_LINES:
            raise Refused(gettext("Say what is made first, one on each line."))
        known = set(Product.objects.values_list("code", flat=True))
        return {
            "lines": [_line(row, known) for row in rows],
            "from_on": from_on.isoformat(),
            "until_on": until_on.isoformat(),
        }

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        products = {product.code: product for product in Product.objects.all()}
        days = [
            date_format(date.fromisoformat(motion.terms[name]), "DATE_FORMAT")
            for name in ("from_on", "until_on")
        ]
        lines = [Change(what=_("From and until"), then=" – ".join(days))]
        for place, row in enumerate(motion.terms["lines"], start=1):
            product = products.get(row["product"])
            said = gettext("%(quantity)s %(unit)s a month, for %(whom)s") % {
                "quantity": row["quantity"],
                "unit": product.unit if product else "",
                "whom": row["for_whom"],
            }
            lines.append(Change(what=f"{place}. {product.name if product else row['product']}", then=said))
        return lines

    def enact(self, motion: Motion, *, now: datetime) -> None:
        order_work(motion=motion, now=now)


def _line(row: Any, known: set[str]) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise Refused(gettext("Say what is made first, one on each line."))
    quantity, whom = row.get("quantity"), str(row.get("for_whom") or "").strip()
    if row.get("product") not in known:
        raise Refused(gettext("There is no such product."))
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= 10**12:
        raise Refused(gettext("Say how many a month: a whole number."))
    if not whom or len(whom) > 120 or "\x00" in whom:
        raise Refused(gettext("Say for whom, in a few words."))
    return {"product": row["product"], "quantity": quantity, "for_whom": whom}
