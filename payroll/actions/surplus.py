"""The surplus: worked out, proposed to the assembly, and shared exactly as it was voted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from assemblies.actions import draft_motion
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Period
from ledger.money import split
from ledger.reports import balance, result_of
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.models import Return, SetAside, Surplus, SurplusState
from payroll.reports.inputs import worked_in
from payroll.rules.surplus import SurplusInput, law_pack, waterfall
from payroll.rules.surplus_inputs import to_data, with_typed
from record.actions import one_act_at_a_time, record
from record.rules import Refused

PROPOSE = "payroll.propose_surplus"


@one_act_at_a_time
def draft_surplus(
    *, name: str, from_on: date, until_on: date, typed: Mapping[str, Any], actor: Member, now: datetime
) -> Surplus:
    """Work out the surplus of some whole periods from the books and what is typed in. It shares nothing yet."""
    _refuse_without_power(actor, now)
    if not name.strip() or len(name) > 40 or "\x00" in name:
        raise Refused(_("Give it a short name, for example the year."))
    periods = _periods(from_on, until_on)
    if Surplus.objects.filter(name=name.strip(), state=SurplusState.POSTED).exists():
        raise Refused(_("The surplus of %(name)s was shared already.") % {"name": name})
    shared = Surplus.objects.filter(state=SurplusState.POSTED, from_on__lt=until_on, until_on__gt=from_on)
    if shared.exists():
        raise Refused(_("Part of those months was shared already."))

    year = inputs_from_books(periods, typed)
    pack = Cooperative.objects.here().law_pack
    surplus = Surplus(
        name=name.strip(),
        from_on=from_on,
        until_on=until_on,
        pack=pack,
        inputs=to_data(year),
        result_cents=year.result_cents,
        made_at=now,
    )
    _work_out(surplus, year)
    surplus.save(force_insert=True)

    record(
        verb="payroll.surplus.drafted",
        subject=surplus,
        actor=actor,
        now=now,
        facts={"name": surplus.name, "pack": pack, **_figures(surplus)},
    )
    return surplus


@one_act_at_a_time
def propose_surplus(*, surplus_id: int, title: str, text: str, actor: Member, now: datetime) -> Motion:
    """Freeze the figures, work out everyone's own part, and draft the motion that asks the assembly."""
    _refuse_without_power(actor, now)
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state != SurplusState.DRAFT:
        raise Refused(_("This surplus was proposed already."))
    if surplus.for_return_cents <= 0 and surplus.result_cents <= 0:
        raise Refused(_("There is no surplus to share."))

    weights = weights_of(surplus)
    parts = split(surplus.for_return_cents, weights, "equal_carry") if weights else None
    if parts is not None:
        Return.objects.bulk_create(
            [
                Return(surplus=surplus, member_id=pk, weight=str(weights[pk]), cents=cents)
                for pk, cents in sorted(parts.shares.items())
            ],
            batch_size=2000,
        )
        surplus.left_over_cents = parts.carry_out_cents
    motion = draft_motion(
        kind="surplus", title=title, text=text, terms={"surplus": surplus.pk}, proposer=actor, now=now
    )
    surplus.motion, surplus.state = motion, SurplusState.PROPOSED
    surplus.save()

    record(
        verb="payroll.surplus.proposed",
        subject=surplus,
        actor=actor,
        now=now,
        facts={**_figures(surplus), "members": len(weights), "left_over_cents": surplus.left_over_cents},
        because=motion,
    )
    return motion


@one_act_at_a_time
def post_surplus(*, surplus_id: int, motion: Motion, now: datetime) -> Surplus:
    """Share it exactly as adopted: each step to its account, each part to its member. Once.

    What the months had set aside is released first; what they had not comes from the result itself.
    """
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state == SurplusState.POSTED:
        return surplus
    if motion.state != MotionState.ADOPTED or surplus.motion_id != motion.pk:
        raise Refused(_("Only the motion that proposed it shares a surplus."))
    if surplus.state != SurplusState.PROPOSED:
        raise Refused(_("This surplus is not before the assembly."))

    surplus.entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=_("Surplus of %(name)s, as the assembly adopted it") % {"name": surplus.name},
        key=f"payroll.surplus:{surplus.pk}",
        lines=_lines(surplus),
        because=f"assemblies.motion:{motion.pk}",
        actor=None,
        now=now,
    )
    surplus.state, surplus.posted_at = SurplusState.POSTED, now
    surplus.save(update_fields=["state", "posted_at", "entry"])

    record(
        verb="payroll.surplus.shared",
        subject=surplus,
        actor=None,
        now=now,
        facts={**_figures(surplus), "entry": surplus.entry.number},
        because=motion,
    )
    return surplus


