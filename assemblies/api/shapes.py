"""What every call of this room shares: ids, words and moments that a database can hold, and refusals in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import AuthorizationError
from pydantic import AfterValidator, AwareDatetime, Field

from assemblies.rules.states import may
from members.gate import member_of
from members.models import Member

router = Router(tags=["assemblies"])
"""One for the whole room: every file writes its calls on it."""


class Problem(Schema):
    detail: str


class Person(Schema):
    number: int
    name: str


class Written(Schema):
    """How many of those sent were new; 0 where all were known, as when the same is sent again."""

    new: int


def holdable(text: str) -> str:
    """A text that every database can hold; ValueError otherwise."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("no null characters and no halves of a character")
    return text


def _all_holdable(value: Any) -> Any:
    if isinstance(value, str):
        holdable(value)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            _all_holdable(name)
            _all_holdable(each)
    elif isinstance(value, list):
        for each in value:
            _all_holdable(each)
    return value


def _near(moment: datetime) -> datetime:
    if not 1900 < moment.year < 9000:
        raise ValueError("a moment of our times")
    return moment


Id = Annotated[int, Field(ge=1, lt=2**63)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
Numbers = Annotated[list[Number], Field(max_length=2000)]
"""Member numbers."""
Words = Annotated[str, AfterValidator(holdable)]
Title = Annotated[Words, Field(max_length=200)]
Text = Annotated[Words, Field(max_length=20_000)]
Terms = Annotated[dict[str, Any], AfterValidator(_all_holdable)]
Moment = Annotated[AwareDatetime, AfterValidator(_near)]

REFUSALS: dict[int, type[Schema]] = {404: Problem, 409: Problem}
"""Not there, or not for you to see; and refused by a rule, in a sentence."""
OF_A_POST: dict[int, type[Schema]] = {403: Problem, **REFUSALS}
"""The same, where only those with a task may look at all."""


def person(member: Member) -> dict[str, Any]:
    return {"number": member.number, "name": member.name}


def asker_with(request: HttpRequest, *powers: str) -> Member:
    """Whoever asks, where one of these powers is theirs; 403 otherwise, as on the page."""
    asker, now = member_of(request), timezone.now()
    if not any(may(asker, power, now) for power in powers):
        raise AuthorizationError
    return asker
