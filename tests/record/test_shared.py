"""What is the same for everybody is worked out once a second, and anew after what somebody here did."""

from __future__ import annotations

from typing import Any

import pytest

from record import shared
from record.actions import one_act_at_a_time, record
from tests.makers import NOW


@pytest.fixture(autouse=True)
def _a_long_second(settings: Any) -> None:
    settings.SHARED_SECONDS = 60


@one_act_at_a_time
def _act(*, fails: bool = False) -> None:
    record(verb="tests.happened", subject="tests.thing:1", actor=None, now=NOW)
    assert shared.shared("line", lambda: "in the middle") == "before"
    if fails:
        raise LookupError


def test_an_answer_is_kept() -> None:
    assert shared.shared("line", lambda: "before") == "before"
    assert shared.shared("line", lambda: "after") == "before"


@pytest.mark.django_db(transaction=True)
def test_what_i_did_shows_at_once_and_what_came_to_nothing_changes_nothing() -> None:
    shared.shared("line", lambda: "before")
    with pytest.raises(LookupError):
        _act(fails=True)
    assert shared.shared("line", lambda: "after") == "before"
    _act()
    assert shared.shared("line", lambda: "after") == "after"


def test_what_was_begun_before_an_act_is_not_kept_after_it() -> None:
    def slowly() -> str:
        shared.forget()  # meanwhile somebody acts
        return "before"

    assert shared.shared("line", slowly) == "before"
    assert shared.shared("line", lambda: "after") == "after"
