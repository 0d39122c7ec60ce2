"""What the law of the place says about assemblies: packs of data, and the questions that are asked of them.

A pack (`assemblies/packs/*.toml`) is read once and answers with numbers, days and sentences. What the law would
make void is refused, and the sentence names the article; whatever else it asks is a warning. A co-operative whose
law has no pack here goes by `NONE`: house rules, and nothing that pretends to be law.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assemblies.rules.agenda import LEGAL
from assemblies.rules.decision import Base, Comparison, DecisionRule, Quorum, quorum_needed
from assemblies.rules.states import Sentence
from ledger.money import parse_share

PACKS = ("AR", "ES", "UY", "NONE")
PACKS_FOLDER = Path(__file__).parent.parent / "packs"


@dataclass(frozen=True, kw_only=True)
class Said:
    """The same words in English and Spanish."""

    en: str
    es: str

    def said(self, language: str) -> str:
        return self.es if language.startswith("es") else self.en


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How many of us can ask for something by signing."""

    share: Quorum
    article: str
    most: int | None = None
    """This many are enough, however many of us there are."""
    days_after_notice: int | None = None
    """How long after the notice a matter can still come on its agenda; None: until the agenda closes."""

    def needed(self, members: int) -> int:
        """How many signatures are enough among so many who vote; at least one."""
        enough = max(1, quorum_needed(members, self.share))
        return enough if self.most is None else min(enough, self.most)


@dataclass(frozen=True, kw_only=True)
class Reserved:
    """Matters (kinds of motion) that only some assemblies may decide."""

    matters: tuple[str, ...]
    only_in: tuple[str, ...]
    article: str


@dataclass(frozen=True, kw_only=True)
class SpecialQuorum:
    """How many must be there for some matters, at whichever call; `most` are enough however many we are."""

    matters: tuple[str, ...]
    needs: Quorum
    most: int | None
    article: str


@dataclass(frozen=True, kw_only=True)
class Majority:
    """How many of whom must agree in an assembly by law; no matters: on whatever no other majority names.

    `is_applied`: where a rule of the house asks for less, this one counts the vote; else such a vote is refused.
    """

    matters: tuple[str, ...]
    needs: Quorum
    base: Base
    says: Said
    article: str
    is_applied: bool = False


@dataclass(frozen=True, kw_only=True)
class Caution:
    """What the law says about a kind of motion that the program cannot tell by itself."""

    matters: tuple[str, ...]
    says: Said
    good_in: tuple[str, ...]
    """Kinds of assembly in which there is nothing to warn of."""
    article: str


@dataclass(frozen=True, kw_only=True)
class TaskOfLaw:
    """What has to be done outside before (`counts` "before") or after an assembly, within so many days."""

    code: str
    label: Said
    counts: str
    days: int
    assemblies: tuple[str, ...]
    article: str
    documents: bool = False
    """True where attaching the documents here is what it is about."""

    def due_on(self, *, meets_on: date, closed_on: date | None = None) -> date:
        """The last day for it: before the assembly meets, or after it closed."""
        if self.counts == "before":
            return meets_on - timedelta(days=self.days)
        return (closed_on or meets_on) + timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class AssemblyLaw:
    """A country's dated rules about assemblies.

    `last_checked` is the day somebody last compared the file with what `checked_against` names: not more.
    """

    code: str
    name: Said
    law: str
    last_checked: date
    checked_against: Said
    least_days: int
    most_days: int | None
    clear_days: bool
    """True where neither the day of the notice nor that of the assembly counts."""
    notice_article: str
    ordinary_months: int | None
    ordinary_article: str
    first_call: Quorum | None
    second_call: Quorum | None
    second_call_most: int | None
    second_after_minutes: int | None
    quorum_article: str
    special_quorums: tuple[SpecialQuorum, ...]
    secret_asked: Quorum | None
    """How many of those present make a vote secret by asking for it."""
    secret_article: str
    free_matters: tuple[str, ...]
    agenda_article: str
    free_article: str
    drawn_signers: int
    signers_article: str
    recess_days: int | None
    recess_article: str
    exclusions_most: Fraction | None
    """Which part of the register may lose its membership in a year."""
    exclusions_article: str
    contest_days: int | None
    contest_article: str
    call: Asking
    item: Asking
    remote: Said | None
    remote_article: str
    majorities: tuple[Majority, ...]
    reserved: tuple[Reserved, ...]
    cautions: tuple[Caution, ...]
    tasks: tuple[TaskOfLaw, ...]

    @property
    def is_law(self) -> bool:
        return self.code != "NONE"

    def tasks_of(self, assembly_kind: str, *, counts: str) -> list[TaskOfLaw]:
        """What has to be done "before" or "after" an assembly of this kind."""
        return [task for task in self.tasks if task.counts == counts and assembly_kind in task.assemblies]

    def task(self, code: str) -> TaskOfLaw | None:
        return next((task for task in self.tasks if task.code == code), None)


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


