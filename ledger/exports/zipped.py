"""A zip made piece by piece: nothing is held but the piece, and the same contents are the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day that every file inside says: a zip knows no earlier one."""


class _Pipe:
    """What a zip is written to and read from at once; it cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The bytes of a zip with these files, in this order."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:  # type: ignore[call-overload]
        for name, pieces in files:
            info = zipfile.ZipInfo(name, date_time=LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with bundle.open(info, "w", force_zip64=False) as inside:
                for piece in pieces:
                    inside.write(piece)
                    if data := pipe.taken():
                        yield data
            yield pipe.taken()
    yield pipe.taken()
