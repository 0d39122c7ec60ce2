"""Without signal a page says what is true: an open vote stays on the phone, a secret one does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.assemblies.conftest import hall_of
from tests.assemblies.test_pages import see, signed_in

pytestmark = pytest.mark.django_db

KEPT = "What you do stays on this phone."
NOT_KEPT = "A secret vote is not kept on this phone"


@pytest.mark.parametrize("is_secret", [True, False])
def test_what_is_said_without_signal_is_true_of_the_vote_on_the_page(
    is_secret: bool, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    hall = hall_of(4)
    monkeypatch.setattr(timezone, "now", lambda: hall.now)
    motion = hall.vote(is_secret=is_secret)
    zulema = signed_in(hall.people[0])
    page = see(zulema, f"/motions/{motion.pk}/ballot/")
    assert (NOT_KEPT in page) == is_secret
    assert (KEPT in page) != is_secret
    assert KEPT in see(zulema, "/motions/")
    assert KEPT not in see(zulema, "/votes/")
