"""What we ask for about the surplus."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger.money import BadNumber, parse_share
from payroll.forms.money import DAY, MoneyField
from payroll.rules.law_packs import LawPack
from payroll.rules.losses import reserve_of
from payroll.rules.percent import as_percent, share_of
from payroll.rules.surplus_inputs import AMOUNTS
from payroll.rules.surplus_terms import VOTED

KEY_WORDS: dict[str, Promise] = {
    "equal": _("in equal parts"),
    "days": _("by days worked"),
    "hours": _("by hours worked"),
    "mixed": _("a part in equal parts, the rest by work"),
}


class ShareField(forms.CharField):
    """A part of a whole as people write it (40 %, 0.4, 2/5), kept exact as text ("2/5"); empty stays empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        try:
            return as_percent(parse_share(value)) if isinstance(value, str) and "%" not in value else value
        except BadNumber:
            return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in (None, ""):
            return ""
        try:
            return str(share_of(text))
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem


class VotedForm(forms.Form):
    """What the assembly chooses: two parts, and how the rest returns. Empty leaves it as it is."""

    reinvestment = ShareField(
        label=_("Part for reinvestment"), required=False, help_text=_("Like 25 %, 0.25 or 1/4.")
    )
    community = ShareField(label=_("Part for the community"), required=False)
    key = forms.ChoiceField(
        label=_("How the rest is shared"),
        required=False,
        choices=[("", _("as the law here usually does")), *KEY_WORDS.items()],
    )
    cash = ShareField(
        label=_("How much of it in money"), required=False, help_text=_("The rest goes to each one's shares.")
    )
    heads = ShareField(
        label=_("How much in equal parts"), required=False, help_text=_("Only for a mix; usually half.")
    )


class SurplusTermsForm(VotedForm):
    """The same, of a surplus that is before the assembly: for its amendments."""

    surplus = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SurplusForm(VotedForm):
    """What the books do not know. Of the rarer figures, those that the law of the place has a step for."""

    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("The year, or the month."))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY))
    non_member_share = forms.CharField(
        label=_("Part of the result from work by people who are not members"),
        required=False,
        max_length=40,
        help_text=_("A fraction such as 78/3714, or 0."),
    )
    extraordinary_cents = MoneyField(
        label=_("Extraordinary result"),
        required=False,
        help_text=_("What came in apart from our work, such as a machine sold. The law keeps it apart."),
    )
    reserves_to_rebuild_cents = MoneyField(
        label=_("Reserves to rebuild"),
        required=False,
        help_text=_(
            "What losses took out of the reserves and is not put back yet. It comes before any return."
        ),
    )
    interest_on_shares_cents = MoneyField(
        label=_("Interest on shares"),
        required=False,
        help_text=_("For all of us together. Each one gets of it by the shares they hold."),
    )
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    field_order = ("name", "from_on", "until_on")
    rare = (
        "non_member_share",
        "extraordinary_cents",
        "reserves_to_rebuild_cents",
        "interest_on_shares_cents",
        "cash",
        "heads",
    )

    def __init__(self, *args: Any, pack: LawPack, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in AMOUNTS:
            if name in self.fields and not pack.asks(name.removesuffix("_cents")):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in AMOUNTS:
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("This is never below zero."))
        return data

    def often(self) -> list[forms.BoundField]:
        """What every year asks."""
        return [field for field in self.visible_fields() if field.name not in self.rare]

    def folded(self) -> list[forms.BoundField]:
        """What most years leave empty."""
        return [self[name] for name in self.rare if name in self.fields]

    def is_unfolded(self) -> bool:
        """Open where something was typed in there, or is wrong."""
        return any(field.errors or (self.is_bound and field.value()) for field in self.folded())

    def typed(self) -> dict[str, Any]:
        """What goes into the sum, of a form that is valid; what was left empty is not in it."""
        names = ("non_member_share", *AMOUNTS, *VOTED)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ProposeForm(forms.Form):
    title = forms.CharField(label=_("Title of the motion"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, max_length=20_000)


class LossForm(ProposeForm):
    """How a loss is covered: of what the law of the place lets cover it. The rest is carried."""

    reserve_cents = MoneyField(
        label=_("Out of the reserve"),
        required=False,
        help_text=_("It must be rebuilt before anything returns."),
    )
    members_cents = MoneyField(
        label=_("Out of members' shares"),
        required=False,
        help_text=_("By the work of each one, as a surplus would be shared. Nobody pays in money."),
    )
    field_order = ("reserve_cents", "members_cents", "title", "text")

    def __init__(self, *args: Any, pack: LawPack, **options: Any) -> None:
        super().__init__(*args, **options)
        if not reserve_of(pack):
            del self.fields["reserve_cents"]
        if "members" not in pack.loss_by:
            del self.fields["members_cents"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("reserve_cents", "members_cents"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("This is never below zero."))
        return data
