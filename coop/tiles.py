"""The tile floor: one member, one tile. A few SVG patterns, the same bytes for ten members or a thousand."""

from __future__ import annotations

from collections.abc import Iterable

UNIT = 22
COLUMNS = 24


def region(start: int, end: int, columns: int = COLUMNS) -> str:
    """The path that covers cells start..end-1 of a grid, row by row: at most three rectangles."""
    path = ""
    while start < end:
        row, column = divmod(start, columns)
        if column or end - start < columns:
            width, rows = min(columns - column, end - start), 1
        else:
            width, rows = columns, (end - start) // columns
        path += f"M{column * UNIT} {row * UNIT}h{width * UNIT}v{rows * UNIT}h-{width * UNIT}z"
        start += width * rows
    return path


def tile_pattern() -> str:
    """Four by four tiles whose quarter discs meet in circles, one block in two in white."""
    squares, discs = "", {"y": "", "w": ""}
    size = UNIT - 2
    for row in range(4):
        for column in range(4):
            x, y = column * UNIT + 1, row * UNIT + 1
            squares += f"M{x} {y}h{size}v{size}h-{size}z"
            colour = "y" if (row // 2 + column // 2) % 2 == 0 else "w"
            corner = (row % 2, column % 2)
            if colour == "w":
                corner = (1 - corner[0], 1 - corner[1])
            discs[colour] += _quarter(corner, x, y, size)
    return f'<path class="t-b" d="{squares}"/><path class="t-y" d="{discs["y"]}"/><path class="t-w" d="{discs["w"]}"/>'


def _quarter(corner: tuple[int, int], x: int, y: int, s: int) -> str:
    return {
        (0, 0): f"M{x + s} {y + s}v-{s}a{s} {s} 0 0 0-{s} {s}z",
        (0, 1): f"M{x} {y + s}v-{s}a{s} {s} 0 0 1 {s} {s}z",
        (1, 0): f"M{x + s} {y}h-{s}a{s} {s} 0 0 0 {s} {s}z",
        (1, 1): f"M{x} {y}h{s}a{s} {s} 0 0 1-{s} {s}z",
    }[corner]


def mosaic(parts: Iterable[tuple[str, int, str, int]], *, label: str, columns: int = COLUMNS) -> str:
    """A floor of (pattern id, tiles a side, drawing, how many cells) laid one after the other."""
    parts = list(parts)
    total = sum(count for *_, count in parts)
    columns = columns if total > columns else max(1, total)
    rows = max(1, -(-total // columns))
    patterns = cells = ""
    at = 0
    for name, side, drawing, count in parts:
        if count:
            whole = UNIT * side
            patterns += (
                f'<pattern id="{name}" width="{whole}" height="{whole}" patternUnits="userSpaceOnUse">'
                f"{drawing}</pattern>"
            )
            cells += f'<path fill="url(#{name})" d="{region(at, at + count, columns)}"/>'
        at += count
    return (
        f'<svg class="mosaic" viewBox="0 0 {columns * UNIT} {rows * UNIT}" role="img" aria-label="{label}">'
        f"<defs>{patterns}</defs>{cells}</svg>"
    )
