"""The surplus: worked out, proposed to the assembly, amended, and shared exactly as it was voted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.actions import draft_motion
from assemblies.models import Motion, MotionState
from ledger import chart
from ledger.actions.entries import post_entry
from ledger.models import Entry
from ledger.money import BadNumber
from ledger.rules import Line
from members.models import Cooperative, Member
from payroll.models import Return, Surplus, SurplusState
from payroll.reports.figures import (
    PART,
    Figures,
    digest_of_parts,
    figures_of,
    inputs_from_books,
    parts_of_each,
    periods_between,
    released,
    result_between,
    usual_how,
)
from payroll.reports.proposals import (
    of_the_same_months,
    rounds_of,
    says_the_same,
    standing_for,
    why_not_shared,
)
from payroll.rules.returning import How
from payroll.rules.surplus import SurplusInput
from payroll.rules.surplus_inputs import from_data, to_data
from payroll.rules.surplus_terms import from_terms, how_from_data, how_to_data, to_terms
from record.actions import one_act_at_a_time, record
from record.rules import Refused

PROPOSE = "payroll.propose_surplus"
_AT_A_TIME = 2000
_ASKED = ("name", "from_on", "until_on", "inputs", "how")
"""What makes two drafts the same."""


@one_act_at_a_time
def draft_surplus(
    *,
    name: str,
    from_on: date,
    until_on: date,
    typed: Mapping[str, Any],
    actor: Member,
    now: datetime,
    key: str = "",
) -> Surplus:
    """Work out the surplus of some whole periods from the books and what is typed in. It shares nothing yet.

    `typed` is what the books do not know (`rules.surplus_inputs`) and how it returns: key, cash, heads. `key` is
    the form's own: sent twice it answers the same draft, and with other figures it is refused.
    """
    _refuse_without_power(actor, now)
    if not name.strip() or len(name) > 40 or "\x00" in name:
        raise Refused(_("Give it a short name, for example the year."))
    periods = periods_between(from_on, until_on)
    if Surplus.objects.filter(name=name.strip(), state=SurplusState.POSTED).exists():
        raise Refused(_("The surplus of %(name)s was shared already.") % {"name": name})
    if of_the_same_months(from_on, until_on, states=(SurplusState.POSTED,)).exists():
        raise Refused(_("Part of those months was shared already."))

    pack = Cooperative.objects.here().law_pack
    year, how = from_terms(typed, inputs_from_books(periods, typed), usual_how(pack))
    surplus = Surplus(name=name.strip(), from_on=from_on, until_on=until_on, pack=pack, made_at=now)
    surplus.key = key or None
    _set_figures(surplus, year, how, _worked_out(surplus, year, how))
    there = Surplus.objects.filter(key=key).first() if key else None
    if there is not None:
        if any(getattr(there, each) != getattr(surplus, each) for each in _ASKED):
            raise Refused(_("This form was sent already, with other figures: open the page again."))
        return there
    surplus.save(force_insert=True)

    record(
        verb="payroll.surplus.drafted",
        subject=surplus,
        actor=actor,
        now=now,
        facts={"name": surplus.name, "pack": pack, **_facts(surplus)},
    )
    return surplus


@one_act_at_a_time
def propose_surplus(*, surplus_id: int, title: str, text: str, actor: Member, now: datetime) -> Motion:
    """Freeze the figures, work out everyone's own part, and draft the motion that asks the assembly.

    The same months stand before the assembly once. The same words sent twice answer the same motion.
    """
    _refuse_without_power(actor, now)
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state == SurplusState.PROPOSED and surplus.motion is not None:
        asked = actor.pk, title.strip(), text.strip()
        if (surplus.motion.proposer_id, surplus.motion.title, surplus.motion.text) == asked:
            return surplus.motion
    if surplus.state != SurplusState.DRAFT:
        raise Refused(_("This surplus was proposed already."))
    other = of_the_same_months(surplus.from_on, surplus.until_on).exclude(pk=surplus.pk).first()
    if other is not None and other.state == SurplusState.PROPOSED:
        raise Refused(
            _("Those months are before the assembly already, as “%(name)s”: amend it, or withdraw it first.")
            % {"name": other.name}
        )
    _refuse_shared(surplus)
    if surplus.result_cents < 0:
        raise Refused(_("There is no surplus to share: say below how the loss is covered."))
    if surplus.for_return_cents <= 0 and surplus.result_cents <= 0:
        raise Refused(_("There is no surplus to share."))
    if result_between(surplus.from_on, surplus.until_on) != surplus.result_cents:
        raise Refused(_("The books say something else meanwhile: work it out again."))

    year, how = from_data(surplus.inputs), how_from_data(surplus.how)
    motion = draft_motion(
        kind="surplus",
        title=title,
        text=text,
        terms={"surplus": surplus.pk, **to_terms(year, how)},
        proposer=actor,
        now=now,
    )
    members = _freeze(surplus, year, how, motion)

    record(
        verb="payroll.surplus.proposed",
        subject=surplus,
        actor=actor,
        now=now,
        facts={**_frozen(surplus), "members": members},
        because=motion,
    )
    return motion


@one_act_at_a_time
def follow_terms(*, motion: Motion, now: datetime) -> Surplus | None:
    """Work the proposal out again where its motion says other parts now: its amendment was adopted, say.

    What was frozen stays, marked as replaced; the new figures are frozen in its place. Where the terms cannot be
    worked out (parts that together are more than the whole), nothing changes and it cannot be voted until they can.
    """
    surplus = standing_for(motion)
    if surplus is None or surplus.state != SurplusState.PROPOSED:
        return None
    before = from_data(surplus.inputs), how_from_data(surplus.how)
    try:
        year, how = from_terms(motion.terms, *before)
        if (year, how) == before:
            return surplus
        figures = _worked_out(surplus, year, how)
    except BadNumber:
        return None

    anew = Surplus(
        name=surplus.name,
        from_on=surplus.from_on,
        until_on=surplus.until_on,
        pack=surplus.pack,
        made_at=now,
        instead_of=surplus,
    )
    surplus.state = SurplusState.REPLACED
    surplus.save(update_fields=["state"])
    _set_figures(anew, year, how, figures)
    anew.save(force_insert=True)
    members = _freeze(anew, year, how, motion)

    record(
        verb="payroll.surplus.amended",
        subject=anew,
        actor=None,
        now=now,
        facts={**_frozen(anew), "members": members, "instead_of": surplus.pk},
        because=motion,
    )
    return anew


@one_act_at_a_time
def post_surplus(*, surplus_id: int, motion: Motion, now: datetime) -> Surplus:
    """Share it exactly as adopted: each step to its account, each part to its member. Once.

    What the months had set aside is released first; what they had not comes from the result itself. The figures
    are those that were before everybody when the vote opened, whatever the books were told while it was open.
    """
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state == SurplusState.POSTED:
        return surplus
    if motion.state != MotionState.ADOPTED or not _is_of(surplus, motion):
        raise Refused(_("Only the motion that proposed it shares a surplus."))
    if surplus.state != SurplusState.PROPOSED:
        raise Refused(_("This surplus is not before the assembly."))
    if not says_the_same(surplus, motion):
        raise Refused(_("The figures are not those of the motion: propose it anew."))
    _refuse_shared(surplus)

    memo = _("Surplus of %(name)s, as the assembly adopted it") % {"name": surplus.name}
    entry = enter_as_adopted(surplus, motion, memo=memo, lines=_lines(surplus), now=now)

    record(
        verb="payroll.surplus.shared",
        subject=surplus,
        actor=None,
        now=now,
        facts={**_facts(surplus), "entry": entry.number},
        because=motion,
    )
    return surplus


def enter_as_adopted(
    surplus: Surplus, motion: Motion, *, memo: str, lines: list[Line], now: datetime
) -> Entry:
    """Its one entry, because of the motion that adopted it: what is shared, or how a loss is covered."""
    entry = post_entry(
        on=Cooperative.objects.here().day_of(now),
        memo=memo,
        key=f"payroll.surplus:{surplus.pk}",
        lines=lines,
        because=f"assemblies.motion:{motion.pk}",
        actor=None,
        now=now,
    )
    surplus.state, surplus.posted_at, surplus.entry, surplus.adopted_by = (
        SurplusState.POSTED,
        now,
        entry,
        motion,
    )
    surplus.save(update_fields=["state", "posted_at", "entry", "adopted_by"])
    return entry


@one_act_at_a_time
def drop_surplus(*, surplus_id: int, motion: Motion, now: datetime) -> Surplus:
    """It was not adopted, was withdrawn, or could not be carried out: it shares nothing, and can be proposed anew.

    After a tie that is voted again it waits.
    """
    surplus = Surplus.objects.select_for_update(no_key=True).get(pk=surplus_id)
    if surplus.state != SurplusState.PROPOSED or not _is_of(surplus, motion):
        return surplus
    if motion.state == MotionState.TIED:
        return surplus

    surplus.state = SurplusState.FALLEN
    surplus.save(update_fields=["state"])

    record(verb="payroll.surplus.fell", subject=surplus, actor=None, now=now, because=motion)
    return surplus


def _worked_out(surplus: Surplus, year: SurplusInput, how: How) -> Figures:
    return figures_of(
        surplus.pack,
        year,
        how,
        from_on=surplus.from_on,
        until_on=surplus.until_on,
        decimals=Cooperative.objects.here().decimals,
    )


def _set_figures(surplus: Surplus, year: SurplusInput, how: How, figures: Figures) -> None:
    """Write on a surplus what it comes to; not saved yet."""
    surplus.inputs, surplus.how = to_data(year), how_to_data(how)
    surplus.result_cents = year.result_cents
    surplus.steps = [
        {
            "code": step.code,
            "en": step.label.en,
            "es": step.label.es,
            "base_cents": step.base_cents,
            "cents": step.cents,
            "article": step.article,
        }
        for step in figures.steps.steps
    ]
    surplus.for_return_cents = figures.steps.for_return_cents
    surplus.left_over_cents = figures.left_over_cents


def _freeze(surplus: Surplus, year: SurplusInput, how: How, motion: Motion) -> int:
    """Work it out once more, write everyone's part, and tie it to its motion; answers how many share."""
    try:
        figures = _worked_out(surplus, year, how)
    except BadNumber as problem:
        raise Refused(problem.said(get_language() or "es-ar")) from problem
    rows = [
        Return(surplus=surplus, member_id=member_id, **dict(zip(PART, part, strict=True)))
        for member_id, part in parts_of_each(figures).items()
    ]
    Return.objects.bulk_create(rows, batch_size=_AT_A_TIME)
    _set_figures(surplus, year, how, figures)
    surplus.motion, surplus.state = motion, SurplusState.PROPOSED
    surplus.save()
    return len(figures.parts)


