"""What is asked for on the pages of the assembly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assemblies import kinds
from assemblies.models import AssemblyKind, Motion
from assemblies.rules.chairing import Step
from assemblies.rules.folios import LAST_FOLIO
from assemblies.rules.texts import LONGEST_TEXT, LONGEST_TITLE

LONGEST_NAME = 120
NUMBERS_AT_ONCE = 2000


class NumbersField(forms.CharField):
    """Member numbers with anything but digits between them; cleaned to a sorted list, each once."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = re.findall(r"\d+", typed, re.ASCII)
        if typed.strip() and (not found or re.search(r"[^\d\s,;.]", typed)):
            raise forms.ValidationError(_("Write member numbers with spaces or commas between them."))
        if len(found) > NUMBERS_AT_ONCE or any(len(number) > 10 for number in found):
            raise forms.ValidationError(_("Those are too many, or too long. Write fewer at once."))
        return sorted({int(number) for number in found})


class ArrivalForm(forms.Form):
    """How somebody arrives: with the code of the hall, or from home."""

    channel = forms.ChoiceField(choices=[("hall_code", ""), ("home", "")])
    code = forms.CharField(required=False, max_length=40)


class DoorForm(forms.Form):
    """Who came in through the door."""

    numbers = NumbersField(
        label=_("Member numbers"),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
        max_length=20_000,
    )


class TabletForm(forms.Form):
    """Who stands before the shared tablet. Nothing of it is kept by the browser."""

    number = forms.IntegerField(
        label=_("Member number"),
        min_value=1,
        max_value=2_147_483_647,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "pin"}),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=40,
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "pin"}
        ),
    )


class PaperForm(forms.Form):
    """Who takes paper."""

    numbers = NumbersField(
        label=_("Member numbers"),
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "numeric"}),
        max_length=20_000,
    )


class BoxForm(forms.Form):
    """What one person found in the box."""

    in_favour = forms.IntegerField(label=_("Yes"), min_value=0, max_value=1_000_000)
    against = forms.IntegerField(label=_("No"), min_value=0, max_value=1_000_000)
    blank = forms.IntegerField(label=_("Blank"), min_value=0, max_value=1_000_000)


