"""What an address asks for."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from members.models import Cooperative


def asked_day(request: HttpRequest) -> date:
    """The day `?on=` names; today where it names none that exists."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return Cooperative.objects.here().day_of(timezone.now())
