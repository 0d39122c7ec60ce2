"""A ZIP that is sent on while the rest of it is made."""

from __future__ import annotations

from io import RawIOBase
from typing import Any
from zipfile import ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""A file in a ZIP has a time; ours have always this one, so that the same contents are the same bytes."""


class Pieces(RawIOBase):
    """What a ZIP is written to: it keeps nothing that was taken, and has no way back."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._held.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        held, self._held = self._held, []
        return b"".join(held)


def named(name: str) -> ZipInfo:
    """A file in the ZIP, without the time at which it was made."""
    return ZipInfo(name, date_time=LONG_AGO)
