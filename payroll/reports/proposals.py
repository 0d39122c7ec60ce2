"""What stands between a surplus and its sharing: its motions, what else is shared of its months, the books now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.amounts import say_amount
from ledger.money import BadNumber
from ledger.reports import balance
from members.models import Cooperative
from payroll.models import Surplus, SurplusState
from payroll.reports.figures import figures_of, parts_kept, parts_of_each, result_between
from payroll.rules.law_packs import law_pack
from payroll.rules.surplus_inputs import from_data
from payroll.rules.surplus_terms import from_terms, how_from_data

BEFORE_US_OR_SHARED = (SurplusState.PROPOSED, SurplusState.POSTED)


def rounds_of(motion: Motion) -> Iterator[Motion]:
    """A motion, and before it those that tied and that it is the next round of, the latest first.

    A tie comes back by itself in the moment it closes, so the next round is the first that follows it: what
    somebody proposes after it by hand is another motion.
    """
    yield motion
    while (before := motion.follows) is not None and before.state == MotionState.TIED:
        if before.followed_by.order_by("pk").values_list("pk", flat=True).first() != motion.pk:
            return
        yield before
        motion = before


def standing_for(motion: Motion) -> Surplus | None:
    """The figures that a motion stands for now: its own, or those of the rounds before it."""
    return (
        Surplus.objects.filter(motion__in=list(rounds_of(motion)))
        .exclude(state=SurplusState.REPLACED)
        .order_by("-id")
        .first()
    )


def says_the_same(surplus: Surplus, motion: Motion) -> bool:
    """Whether the figures that were frozen are of the parts that the motion says."""
    before = from_data(surplus.inputs), how_from_data(surplus.how)
    try:
        return from_terms(motion.terms, *before) == before
    except BadNumber:
        return False


def of_the_same_months(
    from_on: date, until_on: date, *, states: tuple[str, ...] = BEFORE_US_OR_SHARED
) -> QuerySet[Surplus]:
    """What is before the assembly, or shared already, and has a day of these."""
    return Surplus.objects.filter(state__in=states, from_on__lt=until_on, until_on__gt=from_on)


def why_not_shared(surplus: Surplus) -> str | None:
    """Why a surplus can never be shared: some of its months were, or its name was."""
    same = Q(name=surplus.name) | Q(from_on__lt=surplus.until_on, until_on__gt=surplus.from_on)
    there = Surplus.objects.filter(same, state=SurplusState.POSTED).exclude(pk=surplus.pk).first()
    if there is None:
        return None
    if there.from_on < surplus.until_on and there.until_on > surplus.from_on:
        return _("Those months were shared already, as “%(name)s”: withdraw this one.") % {"name": there.name}
    return _("The surplus of %(name)s was shared already.") % {"name": surplus.name}


def why_not_as_proposed(surplus: Surplus) -> str | None:
    """Why the frozen figures are not what the books say now, and what to do about it.

    Compared: the result of its months, the steps with the legal reserve of now, and each one's part, by who
    belonged, their hours and their shares. What was typed in, and the capital, are those of the proposal.
    """
    anew = _("Withdraw it, and propose it anew from the surplus page.")
    result = result_between(surplus.from_on, surplus.until_on)
    if result != surplus.result_cents:
        said = _("The books say %(now)s for those months since, and the proposal %(then)s.") % {
            "now": say_amount(result),
            "then": say_amount(surplus.result_cents),
        }
        return f"{said} {anew}"
    year = from_data(surplus.inputs)
    if any(step.takes == "bands" for step in law_pack(surplus.pack).steps):  # by what the reserve has
        year = replace(year, legal_reserve_cents=max(0, -balance(chart.LEGAL_RESERVE)))
    try:
        figures = figures_of(
            surplus.pack,
            year,
            how_from_data(surplus.how),
            from_on=surplus.from_on,
            until_on=surplus.until_on,
            decimals=Cooperative.objects.here().decimals,
        )
    except BadNumber as problem:
        return f"{problem.said(get_language() or 'es-ar')} {anew}"
    if {step["code"]: step["cents"] for step in surplus.steps} != {
        step.code: step.cents for step in figures.steps.steps
    }:
        return f"{_('Worked out with the books of now, its steps are others.')} {anew}"
    if parts_kept(surplus) != parts_of_each(figures):
        return f"{_('Who belonged, the hours or the shares that the parts are by changed since.')} {anew}"
    return None
