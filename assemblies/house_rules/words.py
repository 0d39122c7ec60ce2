"""Words that a rule is said in and asked for with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies import kinds
from assemblies.rules.decision import Base, Tie

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
BASES = {
    Base.PRESENT: _("of those present"),
    Base.PRESENT_MINUS_ABSTENTIONS: _("of those present who do not abstain"),
    Base.VALID_VOTES: _("of the votes for and against"),
    Base.ALL_MEMBERS: _("of all members"),
}
TIES = {
    Tie.FALLS: _("A tie falls."),
    Tie.SECOND_ROUND: _("A tie goes to a second round."),
    Tie.NEXT_ASSEMBLY: _("A tie goes to the next assembly."),
}
RULES = {
    "simple": _("Ordinary decisions"),
    "major": _("Important decisions"),
    "two_thirds": _("Decisions by two thirds"),
}
"""The decision rules of the house, by name."""


def say_yes_or_no(value: bool) -> str:
    return str(_("yes") if value else _("no"))


def say_kind(code: str) -> str:
    """A kind of motion by its name; its code where no room knows it any more."""
    kind = kinds.kind_called(code)
    return code if kind is None else str(kind.label)
