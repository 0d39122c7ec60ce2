"""The questions that are asked of the law of the place about assemblies.

A pack (`law_packs.py`) answers with numbers, days and sentences. What the law would make void is refused, and the
sentence names the article; whatever else it asks is a warning. A co-operative whose law has no pack here goes by
`NONE`: house rules, and nothing that pretends to be law.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assemblies.rules.agenda import LEGAL
from assemblies.rules.decision import Base, Comparison, DecisionRule, quorum_needed
from assemblies.rules.law_packs import AssemblyLaw, Caution, Majority, Reserved
from assemblies.rules.states import Sentence

# Notice ---------------------------------------------------------------------------------------------------


def notice_days(pack: AssemblyLaw, *, house_days: int) -> int:
    """How many days before an assembly by law its notice goes out: what the law says, or more by house rule."""
    return max(house_days, pack.least_days + (1 if pack.clear_days else 0))


def earliest_day(pack: AssemblyLaw, *, called_on: date, house_days: int) -> date:
    """The first day on which an assembly by law can meet, if it is called that day."""
    return called_on + timedelta(days=notice_days(pack, house_days=house_days))


def why_not_notice(
    pack: AssemblyLaw, *, assembly_kind: str, called_on: date, meets_on: date, house_days: int
) -> Sentence | None:
    """An assembly by law is called in time, and not too long before: its decisions would be void."""
    if assembly_kind not in LEGAL:
        return None
    by_law = pack.least_days + (1 if pack.clear_days else 0)
    days = (meets_on - called_on).days
    if days < by_law:
        return _("It needs %(days)s days of notice: on %(earliest)s at the earliest (%(article)s).") % {
            "days": pack.least_days,
            "earliest": date_format(called_on + timedelta(days=by_law), "DATE_FORMAT"),
            "article": pack.notice_article,
        }
    if days < house_days:
        return _("It needs %(days)s days of notice.") % {"days": house_days}
    if pack.most_days is not None and days > pack.most_days:
        return _("It is called %(days)s days before at most (%(article)s).") % {
            "days": pack.most_days,
            "article": pack.notice_article,
        }
    return None


def ordinary_by(pack: AssemblyLaw, *, meets_on: date, year_ends: int) -> date | None:
    """The last day for the ordinary assembly about the year that ended before `meets_on`; None where no law says.

    `year_ends`: the month (1 to 12) at whose end the year of accounts ends.
    """
    if pack.ordinary_months is None:
        return None
    ended = year_that_ended(before=meets_on, year_ends=year_ends)
    return last_of_month(ended.year, ended.month + pack.ordinary_months)


def year_that_ended(*, before: date, year_ends: int) -> date:
    """The last day of the year of accounts that ended last before a day."""
    this_year = last_of_month(before.year, year_ends)
    return this_year if this_year < before else last_of_month(before.year - 1, year_ends)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month; months after the twelfth are those of the next year."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def why_not_resume(pack: AssemblyLaw, *, assembly_kind: str, began_on: date, today: date) -> Sentence | None:
    """An assembly by law that was interrupted goes on within so many days in all; later it would be void."""
    if assembly_kind not in LEGAL or pack.recess_days is None:
        return None
    until = began_on + timedelta(days=pack.recess_days)
    if today <= until:
        return None
    return _("It could go on until %(day)s (%(article)s). Close it, and call another for what is left.") % {
        "day": date_format(until, "DATE_FORMAT"),
        "article": pack.recess_article,
    }


# Matters --------------------------------------------------------------------------------------------------


def only_in(pack: AssemblyLaw, matter: str, by_kind: Collection[str] = ()) -> tuple[str, ...]:
    """Which assemblies may decide a kind of motion; empty for any. `by_kind`: what the kind itself asks."""
    reserved = _reserved(pack, matter)
    if reserved is None:
        return tuple(by_kind)
    if not by_kind:
        return reserved.only_in
    both = tuple(kind for kind in reserved.only_in if kind in by_kind)
    return both or tuple(by_kind)


def article_of(pack: AssemblyLaw, matter: str) -> str:
    """The article that reserves a kind of motion; empty where none does."""
    reserved = _reserved(pack, matter)
    return "" if reserved is None else reserved.article


def is_free(pack: AssemblyLaw, matter: str) -> bool:
    """Whether it may come on an agenda that is closed, as what follows from a matter that is on it."""
    return matter in pack.free_matters


def cautions_of(pack: AssemblyLaw, matter: str, *, assembly_kind: str = "") -> list[Caution]:
    """What the law says about a kind of motion; nothing in an assembly where it is in order."""
    return [
        caution
        for caution in pack.cautions
        if matter in caution.matters and assembly_kind not in caution.good_in
    ]


def _reserved(pack: AssemblyLaw, matter: str) -> Reserved | None:
    return next((reserved for reserved in pack.reserved if matter in reserved.matters), None)


# Majority, quorum, and after ----------------------------------------------------------------------------------------


def quorum(pack: AssemblyLaw, *, roll: int, second_call: bool, matter: str = "") -> int:
    """How many must be there, by law, for an assembly by law to decide; 0 where any number may."""
    special = next((each for each in pack.special_quorums if matter in each.matters), None)
    if special is not None:
        enough = quorum_needed(roll, special.needs)
        return enough if special.most is None else min(enough, special.most)
    if not second_call:
        return quorum_needed(roll, pack.first_call)
    enough = quorum_needed(roll, pack.second_call)
    return enough if pack.second_call_most is None else min(enough, pack.second_call_most)


_STRICTER = (Base.VALID_VOTES, Base.PRESENT_MINUS_ABSTENTIONS, Base.PRESENT, Base.ALL_MEMBERS)
"""Each base counts at least as many as the one before."""


def majority_beyond(pack: AssemblyLaw, matter: str, rule: DecisionRule) -> Majority | None:
    """The majority the law asks on a matter, where a rule of the house could adopt it with less; else None."""
    by_law = _majority(pack, matter)
    if by_law is None:
        return None
    is_of_fewer = _STRICTER.index(rule.base) < _STRICTER.index(by_law.base)
    return by_law if _is_less(rule, by_law) or is_of_fewer else None


def counted_by(pack: AssemblyLaw, matter: str, rule: DecisionRule) -> DecisionRule:
    """The rule that counts a vote: ours, or the majority of the law where that is applied and ours asks for less."""
    beyond = majority_beyond(pack, matter, rule)
    if beyond is None or not beyond.is_applied:
        return rule
    return replace(rule, threshold=beyond.needs.share, comparison=beyond.needs.comparison, base=beyond.base)


def majority_void_under(pack: AssemblyLaw, matter: str, rule: DecisionRule) -> Majority | None:
    """The majority the law asks on a matter, where a smaller part is enough by a rule of the house; else None.

    Of whom it is a part is another question, on which statutes and laws differ: it is warned of, not refused.
    """
    by_law = _majority(pack, matter)
    return by_law if by_law is not None and _is_less(rule, by_law) else None


def _majority(pack: AssemblyLaw, matter: str) -> Majority | None:
    known = {matter, matter.partition(".")[0]}  # "statute.merger" is a change of statute too
    return next((each for each in pack.majorities if not each.matters or known & set(each.matters)), None)


def _is_less(rule: DecisionRule, by_law: Majority) -> bool:
    ours, theirs = rule.threshold, by_law.needs.share
    return ours < theirs or (
        ours == theirs
        and rule.comparison is Comparison.AT_LEAST
        and by_law.needs.comparison is Comparison.MORE_THAN
    )


def contestable_until(pack: AssemblyLaw, *, assembly_kind: str, closed_on: date) -> date | None:
    """The last day on which a decision of an assembly by law can be contested; None where no law says."""
    if assembly_kind not in LEGAL or pack.contest_days is None:
        return None
    return closed_on + timedelta(days=pack.contest_days)
