"""Amounts as this co-operative writes them, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from ledger.amounts import read_amount, say_amount
from ledger.forms.fields import AmountField
from members.models import Cooperative
from payroll.forms.money import MoneyField
from tests.makers import make_coop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "said"), [("es-ar", "$ 1.234,50"), ("en", "$1,234.50")])
def test_what_is_said_is_read_back_in_each_language(language: str, said: str) -> None:
    make_coop()
    with translation.override(language):
        assert say_amount(1_234_50).replace("\N{NO-BREAK SPACE}", " ") == said
        assert read_amount(say_amount(1_234_50)) == 1_234_50
        assert read_amount(say_amount(1_234_50, symbol=False)) == 1_234_50
        assert "$" not in say_amount(1_234_50, symbol=False)


def test_before_the_founding_an_amount_has_a_sign_too() -> None:
    Cooperative.objects.forget()
    with translation.override("en"):
        assert say_amount(5_00) == "$5"


@pytest.mark.parametrize("field", [AmountField(), MoneyField()])
@pytest.mark.parametrize(("language", "said"), [("es-ar", "Escribí el importe"), ("en", "Write the amount")])
def test_an_amount_that_cannot_be_read_is_refused_in_the_readers_language(
    field: AmountField | MoneyField, language: str, said: str
) -> None:
    make_coop()
    with translation.override(language), pytest.raises(ValidationError, match=said):
        field.clean("1.2.3")
