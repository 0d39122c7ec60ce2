"""The waterfall of a year by each of the laws, and everyone's part of what returns: `python -m bench.sharing`."""

from __future__ import annotations

import json
import statistics
import time
from fractions import Fraction

from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.returning import How, Worked, parts_of, weights
from payroll.rules.surplus import SurplusInput, waterfall

ROUNDS = 200
MEMBERS = 10_000
MOST_MS = 100


def main() -> None:
    """The sum alone: what it takes of a page that must be there within a tenth of a second."""
    year = SurplusInput(
        result_cents=1_244_499_773_00,
        non_member_share=Fraction(78, 3714),
        prior_losses_cents=212_400_000_00,
        legal_reserve_cents=4_000_000_00,
        capital_cents=20_000_000_00,
        highest_capital_cents=20_000_000_00,
        interest_on_shares_cents=1_000_000_00,
        reinvestment=Fraction(1, 3),
        community=Fraction(3, 100),
    )
    each = []
    for _round in range(ROUNDS):
        for pack in PACKS:
            began = time.perf_counter()
            waterfall(law_pack(pack), year)
            each.append(1000 * (time.perf_counter() - began))
    worked = {number: Worked(days=200 + number % 166, minutes=90_000 + number) for number in range(MEMBERS)}
    found = waterfall("AR", year)
    parts = []
    for _round in range(7):
        began = time.perf_counter()
        parts_of(found.for_return_cents, weights(How(key="hours"), worked), cash=Fraction(2, 5))
        parts.append(1000 * (time.perf_counter() - began))
    slowest = max(each)
    print(
        json.dumps(
            {
                "what": "the waterfall of a year, nine laws",
                "p50_ms": round(statistics.median(each), 3),
                "max_ms": round(slowest, 3),
                "under_ms": MOST_MS,
                "is_under": slowest < MOST_MS,
                "parts_of_10000_ms": round(statistics.median(parts), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
