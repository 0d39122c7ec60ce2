"""The types of house rules that the rooms have made known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import JSONField, Subquery
from django.utils.functional import Promise

from assemblies.house_rules.asking import AsWritten, ValueForm
from assemblies.models import HouseRule

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class HouseRuleType(Generic[T]):
    """What one house rule is about.

    `load` turns the stored JSON into the typed value and raises ValueError with a sentence where it makes no
    sense; `say` puts a typed value into words in the active language; `default` is stored JSON.
    """

    key: str
    label: Promise | str
    help: Promise | str
    default: Any
    load: Callable[[Any], T]
    say: Callable[[T], str]
    asks: type[ValueForm] = AsWritten
    """The form a member fills in to propose another value."""
    threshold: str = "two_thirds"
    """Which decision rule a motion needs to change it."""
    kind: str = "house_rule"
    """The kind of motion that changes it: most have none of their own."""


_types: dict[str, HouseRuleType[Any]] = {}


def register(rule_type: HouseRuleType[T]) -> HouseRuleType[T]:
    rule_type.load(rule_type.default)
    _types[rule_type.key] = rule_type
    return rule_type


def all_types() -> list[HouseRuleType[Any]]:
    return [_types[key] for key in sorted(_types)]


def type_of(key: str) -> HouseRuleType[Any] | None:
    return _types.get(key)


_read: ContextVar[dict[date, dict[str, Any]] | None] = ContextVar("house_rules_read", default=None)


@contextmanager
def read_at_once() -> Iterator[None]:
    """Inside, the rules of a day are read all together, in one question: for a page that asks for several.

    Only where nothing is written meanwhile.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def in_force(rule_type: HouseRuleType[T], *, on: date) -> T:
    """The typed value in force on that day (its default before anything was decided)."""
    read = _read.get()
    if read is not None:
        if on not in read:
            read[on] = {row.key: row.value for row in reversed(list(HouseRule.objects.on(on)))}
        return as_typed(rule_type, read[on].get(rule_type.key))
    row = HouseRule.objects.in_force(rule_type.key, on=on)
    return as_typed(rule_type, None if row is None else row.value)


def stored_in_force(rule_type: HouseRuleType[Any], *, on: date) -> Subquery:
    """The stored value in force on that day, as part of another question: None before anything was decided."""
    rows = HouseRule.objects.filter(key=rule_type.key).on(on)
    return Subquery(rows.values("value")[:1], output_field=JSONField(null=True))


def as_typed(rule_type: HouseRuleType[T], stored: Any) -> T:
    """The typed value of a stored one; of the default where there is none."""
    return rule_type.load(rule_type.default if stored is None else stored)
