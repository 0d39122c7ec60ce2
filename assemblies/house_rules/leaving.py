"""How somebody leaves us: the house rules about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.house_rules.asking import NumberForm
from assemblies.house_rules.meeting import whole
from assemblies.house_rules.registry import HouseRuleType, register

DAYS_TO_ANSWER = register(
    HouseRuleType(
        key="members.days_to_answer",
        label=_("Days to answer before an exclusion"),
        help=_("Whoever would be excluded is told at once and has these days before anybody votes."),
        default=10,
        asks=NumberForm,
        load=whole(1, 90),
        say=str,
    )
)
DAYS_TO_APPEAL = register(
    HouseRuleType(
        key="members.days_to_appeal",
        label=_("Days to appeal an exclusion"),
        help=_(
            "Until then whoever was excluded is suspended. With an appeal, until the assembly decides it."
        ),
        default=30,
        asks=NumberForm,
        load=whole(1, 365),
        say=str,
    )
)
DAYS_OF_NOTICE = register(
    HouseRuleType(
        key="members.days_of_notice",
        label=_("Days of notice to leave"),
        help=_("Whoever wants to leave says so this long before, and can take it back until then."),
        default=30,
        asks=NumberForm,
        load=whole(0, 180),
        say=str,
    )
)
