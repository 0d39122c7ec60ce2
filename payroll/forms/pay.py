"""What we ask for about equal pay: how much and how often, differences, advances, accounts, payments."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.models import Account
from members.models import Member
from payroll.forms.bank_columns import column_rows
from payroll.forms.money import DAY, MoneyField, ShareField
from payroll.models import DeductionKind, PayFrom, Rhythm, Way
from payroll.rules.bank_orders import DATES, SEPARATORS, why_not_layout

WAYS = [(Way.BANK.value, _("by bank")), (Way.CASH.value, _("in cash"))]


class EqualPayForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How"),
        choices=[("fixed", _("a fixed amount for each")), ("pool", _("a sum divided equally"))],
    )
    amount_cents = MoneyField(label=_("How much, for a whole month"))
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        initial=Rhythm.MONTH,
        required=False,
        help_text=_("The amount is then for a whole month, a half of it, or a week from Monday on."),
    )
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))


class NumberField(forms.IntegerField):
    """Somebody's member number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


class DifferenceForm(forms.Form):
    number = NumberField(label=_("Whose pay, by member number"))
    cents = MoneyField(
        label=_("How much more than everyone, for a whole period"), help_text=_("Less: with a minus.")
    )
    reason = forms.CharField(label=_("The reason"), max_length=200)
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY))


class _AmountOrShare(forms.Form):
    cents = MoneyField(label=_("How much, for a whole period"), required=False)
    share = ShareField(
        label=_("Or which part of the pay"), required=False, help_text=_("Such as 3 % or 3/100.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        share = cleaned.get("share")
        return {**cleaned, "cents": cleaned.get("cents") or 0, "share": str(share) if share else ""}


class DeductionForm(_AmountOrShare):
    kind = forms.ChoiceField(
        label=_("Why"),
        choices=[(kind.value, kind.label) for kind in (DeductionKind.STATUTORY, DeductionKind.IN_KIND)],
    )
    name = forms.CharField(label=_("What it is called"), max_length=80)
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(
        label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY), required=False
    )
    field_order = ("kind", "name", "cents", "share", "from_on", "until_on")


class OwnDeductionForm(_AmountOrShare):
    name = forms.CharField(label=_("What for"), max_length=80)
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
    field_order = ("name", "cents", "share", "from_on")


class PayToForm(forms.Form):
    """Where one's own pay goes."""

    way = forms.ChoiceField(label=_("How I want to be paid"), choices=WAYS)
    holder = forms.CharField(
        label=_("Whose account it is, as the bank writes it"), max_length=70, required=False
    )
    account = forms.CharField(label=_("Account number: IBAN or CBU"), max_length=60, required=False)
    bank = forms.CharField(label=_("The bank's code (BIC), if it asks for it"), max_length=16, required=False)


def _new_key() -> str:
    return uuid4().hex


class AdvanceForm(forms.Form):
    number = NumberField(label=_("To whom, by member number"))
    cents = MoneyField(label=_("How much"))
    instalments = forms.IntegerField(label=_("In how many instalments"), min_value=1, max_value=60, initial=1)
    from_on = forms.DateField(
        label=_("Taken back from the first pay after"), widget=forms.DateInput(attrs=DAY), initial=date.today
    )
    way = forms.ChoiceField(label=_("It leaves"), choices=WAYS)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=_new_key)

    def clean_number(self) -> Member:
        member = Member.objects.filter(number=self.cleaned_data["number"]).first()
        if member is None:
            raise forms.ValidationError(_("There is nobody with that number."))
        return member


class PayOutForm(forms.Form):
    """With what money there is, where it is not enough for all."""

    available = MoneyField(
        label=_("Money there is to pay"),
        required=False,
        help_text=_("Empty: enough for all. With less, each gets the same part and is owed the same."),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=_new_key, required=False)


class CorrectForm(forms.Form):
    number = NumberField(label=_("Whose pay, by member number"))

    def clean_number(self) -> Member:
        member = Member.objects.filter(number=self.cleaned_data["number"]).first()
        if member is None:
            raise forms.ValidationError(_("There is nobody with that number."))
        return member


class PayFromForm(forms.Form):
    """A bank account or a box of the books that pay leaves from, and the form its bank wants the file in."""

    books = forms.ModelChoiceField(
        label=_("Account in the books"), queryset=Account.objects.none(), empty_label=_("Choose an account")
    )
    holder = forms.CharField(
        label=_("Whose account it is, as the bank writes it"),
        max_length=70,
        required=False,
        help_text=_("A cash box needs nothing of this."),
    )
    account = forms.CharField(label=_("Account number: IBAN or CBU"), max_length=60, required=False)
    bank = forms.CharField(label=_("The bank's code (BIC), if it asks for it"), max_length=16, required=False)
    titles = forms.ChoiceField(
        label=_("First line"),
        choices=[("yes", _("the titles of the columns")), ("no", _("the first person, without titles"))],
        required=False,
    )
    separator = forms.ChoiceField(
        label=_("Between columns"),
        choices=[(code, _("a tab") if code == "tab" else code) for code in SEPARATORS],
        initial=";",
    )
    point = forms.ChoiceField(label=_("Before the cents"), choices=[(",", ","), (".", ".")], initial=",")
    days = forms.ChoiceField(
        label=_("Days"),
        choices=[(code, f"{date(2026, 3, 31):{form}}") for code, form in DATES.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        books: Any = self.fields["books"]
        books.queryset = Account.objects.exclude(place="").order_by("code")
        books.label_from_instance = lambda account: f"{account.said} · {account.code}"
        kept = self.initial.get("columns", ())
        self.rows = column_rows(self.data if self.is_bound else None, kept)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wrong = [row for row in self.rows if not row.is_valid()]  # each of them says its own
        if wrong:
            raise forms.ValidationError(_("Look at the columns of the bank's file."))
        columns = [column for row in self.rows if (column := row.column()) is not None]
        names = ("separator", "point", "days")
        if not columns or any(name not in said for name in names):
            return {**said, "layout": {}}
        layout = {"columns": columns, **{name: said[name] for name in names[:2]}, "date": said["days"]}
        if said.get("titles") == "no":
            layout["header"] = False
        if why_not_layout(layout) == "point":
            self.add_error("point", _("Between columns and before the cents there is not the same sign."))
            layout = {}
        return {**said, "layout": layout}

    def layout(self) -> dict[str, Any]:
        """How the bank wants its file, as it is said now; {} where it is ISO 20022, or said wrongly."""
        if not self.is_bound:
            return dict(self.initial.get("layout", {}))
        self.is_valid()
        return dict(self.cleaned_data.get("layout") or {})


def as_kept(place: Account, kept: PayFrom | None) -> dict[str, Any]:
    """What the form begins with for an account of the books: as it was written down, if it was."""
    if kept is None:
        return {"books": place}
    layout = kept.layout or {}
    columns = [
        {
            "title": column.get("title", ""),
            "what": column["what"],
            "text": column.get("text", "") if column["what"] == "text" else "",
        }
        for column in layout.get("columns", ())
    ]
    return {
        "books": place,
        **{name: getattr(kept, name) for name in ("holder", "account", "bank")},
        "layout": layout,
        "columns": columns,
        "titles": "yes" if layout.get("header", True) else "no",
        "separator": layout.get("separator", ";"),
        "point": layout.get("point", ","),
        "days": layout.get("date", "iso"),
    }
