"""Photos keep what is seen and lose what the phone wrote: checked segment by segment, on pictures made here."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.actions import enter_ticket
from ledger.models import Paper
from ledger.reports import faults
from ledger.rules.pictures import Unreadable, without_place
from record.rules import Refused
from tests.ledger.conftest import CASH, GAS, Books
from tests.makers import NOW, TODAY

NEUQUEN = b"38 deg 57' 6\" S GPSLatitude"


def tiff(held: int | None, *, order: str = "big") -> bytes:
    """Exif as a phone writes it: how it was held, in the byte order it likes, and where it was."""
    little = order == "little"

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little" if little else "big")

    rows = [(0x010F, 2, 4, b"Fon\0")]
    if held is not None:
        rows.append((0x0112, 3, 1, number(held, 2) + b"\0\0"))
    rows.append((0x8825, 4, 1, number(64, 4)))
    entries = b"".join(
        number(tag, 2) + number(kind, 2) + number(n, 4) + value for tag, kind, n, value in rows
    )
    return (
        (b"II*\0" if little else b"MM\0*")
        + number(8, 4)
        + number(len(rows), 2)
        + entries
        + bytes(4)
        + NEUQUEN
    )


def segment(mark: int, body: bytes) -> bytes:
    return bytes([0xFF, mark]) + (len(body) + 2).to_bytes(2, "big") + body


JFIF, TABLE, FRAME = (
    segment(0xE0, b"JFIF\0\1\1"),
    segment(0xDB, b"\0" * 65),
    segment(0xC0, b"\x08" + b"\0" * 5),
)
COLOURS = segment(0xE2, b"ICC_PROFILE\0\1\1 colours")
SCAN = segment(0xDA, b"\0" * 10) + b"\x12\xff\x00\x34\xff\xd0\x56"
SECOND_SCAN = segment(0xC4, b"\0" * 20) + segment(0xDA, b"\0" * 10) + b"\x78\xff\xff\x00\x9a"
SEEN = TABLE + COLOURS + FRAME + SCAN + SECOND_SCAN + b"\xff\xd9"


def jpeg(*words: bytes, after: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(words) + SEEN + after


def exif(held: int | None = None, **other: Any) -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff(held, **other))


BARE = jpeg()
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x GPSLatitude='38'/>")
IPTC = segment(0xED, b"Photoshop 3.0\0 Neuqu\xc3\xa9n")
SEVERAL = segment(0xE2, b"MPF\0 where the other picture is")


@pytest.mark.parametrize(
    "content",
    [
        BARE,
        jpeg(exif()),
        jpeg(exif(1)),
        jpeg(exif(9)),
        jpeg(XMP, IPTC, segment(0xFE, b"Taken by Delia"), SEVERAL),
        jpeg(exif(), after=b"\0\0ftypmp4 GPSLatitude"),
        jpeg(segment(0xE1, b"Exif\0\0" + b"no tiff GPSLatitude")),
    ],
)
def test_what_tells_goes_and_what_is_seen_stays_byte_by_byte(content: bytes) -> None:
    assert without_place(content, "image/jpeg") == BARE


@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("held", range(2, 9))
def test_how_the_phone_was_held_is_kept_and_nothing_else(held: int, order: str) -> None:
    bare = without_place(jpeg(exif(held, order=order)), "image/jpeg")
    assert NEUQUEN not in bare
    assert b"Fon" not in bare
    assert bare.endswith(SEEN)
    words = bare[2 : -len(SEEN) - len(JFIF)]
    assert words[4:10] == b"Exif\0\0"
    assert words[10:] == b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([held]) + bytes(6)
    assert without_place(bare, "image/jpeg") == bare, "to do it twice is to do it once"


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


HEAD, DATA, END = chunk(b"IHDR", b"\0" * 13), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND")
PNG = b"\x89PNG\r\n\x1a\n"


def test_a_png_loses_its_words_and_keeps_how_it_was_held() -> None:
    words = (
        chunk(b"tEXt", b"Location\0Neuqu\xe9n")
        + chunk(b"iTXt", b"XML:com.adobe.xmp")
        + chunk(b"tIME", b"1234567")
    )
    assert without_place(PNG + HEAD + words + DATA + END + b"after", "image/png") == PNG + HEAD + DATA + END
    bare = without_place(PNG + HEAD + DATA + chunk(b"eXIf", tiff(6)) + END, "image/png")
    assert NEUQUEN not in bare
    assert bare.startswith(PNG + HEAD)
    assert bare.endswith(DATA + END)
    said = bare[len(PNG + HEAD) : -len(DATA + END)]
    assert said == chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06" + bytes(6))
    assert without_place(bare, "image/png") == bare


def test_a_broken_picture_that_tells_something_is_refused_and_one_that_tells_nothing_is_kept() -> None:
    for broken in (
        jpeg(exif())[:-30],
        b"\xff\xd8\xff\xe1\xff\xffExif\0\0",
        jpeg(exif()).replace(b"\xff\xc0", b"\0\0"),
    ):
        with pytest.raises(Unreadable):
            without_place(broken, "image/jpeg")
    with pytest.raises(Unreadable):
        without_place(PNG + HEAD + chunk(b"eXIf", NEUQUEN) + DATA, "image/png")
    assert without_place(b"\xff\xd8\xff\xe0 a picture", "image/jpeg") == b"\xff\xd8\xff\xe0 a picture"
    assert without_place(b"%PDF-1.7 x", "application/pdf") == b"%PDF-1.7 x"


@given(st.binary(max_size=400), st.integers(0, 400))
def test_whatever_comes_in_tells_nothing_or_is_refused(noise: bytes, at: int) -> None:
    whole = jpeg(exif(6), XMP)
    for content, kind in (
        (whole[:at] + noise + whole[at:], "image/jpeg"),
        (PNG + HEAD[: at % 25] + noise + chunk(b"eXIf", NEUQUEN) + DATA + END, "image/png"),
    ):
        try:
            bare = without_place(content, kind)
        except Unreadable:
            continue
        assert without_place(bare, kind) == bare


def enter(books: Books, content: bytes, key: str = "one") -> Any:
    about: dict[str, Any] = {"on": TODAY, "cents": 5_00, "account": GAS, "paid_from": CASH}
    return enter_ticket(key=key, content=content, name="foto.jpg", actor=books.delia, now=NOW, **about)


def test_a_ticket_is_kept_without_its_place_and_is_the_same_ticket(books: Books) -> None:
    enter(books, jpeg(exif(6), XMP))
    paper = Paper.objects.get()
    with paper.file.open("rb") as file:
        assert NEUQUEN not in file.read()
    enter(books, jpeg(exif(6), XMP))
    with pytest.raises(Refused, match="in the books already, as entry 1"):
        enter(books, jpeg(exif(6)), key="two")
    assert Paper.objects.count() == 1
    assert faults() == []
    with pytest.raises(Refused, match="The picture is broken"):
        enter(books, jpeg(exif())[:-30], key="three")


def test_a_ticket_kept_as_it_came_before_is_still_the_same(books: Books) -> None:
    from ledger.actions.papers import keep_paper
    from ledger.models import PaperKind

    about: dict[str, Any] = {"stored": [], "actor": None, "now": NOW, "content_type": "image/jpeg"}
    old = keep_paper(kind=PaperKind.TICKET, name="x", content=jpeg(exif()), **about)
    enter(books, jpeg(exif()))
    assert list(Paper.objects.all()) == [old]
