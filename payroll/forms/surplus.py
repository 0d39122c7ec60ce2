"""What we ask for about the surplus."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.forms.money import DAY


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
