"""Many rows read and written some at a time, so that a hundred thousand need no more memory than a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from django.db.models import QuerySet

T = TypeVar("T")
AT_A_TIME = 2_000


def in_parts(rows: Iterable[T], at_a_time: int = AT_A_TIME) -> Iterator[list[T]]:
    """The rows in their order, in lists of so many; the last may be shorter, none is empty."""
    left = iter(rows)
    while some := list(islice(left, at_a_time)):
        yield some


def parts_as_written(rows: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    """The rows of a query set as they were written (by `pk`), each part by a question of its own.

    So the database sorts nothing, and rows may be written between two parts. Of rows that are tuples (`values_list`)
    `pk` is the first value.
    """
    rows, last = rows.order_by("pk"), 0
    while some := list(rows.filter(pk__gt=last)[:AT_A_TIME]):
        yield some
        last = some[-1][0] if isinstance(some[-1], tuple) else some[-1].pk


def as_written(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """The same, one after the other."""
    for some in parts_as_written(rows):
        yield from some
