"""How this room's assemblies are held and ballots are cast: the house rules about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from assemblies.house_rules.asking import AgendaClosingForm, NumberForm, WeeklyForm, YesOrNoForm
from assemblies.house_rules.registry import HouseRuleType, register
from assemblies.house_rules.words import WEEKDAYS, say_yes_or_no


def whole(least: int, most: int) -> Callable[[Any], int]:
    """What takes whole numbers between two, both of them too."""

    def load(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(
                _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            )
        return value

    return load


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("Say yes or no."))
    return value


@dataclass(frozen=True, kw_only=True)
class WeeklyAssembly:
    """When the weekly assembly meets: weekday (0 = Monday), local times, place, days of notice.

    A window that ends at an earlier hour than it starts ends on the next day: the night shift votes too.
    """

    weekday: int
    starts: time
    ends: time
    place: str
    convoked_days_before: int = 6


def _load_weekly(value: Any) -> WeeklyAssembly:
    try:
        weekly = WeeklyAssembly(
            weekday=whole(0, 6)(value["weekday"]),
            starts=time.fromisoformat(value["starts"]),
            ends=time.fromisoformat(value["ends"]),
            place=str(value["place"])[:120],
            convoked_days_before=whole(1, 6)(value.get("convoked_days_before", 6)),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(_("Say the weekday, when it starts and ends, and the place.")) from problem
    if weekly.ends == weekly.starts:
        raise ValueError(_("The assembly ends at another hour than it starts."))
    return weekly


WEEKLY = register(
    HouseRuleType(
        key="assembly.weekly",
        label=_("Weekly assembly"),
        help=_("The day, the hours and the place. It convokes itself every week."),
        default={"weekday": 3, "starts": "13:30", "ends": "22:30", "place": "", "convoked_days_before": 6},
        asks=WeeklyForm,
        load=_load_weekly,
        say=lambda w: str(
            _("%(weekday)s from %(starts)s to %(ends)s, %(place)s")
            % {
                "weekday": WEEKDAYS[w.weekday],
                "starts": f"{w.starts:%H:%M}",
                "ends": f"{w.ends:%H:%M}",
                "place": w.place,
            }
        ),
    )
)


@dataclass(frozen=True, kw_only=True)
class AgendaClosing:
    """Until when motions can still reach the next weekly agenda: weekday (0 = Monday) and local time."""

    weekday: int
    at: time


def _load_agenda_closing(value: Any) -> AgendaClosing:
    try:
        return AgendaClosing(weekday=whole(0, 6)(value["weekday"]), at=time.fromisoformat(value["at"]))
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(_("Say the weekday and the time.")) from problem


AGENDA_CLOSES = register(
    HouseRuleType(
        key="assembly.agenda_closes",
        label=_("The agenda closes"),
        help=_("What comes later goes to the assembly of the week after."),
        default={"weekday": 1, "at": "20:00"},
        asks=AgendaClosingForm,
        load=_load_agenda_closing,
        say=lambda c: f"{WEEKDAYS[c.weekday]} {c.at:%H:%M}",
    )
)
SECONDERS = register(
    HouseRuleType(
        key="assembly.seconders",
        label=_("Members who must second a motion"),
        help=_("Besides the one who proposes it. Then it goes on the agenda."),
        default=3,
        asks=NumberForm,
        load=whole(0, 1000),
        say=str,
    )
)
FROM_HOME = register(
    HouseRuleType(
        key="assembly.from_home",
        label=_("Members may take part from home"),
        help=_("In the weekly assembly, while its window is open."),
        default=True,
        asks=YesOrNoForm,
        load=_yes_or_no,
        say=say_yes_or_no,
    )
)
CHANGEABLE = register(
    HouseRuleType(
        key="ballot.changeable",
        label=_("A vote can be changed until voting closes"),
        help=_("With your receipt, where the vote is secret."),
        default=True,
        asks=YesOrNoForm,
        load=_yes_or_no,
        say=say_yes_or_no,
    )
)
LEGAL_NOTICE_DAYS = register(
    HouseRuleType(
        key="assembly.legal_notice_days",
        label=_("Days of notice for an assembly by law"),
        help=_("The law says how many at least. Its agenda is fixed when the notice goes out."),
        default=15,
        asks=NumberForm,
        load=whole(1, 90),
        say=str,
    )
)
EMERGENCY_NOTICE_HOURS = register(
    HouseRuleType(
        key="assembly.emergency_notice_hours",
        label=_("Hours of notice for an emergency assembly"),
        help=_("Only for defence, safety or what we cannot do without."),
        default=2,
        asks=NumberForm,
        load=whole(0, 72),
        say=str,
    )
)
SECOND_CALL_MINUTES = register(
    HouseRuleType(
        key="assembly.second_call_minutes",
        label=_("Minutes until the second call"),
        help=_("When there are not enough of us at the first."),
        default=60,
        asks=NumberForm,
        load=whole(1, 600),
        say=str,
    )
)
