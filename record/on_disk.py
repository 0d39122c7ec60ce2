"""Rows that wait on disk, so that a hundred thousand of them need no more memory than a thousand.

They lie in a temporary file that has no name and ends with the work; of few rows none is made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from heapq import merge
from io import SEEK_END
from operator import attrgetter
from tempfile import SpooledTemporaryFile, TemporaryFile
from types import TracebackType
from typing import IO, Any, TypeVar, cast

from record.parts import in_parts

T = TypeVar("T")
MOST_BYTES = 1_000_000
"""Of a pile that lies in memory."""
SORTED_AT_ONCE = 10_000


class Pile(Collection[T]):
    """Rows of one dataclass, of plain values, in the order in which they were put down; read as often as needed.

    One reading at a time. With `with` it is gone at the end.
    """

    def __init__(self, kind: type[T], rows: Iterable[T] = ()) -> None:
        self._kind: Any = kind
        self._names = tuple(each.name for each in fields(cast("Any", kind)))
        self._values = attrgetter(*self._names)
        self._file = SpooledTemporaryFile(max_size=MOST_BYTES)  # noqa: SIM115 - closed at the end of `with`
        self._length = 0
        for row in rows:
            self.put(row)

    def put(self, row: T) -> None:
        self._file.seek(0, SEEK_END)
        self._file.write(json.dumps(self._values(row), separators=(",", ":")).encode() + b"\n")
        self._length += 1

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for text in self._file:
            yield self._kind(**dict(zip(self._names, json.loads(text), strict=True)))

    def __len__(self) -> int:
        return self._length

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)

    def __enter__(self) -> Pile[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def in_order(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts without line ends as sorted lines: sorted some at a time, and then merged."""
    with ExitStack() as files:
        waiting: list[IO[bytes]] = []
        for some in in_parts(texts, SORTED_AT_ONCE):
            lines = sorted(text.encode() + b"\n" for text in some)
            if not waiting and len(lines) < SORTED_AT_ONCE:
                yield from lines
                return
            file = files.enter_context(TemporaryFile())
            file.writelines(lines)
            file.seek(0)
            waiting.append(file)
        yield from merge(*waiting)
