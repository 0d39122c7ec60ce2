"""The house rule of shares: what each one subscribes, in how many parts, and how much is given back in a year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import HouseRuleType, register
from assemblies.house_rules.asking import ValueForm
from ledger.amounts import read_amount, say_amount
from ledger.money import BadNumber, parse_share
from payroll.house_rules.equal_pay import MOST_CENTS
from payroll.rules.percent import as_percent, share_of
from payroll.rules.share_accounts import MOST_INSTALMENTS


@dataclass(frozen=True, kw_only=True)
class Shares:
    """The same to each: an amount in so many monthly parts; refunds of at most a share of the capital a year."""

    cents: int
    instalments: int
    refunds: Fraction


class SharesForm(ValueForm):
    cents = forms.CharField(
        label=_("How much each one subscribes"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    instalments = forms.IntegerField(
        label=_("In how many monthly parts"), min_value=1, max_value=MOST_INSTALMENTS
    )
    refunds = forms.CharField(
        max_length=40,
        label=_("How much of all shares may be given back in a year"),
        help_text=_("In Argentina no less than 5 % (Ley 20.337, art. 31). 100 %: no limit."),
    )

    @classmethod
    def fields_of(cls, stored: Any) -> dict[str, Any]:
        typed = say_amount(stored["cents"], symbol=False)
        return {**stored, "cents": typed, "refunds": as_percent(parse_share(stored["refunds"]))}

    def clean_cents(self) -> int:
        try:
            return read_amount(self.cleaned_data["cents"])
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem

    def clean_refunds(self) -> str:
        try:
            return str(share_of(self.cleaned_data["refunds"]))
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem

    def stored(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("cents", "instalments", "refunds")}


def _load(value: Any) -> Shares:
    cents, parts = value["cents"], value["instalments"]
    for number, least, most in ((cents, 0, MOST_CENTS), (parts, 1, MOST_INSTALMENTS)):
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise ValueError(gettext("Say how much each one subscribes, and in how many parts."))
    if cents and cents < parts:
        raise ValueError(gettext("Say how much each one subscribes, and in how many parts."))
    return Shares(cents=cents, instalments=parts, refunds=parse_share(str(value["refunds"])))


def _say(shares: Shares) -> str:
    if not shares.cents:
        return gettext("Nobody is asked to put anything in.")
    return ngettext(
        "%(amount)s each, at once; at most %(share)s of all shares given back in a year",
        "%(amount)s each, in %(n)s parts; at most %(share)s of all shares given back in a year",
        shares.instalments,
    ) % {
        "amount": say_amount(shares.cents),
        "n": shares.instalments,
        "share": as_percent(shares.refunds),
    }


SHARES = register(
    HouseRuleType(
        key="shares.capital",
        label=_("Members' shares"),
        help=_("What each one puts in, the same for all, and how it is given back to whoever leaves."),
        default={"cents": 0, "instalments": 1, "refunds": "1"},
        asks=SharesForm,
        load=_load,
        say=_say,
        threshold="major",
    )
)
