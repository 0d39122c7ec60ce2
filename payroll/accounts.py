"""The accounts that only pay uses, opened in the books the first time something is posted to them."""

from __future__ import annotations

from ledger.chart import AccountData

ADVANCES = "1.2.5"
OWN_GOODS = "4.4.1"

PAY_ACCOUNTS = (
    AccountData(
        code=ADVANCES,
        name="Advances to members",
        name_es="Adelantos a integrantes",
        kind="asset",
    ),
    AccountData(
        code=OWN_GOODS,
        name="Our own goods given as part of the pay",
        name_es="Productos propios entregados como parte del retiro",
        kind="income",
    ),
)
