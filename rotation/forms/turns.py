"""What we ask for when turns change hands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rotation.reports.changing import TableTurn


class SwapForm(forms.Form):
    """Whose turn I would have instead of mine, between two or round three."""

    other = forms.TypedChoiceField(
        label=_("Who would take my turn"),
        help_text=_("Between two of you, you take theirs."),
        coerce=int,
    )
    third = forms.TypedChoiceField(
        label=_("In a swap of three: who would take theirs"),
        help_text=_("Then that person's turn comes to you. Leave it empty in a swap of two."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, turns: Iterable[TableTurn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(turn.id, said(turn)) for turn in turns]
        self.fields["other"].choices = named  # type: ignore[attr-defined]
        self.fields["third"].choices = [("", _("nobody, it is a swap of two")), *named]  # type: ignore[attr-defined]


def said(turn: TableTurn) -> str:
    """A turn on one line: who, what, when."""
    return f"{turn.member.name}: {turn.title}, {date_format(turn.due_on, 'DATE_FORMAT')}"
