"""Which day it is here."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from members.models import Cooperative


def today() -> date:
    """The co-operative's day at this moment."""
    return Cooperative.objects.founded().day_of(timezone.now())
