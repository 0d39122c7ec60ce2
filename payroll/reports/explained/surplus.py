"""The waterfall and one's own part of it, opened up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ledger import chart
from ledger.amounts import say_amount
from ledger.reports.explained import Explained, Given, InRecord, page_of
from payroll.models import Return, Surplus
from payroll.rules.law_packs import LawPack, PackStep
from payroll.rules.percent import as_percent
from payroll.rules.returning import How
from payroll.rules.surplus import Step, SurplusInput, Waterfall
from payroll.rules.surplus_inputs import from_data
from record.models import Act
from record.reports import head

VERBS = ("drafted", "proposed", "cover_proposed", "amended", "shared", "covered", "fell")
BOOKS_OF = {"prior_losses": chart.PRIOR_LOSSES, "reserves_to_rebuild": chart.RESERVES_REBUILT}


def acts_of(surplus: Surplus) -> tuple[InRecord | None, InRecord | None]:
    """The latest line of the record about its figures, and the one by which what was not paid was given up."""
    last, _hash = head()
    rows = Act.objects.filter(subject=f"payroll.surplus:{surplus.pk}").order_by("seq")
    lines = {
        verb: InRecord(seq=seq, page=page_of(seq, last)) for verb, seq in rows.values_list("verb", "seq")
    }
    figures = [lines[f"payroll.surplus.{verb}"] for verb in VERBS if f"payroll.surplus.{verb}" in lines]
    return max(figures, key=lambda line: line.seq, default=None), lines.get("payroll.surplus.given_up")


def steps_explained(
    surplus: Surplus, found: Waterfall, *, year: SurplusInput | None = None, act: InRecord | None = None
) -> dict[str, Explained]:
    """The result, each step and what returns, by the step's code; `year` where it is a "what if"."""
    result = Explained(
        key="result",
        name=_("Result"),
        cents=surplus.result_cents,
        formula=_("What came in less what it cost in those months, as the books say."),
        given=(_whole_months(surplus),),
    )
    why = waterfall_explained(found, year or from_data(surplus.inputs), result=result)
    motion, entry = motion_of(surplus), entry_of(surplus)
    return {code: replace(each, motion=motion, entry=entry, act=act) for code, each in why.items()}


def waterfall_explained(found: Waterfall, year: SurplusInput, *, result: Explained) -> dict[str, Explained]:
    """The result as it is explained, each step of what is worked out from it, and what returns, by the step's code."""
    language = get_language() or "es-ar"
    said = {step.code: step for step in found.pack.steps}
    why = {"result": result}
    for step in found.steps:
        formula, given = _step(said[step.code], step, year, found.pack)
        why[step.code] = Explained(
            key=step.code,
            name=step.label.said(language),
            cents=step.cents,
            formula=formula,
            given=given,
            article=step.article,
        )
    why["return"] = Explained(
        key="return",
        name=_("Returns to members"),
        cents=found.for_return_cents,
        formula=_("What is left after all the steps."),
        given=(
            Given(text=_("There was to share"), cents=found.available_cents, counts=1),
            Given(text=_("All steps together"), cents=sum(step.cents for step in found.steps), counts=-1),
        ),
        article=found.pack.return_article,
    )
    return why


def part_explained(
    surplus: Surplus,
    part: Return,
    *,
    how: How,
    all_weights: Fraction,
    interest_cents: int,
    act: InRecord | None,
) -> list[Explained]:
    """One's own part: in money, of it interest on shares, and in shares."""
    sentence, given = _by_weight(surplus, part, how, all_weights)
    interest = Given(text=_("Interest on my shares"), cents=part.interest_cents)
    lines: list[tuple[str, str, int, str, tuple[Given, ...]]] = [
        ("money", _("My part in money"), part.cents, sentence, given)
    ]
    if part.interest_cents:
        lines[0] = (*lines[0][:4], (*given, interest))
        held = Given(text=_("My shares at the end of that time"), cents=part.held_cents, link="/shares/mine/")
        whole = Given(text=_("Interest voted on all shares"), cents=interest_cents)
        by_shares = _("The interest voted, to each by the shares they held, down to the cent.")
        lines.append(("interest", interest.text, part.interest_cents, by_shares, (whole, held)))
    if part.shares_cents:
        lines.append(("shares", _("My part in shares"), part.shares_cents, sentence, given))
    return [
        Explained(
            key=f"my-{key}",
            name=name,
            cents=cents,
            formula=formula,
            given=inputs,
            motion=motion_of(surplus),
            entry=entry_of(surplus),
            act=act,
        )
        for key, name, cents, formula, inputs in lines
    ]


def parts_of_leavers(
    surplus: Surplus, parts: Iterable[Return], *, how: How, all_weights: Fraction, act: InRecord | None
) -> list[tuple[Return, Explained]]:
    """The part in money of each who left, for whoever pays it. It asks nothing where they were read with the member."""
    found = []
    for part in parts:
        sentence, given = _by_weight(surplus, part, how, all_weights)
        if part.interest_cents:
            given = (*given, Given(text=_("Interest on shares"), cents=part.interest_cents))
        why = Explained(
            key=f"part-{part.pk}",
            name=part.member.name,
            cents=part.cents,
            formula=sentence,
            given=given,
            motion=motion_of(surplus),
            entry=entry_of(surplus),
            act=act,
        )
        found.append((part, why))
    return found


