"""What we ask for about equal pay."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from payroll.forms.money import DAY, MoneyField


class EqualPayForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How"),
        choices=[("fixed", _("a fixed amount for each")), ("pool", _("a sum divided equally"))],
    )
    amount_cents = MoneyField(label=_("How much, for a whole month"))
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
