"""What the demo's story is made of, without a database: its hours, its energy, its tickets, its names."""

from __future__ import annotations

import zlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assemblies.rules.ranked import count_ranked
from coop.demo.calendar import Calendar
from coop.demo.documents import pdf
from coop.demo.energy import used
from coop.demo.firms import CUSTOMERS, FEDERATION, SUPPLIERS
from coop.demo.hours import HALF_HOURS, half_hours
from coop.demo.motions import ADMISSIONS, amendment_of, story_motions
from coop.demo.people import people
from coop.demo.pictures import HIGH, WIDE, ticket
from coop.demo.preferences import RANKED, SEATS, shared_out
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


def test_312_are_300_and_fourteen_newcomers_less_two() -> None:
    everyone = people(312)
    assert sum(1 for person in everyone if not person.is_newcomer) == 300
    assert sum(1 for person in everyone if person.is_newcomer) == 14
    assert sum(1 for person in everyone if person.leaves) == 2
    assert len({person.name for person in everyone}) == 314


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31), date(2028, 2, 29)])
def test_the_story_ends_last_month_whatever_the_day(day: date) -> None:
    zone = ZoneInfo("America/Argentina/Buenos_Aires")
    calendar = Calendar(now=datetime(day.year, day.month, day.day, 12, tzinfo=zone), zone=zone)
    assert calendar.month(12) == day.replace(day=1)
    assert calendar.month(11) < day.replace(day=1)
    assert calendar.day(date(2025, 12, 18)) < day
    assert calendar.day(calendar.story_today) == calendar.today


def test_the_machine_wins_in_the_third_round_with_152_of_281() -> None:
    result = count_ranked("1234", shared_out(RANKED[18], 281, wins="1"), seed="")
    assert dict(result.rounds[0].counts) == {"1": 118, "2": 79, "3": 33, "4": 51}
    assert len(result.rounds) == 3
    assert dict(result.rounds[-1].counts) == {"1": 152, "2": 129}


def test_pay_from_april_wins_at_once_with_141_first_preferences() -> None:
    result = count_ranked("123", shared_out(RANKED[12], 260, wins="1"), seed="")
    assert dict(result.rounds[0].counts) == {"1": 141, "2": 83, "3": 36}
    assert (result.winner, len(result.rounds)) == ("1", 1)


@pytest.mark.thorough
@pytest.mark.parametrize("no", sorted(RANKED))
def test_the_same_option_wins_with_any_number_of_ballots(no: int) -> None:
    options = sorted({code for ballot, _count in RANKED[no] for code in ballot})
    for ballots in range(1, 60):
        result = count_ranked(options, shared_out(RANKED[no], ballots, wins="1"), seed="")
        assert result.winner == "1"
        assert result.ballots == ballots


def test_the_two_who_stood_for_a_post_had_all_the_votes_that_named_somebody() -> None:
    told = next(motion for motion in story_motions() if motion.no == 4)
    assert {most + fewer for _name, most, fewer in SEATS.values()} == {told.in_favour}
    assert told.in_favour + told.abstaining == told.present


def test_the_night_bonus_had_104_for_and_151_against() -> None:
    told = next(motion for motion in story_motions() if motion.no == 27)
    bonus = amendment_of(told)
    assert (bonus.in_favour, bonus.against) == (104, 151)
    assert bonus.in_favour + bonus.against + bonus.abstaining == told.present


def test_the_lowest_admission_had_201_for_and_31_against() -> None:
    assert len(ADMISSIONS) == 12
    assert min(ADMISSIONS) == (201, 31)
    assert max(against for _in_favour, against in ADMISSIONS) == 31
    assert all(sum(votes) <= 258 for votes in ADMISSIONS)


def test_a_page_made_here_is_a_pdf_with_its_words() -> None:
    made = pdf("Año (1)")
    assert made.startswith(b"%PDF-1.4")
    assert made.endswith(b"%%EOF\n")
    assert "Año \\(1\\)".encode("cp1252") in made
