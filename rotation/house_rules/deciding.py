"""The house rules of this room: who does not vote on the accounts they kept, and how long a task may take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import NumberForm, ValueForm
from rotation.models import Post


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ValueError(gettext("List the posts by their codes."))
    return tuple(value)


def _say_posts(codes: tuple[str, ...]) -> str:
    names = dict(Post.objects.filter(code__in=codes).values_list("code", "name"))
    return ", ".join(names.get(code, code) for code in codes) or str(_("none"))


class PostsForm(ValueForm):
    """Which posts."""

    value = forms.MultipleChoiceField(label=_("Posts"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.order_by("name").values_list("code", "name")
        self.fields["value"].choices = list(posts)  # type: ignore[attr-defined]


EXCLUDED_FROM_ACCOUNTS = register(
    HouseRuleType(
        key="accounts.excluded_posts",
        label=_("Posts that do not vote on the accounts"),
        help=_(
            "Whoever holds one speaks and does not vote on their own accounts (in Argentina, law 20.337 art. 54)."
        ),
        default=[],
        asks=PostsForm,
        load=_codes,
        say=_say_posts,
    )
)


MOST_DAYS = 366


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise ValueError(
            gettext("Write a whole number from %(least)s to %(most)s.") % {"least": 1, "most": MOST_DAYS}
        )
    return value


DAYS_TO_CARRY_OUT = register(
    HouseRuleType(
        key="decision.days_to_carry_out",
        label=_("Days to carry out a decision"),
        help=_("Where a decision names no day. What is not done by then comes back to the weekly assembly."),
        default=14,
        asks=NumberForm,
        load=_days,
        say=lambda days: ngettext("%(n)s day", "%(n)s days", days) % {"n": days},
    )
)
