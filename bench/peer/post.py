"""Post so many entries of two lines, and one of many lines: `python -m bench.peer.post ENTRIES LINES`."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)


def main(entries: int, lines: int) -> None:
    """Print the seconds each took."""
    django.setup()
    from django.contrib.auth.models import User
    from django_ledger.io import roles
    from django_ledger.models import EntityModel

    admin = User.objects.create(username="bench")
    entity = EntityModel.create_entity(name="bench", use_accrual_method=True, admin=admin, fy_start_month=1)
    entity.create_chart_of_accounts(assign_as_default=True, commit=True, coa_name="bench")
    bank = entity.create_account(
        code="1010", role=roles.ASSET_CA_CASH, name="Bank", balance_type="debit", active=True
    )
    sales = entity.create_account(
        code="4010", role=roles.INCOME_OPERATIONAL, name="Sales", balance_type="credit", active=True
    )
    ledger = entity.create_ledger(name="books", posted=True)

    def line(account: Any, way: str) -> dict[str, Any]:
        return {"account": account, "amount": 10, "tx_type": way, "description": "bench"}

    def post(count: int) -> None:
        ledger.commit_txs(
            je_timestamp=AT,
            je_txs=[line(bank, "debit")] * (count // 2) + [line(sales, "credit")] * (count // 2),
            je_posted=True,
        )

    began = time.perf_counter()
    for _nth in range(entries):
        post(2)
    each = time.perf_counter() - began
    began = time.perf_counter()
    post(lines)
    print(json.dumps({"each": each, "wide": time.perf_counter() - began}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
