"""Drawing lots from a public seed: anyone can do it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def lot(seed: str, number: int) -> str:
    """Somebody's ticket in a draw: the SHA-256 (hex) of "seed/number". The lowest tickets are drawn."""
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def draw(seed: str, pool: Iterable[int], how_many: int) -> list[int]:
    """Draw that many member numbers from a pool, in the order drawn.

    Anyone can do it again with a pencil and a hash: write "seed/number" for each, hash, sort, take the first.
    """
    return sorted(set(pool), key=lambda number: (lot(seed, number), number))[:how_many]
