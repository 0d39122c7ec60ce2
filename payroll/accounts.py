"""The accounts that only pay uses, opened in the books the first time something is posted to them."""

from __future__ import annotations

from ledger.chart import AccountData

ADVANCES = "1.2.5"
OWN_GOODS = "4.4.1"
ON_ITS_WAY = "2.1.6"
"""What was paid through a bank that lists each transfer by itself, and is not in its list yet."""

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

WAY_ACCOUNTS = (
    AccountData(
        code=ON_ITS_WAY,
        name="Pay on its way through the bank",
        name_es="Retiros en camino por el banco",
        kind="liability",
        is_shareable=False,  # no hand moves it: each transfer is found on the page of its payment
    ),
)
