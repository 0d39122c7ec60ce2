"""What is the same for everybody in the hall, worked out once a second and not once a phone.

When a vote opens, hundreds of phones ask for the same agenda and the same counts within a moment. Each process
keeps such an answer for `SHARED_SECONDS` (one; tests set none). One's own presence, roll and ballot are never
kept, and acts and the line of those who wait to speak forget what this process kept: what I did shows at once,
what the others did within the second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings

T = TypeVar("T")
_MOST = 64
_kept: dict[Hashable, tuple[float, Any]] = {}
_forgotten = 0
"""How often everything was forgotten: what was begun to be worked out before is not kept."""


def shared(key: Hashable, work_out: Callable[[], T]) -> T:
    """The answer kept under this key if it is fresh, else a new one.

    While one thread works it out anew, the others go on with the answer that was there.
    """
    seconds: float = settings.SHARED_SECONDS
    if not seconds:
        return work_out()
    now = time.monotonic()
    kept = _kept.get(key)
    if kept is not None and now - kept[0] < seconds:
        fresh: T = kept[1]
        return fresh
    if kept is not None:
        _kept[key] = (now, kept[1])
    before = _forgotten
    answer = work_out()
    if before == _forgotten:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = (now, answer)
    return answer


def forget() -> None:
    """Work everything out anew next time: after an act, and for tests."""
    global _forgotten
    _forgotten += 1
    _kept.clear()