@one_act_at_a_time
def drop_surplus(*, surplus_id: int, motion: Motion, now: datetime) -> Surplus:
    """The assembly did not adopt it: it shares nothing."""
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state != SurplusState.PROPOSED or surplus.motion_id != motion.pk:
        return surplus

    surplus.state = SurplusState.FALLEN
    surplus.save(update_fields=["state"])

    record(verb="payroll.surplus.fell", subject=surplus, actor=None, now=now, because=motion)
    return surplus


def inputs_from_books(periods: list[Period], typed: Mapping[str, Any]) -> SurplusInput:
    """The figures of some periods, from the books, with what only people know typed in."""
    first = periods[0].from_on
    losses = balance(chart.PRIOR_LOSSES, until=first)
    capital = max(0, -balance(chart.SHARE_CAPITAL))
    year = SurplusInput(
        result_cents=sum(result_of(period.pk) for period in periods),
        prior_losses_cents=max(0, losses),
        legal_reserve_cents=max(0, -balance(chart.LEGAL_RESERVE)),
        capital_cents=capital,
        highest_capital_cents=capital,
    )
    return with_typed(year, typed)


def weights_of(surplus: Surplus) -> dict[int, Fraction]:
    """Who shares, by days worked in the periods: the same days, the same part."""
    days: dict[int, int] = {}
    for period in _periods(surplus.from_on, surplus.until_on):
        for worked in worked_in(period):
            days[worked.member_id] = days.get(worked.member_id, 0) + worked.days
    return {member_id: Fraction(count) for member_id, count in days.items()}


def _periods(from_on: date, until_on: date) -> list[Period]:
    """The whole periods between two days; refused where they do not fill them."""
    periods = list(Period.objects.filter(from_on__gte=from_on, until_on__lte=until_on).order_by("from_on"))
    edges = [(a.until_on, b.from_on) for a, b in pairwise(periods)]
    whole = periods and periods[0].from_on == from_on and periods[-1].until_on == until_on
    if not whole or any(end != start for end, start in edges):
        raise Refused(_("Choose whole months that the books have, one after the other."))
    return periods


def _work_out(surplus: Surplus, year: SurplusInput) -> None:
    found = waterfall(law_pack(surplus.pack), year, decimals=Cooperative.objects.here().decimals)
    surplus.steps = [
        {
            "code": step.code,
            "en": step.label.en,
            "es": step.label.es,
            "base_cents": step.base_cents,
            "cents": step.cents,
            "article": step.article,
        }
        for step in found.steps
    ]
    surplus.for_return_cents = found.for_return_cents


def _lines(surplus: Surplus) -> list[Line]:
    set_aside = (
        SetAside.objects.filter(period__from_on__gte=surplus.from_on, period__until_on__lte=surplus.until_on)
        .values("purpose")
        .annotate(cents=Sum("cents"))
        .values_list("purpose", "cents")
    )
    released = {chart.SET_ASIDE_ACCOUNTS[purpose]: cents for purpose, cents in set_aside if cents}
    taken: dict[str, int] = dict(released)
    taken[chart.RESULT] = surplus.result_cents - sum(released.values())
    given: dict[str, int] = {}
    for step in surplus.steps:
        account = chart.STEP_ACCOUNTS[step["code"]]
        given[account] = given.get(account, 0) + step["cents"]
    if surplus.left_over_cents:
        given[chart.OURS_TOGETHER] = given.get(chart.OURS_TOGETHER, 0) + surplus.left_over_cents
    lines = [Line(account=a, cents=c) for a, c in sorted(taken.items()) if c]
    lines += [Line(account=a, cents=-c) for a, c in sorted(given.items()) if c]
    lines += [
        Line(account=chart.RETURNS_OWED, cents=-row.cents, member_id=row.member_id)
        for row in surplus.returns.order_by("member__number")
        if row.cents
    ]
    return lines


def _figures(surplus: Surplus) -> dict[str, Any]:
    return {
        "result_cents": surplus.result_cents,
        "steps": {step["code"]: step["cents"] for step in surplus.steps},
        "for_return_cents": surplus.for_return_cents,
    }


def _refuse_without_power(actor: Member, now: datetime) -> None:
    if not actor.has_perm(PROPOSE, now):
        raise Refused(_("Only whoever proposes the surplus works it out here."))
