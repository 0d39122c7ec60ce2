"""Naming options on a ballot: what stands on it, what was typed, and how that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.kinds import Option, PreferenceKind, Sentence
from assemblies.models import Motion
from assemblies.rules.preferences import BadBallot, order_may_tell, refuse_bad_ballot
from assemblies.rules.voting import why_not_name


@dataclass(frozen=True, kw_only=True)
class Line:
    """One option on the ballot: its number as it was typed, or whether it is marked."""

    option: Option
    number: str = ""
    is_marked: bool = False


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A ballot of options; `problem` says what was wrong with it as it was typed."""

    how: Sentence
    is_ordered: bool
    lines: list[Line]
    problem: Sentence = ""
    may_be_a_mark: bool = False
    """True where the vote is secret and an order of so many options could tell whose it is."""


def naming(kind: PreferenceKind, motion: Motion, *, named: Sequence[str] = ()) -> Naming:
    """The ballot of a motion, with what one named before."""
    return Naming(
        how=kind.how,
        is_ordered=kind.is_ordered,
        lines=[
            Line(
                option=option,
                number=str(named.index(option.code) + 1) if option.code in named else "",
                is_marked=option.code in named,
            )
            for option in kind.options(motion)
        ],
        may_be_a_mark=_may_be_a_mark(kind, motion),
    )


def naming_typed(kind: PreferenceKind, motion: Motion, data: QueryDict, *, problem: Sentence) -> Naming:
    """The ballot as it was typed, with what is wrong with it."""
    marked = data.getlist("mark")
    return Naming(
        how=kind.how,
        is_ordered=kind.is_ordered,
        lines=[
            Line(
                option=option,
                number=data.get(f"place-{option.code}", "")[:3],
                is_marked=option.code in marked,
            )
            for option in kind.options(motion)
        ],
        problem=problem,
        may_be_a_mark=_may_be_a_mark(kind, motion),
    )


def _may_be_a_mark(kind: PreferenceKind, motion: Motion) -> bool:
    return motion.is_secret and kind.is_ordered and order_may_tell(len(kind.options(motion)))


def read_names(kind: PreferenceKind, motion: Motion, data: QueryDict) -> tuple[list[str], Sentence]:
    """The codes a form names, by the numbers beside them or by their marks; and what is wrong, if anything.

    Numbers may leave gaps: only their order says anything. Two options never share one.
    """
    options = [option.code for option in kind.options(motion)]
    named = data.getlist("mark")
    if kind.is_ordered:
        places: dict[int, str] = {}
        for code in options:
            typed = data.get(f"place-{code}", "").strip().rstrip(".°º")
            if not typed:
                continue
            if not typed.isascii() or not typed.isdigit() or len(typed) > 3:
                return [], _("Write whole numbers: 1, 2, 3.")
            if int(typed) in places:
                return [], _("Two options have the number %(n)s.") % {"n": int(typed)}
            places[int(typed)] = code
        named = [places[number] for number in sorted(places)]
    try:
        refuse_bad_ballot(options, named)
    except BadBallot as problem:
        return [], problem.said(get_language() or "es-ar")
    return named, why_not_name(choice="for", names=len(named)) or ""