# Reading a pack -------------------------------------------------------------------------------------------


@cache
def law_pack(code: str) -> AssemblyLaw:
    """The pack of that code, read from its file; where we have none, that of no law."""
    if code not in PACKS:
        code = "NONE"
    data = tomllib.loads((PACKS_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    notice, ordinary, calls = data["notice"], data.get("ordinary", {}), data.get("quorum", {})
    agenda, recess, contest = data["agenda"], data.get("recess", {}), data.get("contest", {})
    signers, remote = data.get("signers", {}), data.get("remote", {})
    exclusions = data.get("exclusions", {})
    return AssemblyLaw(
        code=data["code"],
        name=Said(**data["name"]),
        law=data["law"],
        last_checked=data["last_checked"],
        checked_against=Said(**data["checked_against"]),
        least_days=notice["least_days"],
        most_days=notice.get("most_days"),
        clear_days=notice.get("clear_days", False),
        notice_article=notice["article"],
        ordinary_months=ordinary.get("within_months"),
        ordinary_article=ordinary.get("article", ""),
        first_call=_quorum(calls["first"]) if "first" in calls else None,
        second_call=_quorum(calls["second"]) if "second" in calls else None,
        second_call_most=calls.get("second_most"),
        second_after_minutes=calls.get("second_after_minutes"),
        quorum_article=calls.get("article", ""),
        special_quorums=tuple(
            SpecialQuorum(
                matters=tuple(each["matters"]),
                needs=_quorum(each["needs"]),
                most=each.get("most"),
                article=each["article"],
            )
            for each in data.get("special_quorums", ())
        ),
        secret_asked=_quorum(secret["share"]) if (secret := data.get("secret", {})) else None,
        secret_article=data.get("secret", {}).get("article", ""),
        free_matters=tuple(agenda["free"]),
        agenda_article=agenda["article"],
        free_article=agenda.get("free_article", ""),
        drawn_signers=signers.get("drawn", 0),
        signers_article=signers.get("article", ""),
        recess_days=recess.get("days"),
        recess_article=recess.get("article", ""),
        exclusions_most=parse_share(exclusions["most"]) if exclusions else None,
        exclusions_article=exclusions.get("article", ""),
        contest_days=contest.get("days"),
        contest_article=contest.get("article", ""),
        call=_asking(data["call"]),
        item=_asking(data["item"]),
        remote=Said(**remote["says"]) if remote else None,
        remote_article=remote.get("article", ""),
        majorities=tuple(
            Majority(
                matters=tuple(each["matters"]),
                needs=_quorum(each["needs"]),
                base=Base(each["base"]),
                says=Said(**each["says"]),
                article=each["article"],
                is_applied=each.get("applied", False),
            )
            for each in data.get("majorities", ())
        ),
        reserved=tuple(
            Reserved(matters=tuple(each["matters"]), only_in=tuple(each["only_in"]), article=each["article"])
            for each in data.get("reserved", ())
        ),
        cautions=tuple(
            Caution(
                matters=tuple(each["matters"]),
                says=Said(**each["says"]),
                good_in=tuple(each["good_in"]),
                article=each["article"],
            )
            for each in data.get("cautions", ())
        ),
        tasks=tuple(_task(each) for each in data.get("tasks", ())),
    )


def _quorum(data: Mapping[str, str]) -> Quorum:
    return Quorum(share=parse_share(data["share"]), comparison=Comparison(data["comparison"]))


def _asking(data: Mapping[str, Any]) -> Asking:
    return Asking(
        share=_quorum(data["share"]),
        article=data["article"],
        most=data.get("most"),
        days_after_notice=data.get("days_after_notice"),
    )


def _task(data: Mapping[str, Any]) -> TaskOfLaw:
    return TaskOfLaw(
        code=data["code"],
        label=Said(**data["label"]),
        counts=data["counts"],
        days=data["days"],
        assemblies=tuple(data["in"]),
        article=data["article"],
        documents=data.get("documents", False),
    )
