"""The protocol of a motion kind: how a decision becomes a fact.

This room knows the protocol, not the kinds. Each room that owns a fact registers its kinds from its own
`motions.py` when it starts (`AppConfig.ready`). When voting closes adopted, `enact` runs inside the closing
transaction: what it writes and the outcome are committed together, or neither is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext

from record.rules import Refused

if TYPE_CHECKING:
    from django import forms

    from assemblies.models import Motion
    from members.models import Member

Sentence = str | Promise


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of "what changes if this passes": what it is now and what it would be, in words."""

    what: Sentence
    now: Sentence = ""
    then: Sentence = ""
    mine: bool = False
    """True for the reader's own line."""


class Kind:
    """A kind of motion. Subclass it in the room that owns the fact, and `register` one instance.

    `terms` are plain JSON (no floats): exactly what `enact` needs, checked by `clean`.
    """

    code: ClassVar[str]
    label: ClassVar[Sentence]
    help: ClassVar[Sentence] = ""
    rule: ClassVar[str] = "simple"
    """Which decision rule it takes, unless the house rule `decision.rule_of_kind` says another."""
    is_secret: ClassVar[bool] = False
    is_binding: ClassVar[bool] = True
    only_in: ClassVar[tuple[str, ...]] = ()
    """Assembly kinds that may decide it; empty for any."""
    carried_out_by: ClassVar[str] = ""
    """For what people must do once it passes (a payment, a purchase): the power of the post that carries it out
    where the proposal names none. Empty where the program does it, or nobody must."""
    asks_who: ClassVar[bool] = True
    """Whether a proposal may name who carries it out; no where the kind asks for it by itself."""

    can_be_amended: ClassVar[bool] = True
    """No where somebody was told of exactly what is voted."""

    def is_offered(self) -> bool:
        """Whether it stands among what can be proposed now; no where there is nothing to decide by it."""
        return True

    def only_for(self, motion: Motion) -> tuple[str, ...]:
        """Assembly kinds that may decide this motion; empty for any. By its kind, unless its terms say more."""
        return self.only_in

    def matter(self, motion: Motion) -> str:
        """What the law calls it, where it tells motions of one kind apart ("statute.merger"); else the kind's code."""
        return self.code

    def form_class(self) -> type[forms.Form] | None:
        """The form that asks for the terms, or None where the text says it all."""
        return None

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """The terms that the form begins with, where the address of its page asks for some (`?post=treasurer`)."""
        return {}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """The terms in their stored form, from a form's cleaned data or an API body.

        Raises `Refused` with a sentence where they make no sense.
        """
        return {}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        """What changes if it passes, and for whom, with the reader's own line."""
        return []

    def allows_cents(self, motion: Motion) -> int:
        """How much money may leave, or be owed, because of it, in cents; nothing where it is about something else."""
        return 0

    def rule_for(self, motion: Motion) -> str | None:
        """The decision rule this very motion takes, where its terms say so; it goes before any house rule."""
        return None

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        """Why this motion cannot be voted now although the assembly could vote."""
        return None

    def why_not_run(self, motion: Motion, *, actor: Member) -> Sentence | None:
        """Why this person may not open or close its vote, although they chair."""
        return None

    def cautions(self, motion: Motion, *, on: date) -> list[str]:
        """What must be known before it is voted, besides what changes: sentences, beside what the law says."""
        return []

    def tabled(self, motion: Motion, *, now: datetime) -> None:
        """Called in the transaction in which it is shown to everybody."""

    def withdrawn(self, motion: Motion, *, now: datetime) -> None:
        """Called in the transaction in which it is taken back, drafts included."""

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """Members (by primary key) who have a direct interest or whom the law excludes, with the reason."""
        return {}

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Make it so. Called once, in the closing transaction, only when adopted.

        Raises `Refused` where the world changed so that it cannot be: the motion stays adopted, not enacted,
        and the sentence goes to the minutes.
        """

    def decided(self, motion: Motion, *, now: datetime) -> None:
        """Called in the closing transaction whatever the outcome, after `enact` when adopted."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose among others, by its code within the motion."""

    code: str
    label: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of how it was counted: a round, an option, a project; whether it was chosen, where it says so."""

    said: str
    what: str = ""
    is_chosen: bool | None = None


class PreferenceKind(Kind):
    """A kind voted by naming options instead of by yes or no.

    A ballot that names any is "for" and keeps the codes in the voter's order; whoever names none abstains.
    It is adopted with the quorum of its rule and one ballot that names something, and `count` says what of.
    """

    is_ordered: ClassVar[bool] = False
    """Whether the order says something: then options are numbered, otherwise marked."""
    how: ClassVar[Sentence]
    """What to do on the ballot, in one sentence."""

    def options(self, motion: Motion) -> list[Option]:
        """What can be named, in the order of the ballot."""
        raise NotImplementedError

    def named(self, motion: Motion, codes: Iterable[str]) -> list[str]:
        """The labels of what a ballot names, in its order."""
        labels = {option.code: option.label for option in self.options(motion)}
        return [labels[code] for code in codes if code in labels]

    def count(self, motion: Motion, ballots: Iterable[Sequence[str]], *, seed: str) -> dict[str, Any]:
        """What comes out, as plain JSON: called at the closing, and again whenever it is verified."""
        raise NotImplementedError

    def headline(self, motion: Motion) -> str:
        """What came out, from `motion.counted`, in one or two sentences."""
        raise NotImplementedError

    def say(self, motion: Motion) -> list[Told]:
        """How it came out, from `motion.counted`: every round, option or project."""
        raise NotImplementedError


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Two kinds never share a code."""
    if type(_kinds.get(kind.code, kind)) is not type(kind):
        raise ValueError(f"two motion kinds are called {kind.code}")
    _kinds[kind.code] = kind


def kind_of(motion: Motion) -> Kind:
    return _kinds[motion.kind]


def by_preference(motion: Motion) -> PreferenceKind | None:
    """The kind of a motion voted by preference; None for yes or no, as every amendment is."""
    kind = _kinds[motion.kind]
    return kind if isinstance(kind, PreferenceKind) and motion.amends_id is None else None


def kind_called(code: str) -> Kind | None:
    return _kinds.get(code)


def all_kinds() -> list[Kind]:
    """Every kind, in order of code."""
    return [_kinds[code] for code in sorted(_kinds)]


def offered_kinds() -> list[Kind]:
    """Every kind by which something can be decided now, in order of code."""
    return [kind for kind in all_kinds() if kind.is_offered()]


def day_in(value: Any) -> date | None:
    """A day of a motion's terms, from a form (a date) or from JSON (its text); nothing stays None.

    Raises `Refused` where it is no day.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise Refused(gettext("Write the day as year-month-day, for example 2026-03-31.")) from problem
