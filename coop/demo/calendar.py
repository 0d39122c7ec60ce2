"""When the story happens: its days as offsets from today, so that it never ages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STORY_YEAR = 2025
THURSDAY = 3


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Turns days of the story (told in 2025) into days of ours.

    Two maps. *Months*: the story's December is the last whole month before today, so that the books end
    where a treasurer would have them. *Days*: whole weeks apart, so that the story's Thursday is today's
    weekday and the assembly that is open now is a weekly one. The two agree to within a week.
    """

    now: datetime
    zone: ZoneInfo

    @property
    def opens_at(self) -> datetime:
        """When the assembly that is open now opened: seventy minutes ago."""
        return (self.now - timedelta(minutes=70)).astimezone(self.zone).replace(second=0, microsecond=0)

    @property
    def today(self) -> date:
        """The day the open assembly began on (a night shift's assembly may have begun yesterday)."""
        return self.opens_at.date()

    @property
    def story_today(self) -> date:
        """The story's Thursday that is today: the one nearest to this day of the month in January."""
        wanted = date(STORY_YEAR + 1, 1, 1) + timedelta(days=self.today.day - 1)
        return wanted + timedelta(days=(THURSDAY - wanted.weekday() + 3) % 7 - 3)

    def day(self, story_day: date) -> date:
        return self.today + (story_day - self.story_today)

    def moment(self, story_day: date, at: time) -> datetime:
        """The story's local moment, never later than eighty minutes ago."""
        return self.past(datetime.combine(self.day(story_day), at, tzinfo=self.zone))

    def past(self, moment: datetime) -> datetime:
        return min(moment, self.opens_at - timedelta(minutes=10))

    def month(self, index: int) -> date:
        """The first day of the story's month `index` (0 = January, 11 = December, 12 = this month)."""
        months = self.today.year * 12 + self.today.month - 1 - 12 + index
        return date(months // 12, months % 12 + 1, 1)

    def at(self, day: date, at: time) -> datetime:
        """A local moment of one of our days, never later than eighty minutes ago."""
        return self.past(datetime.combine(day, at, tzinfo=self.zone))

    @property
    def window(self) -> tuple[time, time]:
        """Hours of the weekly assembly, so that it is open now; they may run past midnight."""
        return self.opens_at.time(), (self.opens_at + timedelta(hours=9)).time()
