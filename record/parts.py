"""Many rows written some at a time, so that a hundred thousand need no more memory than a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
AT_A_TIME = 2_000


def in_parts(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in their order, in lists of so many; the last may be shorter, none is empty."""
    left = iter(rows)
    while some := list(islice(left, AT_A_TIME)):
        yield some
