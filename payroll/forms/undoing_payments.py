"""What we ask of whoever undoes a payment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.rules.undoing import LONGEST_WHY


class UndoPaymentForm(forms.Form):
    because = forms.CharField(
        label=_("What was wrong"),
        max_length=LONGEST_WHY,
        help_text=_("In a few words. Everybody reads it in the books: name nobody."),
    )
