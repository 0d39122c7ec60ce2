"""Amounts in words: what a receipt says must be what its figures say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.words import CurrencyWords, amount_in_words, number_in_english, number_in_spanish


@pytest.mark.parametrize(
    ("cents", "spanish", "english"),
    [
        (0, "cero pesos", "zero pesos"),
        (1, "cero pesos con un centavo", "zero pesos and one cent"),
        (100, "un peso", "one peso"),
        (2100, "veintiún pesos", "twenty-one pesos"),
        (3121, "treinta y un pesos con veintiún centavos", "thirty-one pesos and twenty-one cents"),
        (10000, "cien pesos", "one hundred pesos"),
        (10100, "ciento un pesos", "one hundred and one pesos"),
        (100000, "mil pesos", "one thousand pesos"),
        (100100, "mil un pesos", "one thousand and one pesos"),
        (2100000, "veintiún mil pesos", "twenty-one thousand pesos"),
        (100000000, "un millón de pesos", "one million pesos"),
        (
            127000050,
            "un millón doscientos setenta mil pesos con cincuenta centavos",
            "one million two hundred and seventy thousand pesos and fifty cents",
        ),
        (100000000000, "mil millones de pesos", "one billion pesos"),
        (100000000000000, "un billón de pesos", "one trillion pesos"),
        (100000000000000000, "mil billones de pesos", "one quadrillion pesos"),
        (-8000000, "menos ochenta mil pesos", "minus eighty thousand pesos"),
    ],
)
def test_amounts_are_said_as_people_say_them(cents, spanish, english):
    assert amount_in_words(cents, language="es-ar") == spanish
    assert amount_in_words(cents, language="en") == english


def test_a_feminine_currency_agrees():
    pound = CurrencyWords(one="libra", many="libras", cent="penique", cents="peniques", feminine=True)

    assert amount_in_words(20000, language="es", currency=pound) == "doscientas libras"
    assert amount_in_words(2101, language="es", currency=pound) == "veintiuna libras con un penique"
    assert amount_in_words(20100000000, language="es", currency=pound) == "doscientos un millones de libras"


def test_other_currencies_have_no_cents_or_three_places():
    guarani = CurrencyWords(one="guaraní", many="guaraníes", cent="", cents="")
    dinar = CurrencyWords(one="dinar", many="dinares", cent="milésimo", cents="milésimos")

    assert amount_in_words(7, decimals=0, currency=guarani) == "siete guaraníes"
    assert amount_in_words(1005, decimals=3, currency=dinar) == "un dinar con cinco milésimos"


def test_numbers_past_the_limit_are_refused_and_not_said_wrong():
    with pytest.raises(ValueError, match="importes tan grandes"):
        amount_in_words(10**17 + 100)
    with pytest.raises(ValueError, match="amounts this large"):
        amount_in_words(10**17 + 100, language="en")


SPANISH = {
    word: value
    for value, word in enumerate(
        [
            "cero",
            "uno",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciséis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
            "veinte",
            "veintiuno",
            "veintidós",
            "veintitrés",
            "veinticuatro",
            "veinticinco",
            "veintiséis",
            "veintisiete",
            "veintiocho",
            "veintinueve",
        ]
    )
} | {"un": 1, "veintiún": 21, "cien": 100, "ciento": 100}
SPANISH |= dict(
    zip(
        ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
        range(30, 100, 10),
        strict=True,
    )
)
SPANISH |= dict(
    zip(
        [
            "doscientos",
            "trescientos",
            "cuatrocientos",
            "quinientos",
            "seiscientos",
            "setecientos",
            "ochocientos",
            "novecientos",
        ],
        range(200, 1000, 100),
        strict=True,
    )
)
ENGLISH = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
ENGLISH |= dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)


def read_spanish(text):
    """An independent reader: adds up the words and multiplies at mil, millón and billón."""
    total = part = 0
    for word in text.split():
        if word == "mil":
            part = (part or 1) * 1000 if part < 1000 else part
        elif word in ("millón", "millones", "billón", "billones"):
            total, part = total + part * (10**6 if word.startswith("mill") else 10**12), 0
        elif word != "y":
            part += SPANISH[word]
    return total + part


def read_english(text):
    total = part = 0
    scales = {
        "thousand": 10**3,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "quadrillion": 10**15,
    }
    for word in text.replace("-", " ").split():
        if word == "hundred":
            part *= 100
        elif word in scales:
            total, part = total + part * scales[word], 0
        elif word != "and":
            part += ENGLISH[word]
    return total + part


numbers = (
    st.integers(0, 10**15)
    | st.integers(0, 3000)
    | st.builds(lambda a, b: a * 10**b, st.integers(0, 99), st.integers(0, 13))
)


@given(numbers)
def test_what_is_written_in_spanish_reads_back_as_the_same_number(number):
    assert read_spanish(number_in_spanish(number)) == number
    assert read_spanish(number_in_spanish(number, before_noun=True)) == number


@given(numbers)
def test_what_is_written_in_english_reads_back_as_the_same_number(number):
    assert read_english(number_in_english(number)) == number


def test_each_number_to_ten_thousand_has_its_own_words():
    assert len({number_in_spanish(number) for number in range(10_000)}) == 10_000
    assert len({number_in_english(number) for number in range(10_000)}) == 10_000
