"""The surplus as a motion: its figures frozen when it is proposed, and frozen anew when an amendment is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence
from assemblies.models import AssemblyKind, MotionState
from ledger.amounts import say_amount
from ledger.money import BadNumber
from members.models import Cooperative, Member
from payroll.actions.surplus import drop_surplus, follow_terms, post_surplus
from payroll.forms.surplus import KEY_WORDS, SurplusTermsForm
from payroll.models import Surplus, SurplusState
from payroll.reports.figures import figures_of, said_still_open
from payroll.reports.proposals import says_the_same, standing_for, why_not_as_proposed, why_not_shared
from payroll.rules.law_packs import law_pack
from payroll.rules.percent import as_percent
from payroll.rules.returning import check_how
from payroll.rules.surplus_inputs import from_data
from payroll.rules.surplus_terms import from_terms, how_from_data, to_terms
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

FROM_ITS_PAGE = _("Propose it from the surplus page.")


class SurplusKind(Kind):
    """Shares a surplus exactly as its proposal froze it. Where the law reserves it, only the ordinary assembly."""

    code = "surplus"
    label = _("Surplus")
    help = _("Made from the surplus page: its figures are frozen when it is proposed.")
    is_secret = True
    carried_out_by = "payroll.pay"

    def form_class(self) -> type[forms.Form]:
        return SurplusTermsForm

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        """Where a law pack reserves the surplus, only the ordinary assembly shares it (AR law 20.337 art. 58)."""
        about = motion.amends or motion
        surplus = standing_for(about) or Surplus.objects.filter(pk=motion.terms["surplus"]).first()
        return () if surplus is None or surplus.pack == "NONE" else (AssemblyKind.LEGAL_ORDINARY,)

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"surplus": id, "reinvestment": "1/3", "community": "0", "key": "days", "cash": "1", "heads": "1/2"}`.

        The surplus was worked out and is not shared; what is left out stays as it was worked out. What the law of
        the place does not allow is refused with its article.
        """
        surplus = _worked_out(terms.get("surplus"))
        before = from_data(surplus.inputs), how_from_data(surplus.how)
        try:
            year, how = from_terms(terms, *before)
            check_how(law_pack(surplus.pack), how)
        except BadNumber as problem:
            raise Refused(problem.said(get_language() or "es-ar")) from problem
        return {"surplus": terms["surplus"], **to_terms(year, how)}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        if motion.amends is not None:
            return _what_it_changes(motion, motion.amends, reader)
        surplus = standing_for(motion)
        if surplus is None:
            return []
        language = "es" if (get_language() or "es").startswith("es") else "en"
        how = how_from_data(surplus.how)
        lines = [Change(what=said) for said in said_still_open(surplus)]
        lines.append(Change(what=_("Result"), then=say_amount(surplus.result_cents)))
        lines += [Change(what=step[language], then=say_amount(step["cents"])) for step in surplus.steps]
        lines.append(Change(what=_("Returns to members"), then=say_amount(surplus.for_return_cents)))
        lines.append(Change(what=_("Shared"), then=KEY_WORDS[how.key]))
        if how.cash < 1:
            lines.append(Change(what=_("Of it in money"), then=as_percent(how.cash)))
        if surplus.left_over_cents:
            lines.append(Change(what=_("Left over, ours together"), then=say_amount(surplus.left_over_cents)))
        mine = surplus.returns.filter(member=reader).first() if reader is not None else None
        if mine is not None:
            lines.append(Change(what=_("You"), then=say_amount(mine.cents), mine=True))
            if mine.shares_cents:
                lines.append(Change(what=_("You, in shares"), then=say_amount(mine.shares_cents), mine=True))
        return lines

    def tabled(self, motion: Motion, *, now: datetime) -> None:
        """What its draft was changed to is worked out before everybody sees it."""
        if motion.amends_id is None:
            follow_terms(motion=motion, now=now)

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        surplus = standing_for(motion.amends or motion)
        if surplus is None or surplus.state != SurplusState.PROPOSED:
            return FROM_ITS_PAGE
        if motion.amends_id is None and not says_the_same(surplus, motion):
            return _("Its parts cannot be worked out together: amend it, or withdraw it and propose it anew.")
        return why_not_shared(surplus) or why_not_as_proposed(surplus)

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Post exactly the figures that were voted."""
        surplus = standing_for(motion)
        if surplus is None:
            raise Refused(str(FROM_ITS_PAGE))
        post_surplus(surplus_id=surplus.pk, motion=motion, now=now)

    def decided(self, motion: Motion, *, now: datetime) -> None:
        """An amendment that is adopted has the figures worked out anew; a proposal that is not shares nothing.

        Neither does one that was adopted and could not be carried out: its months can be proposed anew.
        """
        if motion.amends is not None:
            if motion.state == MotionState.ADOPTED and motion.enacted_at is not None:
                motion.amends.refresh_from_db()
                follow_terms(motion=motion.amends, now=now)
            return
        self._drop(motion, now=now)

    def withdrawn(self, motion: Motion, *, now: datetime) -> None:
        if motion.amends_id is None:
            self._drop(motion, now=now)

    def _drop(self, motion: Motion, *, now: datetime) -> None:
        surplus = standing_for(motion)
        if surplus is not None:
            drop_surplus(surplus_id=surplus.pk, motion=motion, now=now)


def _worked_out(wanted: Any) -> Surplus:
    """The figures that some terms are about as they stand now; refused where there are none to share."""
    found = None
    if not isinstance(wanted, bool) and isinstance(wanted, int):
        found = Surplus.objects.select_related("motion").filter(pk=wanted).first()
    if found is not None and found.state == SurplusState.REPLACED and found.motion is not None:
        found = standing_for(found.motion)
    if found is None or found.state not in (SurplusState.DRAFT, SurplusState.PROPOSED):
        raise Refused(str(FROM_ITS_PAGE))
    return found


def _what_it_changes(amendment: Motion, parent: Motion, reader: Member | None) -> list[Change]:
    """Each figure that an amendment would change, with what it is now as it was frozen; the reader's part last."""
    surplus = standing_for(parent)
    if surplus is None:
        return []
    before, decimals = (
        (from_data(surplus.inputs), how_from_data(surplus.how)),
        Cooperative.objects.here().decimals,
    )
    try:
        asked = from_terms(amendment.terms, *before)
        would = figures_of(
            surplus.pack, *asked, from_on=surplus.from_on, until_on=surplus.until_on, decimals=decimals
        )
    except BadNumber as problem:
        return [Change(what=problem.said(get_language() or "es-ar"))]
    language = get_language() or "es-ar"
    lines = []
    said = "es" if language.startswith("es") else "en"
    was = {step["code"]: step["cents"] for step in surplus.steps}
    names = {step["code"]: step[said] for step in surplus.steps}
    names |= {step.code: step.label.said(language) for step in would.steps.steps}
    for code, name in names.items():
        now, then = was.get(code, 0), would.steps.cents_of(code)
        if now != then:
            lines.append(Change(what=name, now=say_amount(now), then=say_amount(then)))
    returns = surplus.for_return_cents, would.steps.for_return_cents
    if returns[0] != returns[1]:
        lines.append(
            Change(what=_("Returns to members"), now=say_amount(returns[0]), then=say_amount(returns[1]))
        )
    if before[1].key != asked[1].key:
        lines.append(Change(what=_("Shared"), now=KEY_WORDS[before[1].key], then=KEY_WORDS[asked[1].key]))
    if before[1].cash != asked[1].cash:
        lines.append(
            Change(what=_("Of it in money"), now=as_percent(before[1].cash), then=as_percent(asked[1].cash))
        )
    if reader is not None:
        mine = surplus.returns.filter(member=reader).first()
        money, shares = (mine.cents, mine.shares_cents) if mine is not None else (0, 0)
        money_then, shares_then = would.of(reader.pk)
        lines.append(Change(what=_("You"), now=say_amount(money), then=say_amount(money_then), mine=True))
        if shares or shares_then:
            lines.append(
                Change(
                    what=_("You, in shares"), now=say_amount(shares), then=say_amount(shares_then), mine=True
                )
            )
    return lines
