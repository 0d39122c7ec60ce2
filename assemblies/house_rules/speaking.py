"""How we speak in turn: the house rules about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assemblies.house_rules.asking import NumberForm, ValueForm
from assemblies.house_rules.registry import HouseRuleType, register
from assemblies.rules.floor import AS_ASKED, LEAST_FIRST, ORDERS

LONGEST_TURN = 60

_ORDERS_SAID = {
    LEAST_FIRST: _("whoever has spoken least speaks first"),
    AS_ASKED: _("as they asked"),
}


class SpeakingOrderForm(ValueForm):
    value = forms.ChoiceField(label=_("Who speaks first"), choices=list(_ORDERS_SAID.items()))


def _load_order(value: Any) -> str:
    if value not in ORDERS:
        raise ValueError(_("Say in which order we speak."))
    return str(value)


def _load_minutes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_TURN:
        raise ValueError(
            _("Write a whole number from %(least)s to %(most)s.") % {"least": 0, "most": LONGEST_TURN}
        )
    return value


def _say_minutes(minutes: int) -> str:
    if minutes == 0:
        return _now("no limit")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


SPEAKING_ORDER = register(
    HouseRuleType(
        key="assembly.speaking_order",
        label=_("Order of the speaking list"),
        help=_("Points of order always come first."),
        default=LEAST_FIRST,
        asks=SpeakingOrderForm,
        load=_load_order,
        say=lambda order: str(_ORDERS_SAID[order]),
    )
)
SPEAKING_MINUTES = register(
    HouseRuleType(
        key="assembly.speaking_minutes",
        label=_("Minutes for each turn to speak"),
        help=_("The screen shows what is left. Nobody is cut off. 0 sets no limit."),
        default=3,
        asks=NumberForm,
        load=_load_minutes,
        say=_say_minutes,
    )
)
