"""What we ask for about pay and surplus."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assemblies.models import Motion
from ledger.money import BadNumber, format_money, parse_money
from members.models import Cooperative
from payroll.actions.costs import CostLine
from payroll.house_rules import PURPOSES, REST
from payroll.models import CostSheet, Product, Project

DAY = {"type": "date"}


def cents_of(text: str) -> int:
    """An amount as people write it here, in cents; `ValidationError` says how to write it."""
    coop = Cooperative.objects.here()
    language = get_language() or coop.language
    try:
        return parse_money(
            text, decimals=coop.decimals, language=language, currency_symbol=coop.currency_symbol
        )
    except BadNumber as problem:
        raise forms.ValidationError(problem.said(language)) from problem


def as_typed(cents: int) -> str:
    """Cents as people would type them here: the opposite of `cents_of`."""
    coop = Cooperative.objects.here()
    return format_money(
        cents,
        currency_symbol="",
        decimals=coop.decimals,
        language=get_language() or coop.language,
        trim=True,
    )


class MoneyField(forms.CharField):
    """An amount as people write it here; in cents. Refuses what could be read in two ways."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return cents_of(text) if text not in (None, "") else None


class CostLinesField(forms.CharField):
    """The lines of a cost sheet, one below the other: what it is, a colon, the amount."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8_000, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        typed = [line.strip() for line in super().clean(value).splitlines()]
        return [self._line(place, line) for place, line in enumerate(typed, start=1) if line]

    def _line(self, place: int, line: str) -> CostLine:
        text, _colon, amount = line.rpartition(":")
        text = text.strip()
        if not text:
            sentence = _('Line %(n)s ("%(line)s"): write what it is, a colon and the amount.')
            raise forms.ValidationError(sentence % {"n": place, "line": line[:40]})
        try:
            return CostLine(text, cents_of(amount))
        except forms.ValidationError as problem:
            sentence = _('Line %(n)s ("%(line)s"): %(problem)s')
            told = {"n": place, "line": line[:40], "problem": problem.message}
            raise forms.ValidationError(sentence % told) from problem


class EqualPayForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How"),
        choices=[("fixed", _("a fixed amount for each")), ("pool", _("a sum divided equally"))],
    )
    amount_cents = MoneyField(label=_("How much, for a whole month"))
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))


class SetAsidesForm(forms.Form):
    """A percentage for each purpose; the last one takes the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, label in list(PURPOSES.items())[:-1]:
            self.fields[purpose] = forms.IntegerField(
                label=_("%(purpose)s, in a hundred") % {"purpose": label},
                min_value=0,
                max_value=100,
                initial=0,
            )
        self.fields["from_on"] = forms.DateField(
            label=_("From which day"), widget=forms.DateInput(attrs=DAY), initial=date.today
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        purposes = list(PURPOSES)
        shares = [
            {"purpose": purpose, "share": f"{cleaned.get(purpose) or 0}/100"} for purpose in purposes[:-1]
        ]
        shares.append({"purpose": purposes[-1], "share": REST})
        return {**cleaned, "shares": shares, "cushion": "winter_cushion", "unit_cents": 1}


class SurplusForm(forms.Form):
    """What the books do not know."""

    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("The year, or the month."))
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))
    until_on = forms.DateField(label=_("Until, without that day"), widget=forms.DateInput(attrs=DAY))
    non_member_share = forms.CharField(
        label=_("Part of the result from work by people who are not members"),
        required=False,
        max_length=40,
        help_text=_("A fraction such as 78/3714, or 0."),
    )
    reinvestment = forms.CharField(label=_("Part for reinvestment"), required=False, max_length=40)
    community = forms.CharField(label=_("Part for the community"), required=False, max_length=40)


class ProposeForm(forms.Form):
    title = forms.CharField(label=_("Title of the motion"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, max_length=20_000)


class CostSheetForm(forms.Form):
    """What one unit of a product costs from a day on. A name that is known means the next sheet of it."""

    name = forms.CharField(label=_("What we make"), max_length=120)
    unit = forms.CharField(label=_("Counted in"), max_length=12, help_text=_("m², piece, hour."))
    in_force_from = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY))
    lines = CostLinesField(
        label=_("What one costs us, line by line"),
        help_text=_("On each line what it is, a colon and the amount. Gas: 1270"),
    )
    price_cents = MoneyField(label=_("We sell it at"))

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("name", "")
        known = Product.objects.filter(name=name).first()
        return {**self.cleaned_data, "code": known.code if known else code_of(name)}


class ProjectForm(forms.Form):
    """A machine or a work: what it costs, what it does, and the vote. `code` is of one that is listed."""

    code = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Machine or work"), max_length=160)
    cents = MoneyField(label=_("What it costs"))
    effect = forms.CharField(
        label=_("What it does for us"), max_length=200, help_text=_("9 % less gas, less dust, safety.")
    )
    motion = forms.IntegerField(
        label=_("Number of the motion that adopted it"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("Empty while it is only wanted."),
    )
    in_use_since = forms.DateField(label=_("In use since"), required=False, widget=forms.DateInput(attrs=DAY))

    def clean_motion(self) -> Motion | None:
        number = self.cleaned_data["motion"]
        motion = Motion.objects.filter(number=number).first() if number else None
        if number and motion is None:
            raise forms.ValidationError(_("There is no motion with that number."))
        return motion

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        code = typed.get("code") or code_of(typed.get("name", ""))
        if not typed.get("code") and Project.objects.filter(code=code).exists():
            raise forms.ValidationError(_("It is on the list already. Change it there."))
        return {**typed, "code": code}


def code_of(name: str) -> str:
    """The short name of a new thing: its letters and digits; a name without any gets one by lot."""
    return slugify(name)[:40].strip("-") or uuid4().hex[:12]


def next_sheet(sheet: CostSheet) -> dict[str, Any]:
    """What the form begins with when a product's next sheet is written: all of the last, but the day."""
    return {
        "name": sheet.product.name,
        "unit": sheet.product.unit,
        "lines": "\n".join(f"{line['text']}: {as_typed(line['cents'])}" for line in sheet.lines),
        "price_cents": as_typed(sheet.price_cents),
    }


def as_listed(project: Project) -> dict[str, Any]:
    """What the form begins with when something on the list is changed."""
    return {
        "code": project.code,
        "name": project.name,
        "cents": as_typed(project.cents),
        "effect": project.effect,
        "motion": project.motion.number if project.motion else None,
        "in_use_since": project.in_use_since,
    }
