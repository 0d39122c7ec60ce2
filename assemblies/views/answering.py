"""What a page answers when somebody presses a button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from record.rules import Refused


def done(request: HttpRequest, act: Callable[[], object], *, then: str, said: str = "") -> HttpResponse:
    """Do one act and go on to a page, which says that it was done or why it was not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if said:
            messages.success(request, said)
    return redirect(then)
