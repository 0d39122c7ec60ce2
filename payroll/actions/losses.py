"""A year of loss: how it is covered is proposed, frozen, and booked exactly as the assembly adopts it, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.actions import draft_motion
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.money import BadNumber
from ledger.rules import Line
from members.models import Member
from payroll.actions.surplus import PROPOSE, enter_as_adopted
from payroll.models import Surplus, SurplusState
from payroll.reports.figures import released, result_between
from payroll.reports.losses import RESERVES, LossFigures, figures_kept, loss_figures, why_not_covered
from payroll.reports.proposals import of_the_same_months, rounds_of, why_not_shared
from payroll.rules.surplus_terms import how_from_data
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def propose_loss(
    *,
    surplus_id: int,
    reserve_cents: int,
    members_cents: int,
    title: str,
    text: str,
    actor: Member,
    now: datetime,
) -> Motion:
    """Freeze how a loss that was worked out is covered, and draft the motion that asks the assembly.

    So much out of the reserve, so much by members out of their shares; the rest is carried to the next years.
    The same sent twice answers the same motion.
    """
    if not actor.has_perm(PROPOSE, now):
        raise Refused(_("Only whoever proposes the surplus works it out here."))
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    loss = surplus.how.get("loss")
    if surplus.state == SurplusState.PROPOSED and surplus.motion is not None and loss is not None:
        there = surplus.motion
        asked = (actor.pk, title.strip(), text.strip(), reserve_cents, members_cents)
        if (there.proposer_id, there.title, there.text, loss["reserve"], loss["members"]) == asked:
            return there
    if surplus.state != SurplusState.DRAFT:
        raise Refused(_("This surplus was proposed already."))
    if surplus.result_cents >= 0:
        raise Refused(_("It is not a loss."))
    if of_the_same_months(surplus.from_on, surplus.until_on).exists():
        raise Refused(_("Those months are shared, or before the assembly, already."))
    if result_between(surplus.from_on, surplus.until_on) != surplus.result_cents:
        raise Refused(_("The books say something else meanwhile: work it out again."))
    try:
        figures = loss_figures(
            surplus,
            reserve_cents=reserve_cents,
            members_cents=members_cents,
            how=how_from_data(surplus.how),
        )
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem

    surplus.how = {**surplus.how, "loss": figures.data}
    surplus.save(update_fields=["how"])
    surplus.motion = draft_motion(
        kind="loss", title=title, text=text, terms={"surplus": surplus.pk}, proposer=actor, now=now
    )
    surplus.state = SurplusState.PROPOSED
    surplus.save(update_fields=["motion", "state"])

    record(
        verb="payroll.surplus.cover_proposed",
        subject=surplus,
        actor=actor,
        now=now,
        facts={**_facts(surplus), "pack": surplus.pack, "inputs": surplus.inputs},
        because=surplus.motion,
    )
    return surplus.motion


@one_act_at_a_time
def cover_loss(*, surplus_id: int, motion: Motion, now: datetime) -> Surplus:
    """Book a loss exactly as adopted. Once: its months are never shared or covered again."""
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state == SurplusState.POSTED:
        return surplus
    if motion.state != MotionState.ADOPTED or surplus.motion_id not in [
        each.pk for each in rounds_of(motion)
    ]:
        raise Refused(_("Only the motion that proposed it covers a loss."))
    if surplus.state != SurplusState.PROPOSED:
        raise Refused(_("This surplus is not before the assembly."))
    why = why_not_shared(surplus) or why_not_covered(surplus)
    if why is not None:
        raise Refused(why)

    memo = _("Loss of %(name)s, covered as the assembly adopted it") % {"name": surplus.name}
    entry = enter_as_adopted(
        surplus, motion, memo=memo, lines=_lines(surplus, figures_kept(surplus)), now=now
    )

    record(
        verb="payroll.surplus.covered",
        subject=surplus,
        actor=None,
        now=now,
        facts={**_facts(surplus), "entry": entry.number},
        because=motion,
    )
    return surplus


def _lines(surplus: Surplus, figures: LossFigures) -> list[Line]:
    """The result goes back to nothing; what months set aside, or took from the cushion, is undone with it."""
    sums = released(surplus)
    sums[chart.RESULT] = surplus.result_cents - sum(sums.values())
    if figures.reserve:
        account = RESERVES[figures.reserve]
        sums[account] = sums.get(account, 0) + figures.cover.reserve_cents
    sums[chart.PRIOR_LOSSES] = figures.cover.carried_cents
    lines = [Line(account=account, cents=cents) for account, cents in sorted(sums.items()) if cents]
    return lines + [
        Line(account=chart.SHARE_CAPITAL, cents=cents, member_id=member_id)
        for member_id, cents in sorted(figures.by_member.items())
    ]


def _facts(surplus: Surplus) -> dict[str, Any]:
    months = {"from": surplus.from_on.isoformat(), "until": surplus.until_on.isoformat()}
    return {"result_cents": surplus.result_cents, "how": surplus.how, **months}
