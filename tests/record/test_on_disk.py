"""Rows that wait on disk come back as they were, in their order, and texts come back sorted."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from record import on_disk
from record.on_disk import Pile, in_order
from record.parts import in_parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    name: str
    cents: int
    note: str | None = None


ROWS = [Owed(name="Ñandú\nPeña", cents=-5), Owed(name="Rosa", cents=2**60, note='"')]


@pytest.mark.parametrize("most_bytes", [1, 1_000_000], ids=["on disk", "in memory"])
def test_a_pile_is_read_as_often_as_needed(most_bytes: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(on_disk, "MOST_BYTES", most_bytes)
    with Pile(Owed, ROWS) as pile:
        assert (list(pile), list(pile), len(pile)) == (ROWS, ROWS, 2)
        pile.put(Owed(name="Vilma", cents=0))
        assert [row.name for row in pile] == ["Ñandú\nPeña", "Rosa", "Vilma"]
        assert ROWS[1] in pile
        assert Owed(name="Rosa", cents=1) not in pile


@pytest.mark.parametrize("how_many", [0, 1, 4, 5, 23])
def test_texts_are_sorted_as_if_they_were_all_in_memory(how_many: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(on_disk, "SORTED_AT_ONCE", 5)
    lot = Random(how_many)
    texts = [
        "".join(lot.choice("añz𝄞0,") for _letter in range(lot.randrange(4))) for _text in range(how_many)
    ]
    assert [line.decode() for line in in_order(iter(texts))] == [f"{text}\n" for text in sorted(texts)]


def test_parts_are_in_order_and_none_is_empty():
    assert list(in_parts(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_parts([], 2)) == []
