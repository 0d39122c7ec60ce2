"""The program's own entry, under another clock: now is so many seconds from the true one as a file says.

For journeys that last a week: the test puts the clock on, and everything else is the program as it is served.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

HANDS = Path(os.environ["COOP_DATA"]) / "clock"
_true_now = timezone.now


def _now() -> datetime:
    return _true_now() + timedelta(seconds=float(HANDS.read_text()))


timezone.now = _now

from coop.asgi import application  # noqa: E402, F401 - what the server serves, with the clock in its place
