"""What we ask of whoever does not sign a pay run."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.rules.refusing import LONGEST_WHY


class RefuseRunForm(forms.Form):
    because = forms.CharField(
        label=_("Why you do not sign it"),
        max_length=LONGEST_WHY,
        help_text=_("In a few words. Whoever prepares, signs or pays reads it."),
    )
