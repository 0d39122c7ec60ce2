"""Which account is meant, by code or by name, and the code of a new one."""

from __future__ import annotations

import pytest

from ledger import chart
from ledger.forms.accounts import WHAT
from ledger.rules.naming import GROUPS, Named, accounts_meant, next_code

ACCOUNTS = [Named(code=a.code, name=a.name, name_es=a.name_es) for a in chart.GENERAL_CHART]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("5.2.1", ["5.2.1"]),
        ("5.2.1 Gas, as it was called", ["5.2.1"]),
        ("sales", ["4.1.1"]),  # whole, though others have it in them
        ("VENTAS", ["4.1.1"]),
        ("energia", ["5.2.2"]),
        ("electr", ["5.2.2"]),
        ("equal pay", ["5.3.1"]),
        ("fletes", ["5.5.1"]),
        ("cushion", ["3.4.3"]),
        ("interest on", ["2.1.4", "5.9.1"]),
        ("nothing like it", []),
        ("5.2", []),
        (" ", []),
    ],
)
def test_an_account_is_meant_by_its_code_or_its_name_in_either_language(typed: str, codes: list[str]):
    assert [account.code for account in accounts_meant(typed, ACCOUNTS)] == codes


def test_a_new_account_gets_the_first_free_code_of_its_group():
    taken = {account.code for account in chart.GENERAL_CHART}
    assert next_code("asset:bank", taken) == "1.1.3"
    assert next_code("cost:", taken) == "5.6.6"
    assert next_code("cost:", {*taken, "5.6.6"}) == "5.6.7"
    assert set(GROUPS) == {what for what, _said in WHAT}
