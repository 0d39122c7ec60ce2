"""Who could do what, on any day, by which motion."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.models import Cooperative
from rotation.power_words import in_words
from rotation.reports import who_could
from rotation.views.asking import asked_day


@require_GET
def powers(request: HttpRequest) -> HttpResponse:
    """Every power with whoever had, has or will have it: now, or at noon of another day."""
    coop, now, day = Cooperative.objects.here(), timezone.now(), asked_day(request)
    moment = now if day == coop.day_of(now) else datetime.combine(day, time(12), tzinfo=coop.zone)
    lines = who_could(moment)
    return render(
        request,
        "rotation/powers_page.html",
        {
            "lines": zip(in_words(line.power for line in lines), lines, strict=True),
            "day": day,
            "is_today": moment == now,
        },
    )
