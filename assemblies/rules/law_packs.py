"""What the law of the place says about assemblies, as data: a pack is read once from `assemblies/packs/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from assemblies.rules.decision import Base, Comparison, Quorum, quorum_needed
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
