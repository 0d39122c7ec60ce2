"""What energy costs, what we owe for it and what we save of it, opened up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from django.db.models import Subquery
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, InRecord, page_of
from payroll.models import EnergyKind
from payroll.reports.energy import ACCOUNTS, EnergyKindPage, EnergyMonth, EnergyPage, SavingLine
from payroll.rules.energy import Basis
from payroll.rules.percent import as_percent
from record.models import Act, Head

WRITTEN = "payroll.energy.written"


@dataclass(frozen=True, kw_only=True)
class OpenedMonth:
    """A month of one kind; its price opens to the bill, the books and the record."""

    month: EnergyMonth
    for_each: str
    """How much of it went into each thing made, with two decimals, to the nearest; empty where nothing is known."""
    price: Explained


@dataclass(frozen=True, kw_only=True)
class OpenedKind:
    kind: EnergyKindPage
    change: str
    """How its price changed since the first month shown, in a hundred: "+25,0"; empty where there is nothing to say."""
    months: list[OpenedMonth]

    @property
    def has_made(self) -> bool:
        return any(each.for_each for each in self.months)

    @property
    def has_year_before(self) -> bool:
        return any(each.month.year_before is not None for each in self.months)


@dataclass(frozen=True, kw_only=True)
class OpenedSaving:
    """What a machine is to save, what it saves, and what that comes to in money."""

    line: SavingLine
    what: str
    unit: str
    """The kind by its name, and what it is counted in: "gas", "m³"."""
    voted: str
    reached: str
    measured: str
    """By what it is measured, in words."""
    money: Explained | None


@dataclass(frozen=True, kw_only=True)
class EnergyOpened:
    owed: Explained
    interest: Explained
    kinds: list[OpenedKind]
    savings: list[OpenedSaving]


def energy_explained(page: EnergyPage) -> EnergyOpened:
    """Every amount of the page of energy. One question."""
    acts = _acts_of_bills(page)
    return EnergyOpened(
        owed=Explained(
            key="energy-debt",
            name=_("We still owe for energy"),
            cents=page.debt_cents,
            formula=_("What is left to pay back of each debt that is owed for energy."),
            given=tuple(
                Given(
                    text=plan.debt.purpose,
                    cents=plan.left_cents,
                    link=f"/books/debts/{plan.debt.pk}/",
                    counts=1,
                )
                for plan in page.debts
            ),
        ),
        interest=Explained(
            key="energy-interest",
            name=_("Interest paid in a year"),
            cents=page.interest_cents,
            formula=_("The interest of the instalments that were paid in the last twelve months."),
            given=tuple(
                Given(
                    text=plan.debt.purpose,
                    cents=plan.interest_cents,
                    link=f"/books/debts/{plan.debt.pk}/",
                    counts=1,
                )
                for plan in page.debts
            ),
        ),
        kinds=[
            OpenedKind(
                kind=kind,
                change=in_a_hundred(kind.change, sign=True) if kind.change is not None else "",
                months=[_month(kind, month, acts) for month in kind.months],
            )
            for kind in page.kinds
        ],
        savings=[_saving(line, page.unit) for line in page.savings],
    )


def _month(kind: EnergyKindPage, month: EnergyMonth, acts: dict[tuple[str, str], InRecord]) -> OpenedMonth:
    thousandths = month.for_each_thousandths
    code = ACCOUNTS[EnergyKind(kind.kind)]
    return OpenedMonth(
        month=month,
        for_each=number_format(Decimal(thousandths).scaleb(-3), 2) if thousandths is not None else "",
        price=Explained(
            key=f"price-{kind.kind}-{month.month:%Y-%m}",
            name=_("Price of one"),
            cents=month.unit_cents,
            formula=_("What the bill says ÷ what was used, to the nearest cent."),
            given=(
                Given(text=_("The bill says"), cents=month.cents),
                Given(text=_("Used"), said=number_format(month.quantity, force_grouping=True)),
                Given(
                    text=_("In the books"),
                    cents=month.books_cents,
                    link=f"/books/accounts/{code}/?period={quote(month.period.name)}",
                ),
            ),
            act=acts.get((_subject(month), kind.kind)),
        ),
    )


def _saving(line: SavingLine, unit: str) -> OpenedSaving:
    found = line.found
    motion = line.project.motion
    what, _comma, counted_in = line.label.partition(", ")
    if found is None:
        return OpenedSaving(
            line=line,
            what=what,
            unit=counted_in,
            voted=as_percent(line.share),
            reached="",
            measured="",
            money=None,
        )
    return OpenedSaving(
        line=line,
        what=what,
        unit=counted_in,
        voted=as_percent(line.share),
        reached=in_a_hundred(found.per_mille),
        measured=measured_by(found.basis, unit),
        money=Explained(
            key=f"saved-{line.project.pk}-{line.kind}",
            name=_("It saved us in all"),
            cents=found.cents,
            formula=_(
                "Each month since: what would have been used as before, less what was used, at that month's price."
            ),
            given=tuple(
                Given(
                    text=_("%(month)s: %(used)s instead of %(expected)s")
                    % {
                        "month": date_format(each.month, "YEAR_MONTH_FORMAT"),
                        "used": number_format(each.used, force_grouping=True),
                        "expected": number_format(each.expected, force_grouping=True),
                    },
                    cents=each.cents,
                    counts=1,
                )
                for each in found.months
            ),
            motion=(motion.pk, motion.number) if motion is not None else None,
        ),
    )


def measured_by(basis: Basis, unit: str) -> str:
    """By what a saving is measured, in words."""
    if basis == "made":
        return _("for each %(unit)s made") % {"unit": unit}
    return _("for each hour worked") if basis == "hours" else _("a month")


def in_a_hundred(per_mille: int, *, sign: bool = False) -> str:
    """Thousandths as a number in a hundred, as the reader writes it: "9,0"; with its sign where asked."""
    said = number_format(Decimal(abs(per_mille)).scaleb(-1), 1)
    before = "\N{MINUS SIGN}" if per_mille < 0 else "+" if sign else ""
    return f"{before}{said}"


def _acts_of_bills(page: EnergyPage) -> dict[tuple[str, str], InRecord]:
    """The latest line of the record about each bill, by its month and its kind. One question."""
    subjects = {_subject(month) for kind in page.kinds for month in kind.months}
    last = Subquery(Head.objects.order_by().values("seq")[:1])
    rows = Act.objects.filter(verb=WRITTEN, subject__in=subjects).annotate(last=last).order_by("seq")
    return {
        (subject, str(facts.get("kind"))): InRecord(seq=seq, page=page_of(seq, last_one))
        for subject, facts, seq, last_one in rows.values_list("subject", "facts", "seq", "last")
    }


def _subject(month: EnergyMonth) -> str:
    return f"ledger.period:{month.period.pk}"
