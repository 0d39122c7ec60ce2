"""The sealed record: each act follows the one before, and rewriting any of them shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.actions import one_act_at_a_time, record
from record.models import Act
from record.reports import faults, head, line_of
from record.rules import GENESIS, ActLine, canonical, digest, faults_in_chain, fingerprint, hash_of
from tests.makers import NOW

Pairs = list[tuple[ActLine, str]]


def chain(length: int) -> Pairs:
    pairs: Pairs = []
    previous = GENESIS
    for seq in range(1, length + 1):
        line = ActLine(
            seq=seq,
            at=NOW + timedelta(seconds=seq),
            verb="tests.happened",
            subject="tests.thing:1",
            actor_number=seq,
            because="",
            facts={"nth": seq},
            previous_hash=previous,
        )
        previous = hash_of(line)
        pairs.append((line, previous))
    return pairs


def faults_of(pairs: Pairs, whole: Pairs) -> list[str]:
    return faults_in_chain(pairs, head_seq=len(whole), head_hash=whole[-1][1])


changes: dict[str, Any] = {
    "at": NOW,
    "verb": "other",
    "subject": "other",
    "actor_number": 999,
    "because": "other",
    "facts": {},
    "previous_hash": "0" * 63 + "1",
}


@given(length=st.integers(1, 8), data=st.data())
def test_whatever_is_changed_in_any_act_shows(length: int, data: Any):
    whole = chain(length)
    assert faults_of(whole, whole) == []
    nth = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(sorted(changes)))
    line, stored = whole[nth]
    forged = [*whole[:nth], (replace(line, **{field: changes[field]}), stored), *whole[nth + 1 :]]
    assert faults_of(forged, whole)


@given(length=st.integers(2, 8), data=st.data())
def test_whatever_is_taken_out_or_swapped_shows(length: int, data: Any):
    whole = chain(length)
    nth = data.draw(st.integers(0, length - 1))
    assert faults_of([*whole[:nth], *whole[nth + 1 :]], whole)
    other = data.draw(st.integers(0, length - 1).filter(lambda place: place != nth))
    swapped = list(whole)
    swapped[nth], swapped[other] = swapped[other], swapped[nth]
    assert faults_of(swapped, whole)


def test_a_moment_is_the_same_in_any_zone():
    line = chain(1)[0][0]
    there = replace(line, at=line.at.astimezone(timezone(timedelta(hours=-3))))
    assert hash_of(there) == hash_of(line)


@pytest.mark.parametrize("fact", [1.5, {"a": [1, {"b": 2.0}]}, float("nan")])
def test_no_float_enters_the_record(fact: object):
    with pytest.raises(TypeError, match="float"):
        canonical(fact)


@given(items=st.lists(st.lists(st.integers()), max_size=8), data=st.data())
def test_a_seal_of_rows_does_not_depend_on_their_order(items: list[list[int]], data: Any):
    assert digest(items) == digest(data.draw(st.permutations(items)))


def test_free_text_enters_by_its_hash_only():
    assert fingerprint("Norma") != "Norma"
    assert len(fingerprint("")) == 64


@pytest.mark.django_db
def test_acts_follow_one_another_and_come_back_as_they_were_sealed():
    @one_act_at_a_time
    def act(moment: datetime) -> Act:
        return record(
            verb="tests.happened", subject="tests.thing:1", actor=None, now=moment, facts={"ñ": [1]}
        )

    assert head() == (0, GENESIS)
    made = [act(NOW + timedelta(microseconds=nth)) for nth in range(3)]
    assert [a.seq for a in made] == [1, 2, 3]
    assert [a.previous_hash for a in made] == [GENESIS, made[0].hash, made[1].hash]
    assert head() == (3, made[2].hash)
    assert all(hash_of(line_of(a)) == a.hash for a in Act.objects.all())
    assert faults() == []
