"""For how long somebody who said no to a post is not asked again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import NumberForm

MOST_MONTHS = 60


def _months(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_MONTHS:
        raise ValueError(
            gettext("Write a whole number from %(least)s to %(most)s.") % {"least": 1, "most": MOST_MONTHS}
        )
    return value


DECLINE_MONTHS = register(
    HouseRuleType(
        key="rotation.decline_months",
        label=_("Months for which a no counts"),
        help=_(
            "Once in that time one may say no to a post without a reason. Until then nobody asks them again for it."
        ),
        default=12,
        asks=NumberForm,
        load=_months,
        say=lambda months: ngettext("%(n)s month", "%(n)s months", months) % {"n": months},
    )
)
