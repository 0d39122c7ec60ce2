"""What the database itself refuses about shares of time."""

from __future__ import annotations

import pytest

from members.models import ShareOfTime
from tests.makers import NOW, TODAY, make_member
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def half() -> ShareOfTime:
    zulema = make_member(1)
    return ShareOfTime.objects.create(
        member=zulema, part=20, whole=40, from_on=TODAY, entered_by=zulema, entered_at=NOW
    )


@pytest.mark.parametrize(("part", "whole"), [(0, 40), (0, 0), (41, 40)])
def test_a_share_of_time_is_a_part_of_a_whole(half: ShareOfTime, part: int, whole: int):
    half.pk, half.part, half.whole = None, part, whole
    with refused("a_share_of_time_is_a_part_of_a_whole"):
        half.save(force_insert=True)


def test_a_share_of_time_is_never_changed(half: ShareOfTime):
    with refused("a_share_of_time_is_never_changed"):
        ShareOfTime.objects.update(part=30)


def test_a_share_of_time_is_never_deleted(half: ShareOfTime):
    with refused("a_share_of_time_is_never_deleted"):
        delete_all("members_shareoftime")


def test_a_share_of_time_is_never_replaced(half: ShareOfTime):
    with refused("a_share_of_time_is_never_replaced"):
        replace_all("members_shareoftime")
