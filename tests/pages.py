"""Looking at pages as somebody, at a moment."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from members.models import Member


def signed_in(member: Member, language: str = "en") -> Client:
    """A browser in which this member is signed in."""
    Member.objects.filter(pk=member.pk).update(language=language)
    client = Client(headers={"accept-language": language})
    client.force_login(member, backend="members.backends.NumberAndPin")
    return client


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done on pages and by programs is done at this moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
