"""Codes of many cards are those that would be drawn one by one, and are drawn at once."""

from __future__ import annotations

import secrets

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from coop import qr_codes
from coop.qr_codes import FEW, MASK, alike, drawing, svg_of

BEGINNING, ENDING = "https://barda-clara.example/card/", "/"
SECRETS = st.text(
    alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", min_size=22, max_size=22
)


def one_by_one(address: str) -> str:
    """As the library draws it by the same mask, dot by dot."""
    matrix = segno.make(address, error="m", micro=False, mask=MASK).matrix
    return svg_of("".join("1" if dot else "0" for row in matrix for dot in row), size=len(matrix))


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(secret=SECRETS)
def test_every_code_of_many_is_dot_for_dot_that_of_its_address(secret: str):
    address = BEGINNING + secret + ENDING
    assert drawing(address, varies=secret, many=FEW + 1) == one_by_one(address)


def test_strokes_stand_where_the_dots_are():
    assert svg_of("110000011", size=3).endswith('d="M1 1.5m0 0h2m-1 2h2"/></svg>')


def test_few_are_drawn_by_the_best_mask_and_need_nothing_learnt(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(qr_codes, "alike", None)
    assert "<svg" in drawing(BEGINNING + "x" * 22 + ENDING, varies="x" * 22, many=FEW)


@pytest.mark.thorough
def test_a_whole_register_learns_once():
    alike.cache_clear()
    for _nth in range(300):
        secret = secrets.token_urlsafe(16)
        drawing(BEGINNING + secret + ENDING, varies=secret, many=2500)
    assert alike.cache_info().misses == 1
