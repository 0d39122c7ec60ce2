"""The house rules: which there are, of which type, how each is said, what it is before any motion.

A rule's *type* (here) says what values make sense; its *values* (`HouseRule` rows) are dated and set only by
a motion or at the founding. Rooms above register rules of their own (`payroll` registers equal pay).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assemblies.models import HouseRule
from assemblies.rules.decision import Base, Comparison, DecisionRule, Quorum, Tie, from_data

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class HouseRuleType(Generic[T]):
    """What one house rule is about.

    `load` turns the stored JSON into the typed value and raises ValueError with a sentence where it makes no
    sense; `say` puts a typed value into words in the active language; `default` is stored JSON.
    """

    key: str
    label: Promise | str
    help: Promise | str
    default: Any
    load: Callable[[Any], T]
    say: Callable[[T], str]
    threshold: str = "two_thirds"
    """Which decision rule a motion needs to change it."""


_types: dict[str, HouseRuleType[Any]] = {}


def register(rule_type: HouseRuleType[T]) -> HouseRuleType[T]:
    rule_type.load(rule_type.default)
    _types[rule_type.key] = rule_type
    return rule_type


def all_types() -> list[HouseRuleType[Any]]:
    return [_types[key] for key in sorted(_types)]


def type_of(key: str) -> HouseRuleType[Any] | None:
    return _types.get(key)


def in_force(rule_type: HouseRuleType[T], *, on: date) -> T:
    """The typed value in force on that day (its default before anything was decided)."""
    row = HouseRule.objects.in_force(rule_type.key, on=on)
    return rule_type.load(rule_type.default if row is None else row.value)


# --- the types of this room ---------------------------------------------------------------------------------


def _whole(least: int, most: int) -> Callable[[Any], int]:
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


def _say_yes_or_no(value: bool) -> str:
    return str(_("yes") if value else _("no"))


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
            weekday=_whole(0, 6)(value["weekday"]),
            starts=time.fromisoformat(value["starts"]),
            ends=time.fromisoformat(value["ends"]),
            place=str(value["place"])[:120],
            convoked_days_before=_whole(1, 6)(value.get("convoked_days_before", 6)),
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(_("Say the weekday, when it starts and ends, and the place.")) from problem
    if weekly.ends == weekly.starts:
        raise ValueError(_("The assembly ends at another hour than it starts."))
    return weekly


WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

WEEKLY = register(
    HouseRuleType(
        key="assembly.weekly",
        label=_("Weekly assembly"),
        help=_("The day, the hours and the place. It convokes itself every week."),
        default={"weekday": 3, "starts": "13:30", "ends": "22:30", "place": "", "convoked_days_before": 6},
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
        return AgendaClosing(weekday=_whole(0, 6)(value["weekday"]), at=time.fromisoformat(value["at"]))
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(_("Say the weekday and the time.")) from problem


AGENDA_CLOSES = register(
    HouseRuleType(
        key="assembly.agenda_closes",
        label=_("The agenda closes"),
        help=_("What comes later goes to the assembly of the week after."),
        default={"weekday": 1, "at": "20:00"},
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
        load=_whole(0, 1000),
        say=str,
    )
)
FROM_HOME = register(
    HouseRuleType(
        key="assembly.from_home",
        label=_("Members may take part from home"),
        help=_("In the weekly assembly, while its window is open."),
        default=True,
        load=_yes_or_no,
        say=_say_yes_or_no,
    )
)
CHANGEABLE = register(
    HouseRuleType(
        key="ballot.changeable",
        label=_("A vote can be changed until voting closes"),
        help=_("With your receipt, where the vote is secret."),
        default=True,
        load=_yes_or_no,
        say=_say_yes_or_no,
    )
)
LEGAL_NOTICE_DAYS = register(
    HouseRuleType(
        key="assembly.legal_notice_days",
        label=_("Days of notice for an assembly by law"),
        help=_("The law says how many at least. Its agenda is fixed when the notice goes out."),
        default=15,
        load=_whole(1, 90),
        say=str,
    )
)
EMERGENCY_NOTICE_HOURS = register(
    HouseRuleType(
        key="assembly.emergency_notice_hours",
        label=_("Hours of notice for an emergency assembly"),
        help=_("Only for defence, safety or what we cannot do without."),
        default=2,
        load=_whole(0, 72),
        say=str,
    )
)
SECOND_CALL_MINUTES = register(
    HouseRuleType(
        key="assembly.second_call_minutes",
        label=_("Minutes until the second call"),
        help=_("When there are not enough of us at the first."),
        default=60,
        load=_whole(1, 600),
        say=str,
    )
)


_BASES = {
    Base.PRESENT: _("of those present"),
    Base.PRESENT_MINUS_ABSTENTIONS: _("of those present who do not abstain"),
    Base.VALID_VOTES: _("of the votes for and against"),
    Base.ALL_MEMBERS: _("of all members"),
}
_TIES = {
    Tie.FALLS: _("A tie falls."),
    Tie.SECOND_ROUND: _("A tie goes to a second round."),
    Tie.NEXT_ASSEMBLY: _("A tie goes to the next assembly."),
}


def say_decision(rule: DecisionRule) -> str:
    """A decision rule in words: "More than 1/2 of the votes for and against. At least 1/3 of us …"."""
    strict = rule.comparison == Comparison.MORE_THAN
    majority = _("More than %(share)s %(base)s.") if strict else _("At least %(share)s %(base)s.")
    said = [str(majority % {"share": rule.threshold, "base": _BASES[rule.base]})]
    said.append(_say_quorum(rule.quorum))
    if rule.quorum is not None:
        if rule.second_call_quorum is None:
            said.append(str(_("On second call, any number.")))
        else:
            said.append(
                str(_("On second call: %(quorum)s") % {"quorum": _say_quorum(rule.second_call_quorum)})
            )
    said.append(str(_TIES[rule.tie]))
    return " ".join(said)


def _say_quorum(quorum: Quorum | None) -> str:
    if quorum is None:
        return str(_("Any number may decide."))
    if quorum.comparison == Comparison.MORE_THAN:
        return str(_("More than %(share)s of us must be there.") % {"share": quorum.share})
    return str(_("At least %(share)s of us must be there.") % {"share": quorum.share})


def _decision(
    key: str, label: Promise, text: Promise, default: dict[str, Any]
) -> HouseRuleType[DecisionRule]:
    return register(
        HouseRuleType(
            key=f"decision.{key}", label=label, help=text, default=default, load=from_data, say=say_decision
        )
    )


SIMPLE = _decision(
    "simple",
    _("Ordinary decisions"),
    _("How most matters are decided."),
    {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": {"share": "1/3", "comparison": "at_least"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
MAJOR = _decision(
    "major",
    _("Important decisions"),
    _("Pay, house rules, big purchases, selling what is ours."),
    {
        "threshold": "1/2",
        "comparison": "more_than",
        "base": "valid_votes",
        "quorum": {"share": "1/2", "comparison": "more_than"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
TWO_THIRDS = _decision(
    "two_thirds",
    _("Decisions by two thirds"),
    _("Differences in pay, large loans, and these rules."),
    {
        "threshold": "2/3",
        "comparison": "at_least",
        "base": "present_minus_abstentions",
        "quorum": {"share": "1/2", "comparison": "more_than"},
        "second_call_quorum": None,
        "tie": "falls",
    },
)
DECISIONS: dict[str, HouseRuleType[DecisionRule]] = {
    "simple": SIMPLE,
    "major": MAJOR,
    "two_thirds": TWO_THIRDS,
}


def _load_kind_map(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(
        isinstance(kind, str) and name in DECISIONS for kind, name in value.items()
    ):
        raise ValueError(_("Say for each kind of motion which decision rule it takes."))
    return dict(value)


RULE_OF_KIND = register(
    HouseRuleType(
        key="decision.rule_of_kind",
        label=_("Which kinds take which rule"),
        help=_("Kinds not named here take the rule they come with."),
        default={},
        load=_load_kind_map,
        say=lambda kinds: (
            ", ".join(f"{kind}: {DECISIONS[name].label}" for kind, name in sorted(kinds.items()))
            or str(_("as they come"))
        ),
    )
)


def _load_kinds(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(kind, str) for kind in value):
        raise ValueError(_("List the kinds of motion."))
    return tuple(sorted(set(value)))


SECRET_KINDS = register(
    HouseRuleType(
        key="ballot.secret_kinds",
        label=_("Kinds of motion voted in secret"),
        help=_("Besides those that are always secret: elections, recalls and admissions."),
        default=[],
        load=_load_kinds,
        say=lambda kinds: ", ".join(kinds) or str(_("none besides those")),
    )
)
