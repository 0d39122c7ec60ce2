"""Reading our own PDFs loses no page, whatever its packed bytes end with."""

from __future__ import annotations

import zlib

from tests.assemblies.pdf_words import STREAM, _unpacked


def test_a_stream_that_ends_like_a_line_is_read_whole() -> None:
    words = next(
        said
        for said in (f"BT {n} Tf ET".encode() for n in range(100_000))
        if zlib.compress(said).endswith(b"\r")
    )
    pdf = b"4 0 obj\n<</Length 1>>\nstream\n" + zlib.compress(words) + b"\nendstream\nendobj"
    [(_number, content)] = STREAM.findall(pdf)
    assert content != zlib.compress(words), "its last byte was taken for a line's end"
    assert _unpacked(content) == words
