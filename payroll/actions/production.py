"""The order of work, as the assembly put it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from payroll.models import Product, ProductionOrder
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def order_work(*, motion: Motion, now: datetime) -> list[ProductionOrder]:
    """Put the work in the order that a motion says, once."""
    there = list(ProductionOrder.objects.filter(motion=motion))
    if there:
        return there
    if motion.state != MotionState.ADOPTED:
        raise Refused(_("Only an adopted motion orders the work."))
    products = {product.code: product for product in Product.objects.all()}
    missing = [line["product"] for line in motion.terms["lines"] if line["product"] not in products]
    if missing:
        raise Refused(_("We do not make %(name)s any more.") % {"name": missing[0]})

    made = ProductionOrder.objects.bulk_create(
        [
            ProductionOrder(
                motion=motion,
                place=place,
                product=products[line["product"]],
                quantity=line["quantity"],
                for_whom=line["for_whom"],
                from_on=date.fromisoformat(motion.terms["from_on"]),
                until_on=date.fromisoformat(motion.terms["until_on"]),
            )
            for place, line in enumerate(motion.terms["lines"], start=1)
        ]
    )

    record(
        verb="payroll.production.ordered",
        subject=motion,
        actor=None,
        now=now,
        facts={"lines": len(made), "from": motion.terms["from_on"], "until": motion.terms["until_on"]},
        because=motion,
    )
    return made
