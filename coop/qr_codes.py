"""QR codes of many addresses that differ in a few letters: a sign-in card for each of a whole register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import segno

MASK = 2
"""All drawn by one mask. Any can be read; to look for the best of the eight is most of the work."""
BITS = 7
"""Of a letter of an address."""
FEW = 100
"""Up to so many are drawn one by one: to learn how they differ costs as much as drawing a hundred and fifty."""


class Alike:
    """Addresses of one length with the same beginning and end. Draws one in a hundredth of the time.

    A code is linear: each bit of the text turns its own dots, those that correct errors included, whatever the
    other bits are. So the dots of one address are learnt, and those that each bit turns.
    """

    def __init__(self, beginning: str, ending: str, letters: int) -> None:
        def drawn(middle: str) -> Sequence[Sequence[int]]:
            code = segno.make(beginning + middle + ending, error="m", micro=False, mask=MASK, mode="byte")
            return code.matrix

        matrix = drawn("A" * letters)
        self.size = len(matrix)
        self._base = _as_number(matrix)
        self._turns = [
            [
                _as_number(drawn("A" * place + chr(ord("A") ^ 1 << bit) + "A" * (letters - place - 1)))
                ^ self._base
                for bit in range(BITS)
            ]
            for place in range(letters)
        ]

    def svg(self, middle: str) -> str:
        """The drawing of the address with these letters, all of them plain ones, between beginning and end."""
        dots = self._base
        for turns, letter in zip(self._turns, middle, strict=True):
            differs = ord(letter) ^ ord("A")
            for bit, turned in enumerate(turns):
                if differs >> bit & 1:
                    dots ^= turned
        return svg_of(f"{dots:0{self.size**2}b}", size=self.size)


@lru_cache(maxsize=4)
def alike(beginning: str, ending: str, letters: int) -> Alike:
    """Learnt once, for as long as such cards are printed."""
    return Alike(beginning, ending, letters)


def drawing(text: str, *, varies: str = "", many: int = 1) -> str:
    """The code of an address, as a drawing. `varies`: in which part it differs from the `many` drawn with it."""
    beginning, found, ending = text.rpartition(varies) if varies else ("", "", "")
    if found and many > FEW and varies.isascii():
        return alike(beginning, ending, len(varies)).svg(varies)
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=1, omitsize=True, svgclass="qr", lineclass=None))


def svg_of(dots: str, *, size: int) -> str:
    """Dots, row by row, as strokes one dot high, with a light border of one."""
    path, x, y = ["M1 1.5"], 0, 0
    for row in range(size):
        for run in re.finditer("1+", dots[row * size : (row + 1) * size]):
            path.append(f"m{run.start() - x} {row - y}h{run.end() - run.start()}")
            x, y = run.end(), row
    return (
        f'<svg viewBox="0 0 {size + 2} {size + 2}" class="qr"><path stroke="#000" d="{"".join(path)}"/></svg>'
    )


def _as_number(matrix: Sequence[Sequence[int]]) -> int:
    return int("".join("1" if dot else "0" for row in matrix for dot in row), 2)
