"""What the assembly chooses among several: one by ranking, some by marking, what to buy with a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Option, PreferenceKind, Told, register
from assemblies.rules import approval, budget, budget_words, ranked
from ledger.amounts import read_amount, say_amount
from ledger.money import BadNumber
from members.models import Member
from record.rules import Refused

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_OPTIONS = 20
LONGEST_LABEL = 120
MOST_CENTS = 10**15


class LinesField(forms.CharField):
    """Options, one on each line; empty lines say nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4_000, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class OptionsForm(forms.Form):
    """The options of a ranked choice."""

    options = LinesField(
        label=_("Options, one on each line"), help_text=_("From 2 to 20, in a few words each.")
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if isinstance(given.get("options"), list):
            given["options"] = "\n".join(option["label"] for option in given["options"])
        super().__init__(data, initial=given, **kwargs)


class SeatsForm(OptionsForm):
    """The options of a choice by marks, and how many of them are chosen."""

    seats = forms.IntegerField(
        label=_("How many are chosen"), min_value=1, max_value=MOST_OPTIONS - 1, initial=1
    )


class ProjectsField(LinesField):
    """Projects, one on each line: what it is, a colon, what it costs."""

    def clean(self, value: Any) -> Any:
        return [self._project(number, line) for number, line in enumerate(super().clean(value), start=1)]

    def _project(self, number: int, line: str) -> dict[str, Any]:
        label, _colon, cost = line.rpartition(":")
        told = {"n": number, "line": line[:40]}
        if not label.strip():
            raise forms.ValidationError(
                _('Line %(n)s ("%(line)s"): write what it is, a colon and the amount.') % told
            )
        try:
            return {"label": label.strip(), "cost_cents": read_amount(cost)}
        except BadNumber as problem:
            told["problem"] = problem.said(_language())
            raise forms.ValidationError(_('Line %(n)s ("%(line)s"): %(problem)s') % told) from problem


class BudgetForm(forms.Form):
    """A sum, what it could buy, and what is done with what is left over."""

    total_cents = forms.CharField(
        label=_("How much there is"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    projects = ProjectsField(
        label=_("What it could buy, one on each line"),
        help_text=_("What it is, a colon, what it costs. From 2 to 20."),
    )
    completion = forms.ChoiceField(label=_("What is done with what is left over"), choices=())

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if isinstance(given.get("projects"), list):
            given["projects"] = "\n".join(
                f"{project['label']}: {say_amount(project['cost_cents'], symbol=False)}"
                for project in given["projects"]
            )
            given["total_cents"] = say_amount(given["total_cents"], symbol=False)
        super().__init__(data, initial=given, **kwargs)
        self.fields["completion"].choices = list(COMPLETIONS.items())  # type: ignore[attr-defined]

    def clean_total_cents(self) -> int:
        try:
            return read_amount(self.cleaned_data["total_cents"])
        except BadNumber as problem:
            raise forms.ValidationError(problem.said(_language())) from problem


COMPLETIONS = {
    str(budget.Completion.ADD1): _(
        "Shares are counted larger, so that more of what groups of us want is bought"
    ),
    str(budget.Completion.UTILITARIAN): _("It buys the most wanted of the rest that still fits"),
    str(budget.Completion.NONE): _("It stays unspent"),
}


class _Choice(PreferenceKind):
    """Several options with a label each, kept as `{"options": [{"code", "label"}]}`."""

    def form_class(self) -> type[forms.Form]:
        return OptionsForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"options": labels, or objects with a "label"}`; codes are given in order: "1", "2", …"""
        return {"options": _coded(_labels(terms.get("options")))}

    def options(self, motion: Motion) -> list[Option]:
        return [Option(code=each["code"], label=each["label"]) for each in motion.terms["options"]]

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        return [Change(what=option.label) for option in self.options(motion)]


class Ranked(_Choice):
    """One option out of several: everybody puts them in order, and rounds leave out the least wanted."""

    code = "ranked"
    label = _("Choose one, in order")
    help = _(
        "Several options and one comes out. Everybody puts them in order; the least wanted goes out, round by round."
    )
    is_ordered = True
    how = _(
        "Write 1 beside what you want most, 2 beside what comes next, and so on. You may leave some empty."
    )

    def count(self, motion: Motion, ballots: Iterable[Sequence[str]], *, seed: str) -> dict[str, Any]:
        return ranked.to_data(ranked.count_ranked(list(_names(self, motion)), ballots, seed=seed))

    def headline(self, motion: Motion) -> str:
        return ranked.headline(ranked.from_data(motion.counted or {}), _names(self, motion), _language())

    def say(self, motion: Motion) -> list[Told]:
        result = ranked.from_data(motion.counted or {})
        return [Told(said=line) for line in ranked.sentences(result, _names(self, motion), _language())]


class Approval(_Choice):
    """Some options out of many: everybody marks all they agree with, and those with most marks are chosen."""

    code = "approval"
    label = _("Choose some, by marking")
    help = _(
        "Several options and some come out. Everybody marks all they agree with; those with most marks are chosen."
    )
    how = _("Mark everything you agree with, as many as you like.")

    def form_class(self) -> type[forms.Form]:
        return SeatsForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"options": as in a ranked choice, "seats": how many are chosen, fewer than there are}`."""
        labels, seats = _labels(terms.get("options")), terms.get("seats", 1)
        _in_words(lambda: approval.refuse_bad_seats(seats, labels))
        return {"options": _coded(labels), "seats": seats}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        seats = Change(what=_("How many are chosen"), then=str(motion.terms["seats"]))
        return [seats, *super().preview(motion, reader=reader, on=on)]

    def count(self, motion: Motion, ballots: Iterable[Sequence[str]], *, seed: str) -> dict[str, Any]:
        options = list(_names(self, motion))
        return approval.to_data(
            approval.count_approvals(options, ballots, seats=motion.terms["seats"], seed=seed)
        )

    def headline(self, motion: Motion) -> str:
        return approval.headline(approval.from_data(motion.counted or {}), _names(self, motion), _language())

    def say(self, motion: Motion) -> list[Told]:
        result, names = approval.from_data(motion.counted or {}), _names(self, motion)
        told = [
            Told(
                what=names[code],
                said=approval.sentence(result, code, _language()),
                is_chosen=code in result.chosen,
            )
            for code in approval.in_order(result)
        ]
        drawn = approval.drawn_sentence(result, names, _language())
        return [*told, Told(said=drawn)] if drawn else told


class Budget(PreferenceKind):
    """What to buy with a sum, by the Method of Equal Shares, with what is left over as the motion says."""

    code = "budget"
    label = _("What to buy first")
    help = _(
        "A sum and what it could buy. Everybody has an equal share and marks what they want; "
        "each thing is bought with the shares of those who marked it."
    )
    rule = "major"
    carried_out_by = "ledger.keep_books"
    how = _("Mark everything you would buy, as many as you like. Your share pays only for what you mark.")

    def form_class(self) -> type[forms.Form]:
        return BudgetForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"total_cents", "projects": [{"label", "cost_cents"}], "completion": none, utilitarian or add1}`."""
        given = terms.get("projects")
        coded = _coded(_labels(given))
        costs = [
            project.get("cost_cents") if isinstance(project, Mapping) else None for project in given or ()
        ]
        total, completion = terms.get("total_cents"), terms.get("completion")
        if not isinstance(completion, str) or completion not in COMPLETIONS:
            raise Refused(gettext("Say what is done with what is left over."))
        if not all(type(cents) is int and 0 < cents <= MOST_CENTS for cents in (total, *costs)):
            raise Refused(gettext("Say how much there is and what each costs."))
        projects = [{**each, "cost_cents": cost} for each, cost in zip(coded, costs, strict=True)]
        kept = {"total_cents": total, "projects": projects, "completion": str(completion)}
        _in_words(lambda: _counted(kept, [], seed=""))
        return kept

    def options(self, motion: Motion) -> list[Option]:
        return [
            Option(code=each["code"], label=each["label"], detail=say_amount(each["cost_cents"]))
            for each in motion.terms["projects"]
        ]

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        return [
            Change(what=_("How much there is"), then=say_amount(motion.terms["total_cents"])),
            *(Change(what=option.label, then=option.detail) for option in self.options(motion)),
            Change(
                what=_("What is done with what is left over"), then=COMPLETIONS[motion.terms["completion"]]
            ),
        ]

    def allows_cents(self, motion: Motion) -> int:
        """What the things that were bought cost together."""
        result = budget.from_data(motion.counted or {})
        return sum(project.cost_cents for project in result.projects if project.funded_by is not None)

    def count(self, motion: Motion, ballots: Iterable[Sequence[str]], *, seed: str) -> dict[str, Any]:
        return budget.to_data(_counted(motion.terms, ballots, seed=seed))

    def headline(self, motion: Motion) -> str:
        result = budget.from_data(motion.counted or {})
        bought = budget_words.headline(result, _names(self, motion), _language())
        return f"{bought} {budget_words.summary(result, say_amount, _language())[-1]}"

    def say(self, motion: Motion) -> list[Told]:
        result, names = budget.from_data(motion.counted or {}), _names(self, motion)
        shares = budget_words.summary(result, say_amount, _language())[:-1]
        return [
            *(Told(said=line) for line in shares),
            *(
                Told(
                    what=f"{names[project.code]}: {say_amount(project.cost_cents)}",
                    said=budget_words.sentence(project, say_amount, _language()),
                    is_chosen=project.funded_by is not None,
                )
                for project in result.projects
            ),
        ]


def _counted(terms: Mapping[str, Any], ballots: Iterable[Sequence[str]], *, seed: str) -> budget.BudgetResult:
    return budget.count_budget(
        [
            budget.Project(code=project["code"], cost_cents=project["cost_cents"])
            for project in terms["projects"]
        ],
        ballots,
        total_cents=terms["total_cents"],
        completion=budget.Completion(terms["completion"]),
        seed=seed,
    )


def _labels(given: Any) -> list[str]:
    """From two to twenty labels, each once; `Refused` with a sentence otherwise."""
    labels = [_plain(each) for each in given] if isinstance(given, list | tuple) else []
    if len(labels) < 2 or not all(labels):
        raise Refused(gettext("Write at least two options, each on a line of its own."))
    if len(labels) > MOST_OPTIONS:
        raise Refused(gettext("Write at most %(n)s options.") % {"n": MOST_OPTIONS})
    seen: set[str] = set()
    for label in labels:
        if len(label) > LONGEST_LABEL:
            raise Refused(gettext("An option has at most %(n)s letters.") % {"n": LONGEST_LABEL})
        if label.casefold() in seen:
            raise Refused(gettext("Two options say the same: %(label)s.") % {"label": label})
        seen.add(label.casefold())
    return labels


def _plain(option: Any) -> str:
    """The label of an option on one line, of letters that can be printed; empty where there is none."""
    label = option.get("label") if isinstance(option, Mapping) else option
    if not isinstance(label, str):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in label).split())


def _coded(labels: Sequence[str]) -> list[dict[str, Any]]:
    return [{"code": str(number), "label": label} for number, label in enumerate(labels, start=1)]


def _names(kind: PreferenceKind, motion: Motion) -> dict[str, str]:
    return {option.code: option.label for option in kind.options(motion)}


def _in_words(check: Callable[[], object]) -> None:
    try:
        check()
    except BadNumber as problem:
        raise Refused(problem.said(_language())) from problem


def _language() -> str:
    return get_language() or "es-ar"


for kind in (Ranked(), Approval(), Budget()):
    register(kind)
