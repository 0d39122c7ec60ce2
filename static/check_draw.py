#!/usr/bin/env python3
"""Draw again, without any server: python3 check_draw.py SEED HOW_MANY NUMBER NUMBER NUMBER...

Each number's ticket is the SHA-256 of "SEED/NUMBER"; the lowest tickets are drawn, in their order.
"""

import hashlib
import sys


def ticket(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def draw(seed: str, pool: "list[int]", how_many: int) -> "list[int]":
    return sorted(set(pool), key=lambda number: (ticket(seed, number), number))[:how_many]


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    seed, how_many, pool = sys.argv[1], int(sys.argv[2]), [int(number) for number in sys.argv[3:]]
    for number in sorted(set(pool), key=lambda number: (ticket(seed, number), number)):
        print(ticket(seed, number), number)
    print("drawn:", *draw(seed, pool, how_many))
