"""What the few questions written by hand need: days and moments as this database keeps them.

Put together by the ORM, a question takes longer than its answer: some ten times so where hundreds ask within a
minute. Those few are written by hand, each beside what it answers, for both engines.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection


def asking(**values: Any) -> dict[str, Any]:
    """Values for a question: days and aware moments as this database compares them, the others as they are."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def moment_of(stored: datetime | str | None) -> datetime | None:
    """A moment of an answer, aware. SQLite keeps moments in UTC without saying so, worked out ones as text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
