"""House rules that the law of the place leaves to us, or that our law asks about."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules.asking import NumberForm
from assemblies.house_rules.meeting import whole
from assemblies.house_rules.registry import HouseRuleType, register

YEAR_ENDS = register(
    HouseRuleType(
        key="assembly.year_ends_month",
        label=_("Month in which our year of accounts ends"),
        help=_("From 1 to 12. By its last day the law counts the time for the ordinary assembly."),
        default=12,
        asks=NumberForm,
        load=whole(1, 12),
        say=lambda month: str(MONTHS[month]),
    )
)
SECRET_ASKED = register(
    HouseRuleType(
        key="ballot.secret_when_asked",
        label=_("How many of those present make a vote secret by asking"),
        help=_(
            "In a hundred, from 1 to 100; 0: nobody asks. Where the law lets fewer of us ask, the law holds."
        ),
        default=10,
        asks=NumberForm,
        load=whole(0, 100),
        say=lambda percent: f"{percent} %",
    )
)
