"""The house rule of turns that change hands: how many are asked at once to stand in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import NumberForm

MOST_ASKED = 50


def _load(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_ASKED:
        raise ValueError(
            gettext("Write a whole number from %(least)s to %(most)s.") % {"least": 1, "most": MOST_ASKED}
        )
    return value


STAND_INS_ASKED = register(
    HouseRuleType(
        key="rotation.stand_ins_asked",
        label=_("How many are asked at once to stand in"),
        help=_("When somebody cannot come to their turn. A no asks the next; whoever says yes first comes."),
        default=3,
        asks=NumberForm,
        load=_load,
        say=lambda asked: ngettext("%(n)s person", "%(n)s people", asked) % {"n": asked},
    )
)
