"""The words of our own PDFs: their letters, looked up in what each font says that they mean (PDF 32000-1, 9.10)."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?>>\s*stream\r?\n(.*?)\r?\nendstream", re.S)
FONTS = re.compile(rb"/Font ?<<(.*?)>>", re.S)
PLAIN = rb"(?:\\.|[^\\()])*"
for _depth in range(3):  # brackets that close need no escape inside a text
    PLAIN = rb"(?:\\.|[^\\()]|\(" + PLAIN + rb"\))*"
CHOSEN_OR_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\((" + PLAIN + rb")\)|<([0-9A-Fa-f]+)>|(ET)", re.S)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def letters_of(pdf: bytes) -> str:
    """All that is written in a PDF, without any spaces: lines break and fonts change anywhere.

    What a page's font names mean is looked up in every page's resources, so that more may be answered than is
    there, in no language, and never less.
    """
    streams = {int(number): _unpacked(content) for number, content in STREAM.findall(pdf)}
    meanings = [
        {
            name: _letters(streams[_to_unicode(pdf, int(font))])
            for name, font in re.findall(rb"/(\w+) (\d+) 0 R", each)
        }
        for each in dict.fromkeys(FONTS.findall(pdf))
    ]
    pages = [content for content in streams.values() if b" Tf" in content]
    read = [_read(page, fonts) for fonts in meanings for page in pages]
    return re.sub(r"\s", "", "".join(read))


def squeezed(words: str) -> str:
    """A sentence as `letters_of` has it."""
    return re.sub(r"\s", "", words)


def _unpacked(content: bytes) -> bytes:
    """What was packed; the last byte of its check may be a line's end, and then it is not among these."""
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:
        return content


def _to_unicode(pdf: bytes, font: int) -> int:
    found = re.search(rb"\b%d 0 obj\s*<<(?:(?!endobj).)*?/ToUnicode (\d+) 0 R" % font, pdf, re.S)
    assert found is not None
    return int(found.group(1))


def _letters(table: bytes) -> dict[int, str]:
    """What each glyph means."""
    found = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for glyph, letters in re.findall(rb"<(\w+)> ?<(\w+)>", part):
            found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found


def _read(page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    words, font = "", {}
    for name, plain, coded, ends in CHOSEN_OR_SHOWN.findall(page):
        if name:
            font = fonts.get(name, {})
        elif not ends:
            shown = bytes.fromhex(coded.decode()) if coded else ESCAPED.sub(_meant, plain)
            glyphs = zip(shown[::2], shown[1::2], strict=False)
            words += "".join(font.get(high << 8 | low, "") for high, low in glyphs)
    return words


def _meant(escape: re.Match[bytes]) -> bytes:
    said = escape.group(1)
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else NAMED.get(said, said)