def _lines(surplus: Surplus) -> list[Line]:
    taken = released(surplus)
    taken[chart.RESULT] = surplus.result_cents - sum(taken.values())
    given: dict[str, int] = {}
    for step in surplus.steps:
        if step["code"] == "interest_on_shares":  # goes to each by their shares, with their part
            continue
        account = chart.STEP_ACCOUNTS[step["code"]]
        given[account] = given.get(account, 0) + step["cents"]
    if surplus.left_over_cents:
        given[chart.OURS_TOGETHER] = given.get(chart.OURS_TOGETHER, 0) + surplus.left_over_cents
    lines = [Line(account=a, cents=c) for a, c in sorted(taken.items()) if c]
    lines += [Line(account=a, cents=-c) for a, c in sorted(given.items()) if c]
    for row in surplus.returns.order_by("member__number"):
        if row.cents:
            lines.append(Line(account=chart.RETURNS_OWED, cents=-row.cents, member_id=row.member_id))
        if row.shares_cents:
            lines.append(Line(account=chart.SHARE_CAPITAL, cents=-row.shares_cents, member_id=row.member_id))
    return lines


def _facts(surplus: Surplus) -> dict[str, Any]:
    return {
        "result_cents": surplus.result_cents,
        "steps": {step["code"]: step["cents"] for step in surplus.steps},
        "for_return_cents": surplus.for_return_cents,
        "left_over_cents": surplus.left_over_cents,
        "how": surplus.how,
    }


def _frozen(surplus: Surplus) -> dict[str, Any]:
    """What it comes to, what that is worked out from, and the seal of everyone's part."""
    sealed = {"pack": surplus.pack, "inputs": surplus.inputs, "parts": digest_of_parts(surplus)}
    months = {"from": surplus.from_on.isoformat(), "until": surplus.until_on.isoformat()}
    return {**_facts(surplus), **sealed, **months}


def _is_of(surplus: Surplus, motion: Motion) -> bool:
    return surplus.motion_id in [each.pk for each in rounds_of(motion)]


def _refuse_shared(surplus: Surplus) -> None:
    why = why_not_shared(surplus)
    if why is not None:
        raise Refused(why)


def _refuse_without_power(actor: Member, now: datetime) -> None:
    if not actor.has_perm(PROPOSE, now):
        raise Refused(_("Only whoever proposes the surplus works it out here."))
