"""What we ask of those who found a co-operative."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import WEEKDAYS
from coop.founding.posts import FIRST_POSTS
from ledger.money import BadNumber, parse_money
from members.importing import Row, read
from payroll.house_rules.equal_pay import MOST_CENTS as LARGEST_PAY
from payroll.rules.law_packs import PACKS, law_pack

TIME = {"type": "time"}
MOST_TYPED = 500


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


def _packs() -> list[tuple[str, str]]:
    language = get_language() or "es"
    return [(code, law_pack(code).name.said(language)) for code in PACKS]


class FoundingForm(forms.Form):
    """One page: who we are, our first rules, our people, our first posts."""

    code = forms.CharField(
        label=_("Code from the terminal"), max_length=40, help_text=_("So that nobody founds it before you.")
    )
    name = forms.CharField(label=_("Name of the co-operative"), max_length=120)
    town = forms.CharField(label=_("Town"), max_length=80)
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="ARS",
        help_text=_("Three letters, for example ARS or EUR."),
    )
    currency_symbol = forms.CharField(label=_("How it is written"), max_length=4, initial="$")
    decimals = forms.TypedChoiceField(
        label=_("Decimals of the currency"), choices=[(2, "2"), (0, "0"), (3, "3")], coerce=int, initial=2
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="es-ar")
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, initial="America/Argentina/Buenos_Aires"
    )
    law_pack = forms.ChoiceField(
        label=_("Legal frame"),
        choices=_packs,
        initial="NONE",
        help_text=_("Whose law says how a yearly surplus is shared. It can be none yet."),
    )

    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly assembly"), choices=list(enumerate(WEEKDAYS)), coerce=int, initial=3
    )
    starts = forms.TimeField(label=_("It begins at"), initial="13:30", widget=forms.TimeInput(attrs=TIME))
    ends = forms.TimeField(
        label=_("Votes may stay open until"),
        initial="22:30",
        widget=forms.TimeInput(attrs=TIME),
        help_text=_("So that every shift can vote."),
    )
    place = forms.CharField(label=_("Where we meet"), max_length=120)
    from_home = forms.BooleanField(label=_("Members may take part from home"), required=False, initial=True)
    quorum = forms.ChoiceField(
        label=_("How many of us must be there for ordinary decisions"),
        choices=[("1/3", _("a third")), ("1/2", _("half and one more")), ("none", _("any number"))],
        help_text=_("Pay, posts and rules always need more than half of us at the first call."),
    )
    seconders = forms.IntegerField(
        label=_("Members who must second a motion"), min_value=0, max_value=100, initial=3
    )
    pay = forms.CharField(
        label=_("Equal pay for a whole month"),
        max_length=40,
        initial="0",
        help_text=_("The same for each. The assembly changes it by a motion."),
    )

    members_text = forms.CharField(
        label=_("Members, one a line"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Number, name, sector. For example: 1, Norma Quilodrán, Kilns. "
            "Whoever is typed here joins today, and pay counts from that day."
        ),
    )
    members_file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        help_text=_(
            "Columns: number, name, sector, joined_on, language, phone. In UTF-8. "
            "joined_on is the day each one joined: pay counts from it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for post in FIRST_POSTS:
            self.fields[f"holder_{post.code}"] = forms.IntegerField(
                label=str(post.name),
                min_value=1,
                max_value=2_147_483_647,
                required=False,
                help_text=_("%(purpose)s Number of who holds it for the first six months.")
                % {"purpose": post.purpose},
            )

    def clean_pay(self) -> int:
        decimals = int(self.cleaned_data.get("decimals") or 0)
        language = get_language() or "es-ar"  # as the page is read, whatever the co-operative will speak
        try:
            cents = parse_money(self.cleaned_data["pay"], decimals=decimals, language=language)
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(language)) from problem
        if cents > LARGEST_PAY:
            raise forms.ValidationError(_("That amount is too large. Check the zeros."))
        return cents

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for value in cleaned.values():
            if isinstance(value, str) and "\x00" in value:
                self.add_error(None, _("There is a character that cannot be kept."))
                return cleaned
        if cleaned.get("starts") and cleaned.get("starts") == cleaned.get("ends"):
            self.add_error("ends", _("The assembly ends at another hour than it starts."))
        rows = self._people(cleaned)
        cleaned["people"] = rows
        numbers = {row.number for row in rows}
        holders: dict[str, int] = {}
        for post in FIRST_POSTS:
            number = cleaned.get(f"holder_{post.code}")
            if number is None:
                continue
            if rows and number not in numbers:
                self.add_error(f"holder_{post.code}", _("Nobody in the list has that number."))
            for other in post.incompatible:
                if holders.get(other) == number:
                    self.add_error(f"holder_{post.code}", _("Whoever prepares the pay cannot sign it too."))
            holders[post.code] = number
        if rows and not {"chair", "secretary"} & holders.keys():
            self.add_error(None, _("Say at least who chairs and who makes the sign-in cards."))
        cleaned["holders"] = holders
        return cleaned

    def _people(self, cleaned: dict[str, Any]) -> list[Row]:
        """The founders from the file, or from the lines typed in."""
        upload, text = cleaned.get("members_file"), (cleaned.get("members_text") or "").strip()
        where = "members_file" if upload else "members_text"
        content = upload.read() if upload else _as_csv(text)
        if not content:
            self.add_error(where, _("Write who the members are: at least one."))
            return []
        rows, problems = read(content, today=timezone.localdate(), not_typed=0 if upload else 1)
        for problem in problems[:50]:
            self.add_error(where, str(problem))
        return [] if problems else rows


def _as_csv(text: str) -> bytes:
    """Typed lines "number, name, sector" as the file they stand for: one line of headings before them."""
    if not text:
        return b""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "name", "sector", "joined_on", "language", "phone"])
    today = timezone.localdate().isoformat()
    for line in text.splitlines()[:MOST_TYPED]:
        parts = [part.strip() for part in line.replace(";", ",").split(",")]
        # an empty line stays one, so that each keeps its number
        writer.writerow([*[*parts, "", "", ""][:3], today, "", ""] if any(parts) else [])
    return out.getvalue().encode()
