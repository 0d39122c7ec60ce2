"""What we ask for when turns change hands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rotation.reports.changing import TableTurn
from rotation.reports.swapping import SwapsOfMine


class SwapForm(forms.Form):
    """Whose turn I would have instead of mine, between two or round three: only what no rule stops is offered.

    `first`: for a swap of three, the turn of whoever would take mine; those who could take theirs are offered then.
    """

    other = forms.TypedChoiceField(
        label=_("Who would take my turn"),
        help_text=_("Between two of you, you take theirs."),
        coerce=int,
    )
    third = forms.TypedChoiceField(
        label=_("In a swap of three: who would take theirs"),
        help_text=_("Then that person's turn comes to you."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, offered: SwapsOfMine, first: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        if first is None:
            others = {*offered.two, *offered.three} if self.is_bound else offered.two
            self._offer("other", frozenset(others))
            chosen = str(self.data.get("other", ""))
            first = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
        else:
            self._offer("other", frozenset({first}))
            self.fields["third"].required = True
        thirds = offered.three.get(first, frozenset())
        if thirds:
            self._offer("third", thirds)
        elif not self.is_bound or "third" not in self.data:
            del self.fields["third"]

    def _offer(self, name: str, ids: frozenset[int]) -> None:
        choices: list[tuple[Any, Any]] = [(turn.id, said(turn)) for turn in self.offered.only(ids)]
        if name == "third":
            choices.insert(0, ("", _("choose whose")))
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A turn that only a swap of three can bring is refused without the third, with the rule that says no."""
        given = self.cleaned_data
        chosen = given.get("other")
        if chosen is not None and given.get("third") is None and chosen in self.offered.stopped:
            stopped = self.offered.stopped[chosen]
            self.add_error(
                "other", _("%(name)s %(reason)s.") % {"name": stopped.name, "reason": stopped.why_not}
            )
        return given


def said(turn: TableTurn) -> str:
    """A turn on one line: who, what, when."""
    return f"{turn.member.name}: {turn.title}, {date_format(turn.due_on, 'DATE_FORMAT')}"
