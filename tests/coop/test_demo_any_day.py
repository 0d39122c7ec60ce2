"""The demo is told on whatever day and at whatever hour somebody first starts the program."""

from datetime import UTC, datetime

import pytest

from coop.demo.load import load
from coop.verifying import faults

pytestmark = [pytest.mark.django_db, pytest.mark.thorough, pytest.mark.one_engine]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(
            datetime(2026, 11, 22, 4, 20, tzinfo=UTC), id="early on a Sunday, the weekly agenda open"
        ),
        pytest.param(datetime(2026, 11, 23, 10, 20, tzinfo=UTC), id="a Monday, terms ending before a payday"),
    ],
)
def test_the_story_can_be_told_at_any_moment(now):
    assert len(load(members=12, now=now, say=lambda _: None)) == 12
    assert faults() == []
