"""What one asks of a page that only counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OtherDecayForm(forms.Form):
    """Another way in which the past could count."""

    months = forms.IntegerField(label=_("Months that count"), min_value=1, max_value=240)
    percent = forms.IntegerField(
        label=_("Of each year further back, how much in a hundred"), min_value=0, max_value=100
    )
