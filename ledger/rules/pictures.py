"""Photos without what a phone writes into them: where it was, when, and whose it is. What is seen stays, byte by byte.

A JPEG is a row of segments (ITU T.81, annex B) and a PNG a row of chunks (W3C PNG, 5): those that carry words about
the picture are left out and all others copied, so nothing is decoded anew. How the phone was held (Exif tag 0x0112)
is needed to show the picture upright: it alone is written again. What follows the end of the picture is cut off,
since phones hang small films there, with the place inside.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

TELLING = (b"Exif\0\0", b"http://ns.adobe.com/", b"Photoshop 3.0", b"eXIf", b"GPSLatitude")
"""How words about a picture begin: a picture that cannot be read and has one of these is refused."""

_PNG = b"\x89PNG\r\n\x1a\n"
_LEFT_OUT_OF_PNG = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_HELD = 0x0112


class Unreadable(ValueError):  # noqa: N818 - what it is, not that it is an error
    """The picture does not have the form it says."""


def without_place(content: bytes, content_type: str) -> bytes:
    """The same picture without words about it; a PDF, and what tells nothing, as it is.

    Raises Unreadable where it is broken and may tell something. To do it twice is to do it once.
    """
    try:
        match content_type:
            case "image/jpeg":
                return b"".join(_jpeg(content))
            case "image/png":
                return b"".join(_png(content))
    except Unreadable:
        if any(words in content for words in TELLING):
            raise
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    held = next((_held(body[6:]) for mark, body in _segments(content) if _is_exif(mark, body)), 0)
    if held > 1:
        words = b"Exif\0\0" + _only_held(held)
        yield b"\xff\xe1" + (len(words) + 2).to_bytes(2, "big") + words
    at = 2
    while True:
        start, mark, end = _segment(content, at)
        if mark == 0xD9:
            yield b"\xff\xd9"
            return
        if not _tells(mark, content[start + 4 : end]):
            yield content[start:end]
        at = end
        if mark == 0xDA:
            at = _end_of_scan(content, end)
            yield content[end:at]


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment before the first scan: its mark and what is in it."""
    at, mark = 2, 0
    while mark not in (0xD9, 0xDA):
        start, mark, at = _segment(content, at)
        yield mark, content[start + 4 : at]


def _segment(content: bytes, at: int) -> tuple[int, int, int]:
    """Where a segment begins, its mark, and where it ends."""
    while content[at : at + 2] == b"\xff\xff":  # marks may be filled up
        at += 1
    if len(content) < at + 2 or content[at] != 0xFF:
        raise Unreadable
    mark = content[at + 1]
    if mark == 0xD9 or mark == 0x01 or 0xD0 <= mark <= 0xD7:
        return at, mark, at + 2
    end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    if end < at + 4 or end > len(content):
        raise Unreadable
    return at, mark, end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next mark is; inside a scan FF is followed by 00, or by a mark to restart at."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        after = content[at + 1]
        if after not in (0x00, 0xFF) and not 0xD0 <= after <= 0xD7:
            return at
        at += 1 if after == 0xFF else 2
    raise Unreadable


def _is_exif(mark: int, body: bytes) -> bool:
    return mark == 0xE1 and body.startswith(b"Exif\0\0")


def _tells(mark: int, body: bytes) -> bool:
    """Words about the picture: every application's but what is needed for its colours, and comments."""
    if mark == 0xE2:
        return not body.startswith(b"ICC_PROFILE\0")
    return mark == 0xFE or (0xE1 <= mark <= 0xEF and mark != 0xEE)


def _png(content: bytes) -> Iterator[bytes]:
    chunks = list(_chunks(content))
    held = next((_held(whole[8:-4]) for name, whole in chunks if name == b"eXIf"), 0)
    yield _PNG
    for name, whole in chunks:
        if name not in _LEFT_OUT_OF_PNG:
            yield whole
        if name == b"IHDR" and held > 1:
            words = b"eXIf" + _only_held(held)
            yield (len(words) - 4).to_bytes(4, "big") + words + zlib.crc32(words).to_bytes(4, "big")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk up to the end of the picture: its name, and all of it."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        name = content[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if len(name) < 4 or end > len(content):
            raise Unreadable
        yield name, content[at:end]
        at = end


def _held(tiff: bytes) -> int:
    """How the phone was held, 2 to 8; 0 where nothing is said, or nothing that makes sense."""
    if tiff[:4] not in (b"II*\0", b"MM\0*"):
        return 0

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if tiff[:1] == b"I" else "big")

    first = number(4, 4)
    for nth in range(min(number(first, 2), 200)):
        at = first + 2 + 12 * nth
        if number(at, 2) == _HELD and number(at + 2, 2) == 3 and number(at + 4, 4) == 1:
            value = number(at + 8, 2)
            return value if 2 <= value <= 8 and at + 12 <= len(tiff) else 0
    return 0


def _only_held(value: int) -> bytes:
    """Exif that says how the phone was held, and nothing else."""
    entry = _HELD.to_bytes(2, "big") + b"\0\x03" + (1).to_bytes(4, "big") + value.to_bytes(2, "big") + b"\0\0"
    return b"MM\0*" + (8).to_bytes(4, "big") + (1).to_bytes(2, "big") + entry + bytes(4)
