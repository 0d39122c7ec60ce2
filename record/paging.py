"""How much of a list a program asks for, in every room the same."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class Page(Schema):
    """So many of a list, after so many. Any other number is refused with its field."""

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, lt=2**31)

    @property
    def part(self) -> slice:
        """Which rows these are: `rows[page.part]`."""
        return slice(self.offset, self.offset + self.limit)
