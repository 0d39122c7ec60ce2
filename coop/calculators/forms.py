"""What the calculators ask for on a page: money, shares and counts as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.rules.decision import Base, Comparison, DecisionRule, Quorum, Tally, Tie
from ledger.money import BadNumber, Split, parse_money, parse_share, parse_weight, split
from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.surplus import SurplusInput

MOST_LINES = 5000
LARGEST_COUNT = 10**9

COMPARISONS = [(Comparison.MORE_THAN, _("more than")), (Comparison.AT_LEAST, _("at least"))]
BASES = [
    (Base.PRESENT, _("everyone present")),
    (Base.PRESENT_MINUS_ABSTENTIONS, _("everyone present, less abstentions")),
    (Base.VALID_VOTES, _("votes for and against")),
    (Base.ALL_MEMBERS, _("the whole roll")),
]
TIES = [
    (Tie.FALLS, _("it falls")),
    (Tie.SECOND_ROUND, _("we vote again")),
    (Tie.NEXT_ASSEMBLY, _("it goes to the next assembly")),
]


def language() -> str:
    """The reader's language, for rules that answer in two."""
    return get_language() or "en"


def in_words(read: Callable[[], Any]) -> Any:
    """What `read` gives, its refusal turned into a form's."""
    try:
        return read()
    except BadNumber as wrong:
        raise forms.ValidationError(wrong.said(language())) from None


class MoneyField(forms.CharField):
    """An amount as people write it, in cents. Empty is zero where it may be empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=60,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return in_words(lambda: parse_money(text, language=language())) if text else 0


class ShareField(forms.CharField):
    """A part of a whole: 2/3, 0.45 or 45 %. Empty is `None`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace(",", ".").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        return in_words(lambda: _share(text)) if text else None


class CountField(forms.IntegerField):
    """How many people."""

    def __init__(self, **options: Any) -> None:
        wrong, large = _("Write a whole number."), _("This number is too large.")
        super().__init__(
            min_value=0,
            max_value=LARGEST_COUNT,
            error_messages={
                "invalid": wrong,
                "min_value": wrong,
                "max_value": large,
            },
            **options,
        )


class DecisionForm(forms.Form):
    """A rule and a count. Clean data holds `rule` and `tally`."""

    threshold = ShareField(label=_("How much must agree"), help_text=_("Like 1/2, 2/3 or 60 %."))
    comparison = forms.ChoiceField(label=_("Is that much enough?"), choices=COMPARISONS)
    base = forms.ChoiceField(label=_("Of whom"), choices=BASES)
    quorum = ShareField(
        label=_("How many of us must be there"), required=False, help_text=_("Empty: any number.")
    )
    quorum_comparison = forms.ChoiceField(label=_("Is that many enough?"), choices=COMPARISONS)
    tie = forms.ChoiceField(label=_("With a tie"), choices=TIES)
    roll = CountField(label=_("May vote"))
    present = CountField(label=_("Members present"))
    in_favour = CountField(label=_("Votes for"))
    against = CountField(label=_("Votes against"))
    abstaining = CountField(label=_("Abstentions"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not self.errors:
            share = data["quorum"]
            quorum = None
            if share is not None:
                quorum = Quorum(share=share, comparison=Comparison(data["quorum_comparison"]))
            data["rule"] = DecisionRule(
                threshold=data["threshold"],
                comparison=Comparison(data["comparison"]),
                base=Base(data["base"]),
                quorum=quorum,
                tie=Tie(data["tie"]),
            )
            counts = {name: data[name] for name in ("roll", "present", "in_favour", "against", "abstaining")}
            data["tally"] = in_words(lambda: Tally(**counts))
        return data


class SplitForm(forms.Form):
    """An amount and who shares it, one on each line. Clean data holds `people` and `parts`."""

    total = MoneyField(label=_("Amount to share"))
    carry_in = MoneyField(label=_("Waiting from last time"), required=False)
    method = forms.ChoiceField(
        label=_("The spare cents"),
        choices=[
            ("equal_carry", _("wait for the next time: all the same, to the cent")),
            ("largest_remainder", _("go to the largest fractions")),
        ],
    )
    members = forms.CharField(
        label=_("Who shares it"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("One on each line: name and weight. The weight is days, hours, or 1 for equal parts."),
    )

    def clean_members(self) -> list[tuple[str, Fraction]]:
        lines = [line.strip() for line in self.cleaned_data["members"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(gettext("At most %(most)d lines."), params={"most": MOST_LINES})
        return [self._person(place, line) for place, line in enumerate(lines, start=1)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not self.errors:
            data["people"] = data["members"]
            data["parts"] = in_words(lambda: self._parts(data))
        return data

    @staticmethod
    def _person(place: int, line: str) -> tuple[str, Fraction]:
        name, _space, weight = re.sub("[;:\t]", " ", line).rpartition(" ")
        try:
            return name.strip() or str(place), parse_weight(weight.replace(",", "."))
        except BadNumber:
            wrong = gettext("Line %(place)d has no weight at its end.")
            raise forms.ValidationError(wrong, params={"place": place}) from None

    @staticmethod
    def _parts(data: dict[str, Any]) -> Split:
        weights = {place: weight for place, (_name, weight) in enumerate(data["members"])}
        return split(data["total"], weights, data["method"], data["carry_in"])


class SurplusForm(forms.Form):
    """A year and what was voted. Clean data holds `year`."""

    pack = forms.ChoiceField(label=_("By the law of"), choices=lambda: _packs())
    result = MoneyField(label=_("Result of the year"))
    non_member_share = ShareField(label=_("Part from work by non-members"), required=False)
    extraordinary = MoneyField(label=_("Extraordinary part of the result"), required=False)
    prior_losses = MoneyField(label=_("Losses of earlier years"), required=False)
    reserves_to_rebuild = MoneyField(label=_("Used reserves to rebuild"), required=False)
    legal_reserve = MoneyField(label=_("Legal reserve today"), required=False)
    capital = MoneyField(label=_("Capital today"), required=False)
    highest_capital = MoneyField(label=_("Highest capital ever"), required=False)
    interest_on_shares = MoneyField(label=_("Interest on shares, if voted"), required=False)
    reinvestment = ShareField(label=_("Reinvestment, if voted"), required=False)
    community = ShareField(label=_("Community, if voted"), required=False)

    MONEY = (
        "result", "extraordinary", "prior_losses", "reserves_to_rebuild", "legal_reserve", "capital",
        "highest_capital", "interest_on_shares",
    )  # fmt: skip
    SHARES = ("non_member_share", "reinvestment", "community")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.MONEY[1:]:
            self.fields[name].validators.append(_not_negative)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not self.errors:
            cents: dict[str, Any] = {f"{name}_cents": data[name] for name in self.MONEY}
            shares: dict[str, Any] = {name: data[name] or Fraction(0) for name in self.SHARES}
            data["year"] = in_words(lambda: SurplusInput(**cents, **shares))
        return data


def _share(text: str) -> Fraction:
    if not text.endswith("%"):
        return parse_share(text)
    hundredths = parse_weight(text.removesuffix("%"))
    return parse_share(f"{hundredths.numerator}/{hundredths.denominator * 100}")


def _packs() -> list[tuple[str, str]]:
    return [(code, law_pack(code).name.said(language())) for code in PACKS]


def _not_negative(text: str) -> None:
    if text.lstrip().startswith(("-", "\N{MINUS SIGN}")):
        raise forms.ValidationError(_("This amount cannot be negative."))
