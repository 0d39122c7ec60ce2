"""Amendments: the difference one sees, and two written side by side."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblies.actions import (
    cast_ballot,
    close_voting,
    draft_motion,
    open_voting,
    table_motion,
    withdraw_motion,
)
from assemblies.models import Motion
from assemblies.reports import motion_page
from assemblies.rules.amending import difference, merged, merged_terms
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

BASE = "Buy two electric forklifts in March, and train six people."
texts = st.lists(
    st.sampled_from(["kiln", "shed", "two", "six", " ", ", ", "ñandú", "\n", "3,5"]), max_size=12
).map("".join)


def test_a_difference_is_said_word_by_word() -> None:
    said = [(piece.how, piece.text) for piece in difference("Buy two forklifts.", "Buy three forklifts.")]
    assert said == [("kept", "Buy "), ("out", "two"), ("in", "three"), ("kept", " forklifts.")]


@given(texts, texts)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.how != "in") == before
    assert "".join(piece.text for piece in pieces if piece.how != "out") == after


def test_two_changes_of_different_words_come_together() -> None:
    mine = BASE.replace("two", "three")
    theirs = BASE.replace("six people", "everybody")
    assert merged(BASE, mine, theirs) == "Buy three electric forklifts in March, and train everybody."


def test_two_changes_of_the_same_words_do_not() -> None:
    assert merged(BASE, BASE.replace("two", "three"), BASE.replace("two", "four")) is None


def test_two_additions_in_one_place_do_not() -> None:
    assert merged(BASE, BASE + " Today.", BASE + " Tomorrow.") is None


def test_the_same_change_twice_is_one() -> None:
    changed = BASE.replace("two", "three")
    assert merged(BASE, changed, changed) == changed


@given(texts, texts)
def test_who_changes_nothing_stands_in_nobodys_way(base: str, changed: str) -> None:
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed


@given(texts, texts, texts)
def test_the_order_of_two_changes_does_not_matter(base: str, mine: str, theirs: str) -> None:
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


def test_terms_come_together_term_by_term() -> None:
    base = {"amount": 10, "day": None, "shares": [1, 2]}
    assert merged_terms(base, base | {"amount": 12}, base | {"day": "2026-04-01"}) == {
        "amount": 12,
        "day": "2026-04-01",
        "shares": [1, 2],
    }
    assert merged_terms(base, base | {"amount": 12}, base | {"amount": 13}) is None
    assert merged_terms(base, base | {"amount": 12}, base | {"amount": 12}) == base | {"amount": 12}


@pytest.fixture
def hall() -> Hall:
    return hall_of(9)


def amended(hall: Hall, motion: Motion, text: str, *, title: str = "Amendment") -> Motion:
    """An amendment on the agenda, as somebody writes it from the text as it is now."""
    drafted = draft_motion(
        kind=motion.kind,
        title=title,
        text=text,
        terms={},
        proposer=hall.people[1],
        amends_id=motion.pk,
        now=hall.now,
    )
    table_motion(motion_id=drafted.pk, actor=hall.people[1], now=hall.now)
    return Motion.objects.get(pk=drafted.pk)


def adopted(hall: Hall, amendment: Motion) -> Motion:
    ends = hall.now + timedelta(minutes=20)
    open_voting(motion_id=amendment.pk, closes_at=ends, actor=hall.chair, now=hall.now)
    for person in hall.people[:7]:
        cast_ballot(motion_id=amendment.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    return close_voting(motion_id=amendment.pk, actor=hall.chair, now=hall.now)


@pytest.mark.django_db
def test_the_second_amendment_keeps_what_the_first_one_changed(hall: Hall) -> None:
    motion = hall.motion(text=BASE)
    first = amended(hall, motion, BASE.replace("two", "three"), title="Three")
    second = amended(hall, motion, BASE.replace("six people", "everybody"), title="Everybody")
    for amendment in (first, second):
        assert adopted(hall, amendment).enacted_at == hall.now
    motion.refresh_from_db()
    assert motion.text == "Buy three electric forklifts in March, and train everybody."


@pytest.mark.django_db
def test_an_amendment_of_words_already_changed_is_not_put_to_the_vote(hall: Hall) -> None:
    motion = hall.motion(text=BASE)
    first = amended(hall, motion, BASE.replace("two", "three"), title="Three")
    second = amended(hall, motion, BASE.replace("two", "four"), title="Four")
    adopted(hall, first)
    with pytest.raises(Refused, match="changed the same words"):
        adopted(hall, second)
    page = motion_page(Motion.objects.get(pk=second.pk), reader=hall.chair, now=hall.now)
    assert "same words" in page.why_not_amend


@pytest.mark.django_db
def test_two_voted_at_once_on_the_same_words_do_not_undo_each_other(hall: Hall) -> None:
    motion = hall.motion(text=BASE)
    both = [amended(hall, motion, BASE.replace("two", word), title=word) for word in ("three", "four")]
    ends = hall.now + timedelta(minutes=20)
    for amendment in both:
        open_voting(motion_id=amendment.pk, closes_at=ends, actor=hall.chair, now=hall.now)
        for person in hall.people[:7]:
            cast_ballot(motion_id=amendment.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    done = [close_voting(motion_id=each.pk, actor=hall.chair, now=hall.now) for each in both]
    assert [each.enacted_at is not None for each in done] == [True, False]
    motion.refresh_from_db()
    assert "three" in motion.text


@pytest.mark.django_db
def test_an_amendment_shows_what_it_takes_out_and_puts_in(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = hall.motion(text=BASE)
    amendment = amended(hall, motion, BASE.replace("two", "three"))
    at(hall.now, monkeypatch)
    page = signed_in(hall.people[0]).get(f"/motions/{amendment.pk}/").content.decode()
    assert "<del>two</del><ins>three</ins>" in page


@pytest.mark.django_db
def test_an_amendment_taken_back_as_a_draft_is_seen_by_nobody_else(hall: Hall) -> None:
    motion = hall.motion(text=BASE)
    walter = hall.people[1]
    drafts = [
        draft_motion(
            kind=motion.kind,
            title=title,
            text="Buy none.",
            terms={},
            proposer=walter,
            amends_id=motion.pk,
            now=hall.now,
        )
        for title in ("Kept to myself", "Shown and taken back")
    ]
    table_motion(motion_id=drafts[1].pk, actor=walter, now=hall.now)
    for draft in drafts:
        withdraw_motion(motion_id=draft.pk, actor=walter, now=hall.now)

    seen = motion_page(motion, reader=hall.people[0], now=hall.now).amendments
    assert [each.title for each in seen] == ["Shown and taken back"]
    mine = motion_page(motion, reader=walter, now=hall.now).amendments
    assert [each.title for each in mine] == ["Kept to myself", "Shown and taken back"]
