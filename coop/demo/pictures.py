"""Small pictures of tickets, drawn here: grey paper, lines of print, and the amount in large figures."""

from __future__ import annotations

import struct
import zlib

WIDE, HIGH, DOT = 120, 160, 3
PAPER, PRINT, INK = 236, 150, 30
_SHAPES = {
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717",
    "6": "74757", "7": "71111", "8": "75757", "9": "75717", "$": "76737", ".": "00002",
}  # fmt: skip
"""Each sign in five rows of three dots, a row as one number of three bits."""


def ticket(pesos: int, *, lines: int) -> bytes:
    """A PNG of a ticket of that amount, with so many lines of print above it."""
    rows = [bytearray([PAPER] * WIDE) for _ in range(HIGH)]
    for nth in range(lines):
        long = 40 + (nth * 29 + pesos // 100) % 50
        for y in range(14 + nth * 9, 17 + nth * 9):
            rows[y][14 : 14 + long] = bytes([PRINT] * long)
    _write(rows, f"${pesos:,}".replace(",", "."), top=HIGH - 40)
    return _png(rows)


def _write(rows: list[bytearray], text: str, *, top: int) -> None:
    left = (WIDE - len(text) * 4 * DOT) // 2
    for nth, sign in enumerate(text):
        for row, bits in enumerate(_SHAPES[sign]):
            for column in range(3):
                if int(bits) >> (2 - column) & 1:
                    x = left + (nth * 4 + column) * DOT
                    for y in range(top + row * DOT, top + (row + 1) * DOT):
                        rows[y][x : x + DOT] = bytes([INK] * DOT)


def _png(rows: list[bytearray]) -> bytes:
    """Eight bits of grey a dot."""
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + bytes(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
