"""What we ask for about pay and surplus."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger.money import BadNumber, parse_money
from members.models import Cooperative
from payroll.house_rules import PURPOSES, REST

DAY = {"type": "date"}


class MoneyField(forms.CharField):
    """An amount as people write it here; in cents. Refuses what could be read in two ways."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text in (None, ""):
            return None
        coop = Cooperative.objects.here()
        language = get_language() or coop.language
        try:
            return parse_money(
                text, decimals=coop.decimals, language=language, currency_symbol=coop.currency_symbol
            )
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(language)) from problem


class EqualPayForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How"),
        choices=[("fixed", _("a fixed amount for each")), ("pool", _("a sum divided equally"))],
    )
    amount_cents = MoneyField(label=_("How much, for a whole month"))
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))


class SetAsidesForm(forms.Form):
    """A percentage for each purpose; the last one takes the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, label in list(PURPOSES.items())[:-1]:
            self.fields[purpose] = forms.IntegerField(
                label=_("%(purpose)s, in a hundred") % {"purpose": label},
                min_value=0,
                max_value=100,
                initial=0,
            )
        self.fields["from_on"] = forms.DateField(
            label=_("From which day"), widget=forms.DateInput(attrs=DAY), initial=date.today
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        purposes = list(PURPOSES)
        shares = [
            {"purpose": purpose, "share": f"{cleaned.get(purpose) or 0}/100"} for purpose in purposes[:-1]
        ]
        shares.append({"purpose": purposes[-1], "share": REST})
        return {**cleaned, "shares": shares, "cushion": "winter_cushion", "unit_cents": 1}


class SurplusForm(forms.Form):
    """What the books do not know."""

    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("The year, or the month."))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY))
    non_member_share = forms.CharField(
        label=_("Part of the result from work by people who are not members"),
        required=False,
        max_length=40,
        help_text=_("A fraction such as 78/3714, or 0."),
    )
    reinvestment = forms.CharField(label=_("Part for reinvestment"), required=False, max_length=40)
    community = forms.CharField(label=_("Part for the community"), required=False, max_length=40)


class ProposeForm(forms.Form):
    title = forms.CharField(label=_("Title of the motion"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, max_length=20_000)
