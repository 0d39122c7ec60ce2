"""Events as an iCalendar file (RFC 5545), written by a library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import icalendar

from rotation.reports.calendars import Event


def to_ics(events: Iterable[Event], *, name: str, house: str, site: str, now: datetime) -> bytes:
    """The file a calendar reads: `house` makes our ids unlike any other co-operative's."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//coop//duties//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", f"{event.uid}@{house}")
        entry.add("sequence", event.sequence)
        entry.add("dtstamp", now)
        entry.add("summary", event.title)
        entry.add("dtstart", event.starts_at or event.from_on)
        entry.add("dtend", event.ends_at or event.until_on)
        if event.place:
            entry.add("location", event.place)
        if event.link:
            entry.add("url", f"{site}{event.link}")
        entry.add("status", _status(event))
        entry.add("transp", "TRANSPARENT" if event.starts_at is None else "OPAQUE")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.is_tentative else "CONFIRMED"
