"""What calls about money share: amounts, member numbers and words that a database can hold."""

from __future__ import annotations

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Schema
from pydantic import AfterValidator, Field

from assemblies.api.shapes import holdable
from ledger.models import Period
from members.models import Member

Cents = Annotated[int, Field(ge=0, le=2**53)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(holdable)]
Note = Annotated[str, Field(max_length=200), AfterValidator(holdable)]
LongText = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(holdable)]
Share = Annotated[str, Field(max_length=40), AfterValidator(holdable)]
"""A part of a whole as text: "2/5", "0.4" or "40 %"; empty leaves it as it is."""
Where = Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,24}$")]
"""One of our bank accounts or boxes by its code; "bank" and "cash" are the usual ones."""
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
"""Made by whoever sends it: the same key again enters nothing more."""


class OutOf(Schema):
    out_of: Where = "bank"


def member_numbered(number: int) -> Member:
    """Whoever has that number; 404 where nobody has."""
    return get_object_or_404(Member, number=number)


def period_named(name: str) -> Period:
    """The period of the books of that name; 404 where there is none."""
    return get_object_or_404(Period, name=name)
