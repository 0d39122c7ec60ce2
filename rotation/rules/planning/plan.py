"""A plan: who takes each slot, what it is worth stage by stage, and which of it was proved best."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from record.rules import canonical

ENGINE = "1"
"""The version of the objective and of the search. Another version may find another plan."""

STAGES = ("unfilled", "changed", "load", "again", "wishes", "spacing", "draw")
"""The objective, strictly in this order: a later stage never costs anything of an earlier one."""

Value = tuple[Fraction | int, ...]
"""What a stage is worth: compared from left to right, the smaller the better."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the objective: its value, below which no plan can go (`bound`), and whether that was proved.

    `is_proved`: no plan that keeps every rule and is as good in all stages before is better in this one, and
    the stages before are proved as well.
    """

    name: str
    value: Value
    bound: Value | None
    is_proved: bool


@dataclass(frozen=True, kw_only=True)
class Placement:
    """One slot, by its key, and the number of whoever takes it; None where it stays empty."""

    slot: str
    member: int | None


@dataclass(frozen=True)
class Plan:
    """Who takes each slot. The same input gives the same bytes, whoever computes it."""

    placements: tuple[Placement, ...]
    stages: tuple[Stage, ...]
    input_hash: str
    engine: str = ENGINE

    @cached_property
    def member_of(self) -> Mapping[str, int | None]:
        """Who takes each slot, by the slot's key."""
        return {one.slot: one.member for one in self.placements}

    @cached_property
    def stage_of(self) -> Mapping[str, Stage]:
        """The stages by name."""
        return {one.name: one for one in self.stages}

    @property
    def empty(self) -> tuple[str, ...]:
        """The keys of the slots that nobody takes."""
        return tuple(one.slot for one in self.placements if one.member is None)

    @property
    def is_proved(self) -> bool:
        """Whether every stage was proved best: then it is the only best plan there is."""
        return all(one.is_proved for one in self.stages)

    def to_data(self) -> dict[str, Any]:
        """As plain values: what is kept and published."""
        return {
            "engine": self.engine,
            "input": self.input_hash,
            "placements": [[one.slot, one.member] for one in self.placements],
            "stages": [
                {
                    "name": one.name,
                    "value": [str(part) for part in one.value],
                    "bound": None if one.bound is None else [str(part) for part in one.bound],
                    "is_proved": one.is_proved,
                }
                for one in self.stages
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Plan:
        """Back from plain values."""
        return cls(
            placements=tuple(Placement(slot=slot, member=member) for slot, member in data["placements"]),
            stages=tuple(
                Stage(
                    name=one["name"],
                    value=_value(one["value"]),
                    bound=None if one["bound"] is None else _value(one["bound"]),
                    is_proved=one["is_proved"],
                )
                for one in data["stages"]
            ),
            input_hash=data["input"],
            engine=data["engine"],
        )

    def to_bytes(self) -> bytes:
        """Its one canonical form."""
        return canonical(self.to_data()).encode()

    @property
    def plan_hash(self) -> str:
        """SHA-256 (hex) of its bytes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def _value(parts: list[str]) -> Value:
    return tuple(Fraction(part) for part in parts)
