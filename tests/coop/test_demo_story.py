"""What the demo's story is made of, without a database: its hours, its energy, its tickets, its names."""

from __future__ import annotations

import zlib

import pytest

from coop.demo.energy import used
from coop.demo.firms import CUSTOMERS, FEDERATION, SUPPLIERS
from coop.demo.hours import HALF_HOURS, half_hours
from coop.demo.people import people
from coop.demo.pictures import HIGH, WIDE, ticket
from coop.demo.things import PRODUCTS, before_september


def test_the_hours_of_312_are_561384_and_a_half() -> None:
    months = half_hours(people(312), size=312)
    assert sum(sum(month.values()) for month in months) == HALF_HOURS == 561_384 * 2 + 1
    assert (len(months[0]), len(months[11])) == (300, 312)


@pytest.mark.parametrize("size", [9, 40, 480])
def test_a_demo_of_another_size_has_its_part_of_the_hours(size: int) -> None:
    months = half_hours(people(size), size=size)
    assert sum(sum(month.values()) for month in months) == HALF_HOURS * size // 312
    assert all(200 < half < 420 for month in months for half in month.values())


def test_the_heat_exchanger_saves_nine_in_a_hundred_of_the_gas() -> None:
    assert used("gas", 0, size=312) == 302_400
    assert used("gas", 8, size=312) == 108_000 * 36 * 91 // 1000


def test_a_ticket_is_a_small_picture_with_its_own_amount() -> None:
    made = ticket(12_400, lines=6)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(made) < 1000
    body = made[made.index(b"IDAT") + 4 : made.index(b"IEND") - 8]
    assert len(zlib.decompress(body)) == HIGH * (WIDE + 1)
    assert made != ticket(12_401, lines=6)


def test_41_sell_to_us_and_67_buy_from_us_each_by_their_own_name() -> None:
    assert len({*SUPPLIERS, *(name for name, _people in FEDERATION)}) == 41
    assert len(set(CUSTOMERS)) == 67
    assert not set(CUSTOMERS) & set(SUPPLIERS)


def test_the_sheets_before_september_have_the_minute_of_the_pay_before() -> None:
    work = [before_september(code, pesos, 118_000_000)[7] for code, _name, pesos, _price in PRODUCTS]
    assert work == [1180, 1573, 2138]
