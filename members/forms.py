"""What we ask for about members."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Sector

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
