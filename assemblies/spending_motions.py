"""What the assembly decides about money that leaves or is owed: how much at most, and who carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, register
from assemblies.motions import Decision
from ledger.amounts import read_amount, say_amount
from ledger.money import BadNumber
from members.models import Member
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_CENTS = 10**15
AT_MOST = "at_most_cents"
"""The term that says how much may be spent or owed, in cents; without it, nothing may."""


class AmountForm(forms.Form):
    """How much at most."""

    at_most_cents = forms.CharField(
        label=_("How much at most"),
        help_text=_("Nothing more than this is paid for it. Empty where no money leaves, as in a sale."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if isinstance(given.get(AT_MOST), int):
            given[AT_MOST] = say_amount(given[AT_MOST], symbol=False)
        super().__init__(data, initial=given, **kwargs)

    def clean_at_most_cents(self) -> int | None:
        text = self.cleaned_data[AT_MOST]
        if not text:
            return None
        try:
            cents = read_amount(text)
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(get_language() or "es-ar")) from problem
        if not 0 < cents <= MOST_CENTS:
            raise forms.ValidationError(_("Write an amount above zero."))
        return cents


class _Spending(Decision):
    """A decision that lets some money leave, or be owed."""

    carried_out_by = "ledger.keep_books"

    def form_class(self) -> type[forms.Form]:
        return AmountForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"at_most_cents": 7440000000}`; nothing where no money is asked for."""
        cents = terms.get(AT_MOST)
        if cents is None:
            return {}
        if type(cents) is not int or not 0 < cents <= MOST_CENTS:
            raise Refused(gettext("Write an amount above zero."))
        return {AT_MOST: cents}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        cents = motion.terms.get(AT_MOST)
        return [Change(what=gettext("How much at most"), then=say_amount(cents))] if cents else []

    def allows_cents(self, motion: Motion) -> int:
        return int(motion.terms.get(AT_MOST, 0))


class Purchase(_Spending):
    """A purchase, a sale or a work above what was voted for such things. People carry it out."""

    code = "purchase"
    label = _("Purchase, sale or works")
    help = _("Above what we voted to spend. Say the price, who buys it and from which money.")
    rule = "major"


class Loan(_Spending):
    """Owing money, or lending it."""

    code = "loan"
    label = _("Loan")
    help = _("To borrow or to lend. Say how much, from whom, for how long and at what rate.")
    rule = "two_thirds"


for kind in (Purchase(), Loan()):
    register(kind)
