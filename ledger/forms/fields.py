"""Fields that read what people write about money: days, amounts, accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger.amounts import read_amount
from ledger.models import Account, AccountKind
from ledger.money import BadNumber


class DayField(forms.DateField):
    """A day: as the phone's calendar gives it, or typed."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **more)


class AmountField(forms.CharField):
    """An amount as people write it in their language; cents when it is clean. Always above zero."""

    decimals: int | None = None
    """Of its money, where that is not ours."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more)

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        try:
            cents = read_amount(text, decimals=self.decimals)
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from None
        if cents <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return cents


def account_choices(*kinds: str) -> list[tuple[str, Any]]:
    """Every account under what it is, for a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {}
    accounts = Account.objects.filter(kind__in=kinds) if kinds else Account.objects.all()
    for account in accounts.order_by("code"):
        found.setdefault(account.kind, []).append((account.code, f"{account.said} · {account.code}"))
    return [(str(AccountKind(kind).label), found[kind]) for kind in AccountKind.values if kind in found]


def any_account() -> list[tuple[str, Any]]:
    return [("", _("Choose an account")), *account_choices()]


def places_of_money(place: str = "") -> list[tuple[str, Any]]:
    """Our bank accounts and cash boxes; or only those of one kind."""
    found = Account.objects.exclude(place="").order_by("code")
    if place:
        found = found.filter(place=place)
    return [(account.code, f"{account.said} · {account.code}") for account in found]