class HandsForm(forms.Form):
    """Hands counted by name: three lists of member numbers, nobody in two of them."""

    in_favour = NumbersField(label=_("Yes"), required=False, max_length=20_000)
    against = NumbersField(label=_("No"), required=False, max_length=20_000)
    abstain = NumbersField(label=_("I abstain"), required=False, max_length=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs = {"rows": 2, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        choices: dict[int, str] = {}
        for field, choice in (("in_favour", "for"), ("against", "against"), ("abstain", "abstain")):
            for number in said.get(field) or ():
                if choices.setdefault(number, choice) != choice:
                    raise forms.ValidationError(
                        _("The number %(number)s is in two lists."), params={"number": number}
                    )
        if not choices and not self.errors:
            raise forms.ValidationError(_("Write at least one member number."))
        return {**said, "choices": choices}


class WrongHandForm(forms.Form):
    """Whose hand was counted by mistake."""

    number = forms.IntegerField(
        label=_("Member number"),
        min_value=1,
        max_value=2_147_483_647,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ConvokeForm(forms.Form):
    """Which assembly, when and where. Times are local."""

    kind = forms.ChoiceField(label=_("Which assembly"), choices=AssemblyKind.choices)
    starts_at = forms.DateTimeField(
        label=_("It starts"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ends_at = forms.DateTimeField(
        label=_("It ends"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    from_home = forms.BooleanField(label=_("Members may take part from home"), required=False)


class NoticeForm(forms.Form):
    """Who was told of an assembly by somebody, and how."""

    numbers = NumbersField(
        label=_("Member numbers"),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
        max_length=20_000,
    )
    channel = forms.ChoiceField(
        label=_("How they were told"),
        choices=[("paper", _("on paper, signed for")), ("person", _("told in person"))],
    )


class ProofForm(forms.Form):
    """The proof that something was done outside."""

    proof = forms.CharField(
        label=_("Proof"),
        help_text=_("The number of the file, the receipt, or who received it and when."),
        max_length=200,
    )


class PetitionForm(forms.Form):
    """What is asked for by signing, and why."""

    aim = forms.ChoiceField(
        label=_("What you ask for"),
        choices=[("item", _("put a matter on the agenda")), ("assembly", _("call an assembly"))],
    )
    title = forms.CharField(label=_("Matter"), max_length=LONGEST_TITLE)
    text = forms.CharField(label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))


class MatterForm(forms.Form):
    """Why a motion that waits should be on an agenda."""

    text = forms.CharField(label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))


class AnswerForm(forms.Form):
    """Which assembly answers a petition."""

    assembly = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class DocumentForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, plain text, CSV, ODT, ODS, DOCX or XLSX, up to five megabytes."),
        allow_empty_file=True,
    )


class ItemForm(forms.Form):
    """A matter without a motion."""

    title = forms.CharField(label=_("Matter"), max_length=LONGEST_TITLE)
    minutes = forms.IntegerField(
        label=_("How many minutes it may take"), min_value=1, max_value=600, required=False
    )


class PlaceForm(forms.Form):
    """The place of an item on its agenda."""

    position = forms.IntegerField(min_value=1, max_value=10_000)


class OpenVotingForm(forms.Form):
    """For how many minutes a vote stays open."""

    minutes = forms.IntegerField(
        label=_("Minutes the vote stays open"), min_value=1, max_value=4320, initial=60
    )


class BatchForm(forms.Form):
    """Which votes open together, and for how many minutes. Secret ones are marked to begin with."""

    motions = forms.TypedMultipleChoiceField(
        label=_("Which votes"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(
        label=_("Minutes the votes stay open"), min_value=1, max_value=4320, initial=60
    )

    def __init__(self, *args: Any, motions: Iterable[Motion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = list(motions)
        field = self.fields["motions"]
        field.choices = [(motion.pk, motion.title) for motion in waiting]  # type: ignore[attr-defined]
        field.initial = [
            motion.pk for motion in waiting if motion.is_secret or kinds.kind_of(motion).is_secret
        ]


class AgendaForm(forms.Form):
    """On which agenda a motion goes."""

    assembly = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class MotionForm(forms.Form):
    """Title and text of any motion; what its kind asks besides stands in a form of its own."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What we would decide"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )
    is_secret = forms.BooleanField(label=_("Vote it in secret"), required=False)
    meant_for = forms.TypedChoiceField(
        label=_("For which assembly"),
        help_text=_(
            "Where that agenda is closed before enough of us second it, the next weekly one takes it."
        ),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, agendas: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        """`agendas`: the called assemblies besides the weekly one, by name; without any nothing is asked."""
        super().__init__(*args, **kwargs)
        named = list(agendas)
        if named:
            choices = [("", _("the next weekly assembly")), *named]
            self.fields["meant_for"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["meant_for"]


class BallotForm(forms.Form):
    """A choice with the key the page gave it."""

    choice = forms.ChoiceField(choices=[("for", ""), ("against", ""), ("abstain", "")])
    key = forms.UUIDField()
    confirmed = forms.BooleanField(required=False)
    previous_receipt = forms.CharField(required=False, max_length=40, strip=True)


class PinForm(forms.Form):
    """The PIN with which one signs."""

    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=40,
        strip=True,
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "current-password", "class": "pin"}
        ),
    )


class ContestForm(forms.Form):
    """Why a decision should not stand."""

    reason = forms.CharField(
        label=_("Why it should not stand"),
        help_text=_("Which law, statute or rule it goes against."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SettlementForm(forms.Form):
    """How a contest ended."""

    upheld = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    settlement = forms.CharField(max_length=200)


class FolioForm(forms.Form):
    """On which page of the stamped book minutes begin."""

    folio = forms.IntegerField(
        label=_("Number of the book's page on which they begin"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class BookPagesForm(forms.Form):
    """On which folios of the stamped book minutes were pasted."""

    first = forms.IntegerField(
        label=_("First folio"),
        min_value=1,
        max_value=LAST_FOLIO,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    last = forms.IntegerField(
        label=_("Last folio"),
        min_value=1,
        max_value=LAST_FOLIO,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class NotesForm(forms.Form):
    """What the data of the minutes does not say; and why they are approved without a signature, where one is missing."""

    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )
    unsigned_because = forms.CharField(
        label=_("Why it is approved without all signatures"),
        help_text=_("It is written under the minutes. Leave it empty where everybody will sign."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, all_signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if all_signed:
            del self.fields["unsigned_because"]


def first_error(form: forms.Form) -> str:
    """The first sentence about what is wrong with a form."""
    errors: Mapping[str, Any] = form.errors
    for sentences in errors.values():
        return str(sentences[0])
    return ""


class FloorForm(forms.Form):
    """What whoever presses a button about the floor saw: who spoke, and whom they choose."""

    kind = forms.ChoiceField(choices=[("turn", ""), ("order", "")], required=False)
    turn = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    instead_of = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class NextStepForm(forms.Form):
    """The step that stood on the button, and the item it was about."""

    step = forms.ChoiceField(choices=[(step.value, "") for step in Step])
    item = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=4320)


class GuestForm(forms.Form):
    """An adviser or a guest who comes in."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    capacity = forms.CharField(
        label=_("As what they speak"),
        help_text=_("Adviser, from the union, from the school."),
        max_length=LONGEST_NAME,
    )
