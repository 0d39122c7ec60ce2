"""What we ask for about members."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import AbsenceKind, Sector
from members.rules import MOST_HOURS

PIN = {"inputmode": "numeric", "autocomplete": "off", "class": "pin"}


class SignInForm(forms.Form):
    number = forms.IntegerField(
        label=_("Member number"),
        min_value=1,
        max_value=2_147_483_647,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username", "class": "pin"}),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=40,
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "current-password", "class": "pin"}
        ),
    )


class CardForm(forms.Form):
    pin = forms.CharField(
        label=_("Choose a PIN"),
        max_length=40,
        help_text=_("From 6 to 12 digits. Only you know it."),
        widget=forms.PasswordInput(attrs={**PIN, "autocomplete": "new-password"}),
    )


class ChangePinForm(forms.Form):
    old_pin = forms.CharField(
        label=_("The PIN you have"), max_length=40, widget=forms.PasswordInput(attrs=PIN)
    )
    pin = forms.CharField(
        label=_("The new PIN"),
        max_length=40,
        help_text=_("From 6 to 12 digits. Only you know it."),
        widget=forms.PasswordInput(attrs=PIN),
    )


class WhichCardsForm(forms.Form):
    """Whose cards to print: numbers typed in, or a whole sector."""

    numbers = forms.CharField(
        label=_("Member numbers"),
        required=False,
        max_length=4000,
        help_text=_("With spaces or commas between them; 3-9 for all from 3 to 9."),
    )
    sector = forms.ModelChoiceField(
        label=_("Or a whole sector"), queryset=Sector.objects.all(), required=False, empty_label=_("none")
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: number, name, sector, joined_on, language, phone. In UTF-8."),
    )


DAY = {"type": "date"}


class ShareOfTimeForm(forms.Form):
    """How many hours of a whole week somebody works, and from when."""

    part = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=MOST_HOURS)
    whole = forms.IntegerField(label=_("Of how many in a whole week"), min_value=1, max_value=MOST_HOURS)
    from_on = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


FURTHEST = date(2999, 12, 31)


class AbsenceForm(forms.Form):
    """Days away, the last one included. Why is optional."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("What it is"), choices=AbsenceKind.choices, required=False)
    reason = forms.CharField(
        label=_("Why, if you want to say it"),
        help_text=_("Only you and whoever keeps the register read it."),
        max_length=200,
        required=False,
    )

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if last > FURTHEST:
            raise forms.ValidationError(_("Choose at most a year, within the next two years."))
        return last


class AbsenceOfForm(AbsenceForm):
    """Days away of somebody else, as they said."""

    number = forms.IntegerField(label=_("Member number"), min_value=1, max_value=2_147_483_647)
    field_order = ("number", "first", "last", "kind", "reason")