def _by_weight(
    surplus: Surplus, part: Return, how: How, all_weights: Fraction
) -> tuple[str, tuple[Given, ...]]:
    """How somebody's part comes from what returns to all, in words, and of what."""
    sentence = _("%(whole)s × %(mine)s ÷ %(all)s, down to the cent.") % {
        "whole": say_amount(surplus.for_return_cents),
        "mine": part.weight,
        "all": all_weights,
    }
    if how.cash < 1:
        sentence += " " + _("%(share)s of it in money, the rest in shares.") % {"share": as_percent(how.cash)}
    return sentence, (
        Given(text=_("Returns to members"), cents=surplus.for_return_cents),
        Given(text=_("What counts for this part"), said=part.weight),
        Given(text=_("What counts for all of us"), said=str(all_weights)),
    )


def shared_explained(
    surplus: Surplus, *, money_cents: int, shares_cents: int, interest_cents: int, act: InRecord | None
) -> list[Explained]:
    """What goes to all members together: in money, in shares, and what the division leaves over."""
    returns = Given(text=_("Returns to members"), cents=surplus.for_return_cents, counts=1)
    interest = Given(text=_("Interest on shares"), cents=interest_cents, counts=1)
    money = Given(text=_("To members in money"), cents=money_cents, counts=-1)
    shares = Given(text=_("To members in shares"), cents=shares_cents, counts=-1)
    over = Given(text=_("Left over by the division, and kept"), cents=surplus.left_over_cents, counts=-1)
    rows = (
        ("to-money", money, (shares, over), _("Everyone's part in money, the interest on shares in it.")),
        ("to-shares", shares, (money, over), _("Everyone's part in shares, which stay theirs.")),
        ("left-over", over, (money, shares), _("The cents that do not divide. They stay ours together.")),
    )
    return [
        Explained(
            key=key,
            name=this.text,
            cents=this.cents or 0,
            formula=formula,
            given=tuple(each for each in (returns, interest, *others) if each.cents),
            motion=motion_of(surplus),
            entry=entry_of(surplus),
            act=act,
        )
        for key, this, others, formula in rows
        if this.cents or this is money
    ]


def _step(said: PackStep, step: Step, year: SurplusInput, pack: LawPack) -> tuple[str, tuple[Given, ...]]:
    """How a step takes its part, in words, and of what."""
    if said.takes == "outside":
        found = [Given(text=_("Of the result"), cents=step.base_cents)]
        if "non_members" in pack.outside:
            share = as_percent(year.non_member_share)
            found.append(Given(text=_("From work by people who are not members"), said=share))
        if "extraordinary" in pack.outside:
            found.append(Given(text=_("Out of the ordinary"), cents=year.extraordinary_cents))
        return _("Kept apart, because it does not come from the members' work."), tuple(found)
    if said.takes == "amount":
        link = f"/books/accounts/{BOOKS_OF[said.of]}/" if said.of in BOOKS_OF else ""
        there = Given(text=_("There was of it"), cents=step.base_cents, link=link)
        return _("All there was of it, as far as the money reaches."), (there,)
    whole = {
        "outside": _("what was kept apart"),
        "surplus": _("what was left before the funds"),
        "rest": _("what the steps before the voted parts left"),
    }[said.base]
    base = Given(text=whole[:1].upper() + whole[1:], cents=step.base_cents)
    rounded = _("up to the cent") if said.rounding == "up" else _("down to the cent")
    if said.takes == "rate":
        rate = said.rate if said.rate is not None else getattr(year, said.of)
        words = {"share": as_percent(rate), "whole": whole, "rounded": rounded}
        return _("%(share)s of %(whole)s, %(rounded)s.") % words, (base,)
    capital = year.capital_cents
    if said.of == "highest_capital":
        capital = max(capital, year.highest_capital_cents)
    bands = [
        Given(
            text=_("Part taken until the reserve is %(times)s times the capital")
            % {"times": str(band.until_times)},
            said=as_percent(band.rate),
        )
        for band in said.bands
    ]
    reserve = Given(
        text=_("The legal reserve before"),
        cents=year.legal_reserve_cents,
        link=f"/books/accounts/{chart.LEGAL_RESERVE}/",
    )
    of_capital = Given(text=_("The capital"), cents=capital, link=f"/books/accounts/{chart.SHARE_CAPITAL}/")
    words = {"whole": whole, "rounded": _("up to the cent")}
    sentence = _("A part of %(whole)s that ends as the legal reserve grows, %(rounded)s.") % words
    return sentence, (base, reserve, of_capital, *bands)


def _whole_months(surplus: Surplus) -> Given:
    return Given(
        text=_("The books of those months"),
        cents=surplus.result_cents,
        link="/books/statements/",
    )


def motion_of(surplus: Surplus) -> tuple[int, int] | None:
    motion = surplus.motion
    return None if motion is None else (motion.pk, motion.number)


def entry_of(surplus: Surplus) -> tuple[str, int] | None:
    return None if surplus.entry is None else (str(surplus.entry.pk), surplus.entry.number)
