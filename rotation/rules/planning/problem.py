"""The whole input of a plan, its one canonical form, and the hash by which anybody knows that it is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from record.rules import canonical
from rotation.rules.planning.people import Person
from rotation.rules.planning.slots import PostRules, Slot

STANDARD: Mapping[str, int] = {
    "member": 0,
    "seniority": 0,
    "skill": 0,
    "available": 25,
    "compatible": 0,
    "at_once": 1,
    "consecutive": 31,
    "cool_down": 0,
    "rest": 0,
    "stagger": 0,
    "pinned": 0,
    "barred": 0,
}
"""Every rule switched on, by name, each with its one number where it has one (see `bylaws.RULES` for what it is)."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is to be planned: the people, the posts, the slots, the rules switched on with their number, a seed.

    [from_on, until_on) is the horizon over which each person's expected share is counted. The order in which
    people, posts and slots are given makes no difference: they are kept sorted.
    """

    people: tuple[Person, ...]
    posts: tuple[PostRules, ...]
    slots: tuple[Slot, ...]
    from_on: date
    until_on: date
    seed: str
    rules: Mapping[str, int] = field(default_factory=lambda: dict(STANDARD))
    spacing_days: int = 180
    """Two turns of one person less than so many days apart are counted as close."""

    def __post_init__(self) -> None:
        people = tuple(sorted(self.people, key=lambda one: one.number))
        posts = tuple(sorted(self.posts, key=lambda one: one.code))
        slots = tuple(sorted(self.slots, key=lambda one: one.order))
        for name, value in (("people", people), ("posts", posts), ("slots", slots)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "rules", {name: self.rules[name] for name in STANDARD if name in self.rules})
        if len({one.number for one in people}) != len(people):
            raise ValueError("a member is given twice")
        if len({one.key for one in slots}) != len(slots):
            raise ValueError("a slot is given twice")
        known = {one.code for one in posts}
        if len(known) != len(posts) or any(one.post not in known for one in slots):
            raise ValueError("every slot is of a post given once")
        if self.until_on <= self.from_on:
            raise ValueError("a plan ends after it begins")

    def to_data(self) -> dict[str, Any]:
        """As plain values: what is kept, published and hashed."""
        return {
            "people": [one.to_data() for one in self.people],
            "posts": [one.to_data() for one in self.posts],
            "slots": [one.to_data() for one in self.slots],
            "from_on": self.from_on.isoformat(),
            "until_on": self.until_on.isoformat(),
            "seed": self.seed,
            "rules": dict(self.rules),
            "spacing_days": self.spacing_days,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Problem:
        """Back from plain values."""
        return cls(
            people=tuple(Person.from_data(one) for one in data["people"]),
            posts=tuple(PostRules.from_data(one) for one in data["posts"]),
            slots=tuple(Slot.from_data(one) for one in data["slots"]),
            from_on=date.fromisoformat(data["from_on"]),
            until_on=date.fromisoformat(data["until_on"]),
            seed=data["seed"],
            rules=data["rules"],
            spacing_days=data["spacing_days"],
        )

    @cached_property
    def canonical(self) -> str:
        """The one way to write it down."""
        return canonical(self.to_data())

    @cached_property
    def input_hash(self) -> str:
        """SHA-256 (hex) of its canonical form."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def post_of(self) -> dict[str, PostRules]:
        """The posts by their code."""
        return {one.code: one for one in self.posts}

    @cached_property
    def person_of(self) -> dict[int, Person]:
        """The people by their number."""
        return {one.number: one for one in self.people}

    @cached_property
    def slot_of(self) -> dict[str, Slot]:
        """The slots by their key."""
        return {one.key: one for one in self.slots}
