"""What we ask for about members' shares."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.reports.places import places_to_choose
from members.models import Member
from payroll.forms.money import DAY, MoneyField


class ByNumber(forms.Form):
    """Somebody by their member number."""

    number = forms.IntegerField(label=_("Member number"), min_value=1, max_value=2**31 - 1)

    def clean_number(self) -> Member:
        member = Member.objects.filter(number=self.cleaned_data["number"]).first()
        if member is None:
            raise forms.ValidationError(_("Nobody has that number."))
        return member


class SubscribeForm(ByNumber):
    first_due_on = forms.DateField(
        label=_("First part due on"), widget=forms.DateInput(attrs=DAY), initial=date.today
    )

    def given(self) -> dict[str, Any]:
        return {
            "member_id": self.cleaned_data["number"].pk,
            "first_due_on": self.cleaned_data["first_due_on"],
        }


class PayInForm(ByNumber):
    cents = MoneyField(label=_("How much"))
    into = forms.ChoiceField(label=_("Came into"), choices=places_to_choose)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY), initial=date.today)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "member_id": data["number"].pk,
            "cents": data["cents"],
            "into": data["into"],
            "on": data["on"],
            "key": str(data["key"]),
        }


class AskBackForm(ByNumber):
    def given(self) -> dict[str, Any]:
        return {"member_id": self.cleaned_data["number"].pk}


class PayRefundsForm(forms.Form):
    most_cents = MoneyField(label=_("At most this much now"))
    out_of = forms.ChoiceField(label=_("Leaves"), choices=places_to_choose)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "key": str(self.cleaned_data["key"])}
