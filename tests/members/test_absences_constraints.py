"""What the database itself refuses about days away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from members.models import Absence
from tests.makers import NOW, TODAY, make_member
from tests.promises import delete_all, refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def absence() -> Absence:
    zulema = make_member(1)
    return Absence.objects.create(
        member=zulema, entered_by=zulema, from_on=TODAY, until_on=TODAY + DAY, entered_at=NOW
    )


def test_an_absence_ends(absence: Absence):
    absence.pk, absence.until_on = None, TODAY
    with refused("an_absence_ends"):
        absence.save(force_insert=True)


def test_an_absence_is_only_ever_taken_back(absence: Absence):
    changes: list[dict[str, Any]] = [
        {"member": make_member(2)},
        {"from_on": TODAY - DAY},
        {"until_on": TODAY + 2 * DAY},
        {"kind": "illness"},
    ]
    for change in changes:
        with refused("an_absence_is_only_ever_taken_back"):
            Absence.objects.update(**change)
    Absence.objects.update(taken_back_at=NOW)
    with refused("an_absence_is_only_ever_taken_back"):
        Absence.objects.update(taken_back_at=None)


def test_an_absence_is_never_deleted(absence: Absence):
    with refused("an_absence_is_never_deleted"):
        delete_all("members_absence")
