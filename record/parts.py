"""Many rows read and written some at a time, so that a hundred thousand need no more memory than a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from django.db.models import QuerySet

T = TypeVar("T")
AT_A_TIME = 2_000


def in_parts(rows: Iterable[T], at_a_time: int | None = None) -> Iterator[list[T]]:
    """The rows in their order, in lists of so many; the last may be shorter, none is empty."""
    left = iter(rows)
    while some := list(islice(left, at_a_time or AT_A_TIME)):
        yield some


def parts_of(
    rows: QuerySet[Any, Any], *, by: str = "pk", at_a_time: int | None = None
) -> Iterator[list[Any]]:
    """The rows of a query set in order of a unique column, each part by a question of its own.

    So the database sorts nothing, and rows may be written between two parts. Of rows that are tuples (`values_list`)
    that column is the first value.
    """
    rows, most = rows.order_by(by), at_a_time or AT_A_TIME
    some = list(rows[:most])
    while some:
        yield some
        last = some[-1][0] if isinstance(some[-1], tuple) else getattr(some[-1], by)
        some = list(rows.filter(**{f"{by}__gt": last})[:most])


def as_written(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """The same in the order in which they were written, one after the other."""
    for some in parts_of(rows):
        yield from some
