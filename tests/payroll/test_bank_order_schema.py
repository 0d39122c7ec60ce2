"""What we send a bank is what ISO 20022 says: every file holds against the schema of pain.001.001.09."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
import sepaxml
import xmlschema

from payroll.rules.bank_orders import Account, Order, Transfer, credit_transfer

IBAN, OTHER_IBAN, CBU = "GB82WEST12345698765432", "ES9121000418450200051332", "2850590940090418135201"
PAYER = Account(holder="Barda Clara", number=IBAN, is_iban=True, bank="DEUTDEFF")
ORDER = Order(
    number=12,
    coop="Barda Clara",
    made_at=datetime(2026, 4, 1, 16, 30, 5, tzinfo=UTC),
    pay_on=date(2026, 4, 1),
    currency="EUR",
    decimals=2,
    total_cents=0,
    people=0,
    payer=PAYER,
    text="Barda Clara 12",
)
ZULEMA = Account(holder="Zulema Ávalos", number=OTHER_IBAN, is_iban=True)


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(Path(sepaxml.__file__).with_name("schemas") / "pain.001.001.09.xsd"))


def to(account: Account, cents: int = 100_00, number: int = 1) -> Transfer:
    return Transfer(member_number=number, to=account, cents=cents, reference=f"PAY-12-{number}")


def written(order: Order, transfers: Sequence[Transfer]) -> str:
    """The file of these transfers, with the sum and the count that they have."""
    total = sum(transfer.cents for transfer in transfers)
    order = replace(order, total_cents=total, people=len(transfers))
    return b"".join(credit_transfer(order, transfers)).decode()


def holds(text: str) -> bool:
    return schema().is_valid(text)


def test_a_file_for_one_holds():
    schema().validate(written(ORDER, [to(ZULEMA)]))


@pytest.mark.thorough
def test_a_file_for_five_hundred_holds():
    schema().validate(written(ORDER, [to(ZULEMA, cents=n, number=n) for n in range(1, 501)]))


@pytest.mark.parametrize(
    "name",
    [
        "José Ñancucheo Güell",
        "Łukasz Żółć & Søn <sociedad> \"de hecho\" 'S.A.'",
        "中文",
        "a" * 200,
        "  \t\n ",
        "Ana 🌻 María",
        "]]> &amp; {x}",
        "\u202eanul\u0301a",
    ],
)
def test_any_name_holds_in_every_place_of_a_name(name: str):
    payer = replace(PAYER, holder=name)
    text = written(replace(ORDER, coop=name, payer=payer, text=name), [to(replace(ZULEMA, holder=name))])
    schema().validate(text)
    assert text.isascii()


@pytest.mark.parametrize(
    "account",
    [
        Account(holder="Walter", number=CBU, is_iban=False),
        Account(holder="Walter", number=CBU, is_iban=False, bank="DEUTDEFF500"),
        Account(holder="Walter", number="9" * 34, is_iban=False),
        Account(holder="Walter", number="12345", is_iban=False),
        Account(holder="Walter", number=OTHER_IBAN, is_iban=True, bank="DEUTDEFF"),
    ],
)
def test_an_iban_a_cbu_and_any_other_number_hold_on_both_sides(account: Account):
    schema().validate(written(replace(ORDER, payer=account), [to(account), to(ZULEMA, number=2)]))


@pytest.mark.parametrize(
    ("currency", "decimals", "cents"),
    [
        ("ARS", 2, 1),
        ("JPY", 0, 250_000),
        ("KWD", 3, 1),
        ("UYU", 2, 10**15),
        ("CLP", 0, 10**15),
        ("TND", 3, 10**15),
    ],
)
def test_other_coins_and_the_largest_and_smallest_amounts_hold(currency: str, decimals: int, cents: int):
    order = replace(ORDER, currency=currency, decimals=decimals)
    schema().validate(written(order, [to(ZULEMA, cents=cents)]))


@pytest.mark.parametrize("number", [1, 99_999_999, 2**31 - 1])
def test_the_numbers_of_a_payment_hold_however_long_we_go_on(number: int):
    slip = Transfer(member_number=1, to=ZULEMA, cents=1, reference=f"PAY-{number}-{2**63 - 1}")
    schema().validate(written(replace(ORDER, number=number), [slip]))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<NbOfTxs>1</NbOfTxs>", "<NbOfTxs>one</NbOfTxs>"),
        ("<IBAN>ES91", "<IBAN>es91"),
        ('Ccy="EUR"', 'Ccy="euro"'),
        ("100.00", "100,00"),
        ("<BICFI>DEUTDEFF", "<BICFI>DEUT"),
        ("<Dt>2026-04-01</Dt>", "<Dt>1/4/2026</Dt>"),
        ("<ReqdExctnDt><Dt>2026-04-01</Dt></ReqdExctnDt>", "<ReqdExctnDt>2026-04-01</ReqdExctnDt>"),
        ("<EndToEndId>PAY-12-1</EndToEndId>", ""),
        ("<PmtMtd>TRF</PmtMtd>", ""),
        ("pain.001.001.09", "pain.001.001.03"),
        ("<Nm>Zulema Avalos</Nm>", f"<Nm>{'a' * 141}</Nm>"),
        ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SLEV</ChrgBr><ChrgBr>SLEV</ChrgBr>"),
    ],
)
def test_a_file_with_a_fault_does_not_hold(right: str, wrong: str):
    """So that the tests above can fail."""
    text = written(ORDER, [to(ZULEMA)])
    assert right in text
    assert holds(text)
    assert not holds(text.replace(right, wrong))


def test_a_file_that_pays_nobody_does_not_hold():
    assert not holds(written(ORDER, []))
